//! Building the shadow tree, in the order that ddev needs.

use super::state::{Stage, State};
use super::sync::{self, at};
use super::{BuildError, Input, Shadow, Tools, key, mirror};
use crate::core::answers::Track;
use crate::core::plan::{Choice, FileState};
use crate::jobs::cancel::CancelToken;
use crate::scaffold::decision::{self, Decision, Nature};
use crate::scaffold::rename::View;
use crate::scaffold::tree::{self, Held};
use crate::scaffold::{ci, codeowners, eol, overrides, root, safety};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Builds the shadow tree, or as much of it as changed.
///
/// The tree on disk is what the clone would hold after applying: the contributor's edits are merged
/// in, so ddev's files and verdicts follow from the whole. [`Shadow::files`] is our side alone.
///
/// # Arguments
/// `tools`: ddev and ruff; `cancel`: looked at between the programs; `progress`: one line for each
/// of them.
///
/// # Errors
/// See [`BuildError`]. A command that fails is no error: see [`Shadow::failed`].
pub fn build(
    input: &Input,
    tools: &mut dyn Tools,
    cancel: &CancelToken,
    progress: &mut dyn FnMut(&str),
) -> Result<Shadow, BuildError> {
    if let Some(stray) = input
        .rendered
        .keys()
        .find(|p| !safety::in_scope(p, input.folder) || (input.kept.is_none() && is_shared(p)))
    {
        return Err(BuildError::Stray(stray.clone()));
    }
    let shadow = super::dir(input.workspace);
    let io = at(&shadow);
    let version = tools.version();
    let earlier = &input.earlier.moved;
    let siblings = key::siblings(input.clone, input.folder, earlier).map_err(&io)?;
    let view = View::of(input.clone, input.folder, earlier).map_err(&io)?;
    let base = view.base(input.workspace).map_err(&io)?;
    let kept = own_files(input, &view).map_err(&io)?;
    let key = key::whole(input, &version, &siblings, &base, &kept).map_err(&io)?;
    let last = State::remembered(&shadow).unwrap_or_default();
    // What failed is tried again: the cause may have been the machine.
    let fresh = last.key == key && last.shadow.failed.is_empty();
    if fresh && mirror::is_real_dir(&shadow.join(input.folder)) {
        return Ok(last.shadow);
    }
    let mut maker = Maker {
        input,
        shadow: shadow.clone(),
        base,
        view,
        out: Shadow {
            choices: input.choices.clone(),
            hunks: input.hunks.clone(),
            earlier: earlier.clone(),
            asked: input.earlier.asked.clone(),
            ..Shadow::default()
        },
        state: State {
            stages: last.stages,
            ..State::default()
        },
        cancel,
    };
    maker.prepare().map_err(&io)?;
    maker.out.look(input.clone, input.folder)?;
    mirror::root(&shadow, input.clone, input.folder, earlier).map_err(&io)?;

    if let Some(how) = input.kept {
        maker.keep(how, &kept)?;
    } else {
        maker.go(progress, "Formatting the Python files with ruff")?;
        let stage = maker.stage("ruff", |shadow, last| {
            sync::format(shadow, input.folder, &version, input.rendered, last, tools)
        })?;
        for (path, text) in input.rendered {
            let text = stage.files.get(path).unwrap_or(text);
            maker.out.files.insert(path.clone(), eol::to_lf(text));
        }
        maker.own_tree(&kept)?;
        maker.shared()?;
    }

    if input.kept.is_none_or(|k| k.sync) {
        maker.go(progress, "ddev: configuration example and models")?;
        let stage = maker.stage("spec", |shadow, last| {
            sync::spec(shadow, input.folder, &version, last, tools)
        })?;
        for (path, text) in stage.files {
            if input.kept.is_some() && !wants(&path, &kept) {
                continue;
            }
            if decision::nature(&path, &maker.out.generated) != Nature::MadeOnce {
                maker.out.generated.insert(path.clone());
            }
            maker.out.files.insert(path, eol::to_lf(&text));
        }

        maker.go(progress, "ddev: the CI jobs")?;
        let stage = maker.stage("ci", |shadow, last| {
            sync::ci(shadow, input.folder, &version, &siblings, last, tools)
        })?;
        maker.take_ci(&stage)?;
    }
    maker.go(progress, "")?;
    maker.out.seal();
    maker.state.key = key;
    maker.state.shadow = maker.out.clone();
    maker.state.save(&shadow).map_err(&io)?;
    Ok(maker.out)
}

fn is_shared(path: &str) -> bool {
    safety::ROOT_FILES.contains(&path)
}

/// The contributor's files of `<folder>/`, those under an earlier name included.
fn own_files(input: &Input, view: &View) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut out = BTreeMap::new();
    for path in tree::own_files(input.clone, input.folder)? {
        out.insert(path.clone(), fs::read(input.clone.join(path))?);
    }
    for path in view.sources() {
        let at = view.source(path).unwrap_or(path);
        out.insert(path.clone(), fs::read(input.clone.join(at))?);
    }
    Ok(out)
}

pub(super) struct Maker<'a> {
    pub(super) input: &'a Input<'a>,
    shadow: PathBuf,
    pub(super) base: BTreeMap<String, String>,
    view: View<'a>,
    pub(super) out: Shadow,
    state: State,
    cancel: &'a CancelToken,
}

impl Maker<'_> {
    /// The throw-away repository (ddev's newer commands want one), marked as incomplete.
    fn prepare(&self) -> io::Result<()> {
        if !mirror::is_real_dir(&self.shadow) {
            mirror::remove(&self.shadow)?;
            fs::create_dir_all(&self.shadow)?;
        }
        let git = self.shadow.join(".git");
        if !mirror::is_real_dir(&git) || git2::Repository::open(&self.shadow).is_err() {
            mirror::remove(&git)?;
            let mut options = git2::RepositoryInitOptions::new();
            options.initial_head("master").external_template(false);
            git2::Repository::init_opts(&self.shadow, &options).map_err(io::Error::other)?;
        }
        self.state.save(&self.shadow)
    }

    fn go(&self, progress: &mut dyn FnMut(&str), line: &str) -> Result<(), BuildError> {
        if self.cancel.is_cancelled() {
            return Err(BuildError::Cancelled);
        }
        if !line.is_empty() {
            progress(line);
        }
        Ok(())
    }

    fn stage(
        &mut self,
        name: &str,
        make: impl FnOnce(&Path, Option<&Stage>) -> Result<Stage, BuildError>,
    ) -> Result<Stage, BuildError> {
        let last = self.state.stages.get(name).filter(|s| s.failed.is_empty());
        let stage = make(&self.shadow, last)?;
        // A killed program says nothing about its inputs: ask it again next time.
        if self.cancel.is_cancelled() {
            return Err(BuildError::Cancelled);
        }
        self.out.failed.extend(stage.failed.iter().cloned());
        self.state.stages.insert(name.to_owned(), stage.clone());
        Ok(stage)
    }

    /// `<folder>/` as it would be after applying.
    pub(super) fn own_tree(&self, kept: &BTreeMap<String, Vec<u8>>) -> Result<(), BuildError> {
        let folder = self.input.folder;
        let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (path, bytes) in kept {
            let ours = self.out.files.contains_key(path) || decision::is_generated(path, folder);
            let dropped = self.base.get(path).is_some_and(|base| {
                let theirs = Held::of(bytes.clone());
                decision::decide(Nature::Rendered, Some(base), &theirs, None)
                    .is_some_and(|d| d.state == FileState::Removed)
            });
            let validators = path.ends_with("/config_models/validators.py");
            if !ours && (validators || !dropped) {
                wanted.insert(path.clone(), bytes.clone());
            }
        }
        for (path, ours) in &self.out.files {
            let theirs = self.view.held(path)?;
            let nature = decision::nature(path, &self.out.generated);
            let base = self.base.get(path).map(String::as_str);
            let decision = decision::decide(nature, base, &theirs, Some(ours));
            if let Some(bytes) = self.after(path, decision.as_ref(), base, &theirs, ours) {
                wanted.insert(path.clone(), bytes);
            }
        }
        let io = at(&self.shadow);
        for path in tree::files(&self.shadow, folder, &mut |_| true).map_err(&io)? {
            if !wanted.contains_key(&path) {
                mirror::remove(&self.shadow.join(path)).map_err(&io)?;
            }
        }
        for (path, bytes) in &wanted {
            mirror::put(&self.shadow, path, bytes).map_err(&io)?;
        }
        mirror::prune(&self.shadow, folder).map_err(&io)
    }

    /// What a file holds after applying with the choices made; an open conflict as if ours were
    /// taken, since markers would only make every verdict red.
    fn after(
        &self,
        path: &str,
        decision: Option<&Decision>,
        base: Option<&str>,
        theirs: &Held,
        ours: &str,
    ) -> Option<Vec<u8>> {
        let bytes = match theirs {
            Held::Absent => None,
            Held::Text(text) => Some(text.clone().into_bytes()),
            Held::Binary(bytes) => Some(bytes.clone()),
        };
        let Some(decision) = decision else {
            return bytes;
        };
        match decision.state {
            FileState::Unchanged | FileState::Yours => bytes,
            FileState::Removed => None,
            FileState::Conflict => {
                let hunks = self.input.hunks.get(path).map_or(&[][..], Vec::as_slice);
                match self.input.choices.get(path) {
                    Some(Choice::Yours) if hunks.is_empty() => bytes,
                    _ => Some(resolved(base, theirs, ours, hunks).into_bytes()),
                }
            }
            _ => Some(decision.new.clone().into_bytes()),
        }
    }

    /// CODEOWNERS and `.ddev/config.toml`, the latter before `ci --sync` reads it.
    fn shared(&mut self) -> Result<(), BuildError> {
        let input = self.input;
        let owners = self.text(safety::CODEOWNERS)?;
        let ours = codeowners::with_line(
            owners.as_deref().unwrap_or_default(),
            input.folder,
            input.owner,
            input.email,
            input.track,
        );
        self.share(safety::CODEOWNERS, ours)?;
        let config = self.text(safety::DDEV_CONFIG)?;
        let text = config.as_deref().unwrap_or_default();
        let applied = self.base.get(safety::DDEV_CONFIG);
        let ours = match (input.track, applied) {
            (Track::Partner, _) => overrides::with_overrides(
                text,
                input.folder,
                input.display_name,
                input.metrics_prefix,
            ),
            (Track::Community, Some(_)) => {
                overrides::set(text, input.folder, &overrides::Overrides::default())
            }
            (Track::Community, None) => return Ok(()),
        };
        self.share(safety::DDEV_CONFIG, ours.map_err(BuildError::Config)?)
    }

    pub(super) fn share(&mut self, path: &str, ours: String) -> Result<(), BuildError> {
        let theirs = match self.text(path)? {
            Some(text) => Held::Text(text),
            None => Held::Absent,
        };
        let base = self.base.get(path).map(String::as_str);
        let decision = root::decide(path, self.input.folder, &[], base, &theirs, Some(&ours))
            .map_err(BuildError::Config)?;
        let restored = match &theirs {
            Held::Text(text) => {
                root::restored(path, self.input.folder, base, text).map_err(BuildError::Config)?
            }
            _ => None,
        };
        let after = self.after(path, decision.as_ref(), restored.as_deref(), &theirs, &ours);
        if let Some(bytes) = after {
            mirror::put(&self.shadow, path, &bytes).map_err(at(&self.shadow))?;
        }
        self.out.files.insert(path.to_owned(), ours);
        Ok(())
    }

    fn take_ci(&mut self, stage: &Stage) -> Result<(), BuildError> {
        for (path, synced) in &stage.files {
            let current = self.text(path)?;
            let (folder, earlier) = (self.input.folder, &self.input.earlier.moved);
            let taken = ci::take(current.as_deref(), synced, folder, earlier);
            let text = if self.input.allow_foreign_ci {
                current
                    .as_deref()
                    .map_or_else(|| synced.clone(), |c| eol::like(synced, c))
            } else {
                // Of an integration that was there before, nothing but its own job was asked for.
                let foreign = self.input.kept.is_none().then_some(taken.foreign);
                for name in foreign.into_iter().flatten() {
                    if !self.out.foreign_ci.contains(&name) {
                        self.out.foreign_ci.push(name);
                    }
                }
                taken.text
            };
            mirror::put(&self.shadow, path, text.as_bytes()).map_err(at(&self.shadow))?;
            self.out.generated.insert(path.clone());
            self.out.files.insert(path.clone(), text);
        }
        self.out.foreign_ci.sort();
        Ok(())
    }

    fn text(&self, path: &str) -> Result<Option<String>, BuildError> {
        match tree::held(self.input.clone, self.input.folder, path)? {
            Held::Absent => Ok(None),
            Held::Text(text) => {
                let text = self.view.shared(path, &text);
                text.map(Some).map_err(BuildError::Config)
            }
            Held::Binary(_) => Err(BuildError::Config(format!(
                "{path} in the clone is not UTF-8 text. Restore it, for example with `git checkout -- {path}`."
            ))),
        }
    }
}

/// A conflict with ours taken where the two sides meet and nothing else was chosen; the contributor's other
/// edits stay.
fn resolved(base: Option<&str>, theirs: &Held, ours: &str, hunks: &[Choice]) -> String {
    match theirs {
        Held::Text(text) => {
            let merged = decision::merged(base, text, ours);
            eol::like(&merged.resolved(hunks, Choice::Ours), text)
        }
        _ => ours.to_owned(),
    }
}

/// Whether a file that ddev made is wanted: models only where there were models before.
fn wants(path: &str, kept: &BTreeMap<String, Vec<u8>>) -> bool {
    match path.find("/config_models/") {
        Some(at) => {
            let folder = &path[..=at + "/config_models".len()];
            kept.keys().any(|k| k.starts_with(folder))
        }
        None => true,
    }
}

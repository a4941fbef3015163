//! What `check --fix` says of repairs.
//!
//! The JSON of one integration, in `repairs`: `integration`; `dry_run`; `fixes`, each with its `name`, `title`, whether
//! it is `safe`, and its `state` (`applied`; `planned` with `--dry-run`; `offered`: not asked for; `refused`, with `why`),
//! and the `findings` that it is for, as `rule: message`; `files`, each with `path`, `state` (`new`, `changed`, `removed`),
//! and `diff`; `undo`: the command that takes all of it back, or null; `restored`: the files that `--undo` brought back. A
//! finding that is left has in `fix` the name of the fix that there is for it, and its sentence where there is none.

use super::super::Checked;
use super::super::fixing::Fixed;
use crate::cli::print;
use crate::core::finding::Finding;
use crate::core::fix::Fix;
use crate::core::plan::PlannedFile;
use serde::Serialize;
use similar::TextDiff;
use std::borrow::Cow;

#[derive(Debug, Serialize)]
pub(super) struct Repairs<'a> {
    integration: &'a str,
    dry_run: bool,
    fixes: Vec<Part>,
    files: Vec<File<'a>>,
    undo: Option<String>,
    restored: &'a [String],
}

#[derive(Debug, Serialize)]
struct Part {
    name: &'static str,
    title: String,
    safe: bool,
    state: &'static str,
    why: Option<String>,
    findings: Vec<String>,
}

impl Part {
    fn of(fix: &Fix, state: &'static str) -> Self {
        Self {
            name: fix.name,
            title: fix.title.clone(),
            safe: fix.safe,
            state,
            why: None,
            findings: vec![],
        }
    }
}

#[derive(Debug, Serialize)]
struct File<'a> {
    path: &'a str,
    state: &'static str,
    diff: String,
}

impl<'a> Repairs<'a> {
    pub(super) fn of(checked: &'a Checked) -> Option<Self> {
        let fixed = checked.fixed.as_ref()?;
        let files = &fixed.plan().files;
        Some(Self {
            integration: &checked.integration,
            dry_run: fixed.dry,
            fixes: parts(fixed),
            files: files
                .iter()
                .map(|file| File {
                    path: &file.path,
                    state: file.state.name(),
                    diff: diff(file),
                })
                .collect(),
            undo: undo(&checked.integration, fixed),
            restored: fixed.restored.as_deref().unwrap_or_default(),
        })
    }
}

fn parts(fixed: &Fixed) -> Vec<Part> {
    let made = if fixed.dry { "planned" } else { "applied" };
    let said = |finding: &Finding| format!("{}: {}", finding.rule, finding.message);
    let mended = &fixed.mended;
    let mut out: Vec<Part> = vec![];
    for done in &mended.done {
        let mut part = Part::of(&done.fix, made);
        part.findings = done.findings.iter().map(said).collect();
        out.push(part);
    }
    for refused in &mended.refused {
        let mut part = Part::of(&refused.fix, "refused");
        part.why = Some(refused.why.clone());
        out.push(part);
    }
    for (finding, fix) in &mended.left {
        let Some(fix) = fix else { continue };
        if let Some(part) = out.iter_mut().find(|part| part.title == fix.title) {
            part.findings.push(said(finding));
        } else {
            let mut part = Part::of(fix, "offered");
            part.findings.push(said(finding));
            out.push(part);
        }
    }
    out
}

fn undo(integration: &str, fixed: &Fixed) -> Option<String> {
    let written = !fixed.is_all() && !fixed.plan().files.is_empty();
    written.then(|| format!("ddint-tui check {integration} --undo"))
}

/// The findings, those that a fix is offered for with its name.
pub(super) fn findings(checked: &Checked) -> Vec<Cow<'_, Finding>> {
    let named = |finding| {
        let fix = checked
            .fixed
            .as_ref()
            .and_then(|fixed| fixed.offer(finding));
        match fix {
            Some(fix) => Cow::Owned(finding.clone().fix(fix.name)),
            None => Cow::Borrowed(finding),
        }
    };
    checked.findings.iter().map(named).collect()
}

/// One file's change as `git diff` writes it.
fn diff(file: &PlannedFile) -> String {
    let old = file.old.as_deref().unwrap_or_default();
    let is = |there: bool, side: &str| {
        if there {
            format!("{side}/{}", file.path)
        } else {
            "/dev/null".to_owned()
        }
    };
    let gone = file.state == crate::core::plan::FileState::Removed;
    TextDiff::from_lines(old, file.new.as_str())
        .unified_diff()
        .header(&is(file.old.is_some(), "a"), &is(!gone, "b"))
        .to_string()
}

/// What was done, and its diff.
pub(super) fn human(integration: &str, fixed: &Fixed) {
    if let Some(restored) = &fixed.restored {
        for path in restored {
            print::text(&format!("{path}: as it was before the repairs"));
        }
        return;
    }
    let would = if fixed.dry { "would fix" } else { "fixed" };
    for part in parts(fixed).iter().filter(|part| part.state != "offered") {
        match &part.why {
            Some(why) => print::text(&format!(
                "not fixed: {} [{}]\n    {why}",
                part.title, part.name
            )),
            None => print::text(&format!("{would}: {} [{}]", part.title, part.name)),
        };
    }
    for file in &fixed.plan().files {
        print::text(&diff(file));
    }
    if let Some(command) = undo(integration, fixed) {
        print::text(&format!("Take these repairs back with `{command}`.\n"));
    }
}

//! The real world behind the screens: the engine of the open workflow, the folder of saved ones.

use super::app::host::{Host, ProtoFile, Saved, Saving, Unsent};
use super::app::io_failure;
use super::input::Message;
use super::saved;
use super::tail::tail;
use super::unsent::Keeper;
use crate::core::answers::{Kind, PrototypeFiles};
use crate::core::effect::Effect;
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::state::State;
use crate::core::step::StepId;
use crate::core::wizard::Wizard;
use crate::core::{hash, names};
use crate::engine::{self, Engine, Options, SaveReport};
use crate::jobs::desk::Question;
use crate::toolchain::dirs::data_dir;
use crate::workspace;
use crate::workspace::files::{write_atomic, write_private};
use crate::workspace::store::{ErrorKind, Store};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use tempfile::NamedTempFile;

/// The engine and the saved workflows.
pub struct EngineHost {
    options: Options,
    /// The workspace folder named on the command line.
    workspace: Option<PathBuf>,
    sender: Sender<Message>,
    engine: Option<Engine>,
    generation: u64,
    written: Arc<Mutex<Written>>,
    keeper: Keeper,
    pub tests_on_save: bool,
}

/// How far the writer is.
#[derive(Debug, Default)]
struct Written {
    number: u64,
    failed: Option<String>,
}

impl EngineHost {
    #[must_use]
    pub fn new(options: Options, workspace: Option<PathBuf>, sender: Sender<Message>) -> Self {
        Self {
            options,
            workspace,
            sender,
            engine: None,
            generation: 0,
            written: Arc::default(),
            keeper: Keeper::new(&data_dir()),
            tests_on_save: true,
        }
    }

    fn start(&mut self, folder: &Path) -> Result<State, Failure> {
        self.engine = None;
        self.generation += 1;
        self.written = Arc::default();
        let (generation, sender) = (self.generation, self.sender.clone());
        let sink = Arc::new(move |event| {
            // Without a loop there is nobody left to tell.
            let _ = sender.send(Message::Engine(generation, event));
        });
        let (written, sender) = (Arc::clone(&self.written), self.sender.clone());
        let report = move |report| {
            if let Ok(mut written) = written.lock() {
                match report {
                    SaveReport::Saved(number) => {
                        *written = Written {
                            number,
                            failed: None,
                        };
                    }
                    SaveReport::Failed(error) => {
                        written.failed = Some(format!("{error} {}", error.hint()));
                    }
                }
            }
            let _ = sender.send(Message::Wake);
        };
        let (engine, state) =
            Engine::open_with(folder.to_owned(), self.options.clone(), sink, report)?;
        self.engine = Some(engine);
        Ok(state)
    }

    fn file(&self, wizard: &Wizard, file: ProtoFile) -> Option<PathBuf> {
        let context = self.engine.as_ref()?.context();
        let folder = wizard.state.answers.integration.folder();
        Some(match file {
            ProtoFile::Check => context.main_file(&wizard.state.answers),
            ProtoFile::Conf => context.conf_file(&folder),
        })
    }

    fn hash_of(&self, wizard: &Wizard, file: ProtoFile) -> Option<String> {
        self.read(wizard, file).map(|text| hash::text(&text))
    }
}

impl Host for EngineHost {
    fn saved(&mut self) -> Vec<Saved> {
        let mut all: Vec<Saved> = workspace::list::<State>(&workspace::root())
            .into_iter()
            .map(saved::of_entry)
            .collect();
        if let Some(folder) = &self.workspace
            && let Ok(state) = workspace::read::<State>(folder)
            && all.iter().all(|s| s.folder != *folder)
        {
            all.push(saved::of_state(folder, state));
        }
        all.sort_by_key(|s| std::cmp::Reverse(s.touched));
        all
    }

    fn create(&mut self, name: &str, check: Option<&Path>) -> Result<Wizard, Failure> {
        names::check_display_name(name)
            .map_err(|m| Failure::new(FailureKind::Answers, m, "Choose another name."))?;
        if let Some(check) = check {
            std::fs::metadata(check).map_err(|e| {
                Failure::new(
                    FailureKind::Answers,
                    format!("{} can't be read: {e}.", check.display()),
                    "Check the path.",
                )
            })?;
        }
        let folder = self
            .workspace
            .clone()
            .unwrap_or_else(|| workspace::root().join(names::folder_name(name)));
        if folder.join("workflow.yaml").exists() {
            return Err(Failure::new(
                FailureKind::Answers,
                format!("A workflow is in {} already.", folder.display()),
                "Open it from Home, delete it, or choose another name.",
            ));
        }
        let mut state = self.start(&folder)?;
        state.answers.integration.display_name = name.into();
        state.ui.step = StepId::Prototype;
        state.ui.touched = engine::now();
        if let Some(check) = check {
            let path = std::path::absolute(check).unwrap_or_else(|_| check.to_owned());
            let (check, conf) = engine::import::check(&folder, &path.display().to_string(), None)?;
            state.answers.integration.kind = Some(Kind::Blank);
            state.answers.prototype = Some(PrototypeFiles { check, conf });
        }
        state.files.clone = self.options.clone.as_ref().map(|c| c.display().to_string());
        Ok(Wizard::seen(state, self.tests_on_save))
    }

    fn existing(&mut self, name: &str) -> Result<Wizard, Failure> {
        let clone = engine::existing::clone(self.options.clone.as_deref())?;
        let folder = engine::existing::folder(&clone, name)?;
        let workspace = self.workspace.clone();
        let workspace = workspace.unwrap_or_else(|| workspace::root().join(&folder));
        let mut state = self.start(&workspace)?;
        engine::existing::begin(&workspace, &clone, &folder, &mut state)?;
        Ok(Wizard::seen(state, self.tests_on_save))
    }

    fn open(&mut self, folder: &Path) -> Result<Wizard, Failure> {
        // Opening makes a workspace where there is none, and does not tell what a backup could repair.
        if !folder.join("workflow.yaml").exists() {
            readable(folder)?;
        }
        let started = self.start(folder);
        if started
            .as_ref()
            .is_err_and(|f| f.kind == FailureKind::Question)
        {
            readable(folder)?;
        }
        started.map(|state| Wizard::seen(state, self.tests_on_save))
    }

    fn restore(&mut self, folder: &Path) -> Result<(), Failure> {
        Store::<State>::restore_backup(folder)
            .map(|_| ())
            .map_err(|e| engine::store_failure(&e))
    }

    fn delete(&mut self, folder: &Path) -> Result<(), Failure> {
        workspace::delete(folder).map_err(|e| engine::store_failure(&e))
    }

    fn close(&mut self, wizard: &Wizard) {
        if let Some(mut engine) = self.engine.take() {
            engine.cancel_all();
            engine.perform(Effect::Save, wizard);
            if let Err(failure) = engine.flush()
                && let Ok(mut written) = self.written.lock()
            {
                written.failed = Some(failure.message);
            }
        }
        self.generation += 1;
    }

    fn perform(&mut self, wizard: &Wizard, effect: Effect) {
        if let Some(engine) = &mut self.engine {
            engine.perform(effect, wizard);
        }
    }

    fn question(&self) -> Option<Question> {
        self.options.desk.as_ref()?.first()
    }

    fn answer(&mut self, question: u64, answer: Option<&str>) {
        if let Some(desk) = &self.options.desk {
            desk.answer(question, answer);
        }
    }

    fn generation(&self) -> u64 {
        self.generation
    }

    fn save(&mut self, wizard: &Wizard) {
        if let Some(engine) = &mut self.engine {
            engine.perform(Effect::Save, wizard);
            // How it went is reported by the writer.
            let _ = engine.flush();
        }
    }

    fn saving(&self) -> Saving {
        let Ok(written) = self.written.lock() else {
            return Saving::Pending;
        };
        match (&written.failed, &self.engine) {
            (Some(why), _) => Saving::Failed(why.clone()),
            (None, Some(engine)) if engine.asked() > written.number => Saving::Pending,
            (None, None) => self.keeper.saving(),
            _ => Saving::Saved,
        }
    }

    fn unsent(&self) -> Unsent {
        self.keeper.read()
    }

    fn keep_unsent(&mut self, unsent: &Unsent) {
        self.keeper.keep(unsent, &self.sender);
    }

    fn now(&self) -> u64 {
        engine::now()
    }

    fn output(&self, log: &str, lines: usize) -> Vec<String> {
        self.engine
            .as_ref()
            .and_then(|e| tail(&e.context().log(log), lines).ok())
            .unwrap_or_default()
    }

    fn read(&self, wizard: &Wizard, file: ProtoFile) -> Option<String> {
        std::fs::read_to_string(self.file(wizard, file)?).ok()
    }

    fn write(&mut self, wizard: &Wizard, file: ProtoFile, text: &str) -> Result<Event, Failure> {
        let Some(path) = self.file(wizard, file) else {
            return Err(io_failure("No workflow is open.", ""));
        };
        let text = if text.ends_with('\n') {
            text.to_owned()
        } else {
            format!("{text}\n")
        };
        let declared = wizard.state.answers.is_declared();
        let done = match file {
            ProtoFile::Check if !declared => write_atomic(&path, text.as_bytes()),
            // It may hold a secret, as a log may.
            _ => write_private(&path, text.as_bytes()),
        };
        done.map_err(|e| {
            io_failure(
                format!("{} can't be written: {e}.", path.display()),
                "What you typed is kept.",
            )
        })?;
        if file == ProtoFile::Check && !declared {
            // Typed here, by this user: no question before it runs.
            engine::trust::remember(&text)?;
        }
        Ok(Event::PrototypeChanged {
            check: self.hash_of(wizard, ProtoFile::Check),
            conf: self.hash_of(wizard, ProtoFile::Conf),
        })
    }

    fn path(&self, wizard: &Wizard, path: &str) -> PathBuf {
        let given = Path::new(path);
        if given.is_absolute() {
            return given.to_path_buf();
        }
        let own = self.engine.as_ref().map(|e| e.dir().join(given));
        let clone = wizard
            .state
            .files
            .clone
            .as_ref()
            .map(|c| Path::new(c).join(given));
        match (own, clone) {
            (Some(own), Some(clone)) if !own.exists() && clone.exists() => clone,
            (Some(own), _) => own,
            (None, Some(clone)) => clone,
            (None, None) => given.to_path_buf(),
        }
    }

    fn look(&mut self, wizard: &Wizard) -> Option<Event> {
        let check = self.hash_of(wizard, ProtoFile::Check);
        let conf = self.hash_of(wizard, ProtoFile::Conf);
        let known = &wizard.state.prototype;
        if (&check, &conf) == (&known.check, &known.conf) {
            return None;
        }
        if check != known.check
            && let Some(text) = self.read(wizard, ProtoFile::Check)
        {
            // Edited in this user's own editor; a failure only means that the run asks.
            let _ = engine::trust::remember(&text);
        }
        Some(Event::PrototypeChanged { check, conf })
    }

    fn lend(&self, text: &str, ending: &str) -> std::io::Result<NamedTempFile> {
        let engine = self.engine.as_ref().ok_or(std::io::ErrorKind::NotFound)?;
        workspace::lend(engine.dir(), text, ending)
    }

    fn clone_target(&self) -> PathBuf {
        dirs::home_dir()
            .unwrap_or_default()
            .join("dd")
            .join("integrations-extras")
    }
}

/// Why a workspace can't be opened: damaged with a backup is a question, damaged without one is not.
fn readable(folder: &Path) -> Result<(), Failure> {
    let Err(error) = workspace::read::<State>(folder) else {
        return Ok(());
    };
    let kind = match error.kind() {
        ErrorKind::Damaged if error.has_backup() => FailureKind::Question,
        ErrorKind::Locked => FailureKind::Locked,
        _ => FailureKind::Io,
    };
    Err(Failure::new(kind, error.to_string(), error.hint()))
}

//! Bringing an answers file into a workspace: its samples and its check are copied along. Everything is
//! read and checked first, so that a wrong file leaves no workspace behind.

use super::headless::Session;
use super::surroundings::absolute;
use crate::core::answers::{Answers, Value};
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::{answers_file, declared, existing, required, validate};
use crate::engine;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longer than anything a person writes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Files that take the place of a check: read before anything is copied.
const MAIN: [&str; 2] = ["source.jmx.metrics", "source.logs.sample"];

/// Answers and the folder that their paths are relative to.
pub struct Imported {
    pub answers: Answers,
    pub base: PathBuf,
}

impl Imported {
    /// A path of the answers, as the engine takes it.
    fn absolute(&self, file: &str) -> String {
        if file.starts_with("~/") {
            file.to_owned()
        } else {
            self.base.join(file).display().to_string()
        }
    }

    /// The files that the answers name, each with its key.
    fn files(&self) -> Vec<(String, String)> {
        let mut out = vec![];
        if let Some(om) = &self.answers.source.openmetrics {
            for (n, file) in om.sample.iter().enumerate() {
                out.push((format!("source.openmetrics.sample[{n}]"), file.clone()));
            }
        }
        if let Some(http) = &self.answers.source.http {
            for (n, request) in http.requests.iter().enumerate() {
                if let Some(file) = &request.sample {
                    out.push((format!("source.http.requests[{n}].sample"), file.clone()));
                }
            }
        }
        if let Some(jmx) = &self.answers.source.jmx {
            out.push(("source.jmx.metrics".into(), jmx.metrics.clone()));
        }
        let own = self.answers.source.logs.iter();
        let own = own.map(|l| ("source.logs.sample".to_owned(), l));
        let beside = self.answers.logs.iter().enumerate();
        let beside = beside.map(|(n, l)| (format!("logs[{n}].sample"), l));
        for (key, log) in own.chain(beside) {
            out.extend(log.sample.clone().map(|file| (key, file)));
        }
        if let Some(sample) = self
            .answers
            .source
            .command
            .as_ref()
            .and_then(|c| c.sample.clone())
        {
            out.push(("source.command.sample".into(), sample));
        }
        if let Some(sample) = self
            .answers
            .source
            .sql
            .as_ref()
            .and_then(|s| s.sample.clone())
        {
            out.push(("source.sql.sample".into(), sample));
        }
        if let Some(prototype) = &self.answers.prototype {
            out.push(("prototype.check".into(), prototype.check.clone()));
            out.extend(prototype.conf.clone().map(|c| ("prototype.conf".into(), c)));
        }
        out
    }
}

/// Reads and checks a file of answers, and the files that it names.
///
/// # Errors
/// Everything that is wrong, each with its key, its line where it is known, and the way out.
pub fn read(path: &Path) -> Result<Imported, Failure> {
    let mut answers = answers_file::parse(&text(path)?).map_err(|found| refused(path, &found))?;
    answers.settle_kind();
    let absolute = absolute(path);
    let base = absolute.parent().map(Path::to_path_buf).unwrap_or_default();
    let imported = Imported { answers, base };
    let mut found = required::missing(&imported.answers, false);
    let facts = crate::toolchain::current()
        .map(|t| t.facts)
        .unwrap_or_default();
    let known = validate::Known {
        units: &facts.units,
        categories: &[],
        templates: Some(&facts.templates),
    };
    found.extend(validate::answers(&imported.answers, known));
    found.extend(existing::only(&imported.answers));
    found.extend(crate::review::unknown(&imported.answers.silenced));
    for (key, file) in imported.files() {
        match engine::import::readable(&imported.absolute(&file)) {
            Ok(text) if MAIN.contains(&key.as_str()) => {
                let said = declared::problems(&imported.answers, &text);
                // The file by the name that the answers give it.
                found.extend(said.into_iter().map(|f| {
                    let line = f.line;
                    f.at(&file, line)
                }));
            }
            Ok(_) => {}
            Err(failure) => found.push(
                Finding::error(crate::core::finding::Source::Form, key, failure.message)
                    .fix(failure.hint),
            ),
        }
    }
    if found.is_empty() {
        Ok(imported)
    } else {
        Err(refused(path, &found))
    }
}

/// The text of an answers file.
///
/// # Errors
/// It can't be read, is too large, or is no text.
pub fn text(path: &Path) -> Result<String, Failure> {
    let failure = |why: String, hint: &str| {
        let message = format!("The answers file {} {why}.", path.display());
        Err(Failure::new(FailureKind::Answers, message, hint))
    };
    let mut bytes = vec![];
    let read =
        std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        let hint = "Name a YAML file that begins with schema: 1.";
        return failure(format!("can't be read: {error}"), hint);
    }
    if bytes.len() as u64 > LARGEST {
        let why = format!("is larger than {} MB", LARGEST / 1024 / 1024);
        return failure(why, "Is it the right file? Answers take a few kilobytes.");
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => failure("is not UTF-8 text".into(), "Save it as UTF-8."),
    }
}

/// Everything that is wrong with a file of answers.
pub fn refused(path: &Path, found: &[Finding]) -> Failure {
    let list: Vec<String> = found.iter().map(ToString::to_string).collect();
    Failure::new(
        FailureKind::Answers,
        format!("{}: {}", path.display(), list.join("\n")),
        "Correct the answers file, and run again. Nothing was written.",
    )
}

/// Replaces the workspace's answers, copying the files that they name; others that were stored are kept
/// beside it.
///
/// # Errors
/// A file that can't be read or copied.
pub fn apply(session: &mut Session, imported: &Imported, dir: &Path) -> Result<(), Failure> {
    let mut answers = imported.answers.clone();
    let absolute = |file: &str| imported.absolute(file);
    if let Some(om) = &mut answers.source.openmetrics {
        om.sample = engine::import::pages(dir, &om.sample, &absolute)?;
    }
    if let Some(http) = &mut answers.source.http {
        for (i, request) in http.requests.iter_mut().enumerate() {
            if let Some(sample) = &request.sample {
                let copied = engine::import::response(dir, i, &absolute(sample))?;
                request.sample = Some(copied);
            }
        }
    }
    if let Some(jmx) = &mut answers.source.jmx {
        jmx.metrics = engine::import::rules(dir, &absolute(&jmx.metrics))?;
    }
    let logs = answers.source.logs.iter_mut().chain(&mut answers.logs);
    for (i, log) in logs.enumerate() {
        if let Some(sample) = &log.sample {
            log.sample = Some(engine::import::log(dir, i, &absolute(sample))?);
        }
    }
    if let Some(command) = &mut answers.source.command {
        match &command.sample {
            Some(sample) => {
                command.sample = Some(engine::import::response(dir, 0, &absolute(sample))?);
            }
            None => engine::trust::remember_command(&command.argv)?,
        }
    }
    if let Some(sql) = &mut answers.source.sql {
        let file = sql.is_file();
        if let Some(Value::Text(path)) = sql.connect.get_mut("database").filter(|_| file) {
            *path = absolute(path);
        }
        if let Some(sample) = &sql.sample {
            sql.sample = Some(engine::import::response(dir, 0, &absolute(sample))?);
        }
    }
    if let Some(prototype) = &mut answers.prototype {
        let (check, conf) = engine::import::check(
            dir,
            &absolute(&prototype.check),
            prototype.conf.as_deref().map(&absolute).as_deref(),
        )?;
        prototype.check = check;
        prototype.conf = conf;
    }
    let prototype = &mut session.wizard.state.prototype;
    if prototype.generated_files != engine::import::content(dir, &answers) {
        // Not `None`, which is a check that was never generated.
        prototype.generated_from = Some(String::new());
    }
    let stored = &mut session.wizard.state.answers;
    if *stored != answers {
        if *stored != Answers::default() {
            engine::import::keep(dir, stored)?;
        }
        *stored = answers;
    }
    Ok(())
}

//! Which checks this user agreed to run. A workspace can come from somebody else, so what it says of
//! itself does not count: the record is in the user's own data folder.

use super::files;
use super::job::{Job, io};
use crate::core::answers::Kind;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::failure::AGREE;
use crate::core::hash;
use crate::toolchain::dirs;
use crate::workspace::files::write_private;
use std::path::PathBuf;

fn record() -> PathBuf {
    dirs::data_dir().join("trusted")
}

/// Whether this content was written, or agreed to, by this user.
pub(super) fn is_trusted(check: &str) -> bool {
    let text = std::fs::read_to_string(record()).unwrap_or_default();
    text.lines().any(|line| line == hash::text(check))
}

/// Remembers a content.
pub fn remember(check: &str) -> Result<(), Failure> {
    if is_trusted(check) {
        return Ok(());
    }
    let path = record();
    let mut text = std::fs::read_to_string(&path).unwrap_or_default();
    text.push_str(&hash::text(check));
    text.push('\n');
    std::fs::create_dir_all(dirs::data_dir())
        .map_err(|e| io("Can't make", &dirs::data_dir(), &e))?;
    write_private(&path, text.as_bytes()).map_err(|e| io("Can't write", &path, &e))
}

/// Whether this user agreed to run a command.
///
/// # Errors
/// Not yet: the command, shown, and the question.
pub(super) fn command(argv: &[String]) -> Result<(), Failure> {
    if is_trusted(&as_text(argv)) {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::Question,
        format!("This runs a command here, without a shell: {}", shown(argv)),
        format!("{AGREE}. This is asked once for each command."),
    ))
}

/// Naming a command on the command line is agreeing to run it.
pub fn remember_command(argv: &[String]) -> Result<(), Failure> {
    remember(&as_text(argv))
}

/// A command as one would type it.
pub(super) fn shown(argv: &[String]) -> String {
    crate::jobs::text::plain(&crate::core::form::typed(argv))
}

/// What stands for a command in the record.
fn as_text(argv: &[String]) -> String {
    format!("command\0{}", argv.join("\0"))
}

/// The commands that the instances of a configuration name.
pub(super) fn commands_of(conf: &str) -> Vec<Vec<String>> {
    let conf: serde_yaml::Value = serde_yaml::from_str(conf).unwrap_or_default();
    let instances = conf
        .get("instances")
        .and_then(serde_yaml::Value::as_sequence);
    let command = |instance: &serde_yaml::Value| -> Option<Vec<String>> {
        serde_yaml::from_value(instance.get("command")?.clone()).ok()
    };
    instances
        .into_iter()
        .flatten()
        .filter_map(command)
        .collect()
}

/// The contributor agreed to run the check that is there now.
pub(super) fn agree(job: &Job) -> Result<Outcome, Failure> {
    let path = job.context.check_file(&job.folder());
    let commands = commands(job)?;
    for argv in &commands {
        remember_command(argv)?;
    }
    let Some(check) = files::read(&path)? else {
        if !commands.is_empty() {
            return Ok(Outcome::Trusted);
        }
        return Err(Failure::new(
            FailureKind::Findings,
            "There is no custom check yet.",
            "Write it first.",
        ));
    };
    remember(&check)?;
    Ok(Outcome::Trusted)
}

/// What a command integration would run: as answered, and as the configuration has it by now.
fn commands(job: &Job) -> Result<Vec<Vec<String>>, Failure> {
    let answers = &job.wizard.state.answers;
    if !job.generates(Kind::Command) {
        return Ok(vec![]);
    }
    let conf = files::read(&job.context.conf_file(&job.folder()))?.unwrap_or_default();
    let answered = answers.source.command.iter().map(|c| c.argv.clone());
    Ok(answered.chain(commands_of(&conf)).collect())
}

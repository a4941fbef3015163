//! Which remarks a check leaves out: those that a file of answers or a saved workflow silences.

use super::Checked;
use crate::cli::args::{CheckArgs, Common};
use crate::cli::import;
use crate::core::answers::Answers;
use crate::core::answers_file;
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::{Finding, Source};
use crate::core::silence::{self, Silence};
use crate::core::state::State;
use crate::{review, workspace};

/// The silences of the file of answers (which may hold nothing else), and of the workspace that is named.
///
/// # Errors
/// A file that can't be read or is wrong, or a rule that does not exist.
pub(super) fn read(common: &Common, asked: &CheckArgs) -> Result<Vec<Silence>, Failure> {
    let mut out = vec![];
    if let Some(path) = &asked.answers {
        let answers = answers_file::parse(&import::text(path)?)
            .map_err(|found| import::refused(path, &found))?;
        let wrong = wrong(&answers);
        if !wrong.is_empty() {
            return Err(import::refused(path, &wrong));
        }
        out.extend(answers.silenced);
    }
    if let Some(dir) = &common.workspace {
        let state = workspace::read::<State>(dir).map_err(|e| {
            let message = format!("No workflow can be read in {}: {e}", dir.display());
            Failure::new(
                FailureKind::Answers,
                message,
                "Name the folder of a workflow with --workspace.",
            )
        })?;
        out.extend(state.answers.silenced);
    }
    Ok(out)
}

fn wrong(answers: &Answers) -> Vec<Finding> {
    let said = |(rule, message)| Finding::error(Source::Form, rule, message);
    let mut out: Vec<Finding> = silence::problems(answers).into_iter().map(said).collect();
    out.extend(review::unknown(&answers.silenced));
    out
}

/// Takes what is silenced out of what was found, and says which silences found nothing to silence.
pub(super) fn apply(silences: &[Silence], checked: &mut [Checked]) {
    let mut used = vec![false; silences.len()];
    for one in &mut *checked {
        let found = std::mem::take(&mut one.findings);
        let told = silence::apply(found, silences, &one.integration);
        one.findings = told.findings;
        let of = |(n, finding): (usize, Finding)| (silences[n].clone(), finding);
        one.silenced = told.silenced.into_iter().map(of).collect();
        for (n, used) in used.iter_mut().enumerate() {
            *used |= !told.idle.contains(&n);
        }
    }
    for (silence, _) in silences.iter().zip(used).filter(|(_, used)| !used) {
        if let Some(one) = owner(silence, checked) {
            let finding = silence::idle(silence, &one.integration);
            one.findings.push(finding);
        }
    }
}

/// Whose a silence without effect is; another integration's is not this check's to judge.
fn owner<'a>(silence: &Silence, checked: &'a mut [Checked]) -> Option<&'a mut Checked> {
    let (first, _) = silence.file.split_once('/').unwrap_or_default();
    if let Some(at) = checked.iter().position(|one| one.integration == first) {
        return checked.get_mut(at);
    }
    // A path inside of each integration has no folder that lies beside them.
    let one = checked.first_mut()?;
    let beside = !first.is_empty() && !first.starts_with('.') && one.root.join(first).is_dir();
    (!beside).then_some(one)
}

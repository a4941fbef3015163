//! The two generated workflows, `test-all.yml` and `test-all-windows.yml`, as a head and a list of
//! jobs, so that only this integration's jobs are taken from what `ddev validate ci --sync` wrote.
//!
//! ddev writes everything up to the first `jobs:` as it found it, an empty line, and one job for
//! each target (two with a platform each), in the order of the targets' names.

use super::eol;

/// One job: its block of lines and the integration it tests.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Job {
    target: String,
    text: String,
}

/// A workflow taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Workflow {
    head: String,
    jobs: Vec<Job>,
}

impl Workflow {
    fn parse(text: &str) -> Self {
        let text = eol::to_lf(text);
        let Some(at) = text.find("jobs:") else {
            return Self {
                head: text,
                jobs: Vec::new(),
            };
        };
        let mut jobs: Vec<Job> = Vec::new();
        for line in text[at..].split_inclusive('\n').skip(1) {
            let starts = line.starts_with("  ")
                && !line.starts_with("   ")
                && !line.starts_with("  -")
                && !line.starts_with("  #");
            if starts {
                jobs.push(Job {
                    target: String::new(),
                    text: line.to_owned(),
                });
            } else if let Some(job) = jobs.last_mut() {
                if let Some(target) = line.trim().strip_prefix("target:") {
                    target
                        .trim()
                        .trim_matches(['\'', '"'])
                        .clone_into(&mut job.target);
                }
                job.text.push_str(line);
            }
        }
        Self {
            head: text[..at].trim().to_owned(),
            jobs,
        }
    }

    fn text(&self) -> String {
        let mut out = format!("{}\n\n", self.head);
        if self.jobs.is_empty() {
            out.push_str("jobs: {}\n");
        } else {
            out.push_str("jobs:\n");
            for job in &self.jobs {
                out.push_str(&job.text);
                if !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
        out
    }
}

/// What `ci --sync` made of one workflow, seen from this integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The clone's file with this integration's jobs as ddev wrote them, and nothing else changed.
    pub text: String,
    /// The other integrations whose jobs ddev would add, change or remove.
    pub foreign: Vec<String>,
}

/// Takes this integration's jobs out of `synced` into `current`.
///
/// # Arguments
/// `current`: the clone's file (`None` when absent); `synced`: what ddev wrote; `folder`: the
/// integration; `earlier`: names it had before, whose jobs are its own too.
#[must_use]
pub fn take(current: Option<&str>, synced: &str, folder: &str, earlier: &[String]) -> Taken {
    let own = |job: &Job| job.target == folder || earlier.contains(&job.target);
    let before = current.map(Workflow::parse).unwrap_or_default();
    let after = Workflow::parse(synced);
    let foreign = foreign(&before, &after, &own);
    let text = match current {
        None => synced.to_owned(),
        Some(current) if foreign.is_empty() => eol::like(synced, current),
        Some(current) => eol::like(&spliced(before, &after, folder, &own), current),
    };
    // A file that differs in its line ends or spacing alone stays as it is.
    let text = match current {
        Some(current) if eol::to_lf(current) == eol::to_lf(&text) => current.to_owned(),
        _ => text,
    };
    Taken { text, foreign }
}

/// The workflow with this integration's jobs of another one in the place of its own.
fn spliced(before: Workflow, after: &Workflow, folder: &str, own: &dyn Fn(&Job) -> bool) -> String {
    let mut jobs: Vec<Job> = before.jobs.into_iter().filter(|j| !own(j)).collect();
    let at = jobs
        .iter()
        .position(|j| j.target.as_str() > folder)
        .unwrap_or(jobs.len());
    jobs.splice(
        at..at,
        after.jobs.iter().filter(|j| j.target == folder).cloned(),
    );
    let head = before.head;
    Workflow { head, jobs }.text()
}

/// The change from `from` to `mine` on top of `onto`; `None` where more than this integration's jobs changed.
#[must_use]
pub fn moved(from: &str, mine: &str, onto: &str, folder: &str) -> Option<String> {
    let own = |job: &Job| job.target == folder;
    let (was, is) = (Workflow::parse(from), Workflow::parse(mine));
    if was.head != is.head || !foreign(&was, &is, &own).is_empty() {
        return None;
    }
    let text = spliced(Workflow::parse(onto), &is, folder, &own);
    Some(eol::like(&text, onto))
}

/// The text of this integration's jobs; empty when it has none.
#[must_use]
pub fn jobs_of(text: &str, folder: &str) -> String {
    Workflow::parse(text)
        .jobs
        .into_iter()
        .filter(|j| j.target == folder)
        .map(|j| j.text)
        .collect()
}

/// Whether this integration's jobs stand in `current` as ddev wrote them in `synced`, and in their order. Where the
/// others are out of order, ours may stand anywhere.
#[must_use]
pub fn is_in_sync(current: &str, synced: &str, folder: &str) -> bool {
    let jobs = Workflow::parse(current).jobs;
    let others = jobs.iter().filter(|j| j.target != folder);
    let ordered = jobs.is_sorted_by_key(|j| &j.target) || !others.is_sorted_by_key(|j| &j.target);
    ordered && jobs_of(current, folder) == jobs_of(synced, folder)
}

fn foreign(before: &Workflow, after: &Workflow, own: &dyn Fn(&Job) -> bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut compare = |one: &Workflow, other: &Workflow| {
        for job in &one.jobs {
            let same = |j: &&Job| j.target == job.target;
            let here: Vec<&Job> = one.jobs.iter().filter(same).collect();
            let there: Vec<&Job> = other.jobs.iter().filter(same).collect();
            if !own(job) && here != there && !out.contains(&job.target) {
                out.push(job.target.clone());
            }
        }
    };
    compare(before, after);
    compare(after, before);
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name: Test all\n\non:\n  workflow_call:\n";

    fn job(id: &str, target: &str, extra: &str) -> String {
        format!(
            "  {id}:\n    uses: x/test-target.yml@master\n    with:\n      job-name: {target}\n      target: {target}\n{extra}    secrets: inherit\n"
        )
    }

    fn file(jobs: &[String]) -> String {
        if jobs.is_empty() {
            format!("{HEAD}\njobs: {{}}\n")
        } else {
            format!("{HEAD}\njobs:\n{}", jobs.concat())
        }
    }

    #[test]
    fn without_foreign_changes_the_file_is_what_ddev_wrote() {
        let before = file(&[job("j1", "aaa", ""), job("j3", "zzz", "")]);
        let after = file(&[
            job("j1", "aaa", ""),
            job("j2", "acme", ""),
            job("j3", "zzz", ""),
        ]);
        let taken = take(Some(&before), &after, "acme", &[]);
        assert_eq!(taken.text, after);
        assert!(taken.foreign.is_empty());
        assert_eq!(take(None, &after, "acme", &[]).text, after);
    }

    #[test]
    fn only_our_job_is_taken_and_the_others_are_listed() {
        let before = file(&[
            job("j0", "aaa", "      old: 1\n"),
            job("jx", "acme", "      old: 1\n"),
            job("j9", "zzz", ""),
        ]);
        let after = file(&[
            job("j0", "aaa", ""),
            job("j2", "acme", ""),
            job("j5", "new_one", ""),
        ]);
        let taken = take(Some(&before), &after, "acme", &[]);
        assert_eq!(taken.foreign, ["aaa", "new_one", "zzz"]);
        assert_eq!(
            taken.text,
            file(&[
                job("j0", "aaa", "      old: 1\n"),
                job("j2", "acme", ""),
                job("j9", "zzz", ""),
            ])
        );
        assert_eq!(jobs_of(&taken.text, "acme"), job("j2", "acme", ""));
        assert_eq!(jobs_of(&taken.text, "gone"), "");
    }

    #[test]
    fn our_jobs_are_in_sync_whatever_the_others_are() {
        let (a, ours, z) = (
            job("j1", "aaa", ""),
            job("j2", "acme", ""),
            job("j9", "zzz", ""),
        );
        let synced = file(&[a.clone(), ours.clone(), z.clone()]);
        let is = |jobs: &[String]| is_in_sync(&file(jobs), &synced, "acme");
        assert!(is(&[a.clone(), ours.clone(), z.clone()]));
        assert!(is(std::slice::from_ref(&ours)));
        assert!(is(&[z.clone(), ours.clone(), a.clone()]));
        // In a wrong place, twice, another, or none at all.
        assert!(!is(&[a.clone(), z.clone(), ours.clone()]));
        assert!(!is(&[a.clone(), ours.clone(), ours.clone(), z.clone()]));
        assert!(!is(&[
            a.clone(),
            job("j2", "acme", "      old: 1\n"),
            z.clone()
        ]));
        assert!(!is(&[a, z]));
        assert!(is_in_sync(&file(&[]), &file(&[]), "acme"));
    }

    #[test]
    fn the_first_and_the_last_job_come_and_go() {
        let with = file(&[job("j2", "acme", "")]);
        assert_eq!(take(Some(&file(&[])), &with, "acme", &[]).text, with);
        assert_eq!(take(Some(&with), &file(&[]), "acme", &[]).text, file(&[]));
        let foreign = file(&[job("j1", "acme", ""), job("j9", "zzz", "")]);
        let taken = take(Some(&file(&[])), &foreign, "acme", &[]);
        assert_eq!(taken.text, file(&[job("j1", "acme", "")]));
        assert_eq!(taken.foreign, ["zzz"]);
    }

    #[test]
    fn line_ends_and_an_empty_head_stay() {
        let before = eol::to_crlf(&file(&[]));
        let after = file(&[job("j2", "acme", "")]);
        assert_eq!(
            take(Some(&before), &after, "acme", &[]).text,
            eol::to_crlf(&after)
        );
        assert_eq!(take(Some(&before), &file(&[]), "acme", &[]).text, before);
        let windows = "\n\njobs: {}\n";
        assert_eq!(take(Some(windows), windows, "acme", &[]).text, windows);
    }

    #[test]
    fn quoted_targets_and_matrix_blocks_belong_to_their_job() {
        let text = "\n\njobs:\n  j1:\n    with:\n      target: '1e'\n    strategy:\n      matrix:\n        target-env:\n        - py3.13\n  j2:\n    with:\n      target: acme\n";
        assert!(jobs_of(text, "1e").ends_with("- py3.13\n"));
        assert_eq!(
            jobs_of(text, "acme"),
            "  j2:\n    with:\n      target: acme\n"
        );
    }
}

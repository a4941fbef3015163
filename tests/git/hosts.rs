//! What GitHub says when it refuses a push, said by a real receive-pack: its words, its reason, and nothing moved.

use super::fixture::{BRANCH, git_in};
use super::pushing::Pushing;
use ddint_tui::git::refused::Cause;
use std::fmt::Write as _;

struct Refusal {
    cause: Cause,
    /// What the host prints, line by line.
    says: &'static str,
    /// What git puts behind the branch.
    reason: &'static str,
    /// What the contributor is told.
    told: &'static [&'static str],
    /// What would be wrong advice.
    not: &'static str,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        cause: Cause::Protected,
        says: "error: GH006: Protected branch update failed for refs/heads/acmeco/acme_queue.\n\
               error: Changes must be made through a pull request.",
        reason: "protected branch hook declined",
        told: &[
            "origin protects this branch",
            "through a pull request",
            "another branch name",
        ],
        not: "a hook of",
    },
    Refusal {
        cause: Cause::Protected,
        says: "error: GH013: Repository rule violations found for refs/heads/acmeco/acme_queue.\n\
               \n- Commits must have verified signatures.",
        reason: "push declined due to repository rule violations",
        told: &[
            "origin protects this branch",
            "verified signatures",
            "fork's settings",
        ],
        not: "secret",
    },
    Refusal {
        cause: Cause::Secret,
        says: "error: GH013: Repository rule violations found for refs/heads/acmeco/acme_queue.\n\
               \n- GITHUB PUSH PROTECTION\n  \u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\n    \
               Resolve the following violations before pushing again\n\n    - Push cannot contain secrets\n\n     \
               (?) Learn how to resolve a blocked push\n     https://docs.github.com/code-security\n\n      \
               \u{2014}\u{2014} GitHub Personal Access Token \u{2014}\u{2014}\u{2014}\n       locations:\n         \
               - commit: 8728dbe67\n           path: acme_queue/tests/common.py:4",
        reason: "push declined due to repository rule violations",
        told: &[
            "a secret is in the commits",
            "acme_queue/tests/common.py:4",
            "Revoke it",
            "a further commit keeps it",
        ],
        not: "another branch name",
    },
    Refusal {
        cause: Cause::Large,
        says: "error: Trace: 0123456789abcdef\nerror: See https://gh.io/lfs for more information.\n\
               error: File acme_queue/dump.bin is 120.00 MB; this exceeds GitHub's file size limit of 100.00 MB\n\
               error: GH001: Large files detected. You may want to try Git Large File Storage - https://git-lfs.github.com.",
        reason: "pre-receive hook declined",
        told: &[
            "larger than origin takes",
            "acme_queue/dump.bin is 120.00 MB",
            "a further commit keeps it",
        ],
        not: "a hook of",
    },
    Refusal {
        cause: Cause::Email,
        says: "error: GH007: Your push would publish a private email address.\n\
               You can make your email public or disable this protection by visiting:\n\
               https://github.com/settings/emails",
        reason: "push declined due to email privacy restrictions",
        told: &[
            "e-mail address that is private",
            "https://github.com/settings/emails",
            "noreply",
        ],
        not: "Change what it names",
    },
    Refusal {
        cause: Cause::Workflow,
        says: "",
        reason: "refusing to allow an OAuth App to create or update workflow `.github/workflows/test-all.yml` \
                 without `workflow` scope",
        told: &[
            "may not change workflows",
            "gh auth refresh -s workflow",
            "test-all.yml",
        ],
        not: "Change what it names",
    },
    Refusal {
        cause: Cause::Workflow,
        says: "",
        reason: "refusing to allow a Personal Access Token to create or update workflow \
                 `.github/workflows/test-all.yml` without `workflow` scope",
        told: &["may not change workflows", "push over ssh"],
        not: "Change what it names",
    },
];

/// One line of git's protocol, as `printf` takes it.
fn packet(text: &str) -> String {
    let text = format!("{text}\n");
    format!("{:04x}{text}", text.len() + 4)
}

/// The fork refuses every push so. A hook of this kind may give a reason of its own, as a host does.
fn refuses(p: &Pushing, refusal: &Refusal) {
    git_in(&p.fork(), &["config", "receive.procReceiveRefs", "refs"]);
    let mut script = String::new();
    for line in refusal.says.lines() {
        let _ = writeln!(script, "echo '{}' >&2", line.replace('\'', "'\\''"));
    }
    let report = format!(
        "{}0000{}0000",
        packet("version=1"),
        packet(&format!("ng refs/heads/{BRANCH} {}", refusal.reason))
    );
    // The answer is ready before it is asked for; what is asked is read to its end.
    let _ = write!(script, "printf '%s' '{report}'\ncat >/dev/null\n");
    p.hook("proc-receive", &script);
}

#[test]
fn each_refusal_of_github_is_explained_by_its_cause() {
    let p = Pushing::new();
    for refusal in REFUSALS {
        refuses(&p, refusal);
        p.fails(None, refusal.cause, refusal.told);
        let told = p.push(None).unwrap_err().to_string();
        assert!(!told.contains(refusal.not), "{told}");
        // Rules that only draw a line say nothing.
        assert!(!told.contains('\u{2014}'), "{told}");
    }
}

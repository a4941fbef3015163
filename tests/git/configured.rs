//! The configuration is the one that git sees, wherever it comes from: who commits, what is ignored, which hooks run.

use super::fixture::{BRANCH, Lab, differences, write};
use super::hooks::child;
use std::fs;
use std::path::PathBuf;

const WORK: &str = "[user]\n\tname = \"Work \\\"W\\\" Name\"\n\temail = work@acme.example\n";

/// A clone without an identity of its own, a file that names the one for work, and one that leads to it.
fn including(condition: &str) -> (Lab, PathBuf) {
    let lab = Lab::new();
    lab.integration();
    for key in ["user.name", "user.email"] {
        lab.git(&["config", "--unset", key]);
    }
    let at = lab.scratch();
    write(at, "work", WORK);
    let text = format!(
        "[user]\n\tname = Private\n\temail = private@acme.example\n[includeIf \"{condition}\"]\n\tpath = work\n"
    );
    write(at, "global", &text);
    let global = at.join("global");
    (lab, global)
}

fn author(lab: &Lab) -> String {
    lab.git(&["log", "-1", "--format=%an <%ae>", BRANCH])
        .trim()
        .to_owned()
}

#[test]
fn files_that_are_included_on_a_condition_count() {
    for condition in ["hasconfig:remote.*.url:**/fork.git", "gitdir:**/clone/.git"] {
        let (lab, global) = including(condition);
        let output = child(&lab)
            .env("GIT_CONFIG_GLOBAL", global)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let asked = "Work W Name <work@acme.example>";
        // git takes quotes at the ends of a name out, and leaves those within.
        assert_eq!(author(&lab).replace('"', ""), asked, "{condition}");
    }
}

/// As it is without a variable: from the clone's own file.
#[test]
fn an_address_decides_from_the_clones_own_file_too() {
    let (lab, global) = including("hasconfig:remote.*.url:**/fork.git");
    let text = fs::read_to_string(global).unwrap();
    let own = lab.root.join(".git/config");
    let before = fs::read_to_string(&own).unwrap();
    let work = lab.scratch().join("work");
    let text = text.replace("path = work", &format!("path = \"{}\"", work.display()));
    fs::write(&own, before + &text).unwrap();
    lab.commit().unwrap();
    assert_eq!(
        author(&lab).replace('"', ""),
        "Work W Name <work@acme.example>"
    );
}

#[test]
fn what_follows_from_a_branch_that_is_not_checked_out_is_not_guessed() {
    let (lab, _) = including("onbranch:acmeco/**");
    let work = lab.scratch().join("work");
    let text = format!(
        "[includeIf \"onbranch:acmeco/**\"]\n\tpath = \"{}\"\n",
        work.display()
    );
    let own = lab.root.join(".git/config");
    fs::write(&own, fs::read_to_string(&own).unwrap() + &text).unwrap();
    let before = lab.everything();
    let error = lab.commit().unwrap_err();
    assert!(error.message.contains("includeIf onbranch"), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
    let (_, command) = error.hint.split_once(": git ").unwrap();
    lab.git(&command.split(' ').collect::<Vec<_>>());
    lab.commit().unwrap();
    assert_eq!(
        author(&lab).replace('"', ""),
        "Work W Name <work@acme.example>"
    );
}

#[test]
fn what_the_environment_sets_counts() {
    let lab = Lab::new();
    lab.integration();
    lab.write("acme_queue/secret.env", "TOKEN=1\n");
    let ignored = lab.scratch().join("ignored");
    fs::write(&ignored, "*.env\n").unwrap();
    lab.write("my hooks/pre-commit", "#!/bin/sh\necho no; exit 1\n");
    lab.executable("my hooks/pre-commit");
    let ignored = ignored.to_str().unwrap();
    let pairs = [
        ("core.hooksPath", "my hooks"),
        ("core.excludesFile", ignored),
        ("user.email", "env@acme.example"),
    ];
    // All of them, then without the hooks.
    for from in [0, 1] {
        let mut command = child(&lab);
        for (n, (key, value)) in pairs[from..].iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{n}"), key);
            command.env(format!("GIT_CONFIG_VALUE_{n}"), value);
        }
        let count = (pairs.len() - from).to_string();
        let output = command.env("GIT_CONFIG_COUNT", count).output().unwrap();
        assert_eq!(output.status.success(), from == 1, "{output:?}");
    }
    assert_eq!(author(&lab), "Acme Co <env@acme.example>");
    assert!(!lab.git(&["ls-files"]).contains("secret.env"));
}

#[test]
fn an_address_of_two_lines_writes_no_broken_commit() {
    let lab = Lab::new();
    lab.integration();
    lab.git(&["config", "user.email", "dev@acme.example\nparent 1"]);
    let before = lab.everything();
    let error = lab.commit().unwrap_err();
    assert!(error.message.contains("more than one line"), "{error}");
    assert!(error.hint.contains("user.email"), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

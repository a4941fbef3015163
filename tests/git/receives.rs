//! Nothing is ever pushed to the upstream, whatever configuration makes a remote lead there.

use super::fixture::{BRANCH, git_in};
use super::pushing::Pushing;
use ddint_tui::git::push::{To, push};
use ddint_tui::git::refused::Cause;
use ddint_tui::jobs::cancel::CancelToken;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

type Case = (&'static str, fn(&Pushing, &str));

/// Each makes `origin` lead to the repository at the path that it is given, which is where `upstream` leads too.
const CASES: [Case; 8] = [
    ("the same path", |p, up| p.origin(up)),
    ("as a file's address", |p, up| {
        p.origin(&format!("file://{}", up.replace(' ', "%20")));
    }),
    ("without its ending", |p, up| {
        p.origin(up.trim_end_matches(".git"));
    }),
    ("through a link", |p, up| {
        let link = p.lab.scratch().join("link.git");
        symlink(up, &link).unwrap();
        p.origin(link.to_str().unwrap());
    }),
    ("a second address", |p, up| {
        p.lab.git(&["remote", "set-url", "--add", "origin", up]);
    }),
    ("a second address for pushes", |p, up| {
        let fork = p.fork();
        for url in [fork.to_str().unwrap(), up] {
            p.lab
                .git(&["config", "--add", "remote.origin.pushurl", url]);
        }
    }),
    ("written anew", |p, up| {
        p.lab
            .git(&["config", &format!("url.{up}.insteadOf"), "acme:queue"]);
        p.lab
            .git(&["config", "remote.origin.pushurl", "acme:queue"]);
    }),
    ("written anew for pushes", |p, up| {
        let url = p.lab.git(&["remote", "get-url", "origin"]);
        p.lab
            .git(&["config", &format!("url.{up}.pushInsteadOf"), url.trim()]);
    }),
];

fn upstream(p: &Pushing) -> String {
    p.lab
        .above()
        .join("upstream.git")
        .to_str()
        .unwrap()
        .to_owned()
}

fn references(at: &str) -> String {
    git_in(Path::new(at), &["for-each-ref"])
}

#[test]
fn no_configuration_leads_a_push_to_the_upstream() {
    for (name, make) in CASES {
        let p = Pushing::new();
        let up = upstream(&p);
        let before = references(&up);
        make(&p, &up);
        println!("{name}");
        p.fails(
            None,
            Cause::Other,
            &[
                "Datadog's own repository",
                "git remote get-url --push --all origin",
            ],
        );
        p.fails(Some(&p.commit), Cause::Other, &["Datadog's own repository"]);
        assert_eq!(references(&up), before, "{name}");
    }
}

#[test]
fn every_way_to_write_datadogs_address_is_known() {
    let p = Pushing::new();
    for url in [
        "https://github.com/DataDog/integrations-extras.GIT",
        "https://github.com/DataDog//integrations-extras",
        "https://github.com/DataDog/integrations%2Dextras",
        "https://github.com./DataDog/integrations-extras",
        "https://github.com/x/../DataDog/integrations-extras",
        "https://github.com/DataDog/integrations-extras.git?x#y",
        "[git@github.com:22]:DataDog/integrations-extras",
        "an-alias-of-ssh:DataDog/integrations-extras",
    ] {
        p.origin(url);
        p.fails(None, Cause::Other, &["Datadog's own repository"]);
    }
}

/// A remote for Datadog's that pushes go elsewhere from is how some guard it; that is no reason to refuse the fork.
#[test]
fn an_upstream_whose_pushes_go_to_the_fork_does_not_make_the_fork_datadogs() {
    let p = Pushing::new();
    let fork = p.fork();
    p.lab.git(&[
        "remote",
        "set-url",
        "--push",
        "upstream",
        fork.to_str().unwrap(),
    ]);
    p.push(None).unwrap();
    assert_eq!(p.there().as_ref(), Some(&p.commit));
}

/// Not a test of its own: what the next starts with another environment.
#[test]
#[ignore = "started by another test"]
fn child_that_pushes() {
    let Ok(root) = env::var("LAB_ROOT") else {
        return;
    };
    let to = To {
        remote: "origin",
        branch: BRANCH,
        over: None,
    };
    match push(Path::new(&root), to, &CancelToken::new(), &mut |_| {}) {
        Ok(pushed) => println!("told: {pushed:?}"),
        Err(failed) => println!("told: {failed}"),
    }
}

fn told(p: &Pushing, set: &[(&str, &str)]) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "receives::child_that_pushes",
            "--ignored",
            "--nocapture",
        ])
        .env("LAB_ROOT", &p.lab.root)
        .envs(set.iter().copied())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_configuration_that_only_the_environment_names_counts_too() {
    let p = Pushing::new();
    let up = upstream(&p);
    let before = references(&up);
    let file = p.lab.scratch().join("global");
    let url = p.lab.git(&["remote", "get-url", "origin"]);
    fs::write(
        &file,
        format!("[url \"{up}\"]\n\tpushInsteadOf = \"{}\"\n", url.trim()),
    )
    .unwrap();
    for set in [
        vec![("GIT_CONFIG_GLOBAL", file.to_str().unwrap())],
        vec![
            ("GIT_CONFIG_COUNT", "1"),
            ("GIT_CONFIG_KEY_0", "remote.origin.pushurl"),
            ("GIT_CONFIG_VALUE_0", up.as_str()),
        ],
    ] {
        let said = told(&p, &set);
        assert!(said.contains("Datadog's own repository"), "{said}");
        assert_eq!(references(&up), before);
    }
    assert!(told(&p, &[]).contains("told: Sent"));
}

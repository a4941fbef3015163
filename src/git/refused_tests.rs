//! What hosts say that no test can make them say here.

use super::*;

const SAID_ELSEWHERE: &[(&str, Cause, &str)] = &[
    (
        "remote: error: GH006: Protected branch update failed for refs/heads/main.\nremote: error: Changes must be made through a pull request.\n ! [remote rejected] main -> main (protected branch hook declined)\nerror: failed to push some refs to 'x'\n",
        Cause::Protected,
        "Changes must be made through a pull request.",
    ),
    (
        "remote: error: GH013: Repository rule violations found for refs/heads/b.\n ! [remote rejected] b -> b (push declined due to repository rule violations)\n",
        Cause::Protected,
        "GH013",
    ),
    (
        " ! [remote rejected] b -> b (refusing to allow an OAuth App to create or update workflow `.github/workflows/test-all.yml` without `workflow` scope)\nerror: failed to push some refs to 'x'\n",
        Cause::Workflow,
        "test-all.yml",
    ),
    (
        "remote: Permission to a/b.git denied to c.\nfatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 403\n",
        Cause::Permission,
        "403",
    ),
    (
        "ERROR: Permission to a/b.git denied to c.\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n",
        Cause::Permission,
        "Permission to a/b.git denied to c.",
    ),
    (
        "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n",
        Cause::Key,
        "Permission denied (publickey).",
    ),
    (
        "remote: Repository not found.\nfatal: repository 'https://github.com/a/b.git/' not found\n",
        Cause::Missing,
        "not found",
    ),
    (
        "ERROR: Repository not found.\nfatal: Could not read from remote repository.\n",
        Cause::Missing,
        "Repository not found.",
    ),
    (
        "remote: Support for password authentication was removed on August 13, 2021.\nfatal: Authentication failed for 'https://github.com/a/b.git/'\n",
        Cause::Password,
        "Authentication failed",
    ),
    (
        "ssh: connect to host github.com port 22: Connection timed out\nfatal: Could not read from remote repository.\n",
        Cause::Unreachable,
        "Connection timed out",
    ),
    (
        "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\nfatal: Could not read from remote repository.\n",
        Cause::ChangedHost,
        "Host key verification failed.",
    ),
    (
        "No ED25519 host key is known for github.com and you have requested strict checking.\nHost key verification failed.\nfatal: Could not read from remote repository.\n",
        Cause::UnknownHost,
        "Host key verification failed.",
    ),
    (
        "fatal: unable to access 'https://h/': SSL certificate problem: unable to get local issuer certificate\n",
        Cause::Certificate,
        "local issuer",
    ),
    (
        "error: remote unpack failed: unable to create temporary object directory\n ! [remote rejected] b -> b (unpacker error)\n",
        Cause::Refused,
        "unpacker error",
    ),
    ("fatal: something new\n", Cause::Other, "something new"),
    ("", Cause::Other, "nothing"),
];

#[test]
fn each_is_told_with_its_own_words_and_a_way_out() {
    for (output, cause, words) in SAID_ELSEWHERE {
        assert_eq!(Cause::of(output), *cause, "{output}");
        let told = problem("Pushing b to origin", "origin", *cause, output);
        assert!(told.message.starts_with("Pushing b to origin failed: "));
        assert!(told.message.contains(words), "{}", told.message);
        assert!(!told.hint.is_empty());
    }
}

#[test]
fn no_two_causes_share_a_sentence() {
    let mut causes: Vec<Cause> = SAID.iter().map(|(_, cause)| *cause).collect();
    causes.push(Cause::OwnHook);
    causes.push(Cause::Other);
    causes.sort_by_key(|cause| format!("{cause:?}"));
    causes.dedup();
    assert_eq!(causes.len(), 22);
    let mut words: Vec<_> = causes.iter().map(|cause| cause.words("origin")).collect();
    words.sort();
    let before = words.len();
    words.dedup_by(|a, b| a.0 == b.0 || a.1 == b.1);
    assert_eq!(words.len(), before);
}

//! A child that is spoken with: lines both ways, its end told, nothing of it left.

use super::{is_alive, sh, wait_until};
use ddint_tui::jobs::talk::{Said, Talk};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What a script says, its end last.
fn talk(script: &str, longest: u64) -> (Talk, Receiver<String>) {
    let (sender, heard) = channel();
    let talk = Talk::start(&sh(script), longest, move |said| {
        let text = match said {
            Said::Line(line) => String::from_utf8_lossy(line).into_owned(),
            Said::End { code, signal } => format!("end {code:?} {signal:?}"),
        };
        let _ = sender.send(text);
    });
    (talk.unwrap(), heard)
}

fn next(heard: &Receiver<String>) -> String {
    heard.recv_timeout(Duration::from_secs(20)).unwrap()
}

#[test]
fn lines_are_answered_and_the_end_is_told() {
    let (talk, heard) = talk("while read line; do echo \"<$line>\"; done; exit 4", 100);
    for word in ["one", "two"] {
        talk.say(word.into());
        assert_eq!(next(&heard), format!("<{word}>"));
    }
    drop(talk);
    assert_eq!(next(&heard), "end Some(4) None");
}

#[test]
fn a_signal_is_told_and_a_line_without_end_is_not_kept() {
    let (_talk, heard) = talk("echo a; kill -9 $$", 100);
    assert_eq!([next(&heard), next(&heard)], ["a", "end None Some(9)"]);
    let (_talk, heard) = talk("echo a; tr '\\0' x < /dev/zero", 1000);
    assert_eq!(next(&heard), "a");
    assert!(next(&heard).starts_with("end "));
}

#[test]
fn a_child_that_does_not_heed_is_ended_with_its_talk() {
    let (talk, heard) = talk("trap : TERM; echo $$; while :; do sleep 1; done", 100);
    let pid = next(&heard);
    // More than a pipe holds, and nobody reads it: saying never waits.
    for _ in 0..100 {
        talk.say(vec![b'x'; 10_000]);
    }
    assert!(is_alive(&pid));
    drop(talk);
    wait_until("it ends", || !is_alive(&pid));
}

#[test]
fn what_cannot_start_says_which_program() {
    let spec = ddint_tui::jobs::process::Spec::new("/no/such/program", ["x"]);
    let error = Talk::start(&spec, 100, |_| {}).unwrap_err();
    assert!(error.to_string().contains("/no/such/program"), "{error}");
}

//! Answers and files repaired together, by the real engine: one preview, one step, and both back after a restart.

use crate::common::{self, offline, snapshot, toolchain};
use crate::desk::{Desk, at_rest, with_toolchain_for};
use ddint_tui::core::event::{Action, Event};
use ddint_tui::core::fix::answers;
use ddint_tui::core::fixes::{Done, Preview};

#[test]
fn an_answer_and_an_edit_by_hand_are_repaired_and_taken_back_together() {
    let name = "both::an_answer_and_an_edit_by_hand_are_repaired_and_taken_back_together";
    if offline() || !with_toolchain_for(name) {
        return;
    }
    toolchain();
    let dir = tempfile::tempdir().unwrap();
    let clone = common::demo(dir.path());
    let file = clone.join("acme_queue/metadata.csv");
    let rows = std::fs::read_to_string(&file).unwrap();
    let row = "acme_queue.by_hand,gauge,,Bytes,,By hand.,0,acme_queue,by hand,\n";
    std::fs::write(&file, format!("{rows}{row}")).unwrap();
    let files = || snapshot(&clone, &|path| path.starts_with(".git"));
    let before = files();
    let workspace = dir.path().join("workspace");
    let mut desk = Desk::resume(&workspace, None);
    assert!(!desk.wizard.state.files.existing);
    let wrong = "mailto:dev@acme.example";
    let values = vec![("author.support_email".to_owned(), wrong.to_owned())];
    desk.feed(Event::Set { values });
    desk.wait(at_rest);
    let answered = desk.wizard.state.answers.clone();

    let findings = desk.findings();
    let fix = answers::all_safe(&desk.wizard, &findings).unwrap();
    let answers = vec![Done { fix, findings }];
    desk.act(Action::PreviewBoth { answers });
    desk.wait(|w| !matches!(w.mending.preview, Preview::Computing(_)));
    let preview = desk.wizard.mending.preview.clone();
    let mended = preview.ready().unwrap_or_else(|| panic!("{preview:?}"));
    let names: Vec<_> = mended.done.iter().map(|d| d.fix.name).collect();
    assert_eq!(names[0], "answers");
    assert!(names.contains(&"unit"), "{names:?}");
    assert!(files() == before, "it was only looked at");
    assert_eq!(desk.wizard.state.answers, answered);
    desk.fix();
    let email = |desk: &Desk| desk.wizard.state.answers.author.support_email.clone();
    assert_eq!(email(&desk), "dev@acme.example");
    let now = std::fs::read_to_string(&file).unwrap();
    assert_eq!(now, format!("{rows}{}", row.replace("Bytes", "byte")));

    drop(desk);
    let mut desk = Desk::resume(&workspace, None);
    assert_eq!(email(&desk), "dev@acme.example");
    assert!(desk.wizard.fix_has_answers());
    desk.take_back();
    assert!(files() == before, "not byte for byte");
    assert_eq!(email(&desk), wrong);
    assert_eq!(desk.wizard.state.answers, answered);
}

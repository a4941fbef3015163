//! Every line of Set up, at every size: its state in a word, what was found and what it means whole, and
//! the key that repairs it.

use crate::acme::acme;
use crate::world::{app, frame, press};
use ddint_tui::core::setup::{Health, Repair};
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;

/// The page's own column without what wrapping adds.
fn page(shot: &str) -> String {
    let rows = shot.lines().map(|line| {
        let columns: Vec<&str> = line.split('│').collect();
        (*columns.get(1).unwrap_or(&line)).to_owned()
    });
    squashed(&rows.collect::<String>())
}

fn squashed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn lines(app: &App) -> Vec<ddint_tui::core::setup::Line> {
    let session = app.session.as_ref().unwrap();
    session.wizard.setup.as_ref().unwrap().lines.clone()
}

#[test]
fn each_line_says_its_state_what_it_means_and_the_key() {
    let long =
        "a longer sentence of what this means for somebody who has never heard of it before. ";
    for (width, height) in [(120, 36), (100, 30), (80, 24), (50, 15)] {
        let (mut app, _) = app(Some(acme()));
        app.visit(StepId::Setup, "");
        let session = app.session.as_mut().unwrap();
        session.wizard.jobs.clear();
        for line in &mut session.wizard.setup.as_mut().unwrap().lines {
            line.meaning.push(' ');
            line.meaning.push_str(long);
        }
        press(&mut app, &["home"]);
        for line in lines(&app) {
            let shot = frame(&mut app, width, height);
            let page = page(&shot);
            let word = match line.health {
                Health::Good => "ready",
                Health::Note => "note",
                Health::Bad => "missing",
            };
            let head = format!("{}{word}{}", line.item.title(), line.found);
            let key = match line.repair {
                None => "",
                Some(Repair::AskIdentity) => "↵type your name and e-mail",
                Some(Repair::MakeToolchain) => "↵make the toolchain",
                Some(Repair::Fetch { .. }) => "↵fetch upstream",
                Some(_) => panic!("{line:?}"),
            };
            for text in [&head, &line.meaning, key] {
                assert!(page.contains(&squashed(text)), "{text}:\n{shot}");
            }
            assert!(!page.contains('…'), "cut:\n{shot}");
            let offered = shot.lines().last().unwrap().contains("↵ repair");
            assert_eq!(offered, line.repair.is_some(), "{shot}");
            press(&mut app, &["down"]);
        }
    }
}

//! A secret typed into conf.yaml: in no file but that one and the private drafts, whatever happens.

use crate::common::{offline, snapshot, toolchain};
use crate::place::{LARGE, Place};
use crate::pty::Pty;
use crate::walk::LONG;
use ddint_tui::core::answers::Kind;
use ddint_tui::core::hash;
use ddint_tui::core::step::StepId;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const SECRET: &str = "s3cr3t-Tok3n-qx7";

/// It repeats the secret wherever it can.
const CHECK: &str = r#"from datadog_checks.base import AgentCheck


class AcmeCheck(AgentCheck):
    def check(self, instance):
        print(instance["password"])
        self.log.warning("said %s", instance["password"])
        self.gauge("acme.depth", 1, tags=["said:" + instance["password"]])
        raise ValueError("refused: " + instance["password"])
"#;

const CONF: &str = "init_config:\n\ninstances:\n  - {}\n";

/// Every file of the place that holds the secret, below the workflow's folder; each must be private.
fn holders(place: &Place) -> Vec<String> {
    let own = "data/workflows/acme/";
    let all = snapshot(place.world.path(), &|_| false);
    let holds = |bytes: &[u8]| bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes());
    let mut out = vec![];
    for (path, _) in all.into_iter().filter(|(_, bytes)| holds(bytes)) {
        let mode = fs::metadata(place.world.path().join(&path)).unwrap();
        let mode = mode.permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
        let path = path.display().to_string();
        out.push(path.strip_prefix(own).map_or(path.clone(), str::to_owned));
    }
    out.sort();
    out
}

fn at_conf(place: &Place) -> Pty {
    place.seed("acme", |state| {
        state.answers.integration.display_name = "Acme".into();
        state.answers.integration.kind = Some(Kind::Blank);
        state.prototype.check = Some(hash::text(CHECK));
        state.prototype.conf = Some(hash::text(CONF));
        state.prototype.brought = true;
        state.ui.step = StepId::Prototype;
        state.ui.section = "check".into();
    });
    for (file, text) in [
        ("checks.d/custom_acme.py", CHECK),
        ("conf.d/custom_acme.d/conf.yaml", CONF),
    ] {
        let path = place.workflow("acme").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut pty = place.start(&["resume", "acme"]);
    pty.sees(&["▸ custom_acme.py"]);
    pty.loses("cancels");
    pty.press(&["down"]);
    pty.sees(&["▸ conf.yaml"]);
    pty
}

#[test]
fn a_secret_typed_into_the_configuration_is_in_no_other_file_not_even_after_a_kill() {
    let draft = "drafts/file.conf.yaml";
    let conf = "conf.d/custom_acme.d/conf.yaml";
    let place = Place::new();
    let mut pty = at_conf(&place);
    pty.press(&["enter"]);
    pty.sees(&["take and leave"]);
    pty.press(&["down", "down", "down", "end", "backspace", "backspace"]);
    pty.press(&["password: \"", SECRET, "\"", "left", "left"]);
    pty.until("the text and its cursor in the drafts", |shot| {
        let saved = fs::read_to_string(place.workflow("acme").join(draft)).unwrap_or_default();
        let saved: String = saved.split_whitespace().collect();
        let whole = saved.contains("cursor:-3-30") && saved.contains(SECRET);
        (whole && shot.has(&["● saved"])).then_some(())
    });
    pty.kill();
    assert_eq!(holders(&place), [draft]);

    // The text is back, and the cursor stands before the last letter.
    let mut pty = place.start(&["resume", "acme"]);
    pty.sees(&["password: ", SECRET, "take and leave"]);
    pty.press(&["8"]);
    pty.sees(&["s3cr3t-Tok3n-qx87"]);
    pty.press(&["backspace", "esc"]);
    pty.sees(&["▸ conf.yaml   yours", "● saved"]);
    assert_eq!(holders(&place), [conf]);
    let drafts = place.workflow("acme").join("drafts");
    assert_eq!(fs::read_dir(&drafts).unwrap().count(), 0);
    let written = fs::read_to_string(place.workflow("acme").join(conf)).unwrap();
    let expected = CONF.replace("{}", &format!("password: \"{SECRET}\""));
    assert_eq!(written, expected);

    // Undo and redo know nothing of it, nor does what the check says.
    pty.press(&["ctrl-u", "ctrl-r"]);
    if !offline() {
        toolchain();
        pty.press(&["r"]);
        pty.sees(&["agree to run it"]);
        pty.press(&["t"]);
        pty.sees(&["Run it now"]);
        pty.press(&["r"]);
        let shot = pty.sees_within(LONG, &["refused: ********", "● saved"]);
        assert!(!shot.has(&[SECRET]), "{}", shot.text);
        let captures = place.workflow("acme").join("captures");
        assert_eq!(fs::read_dir(captures).unwrap().count(), 1);
    }
    let output = place
        .program(&["status", "acme", "--format", "json"])
        .output()
        .unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains(SECRET));
    pty.kill();
    place.deserted();
    assert_eq!(holders(&place), [conf]);
}

/// A field that refuses the text keeps it as a draft; it is no less private there, nor in the editor's hands.
#[test]
fn a_secret_that_a_field_refuses_stays_private_too() {
    let place = Place::new();
    let editor = place
        .world
        .write("editor.sh", "#!/bin/sh\necho \"$1\" > \"$0.at\"\n");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    place.seed("acme", |state| {
        state.answers.integration.display_name = "Acme".into();
        state.answers.integration.kind = Some(Kind::Http);
        state.ui.step = StepId::Prototype;
        state.ui.focus = "source.http.base_url".into();
    });
    let mut program = place.program(&["resume", "acme"]);
    program.env("EDITOR", format!("'{}'", editor.display()));
    let mut pty = Pty::start(&program, LARGE);
    pty.sees(&["▸ Base URL"]);
    pty.loses("cancels");
    pty.press(&["enter"]);
    pty.sees(&["take"]);
    pty.press(&["http://acme.example/?token=", SECRET, "enter"]);
    pty.sees(&["The address holds a secret"]);
    pty.press(&["ctrl-e"]);
    let at = place.world.path().join("editor.sh.at");
    let lent = pty.until("the editor's file", |_| {
        fs::read_to_string(&at).ok().filter(|at| at.ends_with('\n'))
    });
    let drafts = place.workflow("acme").join("drafts");
    assert!(lent.starts_with(drafts.to_str().unwrap()), "{lent}");
    pty.sees(&["The address holds a secret"]);
    pty.press(&["esc"]);
    pty.sees(&["● saved", "typed, not taken yet"]);
    pty.kill();
    assert_eq!(holders(&place), ["drafts/source.http.base_url.yaml"]);
}

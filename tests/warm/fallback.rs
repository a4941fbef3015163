//! Where ddev can't stay loaded, whatever keeps it from that, `ddev` itself gives the verdicts.

use crate::lab::{Lab, OURS, VALIDATIONS, ask, command, difference};
use ddint_tui::toolchain::ddev::Output;
use ddint_tui::toolchain::warm::Warm;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

/// What is wrong with the Python that is to keep ddev loaded: what it does before the server's own code, and a part
/// of what is said about it; none where the server works in the end.
const WRONG: &[(&str, &str, Option<&str>)] = &[
    (
        "it ends at once",
        "import sys; sys.exit(9)",
        Some("exit status 9"),
    ),
    (
        "it is killed while it loads",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        Some("ends it while it loads"),
    ),
    (
        "a module is missing",
        "import sys; sys.modules['ddev.cli'] = None",
        Some("ModuleNotFoundError"),
    ),
    (
        "its own modules are damaged",
        "import sys; sys.modules['selectors'] = None",
        Some("exit status 1"),
    ),
    (
        "no process may begin",
        "import os\ndef refuse(): raise BlockingIOError(11, 'Resource temporarily unavailable')\nos.fork = refuse",
        Some("no process could be started"),
    ),
    (
        "no pipe may be made after the start",
        "import os\nmade, pipe = [], os.pipe\ndef limited():\n    made.append(1)\n    if len(made) > 1:\n        raise OSError(24, \
         'Too many open files')\n    return pipe()\nos.pipe = limited",
        Some("no process could be started"),
    ),
    (
        "it talks",
        "import sys; print('hello {}', flush=True); print('hello', file=sys.stderr)",
        None,
    ),
    (
        "its children are killed",
        "import os\nimport signal\nfork = os.fork\ndef doomed():\n    pid = fork()\n    if pid == 0:\n        \
         os.kill(os.getpid(), signal.SIGKILL)\n    return pid\nos.fork = doomed",
        Some("signal 9"),
    ),
];

/// The toolchain's Python, except for the server, which begins with `before`.
fn python(lab: &Lab, before: &str) -> std::path::PathBuf {
    let dir = lab.clone.parent().unwrap();
    let real = lab.toolchain.python.display();
    fs::write(dir.join("before.py"), before).unwrap();
    let script = dir.join("python");
    let text = format!(
        "#!/bin/sh\n# -P -s -c SOURCE\nexec '{real}' -P -s -c \"exec(open('{}').read())\n$4\"\n",
        dir.join("before.py").display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    script
}

fn verdicts(lab: &Lab, warm: Option<&Arc<Warm>>, list: &[&str]) -> Vec<Output> {
    let plain = lab.plain().about(OURS);
    let ddev = warm.map_or_else(
        || plain.clone(),
        |warm| plain.clone().warm(Arc::clone(warm)),
    );
    list.iter().map(|v| ask(&ddev, &command(v, OURS))).collect()
}

#[test]
fn without_a_server_every_verdict_is_that_of_plain_ddev() {
    let Some(lab) = Lab::new() else { return };
    fs::write(lab.path("README.md"), "# Acme Queue\n").unwrap();
    let list = ["readmes", "metadata", "codeowners"];
    let right = verdicts(&lab, None, &list);
    assert_eq!((right[0].exit, right[1].exit), (Some(1), Some(0)));
    for (what, before, said) in WRONG {
        let mut toolchain = lab.toolchain.clone();
        toolchain.python = python(&lab, before);
        let warm = Arc::new(Warm::new(&toolchain));
        let out = verdicts(&lab, Some(&warm), &list);
        for (out, right) in out.iter().zip(&right) {
            assert_eq!(difference(out, right), None, "{what}");
        }
        let complaint = warm.complaint();
        match said {
            Some(said) => assert!(
                complaint.as_ref().is_some_and(|c| c.contains(said)),
                "{what}: {complaint:?}"
            ),
            None => assert_eq!(complaint, None, "{what}"),
        }
        // Each thing is said once.
        assert_eq!(warm.complaint(), None, "{what}");
    }
}

#[test]
fn two_servers_of_one_toolchain_do_not_get_in_each_others_way() {
    let Some(lab) = Lab::new() else { return };
    let right = verdicts(&lab, None, &VALIDATIONS);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                // Each as a program of its own has it.
                let own = Arc::new(Warm::new(lab.toolchain));
                for (out, right) in verdicts(&lab, Some(&own), &VALIDATIONS).iter().zip(&right) {
                    assert_eq!(difference(out, right), None);
                }
                assert_eq!((own.starts(), own.complaint()), (1, None));
            });
        }
    });
}

#[test]
fn ten_megabytes_of_errors_are_read() {
    let Some(lab) = Lab::new() else { return };
    let file = lab.path("metadata.csv");
    let mut text = fs::read_to_string(&file).unwrap();
    // A row that is too short is told by its name.
    let filler = "x".repeat(120);
    let row = |n: u32| [OURS, ".", &filler, &n.to_string(), ",gauge\n"].concat();
    text.extend((0..60_000).map(row));
    fs::write(&file, text).unwrap();
    let args = ["validate", "metadata", OURS];
    let out = ask(&lab.ddev(), &args);
    assert_eq!((out.exit, out.crashed.as_deref()), (Some(1), None));
    assert!(out.text.len() >= 8 << 20, "{} bytes", out.text.len());
    // No list can hold them all.
    assert!(
        (400..=600).contains(&out.findings.len()),
        "{}",
        out.findings.len()
    );
    assert!(
        out.findings
            .last()
            .unwrap()
            .message
            .contains("more like these")
    );
    assert_eq!(lab.warm.starts(), 1);
    assert!(!is_elsewhere(&out, &lab.clone));
}

/// Whether a finding is about another file.
fn is_elsewhere(out: &Output, clone: &Path) -> bool {
    let own = format!("{OURS}/metadata.csv");
    let file = |f: &ddint_tui::core::finding::Finding| f.file.as_deref() == Some(own.as_str());
    !out.findings.iter().all(file) || !clone.join(&own).is_file()
}

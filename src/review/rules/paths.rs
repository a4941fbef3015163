//! Files that not every machine can check out, or that nobody should have to.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use std::collections::BTreeMap;

pub const RULES: &[Rule] = &[
    Rule {
        name: "file-size",
        why: "Everyone who clones the repository downloads it, for ever, whatever a later commit deletes.",
        source: "fixtures over 200 KB; images up to 1 MB; GitHub refuses files over 100 MB",
        check: sizes,
    },
    Rule {
        name: "file-name",
        why: "The repository is checked out on Windows too, where one such name fails the checkout for everybody.",
        source: "test-all-windows.yml; the naming rules of Windows",
        check: names,
    },
];

fn sizes(look: &Look<'_>, out: &mut Findings) {
    for (path, bytes) in look.tree.large() {
        out.error(
            path,
            format!("The file has {} MB, and was not read.", bytes >> 20),
            "Leave it out of the commit, or keep the part that the integration needs.",
        );
    }
}

/// Names of devices, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

fn names(look: &Look<'_>, out: &mut Findings) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in look.tree.paths() {
        if let Some(first) = seen.get(&path.to_lowercase()) {
            out.error(
                path,
                format!("The name differs from {first} in its capitals alone."),
                "Rename one of them: Windows and macOS take both for one file.",
            );
        }
        seen.insert(path.to_lowercase(), path);
        if let Some(why) = path.split('/').find_map(unfit) {
            out.error(
                path,
                format!("The name {why}."),
                "Rename it: letters, digits, `_`, `-`, and `.` work everywhere.",
            );
        }
    }
}

fn unfit(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    if name.contains('\u{fffd}') {
        Some("holds bytes that are no UTF-8")
    } else if name.contains(|c: char| c.is_control() || "<>:\"|?*\\".contains(c)) {
        Some("holds a sign that Windows does not allow")
    } else if name.ends_with(['.', ' ']) {
        Some("ends with a full stop or a space, which Windows does not allow")
    } else if DEVICES.contains(&stem.as_str()) {
        Some("is that of a device on Windows")
    } else {
        None
    }
}

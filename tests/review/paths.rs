//! Files by their names and sizes, and what the branch changes beside them.

use crate::world::Case;

pub const CASES: &[Case] = &[
    Case {
        rule: "file-size",
        fires: &[|w| w.tree.put_large("tests/fixtures/dump.json", 100 << 20)],
        silent: &[|w| w.put("tests/fixtures/page.txt", &"# a line\n".repeat(1000))],
    },
    Case {
        rule: "file-name",
        fires: &[
            |w| w.put("tests/fixtures/a:b.json", "{}"),
            |w| w.put("tests/aux.py", ""),
            |w| w.put("Readme.md", "# Another\n"),
            |w| w.put("images/end. ", "x"),
            |w| w.put("tests/\u{fffd}.txt", "x"),
        ],
        silent: &[
            |w| w.put("tests/fixtures/répondre (1).json", "{}"),
            |w| w.put("tests/auxiliary.py", ""),
        ],
    },
    Case {
        rule: "other-folders",
        fires: &[
            |w| w.facts.changed = paths(&["acme_queue/README.md", "redis_x/README.md"]),
            |w| w.facts.changed = paths(&["acme_queue/README.md", "docs/a/b.md"]),
        ],
        silent: &[
            |w| {
                w.facts.changed = paths(&[
                    "acme_queue/README.md",
                    "acme_queue/tests/common.py",
                    ".github/CODEOWNERS",
                    ".github/workflows/test-all.yml",
                    ".ddev/config.toml",
                ]);
            },
            // A branch about something else.
            |w| w.facts.changed = paths(&["redis_x/README.md"]),
        ],
    },
];

fn paths(all: &[&str]) -> Vec<String> {
    all.iter().map(|&path| path.to_owned()).collect()
}

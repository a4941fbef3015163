//! Files that are no UTF-8, of every type that ddev reads: told here, before ddev crashes on them.

use crate::world::World;

/// What the good integration has none of.
const MORE: [(&str, &str); 5] = [
    (
        "datadog_checks/acme_queue/data/conf.yaml.example",
        "instances:\n  - {}\n",
    ),
    ("tests/docker/docker-compose.yml", "services: {}\n"),
    ("tests/docker/setup.cfg", "[a]\n"),
    ("tests/docker/start.sh", "true\n"),
    ("tests/notes.txt", "Notes.\n"),
];

fn world() -> World {
    let mut world = World::new();
    for (path, text) in MORE {
        world.put(path, text);
    }
    world
}

/// Everything that is read as text; a recorded answer may be broken on purpose.
fn texts() -> Vec<String> {
    let all = world().paths();
    all.into_iter()
        .filter(|path| !path.starts_with("tests/fixtures/"))
        .collect()
}

#[test]
fn a_byte_order_mark_utf_16_and_wrong_bytes_are_told_in_every_file() {
    let damages: [(&str, fn(&str) -> Vec<u8>); 4] = [
        ("mark", |text| format!("\u{feff}{text}").into_bytes()),
        ("little", |text| {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(units).collect()
        }),
        ("big", |text| {
            let units = text.encode_utf16().flat_map(u16::to_be_bytes);
            [0xfe, 0xff].into_iter().chain(units).collect()
        }),
        ("bytes", |text| [text.as_bytes(), b"# caf\xe9\n"].concat()),
    ];
    let mut types = std::collections::BTreeSet::new();
    for path in texts() {
        for (name, damage) in damages {
            let mut world = world();
            let text = world.text(&path);
            world.tree.put(path.clone(), damage(&text));
            let found = world.by("encoding");
            assert_eq!(found.len(), 1, "{name} in {path}: {found:#?}");
            assert_eq!(
                found[0].file.as_deref(),
                Some(&*format!("acme_queue/{path}"))
            );
            // The line is that of the first wrong byte.
            let line = if name == "bytes" {
                text.lines().count() + 1
            } else {
                1
            };
            assert_eq!(found[0].line, u32::try_from(line).ok(), "{name} in {path}");
        }
        types.insert(path.rsplit('.').next().unwrap().to_owned());
    }
    for kind in ["json", "csv", "yaml", "toml", "py", "md", "example"] {
        assert!(types.contains(kind), "{kind} is not tried: {types:?}");
    }
}

#[test]
fn what_does_not_parse_is_told_with_its_line() {
    let damages: [(&str, &str, u32); 6] = [
        ("manifest.json", "{\n  \"a\": 1,\n  \"b\" 2\n}\n", 3),
        (
            "assets/configuration/spec.yaml",
            "name: a\nfiles:\n  - [\n",
            4,
        ),
        ("assets/dataflows.yaml", "provides:\n- id: a\n\t- b\n", 3),
        (
            "pyproject.toml",
            "[project]\nname = \"a\"\nname = \"b\"\n",
            3,
        ),
        ("hatch.toml", "[envs]\nx =\n", 2),
        ("metadata.csv", "a,b\n1,2\n1,2,3\n", 3),
    ];
    for (path, text, line) in damages {
        let ends = [text.to_owned(), text.replace('\n', "\r\n")];
        for text in ends {
            let mut world = World::new();
            world.put(path, &text);
            let found = world.by("syntax");
            assert_eq!(found.len(), 1, "{path}: {found:#?}");
            assert_eq!(found[0].line, Some(line), "{path}: {}", found[0].message);
        }
    }
}

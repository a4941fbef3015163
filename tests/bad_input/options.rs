//! Options, templates, containers, packages and logs that can't be: all told at once, with path and line.

use super::lab::{assert_refused, assert_same, everything, from, good, run, world};

#[test]
fn everything_wrong_is_told_at_once_with_its_line() {
    let world = world();
    let before = everything(&world.clone);
    let wrong = "options:\n  - { name: class }\n  - { name: a-b }\n  - { name: limit, type: integer, example: ten }\n  \
        - { name: limit, type: integer, default: \"5\" }\n  - { name: mode, type: sting }\n  - { name: timeout }\n  \
        - { name: x, enum: [] }\n  - { name: y, examples: 1 }\n";
    assert_refused(
        &run(&world, &(good() + wrong), "framework"),
        2,
        &[
            "options[4].type",
            "\"string\"",
            "options[7].examples",
            "\"example\"",
        ],
    );
    let wrong = wrong
        .replace("sting", "string")
        .replace("examples: 1", "example: '1'");
    assert_refused(
        &run(&world, &(good() + &wrong), "framework"),
        2,
        &[
            "options[0].name",
            "Python keyword",
            "options[1].name",
            "The example of limit must be a whole number, not a text.",
            "Write it without quotes: 5.",
            "there twice",
            "timeout is an option of the template",
            "overrides: { timeout.value.example: ... }",
            "x.enum must be a list of values",
        ],
    );
    let cases: [(&str, &[&str]); 8] = [
        (
            "templates: [htpp]\n",
            &["templates[0]", "Did you mean \"http\"?"],
        ),
        (
            "templates: [{ nam: http }]\n",
            &["templates[0].nam", "needs name"],
        ),
        (
            "templates: [{ name: http, overrides: { timeuot.value.example: 1, timeout.value.example: soon } }]\n",
            &["\"timeout\"", "must be a number, not a text"],
        ),
        (
            "auto_conf: { ad_identifiers: [Acme], instances: [{ token: hunter2 }] }\n",
            &["ad_identifiers[0]", "looks like a credential", "%%env_"],
        ),
        (
            "auto_conf: { identifiers: [a] }\n",
            &["auto_conf.identifiers", "ad_identifiers"],
        ),
        (
            "dependencies: [acme, \"acme @ https://acme.example/x\", 5]\n",
            &["dependencies[2]", "must be a text"],
        ),
        (
            "dependencies: [acme, \"acme @ https://acme.example/x\"]\n",
            &["no bound", "names a place"],
        ),
        (
            "logs: [{ type: tcp, path: /a.log }, { type: udp, port: 0 }, { path: /b.log, encoding: x }, { type: journald, query: x }]\n",
            &[
                "logs[0].path",
                "logs[0].port",
                "logs[1].port",
                "logs[2].encoding",
                "logs[3].query",
            ],
        ),
    ];
    for (wrong, words) in cases {
        let run = run(&world, &(good() + wrong), "framework");
        assert_refused(&run, 2, words);
        let said = format!("{}{}", run.json, run.stderr);
        assert!(!said.contains("hunter2"), "{wrong}");
    }
    let logs = "source: { logs: { path: /a.log, sample: acme.log } }\nauto_conf: { ad_identifiers: [a] }\n";
    world.write("acme.log", "one\n");
    assert_refused(
        &run(&world, &from("logs", logs), "framework"),
        2,
        &["auto_conf", "no instance"],
    );
    assert!(!world.workspace().exists());
    assert_same(&before, &world.clone);
}

use super::super::{Known, answers as check_all};
use super::*;
use serde_json::json;

#[test]
fn packages_have_a_name_and_bounds() {
    for good in [
        "acme-client>=1.2,<2",
        "psycopg[binary,pool]>=3.2.1",
        "Acme.Client_x~=1.4",
        "acme==1.*",
        "acme (>=1.0)",
        "acme>=1.0rc1; python_version >= '3.9' and sys_platform != \"win32\"",
        "acme===2!1.0+local.1",
    ] {
        assert_eq!(dependency(good), Ok(()), "{good}");
    }
    for (bad, words) in [
        ("", "begin with the name"),
        ("acme", "no bound"),
        ("acme-", "begin with the name"),
        (" acme>=1", "space"),
        ("acme>=1\n", "line break"),
        ("acme>1,", "bound \"\""),
        ("acme=1.0", "bound \"=1.0\""),
        ("acme>=1.*", "can't be read"),
        ("acme~=1", "can't be read"),
        ("acme>=one", "can't be read"),
        ("acme[x>=1", "extras"),
        ("acme @ https://acme.example/a.whl", "names a place"),
        ("git+https://acme.example/a", "names a place"),
        ("acme>=1; nonsense", "marker"),
        ("datadog-checks-base>=37", "base of every check"),
        ("datadog_checks_base[deps]>=37", "base of every check"),
        ("acm\u{e9}>=1", "ASCII"),
        ("acme>=1; \"\"\" # {{ x }}", "marker"),
    ] {
        let said = dependency(bad).expect_err(bad);
        assert!(said.contains(words), "{bad}: {said}");
    }
}

fn said(value: Json) -> Vec<(String, String)> {
    let a: Answers = serde_json::from_value(value).unwrap();
    let found = check_all(&a, Known::default());
    found.into_iter().map(|f| (f.rule, f.message)).collect()
}

#[test]
fn containers_are_known_by_a_short_name_and_hold_no_secret() {
    assert_eq!(
        said(
            json!({"auto_conf": {"ad_identifiers": ["acme", "acme/queue-2"], "instances": [
            {"url": "http://%%host%%:%%port%%", "api_key": "%%env_KEY%%", "password": "ENC[x]", "limit": 5}]}})
        ),
        []
    );
    let found = said(json!({"auto_conf": {
        "ad_identifiers": ["Acme", "acme:1.0", "", "a", "a"],
        "init_config": {"class": 1},
        "instances": [{"api_key": "hunter2", "a-b": 1}, {}],
    }}));
    let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "auto_conf.ad_identifiers[0]",
            "auto_conf.ad_identifiers[1]",
            "auto_conf.ad_identifiers[2]",
            "auto_conf.ad_identifiers[4]",
            "auto_conf.instances",
            "auto_conf.init_config.class",
            "auto_conf.instances[0].api_key",
            "auto_conf.instances[0].a-b",
        ]
    );
    assert!(!found.iter().any(|(_, said)| said.contains("hunter2")));
    assert_eq!(
        said(json!({"auto_conf": {}}))[0].0,
        "auto_conf.ad_identifiers"
    );
    let logs = json!({"integration": {"kind": "logs"}, "auto_conf": {"ad_identifiers": ["a"]}});
    assert_eq!(said(logs)[0].0, "auto_conf");
    assert_eq!(
        said(json!({"dependencies": ["acme-x>=1", "Acme_X<3"]}))[0].0,
        "dependencies[1]"
    );
}

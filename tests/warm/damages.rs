//! Deliberate damages of an integration's files.

use std::fs;
use std::path::Path;

/// What is done to a file's bytes; `None` takes the file away.
pub type Damage = fn(&[u8]) -> Option<Vec<u8>>;

#[allow(clippy::unnecessary_wraps, reason = "as a damage returns it")]
fn edit(bytes: &[u8], change: impl Fn(&str) -> String) -> Option<Vec<u8>> {
    Some(change(&String::from_utf8_lossy(bytes)).into_bytes())
}

/// What can happen to any file.
pub const ANY: [(&str, Damage); 13] = [
    ("UTF-16", |b| {
        let text = String::from_utf8_lossy(b).into_owned();
        Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
    }),
    ("NUL bytes", |b| Some([b, b"\0\0"].concat())),
    ("blank", |_| Some(b" \n\n".to_vec())),
    ("first line gone", |b| {
        edit(b, |t| {
            t.split_once('\n')
                .map_or_else(String::new, |(_, rest)| rest.to_owned())
        })
    }),
    ("indented", |b| {
        edit(b, |t| {
            t.lines().fold(String::new(), |a, l| a + " " + l + "\n")
        })
    }),
    ("missing", |_| None),
    ("empty", |_| Some(vec![])),
    ("BOM", |b| Some([b"\xef\xbb\xbf", b].concat())),
    ("invalid UTF-8", |b| Some([b, b"\xff\xfe\n"].concat())),
    ("CRLF", |b| edit(b, |t| t.replace('\n', "\r\n"))),
    ("cut in the middle", |b| Some(b[..b.len() / 2].to_vec())),
    ("another format", |b| {
        Some([b"}{ [unclosed \"\t: - \n".as_slice(), b].concat())
    }),
    ("last line twice", |b| {
        edit(b, |t| {
            format!("{t}{}\n", t.lines().last().unwrap_or_default())
        })
    }),
];

/// What one kind of file can hold: part of its name, what was done, how.
pub const SPECIAL: &[(&str, &str, Damage)] = &[
    ("metadata.csv", "wrong unit", |b| {
        edit(b, |t| {
            t.replacen(",message,", ",msgs,", 1)
                .replacen(",byte,", ",bites,", 1)
        })
    }),
    ("metadata.csv", "wrong type", |b| {
        edit(b, |t| t.replacen(",gauge,", ",gouge,", 1))
    }),
    ("metadata.csv", "missing column", |b| {
        edit(b, |t| {
            t.lines()
                .map(|l| l.rsplit_once(',').map_or(l, |(l, _)| l).to_owned() + "\n")
                .collect()
        })
    }),
    ("metadata.csv", "two more columns", |b| {
        edit(b, |t| {
            t.replacen("metric_name", "metric_name,color,shape", 1)
        })
    }),
    ("metadata.csv", "several columns gone", |b| {
        edit(b, |t| {
            t.replacen(
                "metric_name,metric_type,interval,unit_name",
                "metric,kind,every,unit",
                1,
            )
        })
    }),
    ("metadata.csv", "foreign prefix", |b| {
        edit(b, |t| t.replacen("acme_queue.", "other.", 1))
    }),
    ("metadata.csv", "wrong orientation", |b| {
        edit(b, |t| t.replace(",0,", ",7,"))
    }),
    ("metadata.csv", "a letter that is not ASCII", |b| {
        edit(b, |t| t.replace('.', ".é"))
    }),
    ("README.md", "missing section", |b| {
        edit(b, |t| t.replace("## Overview", "## Over"))
    }),
    ("README.md", "no sections", |b| {
        edit(b, |t| t.replace('#', ""))
    }),
    ("README.md", "an image that is not there", |b| {
        edit(b, |t| {
            format!("{t}\n![x](images/none.png)\n![y](https://acme.example/y.png)\n")
        })
    }),
    ("README.md", "a tab of the site", |b| {
        edit(b, |t| format!("{t}\n{{{{< tabs >}}}}\n"))
    }),
    ("spec.yaml", "unknown field", |b| {
        edit(b, |t| format!("{t}color: red\n"))
    }),
    ("spec.yaml", "no files", |b| {
        edit(b, |t| t.replacen("files:", "filez:", 1))
    }),
    ("spec.yaml", "no such template", |b| {
        edit(b, |t| t.replacen("template: ", "template: no/such/", 1))
    }),
    ("spec.yaml", "tab", |b| {
        edit(b, |t| t.replacen("  ", "\t", 1))
    }),
    ("spec.yaml", "other name", |b| {
        edit(b, |t| t.replacen("name:", "name: x #", 1))
    }),
    ("conf.yaml.example", "out of sync", |b| {
        edit(b, |t| t.replacen("##", "## more", 1))
    }),
    ("instance.py", "out of sync", |b| {
        edit(b, |t| t.replacen("class", "\n\nclass", 1))
    }),
    ("manifest.json", "no version", |b| {
        edit(b, |t| t.replacen("manifest_version", "version", 1))
    }),
    ("manifest.json", "wrong dashboard", |b| {
        edit(b, |t| t.replace("assets/dashboards", "assets/dash"))
    }),
    ("manifest.json", "a list", |_| Some(b"[]\n".to_vec())),
    ("service_checks.json", "an object", |_| {
        Some(b"{}\n".to_vec())
    }),
    ("service_checks.json", "missing key", |b| {
        edit(b, |t| t.replacen("\"statuses\"", "\"states\"", 1))
    }),
    ("pyproject.toml", "other name", |b| {
        edit(b, |t| {
            t.replacen("name = \"datadog-", "name = \"dogdata-", 1)
        })
    }),
    ("pyproject.toml", "wrong e-mail", |b| {
        edit(b, |t| t.replace('@', " at "))
    }),
    ("pyproject.toml", "no project", |b| {
        edit(b, |t| t.replacen("[project]", "[projekt]", 1))
    }),
    ("__about__.py", "no version", |b| {
        edit(b, |t| t.replace("__version__", "version"))
    }),
    ("__about__.py", "wrong version", |_| {
        Some(b"__version__ = 'one'\n".to_vec())
    }),
    ("hatch.toml", "other environments", |b| {
        edit(b, |t| t.replace("3.13", "3.12"))
    }),
    ("check.py", "foreign import", |b| {
        edit(b, |t| {
            format!("from datadog_checks.other import x\nfrom datadog_checks.utils import y\n{t}")
        })
    }),
    ("check.py", "no Python", |_| Some(b"def (:\n".to_vec())),
    ("check.py", "old signature", |b| {
        edit(b, |t| {
            format!(
                "{t}\n    def __init__(self, name, init_config, agentConfig, instances=None):\n        pass\n"
            )
        })
    }),
    (".github/CODEOWNERS", "wrong owner", |b| {
        edit(b, |t| t.replace('@', "at "))
    }),
    (".github/CODEOWNERS", "line gone", |b| {
        edit(b, |t| {
            t.lines()
                .filter(|l| !l.contains("acme_queue"))
                .fold(String::new(), |a, l| a + l + "\n")
        })
    }),
    ("test-all.yml", "job gone", |b| {
        edit(b, |t| t.replacen("acme_queue", "acme_kiosk", 1))
    }),
    ("test-all.yml", "no jobs", |_| {
        Some(b"name: x\njobs: {}\n".to_vec())
    }),
    (".ddev/config.toml", "no overrides", |_| {
        Some(b"repo = 'x'\n".to_vec())
    }),
];

/// The damages that a file can suffer.
pub fn of(path: &str) -> Vec<(&'static str, Damage)> {
    let special = SPECIAL.iter().filter(|(name, ..)| path.ends_with(name));
    let special = special.map(|(_, what, damage)| (*what, *damage));
    ANY.iter().copied().chain(special).collect()
}

/// A damaged file, whole again when this is dropped.
pub struct Damaged<'a> {
    path: &'a Path,
    before: Vec<u8>,
}

impl<'a> Damaged<'a> {
    /// `None` when the damage changes nothing here.
    pub fn new(path: &'a Path, damage: Damage) -> Option<Self> {
        let before = fs::read(path).unwrap();
        match damage(&before) {
            Some(after) if after == before => return None,
            Some(after) => fs::write(path, after).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
        Some(Self { path, before })
    }
}

impl Drop for Damaged<'_> {
    fn drop(&mut self) {
        fs::write(self.path, &self.before).unwrap();
    }
}

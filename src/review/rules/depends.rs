//! Python packages that the check needs.

use super::code::{imports, is_forbidden};
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "dependency-undeclared",
        why: "The Agent installs what the package declares, and nothing else.",
        source: "undeclared dependencies: reviewers' remarks on code",
        check: undeclared,
    },
    Rule {
        name: "dependency-heavy",
        why: "Every package is installed beside those of all other checks, whose versions must agree with it.",
        source: "heavy dependencies: reviewers' remarks on code",
        check: heavy,
    },
];

/// Modules of Python, as far as checks use them.
const PYTHON: &str = " __future__ abc argparse array ast asyncio base64 binascii bisect calendar cmath codecs collections \
    concurrent configparser contextlib copy csv ctypes dataclasses datetime decimal difflib email enum errno fnmatch fractions \
    functools gc getpass glob gzip hashlib heapq hmac html http importlib inspect io ipaddress itertools json locale logging lzma \
    math mimetypes multiprocessing numbers operator os pathlib pickle pkgutil platform plistlib posixpath pprint pwd grp queue \
    random re sched secrets select shelve shlex shutil signal socket sqlite3 ssl stat statistics string struct subprocess sys \
    syslog tarfile tempfile textwrap threading time timeit tomllib traceback types typing unicodedata unittest urllib uuid \
    warnings weakref xml xmlrpc zipfile zlib zoneinfo bz2 cgi code contextvars copyreg curses dbm dis fcntl ftplib imaplib \
    keyword linecache mmap nntplib poplib resource smtplib socketserver stringprep symtable telnetlib termios token tokenize \
    tty webbrowser winreg wsgiref ";

/// What datadog-checks-base brings.
const BASE: &str = " datadog_checks datadog_agent aggregator tagger kubeutil containers requests yaml dateutil simplejson \
    prometheus_client pydantic cachetools typing_extensions ddtrace jellyfish lazy_loader urllib3 wrapt binary google \
    requests_toolbelt requests_kerberos requests_ntlm requests_unixsocket cryptography six importlib_resources opentelemetry \
    pywin32 win32api win32con win32pdh win32security win32service win32serviceutil win32evtlog pythoncom pywintypes _util util \
    uptime orjson mmh3 immutables ";

/// Modules whose package has another name.
const PACKAGES: [(&str, &str); 16] = [
    ("bs4", "beautifulsoup4"),
    ("MySQLdb", "mysqlclient"),
    ("mysql", "mysql-connector-python"),
    ("psycopg2", "psycopg2-binary"),
    ("psycopg", "psycopg"),
    ("ldap", "python-ldap"),
    ("jwt", "pyjwt"),
    ("OpenSSL", "pyopenssl"),
    ("serial", "pyserial"),
    ("kafka", "kafka-python"),
    ("redis", "redis"),
    ("pymongo", "pymongo"),
    ("dns", "dnspython"),
    ("zmq", "pyzmq"),
    ("clickhouse_driver", "clickhouse-driver"),
    ("speedtest", "speedtest-cli"),
];

/// The names of the declared packages, normalized.
fn declared(look: &Look<'_>) -> Option<Vec<String>> {
    let project: toml::Table = look.tree.text("pyproject.toml")?.parse().ok()?;
    let project = project.get("project")?;
    let optional = project
        .get("optional-dependencies")
        .and_then(toml::Value::as_table);
    let lists = optional.into_iter().flat_map(toml::Table::values);
    let lists = lists.chain(project.get("dependencies"));
    let items = lists.filter_map(toml::Value::as_array).flatten();
    let name = |item: &toml::Value| {
        let text = item.as_str()?;
        let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
        Some(normal(&text[..end.unwrap_or(text.len())]))
    };
    Some(items.filter_map(name).collect())
}

fn normal(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

fn undeclared(look: &Look<'_>, out: &mut Findings) {
    let Some(declared) = declared(look) else {
        return;
    };
    let is_in = |list: &str, module: &str| list.contains(&format!(" {module} "));
    for file in look.code() {
        for (line, module, _) in imports(file) {
            let top = module.split('.').next().unwrap_or_default();
            let told = is_forbidden(&module);
            if top.is_empty() || told || is_in(PYTHON, top) || is_in(BASE, top) {
                continue;
            }
            let known = PACKAGES
                .iter()
                .find(|(m, _)| *m == top)
                .map_or(top, |(_, p)| *p);
            let package = normal(known);
            // `mysql-connector` for `mysql.connector`, `python-foo`, `pyfoo`: close enough to be meant.
            let close = |d: &String| {
                *d == package || d.contains(&normal(top)) || package.starts_with(d.as_str())
            };
            if !declared.iter().any(close) {
                out.warn(
                    (file.path, line),
                    format!(
                        "The check imports `{top}`, and pyproject.toml declares no such package."
                    ),
                    format!(
                        "Add \"{package}==<version>\" to `deps` of [project.optional-dependencies]."
                    ),
                );
            }
        }
    }
}

fn heavy(look: &Look<'_>, out: &mut Findings) {
    let heavy = [
        "pandas",
        "numpy",
        "scipy",
        "tensorflow",
        "torch",
        "scikit-learn",
        "matplotlib",
        "django",
        "flask",
        "selenium",
        "pyspark",
        "polars",
        "pyarrow",
    ];
    for name in declared(look).into_iter().flatten() {
        if heavy.contains(&name.as_str()) {
            out.warn(
                "pyproject.toml",
                format!("{name} is a large package."),
                "Do without it: what a check computes, Python's own modules can do.",
            );
        }
    }
}

//! What a check must not do inside of an Agent.

use crate::review::look::Look;
use crate::review::python::{Call, Python};
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "code-forbidden",
        why: "A check shares its process with every other one: what blocks, prints, or starts threads disturbs all of them.",
        source: "the custom check guide; reviewers' remarks on code",
        check: forbidden,
    },
    Rule {
        name: "code-timeout",
        why: "A call without a time limit keeps one of the Agent's few runners for ever.",
        source: "calls without a time limit: reviewers' remarks on code",
        check: timeouts,
    },
    Rule {
        name: "code-broad-except",
        why: "An error that is swallowed leaves graphs without data and nobody who knows why.",
        source: "broad except that neither re-raises nor sends CRITICAL",
        check: broad_except,
    },
];

/// Modules, and what to use in their place.
const MODULES: [(&str, &str); 12] = [
    (
        "urllib3",
        "Use `self.http`, which takes proxies, TLS, and time limits from the configuration.",
    ),
    (
        "httpx",
        "Use `self.http`, which takes proxies, TLS, and time limits from the configuration.",
    ),
    (
        "aiohttp",
        "Use `self.http`, which takes proxies, TLS, and time limits from the configuration.",
    ),
    (
        "concurrent.futures",
        "Do one thing after the other; the Agent runs each instance by itself.",
    ),
    (
        "asyncio",
        "Do one thing after the other; the Agent runs each instance by itself.",
    ),
    (
        "requests",
        "Use `self.http`, which takes proxies, TLS, and time limits from the configuration.",
    ),
    (
        "urllib",
        "Use `self.http`, which takes proxies, TLS, and time limits from the configuration.",
    ),
    (
        "http.client",
        "Use `self.http`, which takes proxies, TLS, and time limits from the configuration.",
    ),
    (
        "subprocess",
        "Use `get_subprocess_output` of datadog_checks.base.utils.subprocess_output.",
    ),
    (
        "threading",
        "Do one thing after the other; the Agent runs each instance by itself.",
    ),
    (
        "multiprocessing",
        "Do one thing after the other; the Agent runs each instance by itself.",
    ),
    ("six", "Write Python 3 alone."),
];

/// Parts of the modules that are fine.
const FINE: [&str; 8] = [
    "urllib3.exceptions",
    "urllib3.util",
    "requests.exceptions",
    "requests.auth",
    "requests.adapters",
    "requests.utils",
    "requests.structures",
    "urllib.parse",
];

/// Calls, and what to do in their place.
const CALLS: [(&str, &str); 10] = [
    ("pprint", "Use `self.log`."),
    ("time.sleep", "Return, and let the next run go on."),
    ("sleep", "Return, and let the next run go on."),
    ("print", "Use `self.log`."),
    (
        "eval",
        "Read the value with `json.loads` or `ast.literal_eval`.",
    ),
    ("exec", "Write the code itself."),
    (
        "os.system",
        "Use `get_subprocess_output` of datadog_checks.base.utils.subprocess_output.",
    ),
    (
        "os.popen",
        "Use `get_subprocess_output` of datadog_checks.base.utils.subprocess_output.",
    ),
    ("sys.exit", "Raise an exception."),
    (
        "ThreadPoolExecutor",
        "Do one thing after the other; the Agent runs each instance by itself.",
    ),
];

fn forbidden(look: &Look<'_>, out: &mut Findings) {
    for file in look.code() {
        for (line, module, names) in imports(file) {
            let fine = |part: &str| {
                FINE.iter()
                    .any(|f| part == *f || part.starts_with(&format!("{f}.")))
            };
            let Some((_, instead)) = MODULES
                .iter()
                .find(|(m, _)| module == *m || module.starts_with(&format!("{m}.")))
            else {
                continue;
            };
            // Its parts are those of other modules.
            let six = module.starts_with("six");
            let parts = names.iter().map(|name| format!("{module}.{name}"));
            let only_errors = !names.is_empty() && parts.clone().all(|p| fine(&p) || is_error(&p));
            // `import requests` for its exceptions alone does no harm.
            let unused = names.is_empty() && !uses_requests(file, &module);
            if !fine(&module) && (!only_errors || six) && !unused {
                out.error(
                    (file.path, line),
                    format!("The check imports `{module}`."),
                    *instead,
                );
            }
        }
        for (name, instead) in CALLS {
            for call in file.calls(name) {
                out.error(
                    (file.path, call.line),
                    format!("The check calls `{name}`."),
                    instead,
                );
            }
        }
        for (line, text) in file.lines() {
            if text.replace(' ', "").contains("shell=True") {
                out.error(
                    (file.path, line),
                    "The check starts a shell.",
                    "Give the program and its arguments as a list.",
                );
            }
        }
    }
}

/// Whether the module is told for itself, wherever it is from.
pub(super) fn is_forbidden(module: &str) -> bool {
    let begins = |of: &str| module == of || module.starts_with(&format!("{of}."));
    MODULES.iter().any(|(of, _)| begins(of))
}

/// `HTTPError`, `Timeout`, `ConnectionError`: exceptions, by the custom of their names.
fn is_error(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let ends = [
        "Error",
        "Exception",
        "Timeout",
        "exceptions",
        "TimeoutExpired",
    ];
    ends.iter().any(|end| last.ends_with(end)) || last == "parse"
}

/// Whether anything but exceptions is used of a module that is imported whole.
fn uses_requests(file: &Python<'_>, module: &str) -> bool {
    // By another name nobody sees what is used.
    let renamed = |(_, line): (u32, &str)| line.trim().starts_with("import requests as ");
    if module != "requests" || file.lines().any(renamed) {
        return true;
    }
    let begin = "requests.";
    let uses = file.code.match_indices(begin).filter(|(at, _)| {
        let before = file.code[..*at].bytes().next_back();
        !before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
    });
    uses.map(|(at, _)| &file.code[at + begin.len()..])
        .any(|rest| {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '.')
                .collect();
            !(name.starts_with("exceptions") || is_error(&name) || name.starts_with("codes"))
        })
}

/// Line, module, and names of each import; no names: the module itself.
pub(super) fn imports(file: &Python<'_>) -> Vec<(u32, String, Vec<String>)> {
    let mut out = vec![];
    let name = |part: &str| {
        part.split_whitespace()
            .next()
            .unwrap_or_default()
            .trim_matches(['(', ')', ','])
            .to_owned()
    };
    for (line, text) in file.lines() {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("import ") {
            for part in rest.split(',') {
                out.push((line, name(part), vec![]));
            }
        } else if let Some((module, names)) = text
            .strip_prefix("from ")
            .and_then(|rest| rest.split_once(" import "))
        {
            // Names in parentheses stand on the lines below, too.
            let mut all = names.to_owned();
            if names.contains('(') && !names.contains(')') {
                let rest = file.lines().skip_while(|(n, _)| *n <= line);
                for (_, more) in rest {
                    all.push_str(more);
                    if more.contains(')') {
                        break;
                    }
                }
            }
            let names: Vec<String> = all.split(',').map(name).filter(|n| !n.is_empty()).collect();
            out.push((line, module.trim().to_owned(), names));
        }
    }
    out
}

/// Calls that wait for something outside, and the argument that limits how long.
const WAITING: [(&str, &str, usize); 6] = [
    ("requests.get", "timeout", 99),
    ("requests.post", "timeout", 99),
    ("requests.request", "timeout", 99),
    ("urlopen", "timeout", 3),
    ("urllib.request.urlopen", "timeout", 3),
    ("socket.create_connection", "timeout", 2),
];

fn timeouts(look: &Look<'_>, out: &mut Findings) {
    for file in look.code() {
        for (line, text) in file.lines() {
            if text.replace(' ', "").contains("timeout=None") {
                out.error(
                    (file.path, line),
                    "`timeout=None` waits without a limit.",
                    "Leave it out, so that the option `timeout` counts, or give a number of seconds.",
                );
            }
        }
        let limited = ["settimeout", "setdefaulttimeout"]
            .iter()
            .any(|l| file.code.contains(l));
        let sockets = file.calls("socket.socket");
        if let (Some(call), false) = (sockets.first(), limited) {
            out.error(
                (file.path, call.line),
                "The socket waits without a limit.",
                "Call its method `settimeout`.",
            );
        }
        for (name, argument, place) in WAITING {
            for call in file.calls(name) {
                if !call.names(argument) && call.positional() < place {
                    out.error(
                        (file.path, call.line),
                        format!("`{name}` waits without a limit."),
                        format!("Give it `{argument}`."),
                    );
                }
            }
        }
    }
}

fn broad_except(look: &Look<'_>, out: &mut Findings) {
    for file in look.code() {
        for (line, text) in file.lines() {
            let Some(rest) = text.trim().strip_prefix("except") else {
                continue;
            };
            let what = rest.trim().split(" as ").next().unwrap_or_default();
            let what = what.trim_end_matches([':', ' ']).trim_matches(['(', ')']);
            let any = ["", "Exception", "BaseException"];
            if rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                || !what.split(',').any(|name| any.contains(&name.trim()))
            {
                continue;
            }
            let block = file.block(line);
            let handled = ["raise", "CRITICAL", "self.fail", "WARNING"]
                .iter()
                .any(|h| block.contains(h));
            if !handled {
                out.warn(
                    (file.path, line),
                    "Every error is caught here, and neither raised again nor sent as CRITICAL.",
                    "Catch what you expect, or end the block with `raise`.",
                );
            }
        }
    }
}

/// Used by other rules on code: whether a call's first argument is a plain string, and which.
pub(super) fn name_of<'a>(call: &Call<'a>) -> Option<&'a str> {
    let end = call.code.find(',').unwrap_or(call.code.len());
    let argument = call.text[..end].trim();
    let quote = argument
        .chars()
        .next()
        .filter(|c| matches!(c, '\'' | '"'))?;
    argument.strip_prefix(quote)?.strip_suffix(quote)
}

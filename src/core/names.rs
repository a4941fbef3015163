//! The names an integration goes by, and which of them are accepted.
//!
//! The display name is the contributor's; the folder, class, package and tile names follow from it.
//! ddev accepts some names that break later (a leading digit, a Python keyword, a Windows device
//! name, a trailing newline): they are refused here, while they are being typed.

/// The longest display name: `tile.title` in `manifest.json` holds 50 characters.
pub const MAX_DISPLAY_NAME: usize = 50;

const PYTHON_KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def", "del",
    "elif", "else", "except", "false", "finally", "for", "from", "global", "if", "import", "in",
    "is", "lambda", "match", "none", "nonlocal", "not", "or", "pass", "raise", "return", "true",
    "try", "type", "while", "with", "yield",
];

/// Packages that `datadog_checks` already holds, or folders that tools give a meaning of their own.
const RESERVED: &[&str] = &[
    "base",
    "dev",
    "datadog_checks_base",
    "datadog_checks_dev",
    "ddev",
    "docs",
    "tests",
];

/// Checks a display name by ddev's naming rule and by what breaks afterwards.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_display_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("A display name is required, for example \"Acme Queue\".".into());
    }
    if name.contains(['\n', '\r', '\t']) {
        return Err("The display name holds a line break or tab. Type it on one line.".into());
    }
    if name.trim() != name {
        return Err("The display name begins or ends with a space. Remove it.".into());
    }
    let count = name.chars().count();
    if count > MAX_DISPLAY_NAME {
        return Err(format!(
            "The display name has {count} characters; the tile shows at most {MAX_DISPLAY_NAME}. Shorten it."
        ));
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-');
    if let Some(bad) = name.chars().find(|c| !allowed(*c)) {
        return Err(format!(
            "The display name holds {bad:?}. Use letters, digits, spaces, '.', '_' and '-'."
        ));
    }
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if !ends(name.chars().next()) || !ends(name.chars().last()) {
        return Err("The display name must begin and end with a letter or a digit.".into());
    }
    check_folder_name(&folder_name(name))
}

/// Checks a folder name, which is also the check's and the Python package's name.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_folder_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("A check name is required, for example acme_queue.".into());
    }
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if let Some(bad) = name.chars().find(|c| !allowed(*c)) {
        return Err(format!(
            "The check name {name:?} holds {bad:?}. Use lower-case letters, digits and '_'."
        ));
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!(
            "The check name {name:?} begins with a digit, which no Python class can. Put a word first."
        ));
    }
    if name.starts_with('_') || name.ends_with('_') {
        return Err(format!(
            "The check name {name:?} begins or ends with '_'. Remove it."
        ));
    }
    if name.len() > MAX_DISPLAY_NAME {
        return Err(format!(
            "The check name has {} characters; use at most {MAX_DISPLAY_NAME}.",
            name.len()
        ));
    }
    if PYTHON_KEYWORDS.contains(&name) {
        return Err(format!(
            "{name:?} is a Python keyword and can't name a package. Add a word."
        ));
    }
    if RESERVED.contains(&name) {
        return Err(format!(
            "{name:?} is taken by the Agent's own packages. Add a word."
        ));
    }
    if is_windows_device(name) {
        return Err(format!(
            "{name:?} is a device name on Windows, where the repository is cloned too. Add a word."
        ));
    }
    Ok(())
}

fn is_windows_device(name: &str) -> bool {
    if ["con", "prn", "aux", "nul"].contains(&name) {
        return true;
    }
    ["com", "lpt"].iter().any(|p| {
        name.strip_prefix(p)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    })
}

/// The folder and check name: lower case, runs of `-`, `_`, `.` and space as one `_` (ddev's rule).
#[must_use]
pub fn folder_name(display: &str) -> String {
    let mut out = String::with_capacity(display.len());
    for c in display.chars() {
        if matches!(c, '-' | '_' | '.' | ' ') {
            if !out.ends_with('_') {
                out.push('_');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// The tile's `app_id`, in kebab case.
#[must_use]
pub fn app_id(folder: &str) -> String {
    folder.replace('_', "-")
}

/// The package's name on the index: `datadog-` and the folder name in kebab case.
#[must_use]
pub fn package_name(folder: &str) -> String {
    format!("datadog-{}", app_id(folder))
}

/// The check's class, `AcmeQueueCheck` for `acme_queue`.
#[must_use]
pub fn class_name(folder: &str) -> String {
    let mut out = String::new();
    for part in folder.split('_') {
        let mut chars = part.chars();
        if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.push_str(chars.as_str());
        }
    }
    out.push_str("Check");
    out
}

/// The prototype's file stem and check name: `custom_` keeps it apart from shipped checks.
#[must_use]
pub fn prototype_name(folder: &str) -> String {
    format!("custom_{folder}")
}

/// Checks a metric prefix such as `acme_queue.`.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_metric_prefix(prefix: &str) -> Result<(), String> {
    let Some(stem) = prefix.strip_suffix('.') else {
        return Err(format!(
            "The metric prefix {prefix:?} must end with a dot, as in acme_queue."
        ));
    };
    let starts = stem.starts_with(|c: char| c.is_ascii_lowercase());
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
    if !starts || !stem.chars().all(allowed) || stem.contains("..") || stem.ends_with('.') {
        return Err(format!(
            "The metric prefix {prefix:?} must begin with a letter and hold only lower-case letters, \
             digits, '_' and single dots."
        ));
    }
    Ok(())
}

/// Folders of integrations-core and checks of the Agent itself, and other names of the same products
/// (`redis=redisdb`), one a line, sorted.
const AGENT: &str = include_str!("../../assets/agent_integrations.txt");

/// Why a name that the Agent has already needs a yes. `own`: as [`agents_own`] says.
#[must_use]
pub fn why_agents_own(folder: &str, own: &str) -> String {
    if own == folder {
        let package = package_name(folder);
        return format!(
            "{folder} is one of Datadog's own integrations, and two packages named {package} can't be installed together."
        );
    }
    format!("One of Datadog's own integrations is about {folder} already: {own}.")
}

/// The integration of the Agent itself that has this folder name, or is about the product of this name.
#[must_use]
pub fn agents_own(folder: &str) -> Option<&'static str> {
    AGENT.split_whitespace().find_map(|entry| {
        let (name, own) = entry.split_once('=').unwrap_or((entry, entry));
        (name == folder).then_some(own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_ddev_accepts_and_that_break_are_refused() {
        for bad in [
            "",
            " Acme",
            "Acme ",
            "Acme\n",
            "9lives",
            "Class",
            "CON",
            "com1",
            "Lpt9",
            "-Acme",
            "Acme-",
            "Acmé",
            "Acme/Queue",
            "a\tb",
            &"x".repeat(80),
            "base",
        ] {
            assert!(check_display_name(bad).is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn names_with_dots_dashes_digits_one_letter_and_forty_are_accepted() {
        for good in [
            "Acme Queue",
            "a",
            "Z",
            "zebra",
            "My.Product-2 v1",
            "x2",
            &"q".repeat(40),
            "Com10",
        ] {
            assert_eq!(check_display_name(good), Ok(()), "{good:?}");
        }
    }

    #[test]
    fn names_follow_from_the_display_name() {
        assert_eq!(folder_name("My.Product - 2"), "my_product_2");
        assert_eq!(class_name("my_product_2"), "MyProduct2Check");
        assert_eq!(package_name("my_product_2"), "datadog-my-product-2");
        assert_eq!(folder_name("my.product"), folder_name("My Product"));
    }

    #[test]
    fn metric_prefixes() {
        assert_eq!(check_metric_prefix("acme_queue."), Ok(()));
        assert_eq!(check_metric_prefix("acme.queue."), Ok(()));
        for bad in ["acme", ".", "Acme.", "a..b.", "1a.", "a b."] {
            assert!(check_metric_prefix(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_agents_own_integrations_are_known() {
        assert_eq!(agents_own("postgres"), Some("postgres"));
        assert_eq!(agents_own("redis"), Some("redisdb"));
        assert_eq!(agents_own("acme_queue"), None);
        let lines: Vec<&str> = AGENT.lines().collect();
        assert!(lines.is_sorted() && lines.len() > 380, "one a line, sorted");
        for entry in AGENT.split_whitespace() {
            let own = entry.rsplit('=').next().unwrap();
            assert!(agents_own(own).is_some(), "{entry}");
        }
    }
}

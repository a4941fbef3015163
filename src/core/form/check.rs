//! Which rule a field's text must pass.

use crate::core::notes::Facts;
use crate::core::validate;

type Rule = fn(&str) -> Result<(), String>;

/// Checks a text for a field. An empty text is the business of *required*, not of a rule.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn field(id: &str, text: &str, facts: &Facts) -> Result<(), String> {
    match id {
        "integration.display_name" => return validate::display_name(text),
        "integration.description" if !text.is_empty() => return validate::description(text),
        "integration.overview" if !text.is_empty() => return validate::overview(text),
        _ => {}
    }
    if text.is_empty() {
        return Ok(());
    }
    match id {
        "integration.categories" => {
            return each(text, |t| validate::category(t, &facts.categories));
        }
        "integration.supported_os" => return each(text, validate::system),
        _ => {}
    }
    if let Some(rule) = simple(id) {
        return rule(text);
    }
    if let Some(part) = id.strip_prefix("e2e.") {
        return super::e2e::check(part, text);
    }
    match id.rsplit_once('.') {
        Some((owner, "unit" | "per_unit")) if owner.starts_with("metrics.") => {
            validate::unit(text, &facts.units)
        }
        Some((owner, "orientation")) if owner.starts_with("metrics.") => {
            validate::orientation(text).map(|_| ())
        }
        Some((owner, "description")) if owner.starts_with("metrics.") => metric_description(text),
        _ => Ok(()),
    }
}

fn simple(id: &str) -> Option<Rule> {
    Some(match id {
        "integration.name" => validate::folder_name,
        "integration.metric_prefix" => validate::metric_prefix,
        "integration.homepage"
        | "author.homepage"
        | "source.openmetrics.endpoint"
        | "source.http.base_url" => validate::url,
        "source.command.argv" => typed_command,
        crate::core::propose::FIELD => crate::core::propose::check,
        "source.openmetrics.headers" | "source.http.headers" => super::shown::check_headers,
        "source.sql.driver" => validate::driver,
        "source.sql.connect" => super::sql::check_connect,
        "source.sql.queries" => super::sql::check_queries,
        "author.name" => validate::author_name,
        "author.github" => validate::github,
        "author.support_email" | "author.sales_email" => validate::email,
        "git.branch" => validate::branch,
        "git.title" | "git.further_title" => validate::title,
        _ => return None,
    })
}

fn typed_command(text: &str) -> Result<(), String> {
    super::argv::words(text).and_then(|argv| validate::command(&argv))
}

/// Every element of a comma-separated list.
fn each(text: &str, rule: impl Fn(&str) -> Result<(), String>) -> Result<(), String> {
    text.split(',')
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .try_for_each(rule)
}

/// What `ddev validate metadata` accepts, and what a reviewer expects of it.
fn metric_description(text: &str) -> Result<(), String> {
    let count = text.chars().count();
    if count > 400 {
        return Err(format!(
            "The description has {count} characters; 400 is the limit. Shorten it."
        ));
    }
    if let Some(bad) = text
        .chars()
        .find(|c| !c.is_ascii() || matches!(c, '|' | '\n'))
    {
        return Err(format!(
            "The description holds {bad:?}. Use one line of plain ASCII without '|'."
        ));
    }
    Ok(())
}

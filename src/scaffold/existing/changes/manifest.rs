//! `manifest.json`: single values, and classifier tags one by one.

use super::made::Made;
use crate::core::answers::Answers;
use crate::scaffold::existing::Snapshot;
use crate::scaffold::existing::json::{self, Step};
use serde_json::Value;

/// A changed value: the field, where it stands, and what was and is answered.
struct Change<'a> {
    field: &'static str,
    path: &'static [&'static str],
    before: &'a str,
    after: &'a str,
}

pub fn edit(made: &mut Made, snapshot: &Snapshot, before: &Answers, after: &Answers) {
    let path = snapshot.own("manifest.json");
    if snapshot.manifest().is_null() && !snapshot.files.contains_key(&path) {
        return;
    }
    let (was, is) = (&before.integration, &after.integration);
    let (wrote, writes) = (&before.author, &after.author);
    let change = |field, path, before, after| Change {
        field,
        path,
        before,
        after,
    };
    let (old_prefix, new_prefix) = (was.prefix(), is.prefix());
    let changes = [
        change(
            "integration.description",
            &["tile", "description"][..],
            &was.description,
            &is.description,
        ),
        change(
            "author.name",
            &["author", "name"],
            &wrote.name,
            &writes.name,
        ),
        change(
            "author.support_email",
            &["author", "support_email"],
            &wrote.support_email,
            &writes.support_email,
        ),
        change(
            "author.sales_email",
            &["author", "sales_email"],
            before.sales_email(),
            after.sales_email(),
        ),
        change(
            "author.homepage",
            &["author", "homepage"],
            &wrote.homepage,
            &writes.homepage,
        ),
        change(
            "integration.metric_prefix",
            &["assets", "integration", "metrics", "prefix"],
            &old_prefix,
            &new_prefix,
        ),
    ];
    for c in changes.iter().filter(|c| c.before != c.after) {
        made.edit(&path, c.field, |text| {
            json::set(text, &keys(c.path), &c.after.into())
        });
    }
    if was.display_name != is.display_name {
        renamed(
            made,
            &path,
            was.display_name.as_str(),
            is.display_name.as_str(),
        );
    }
    if was.public != is.public {
        let at = [Step::Key("display_on_public_website")];
        made.edit(&path, "integration.public", |text| {
            json::set(text, &at, &is.public.into())
        });
    }
    let pairs = [
        (
            "integration.categories",
            "Category::",
            &was.categories,
            &is.categories,
        ),
        (
            "integration.supported_os",
            "Supported OS::",
            &was.supported_os,
            &is.supported_os,
        ),
    ];
    for (rule, prefix, was, is) in pairs {
        if was != is {
            made.edit(&path, rule, |text| tags(text, prefix, was, is));
        }
    }
}

fn keys<'a>(path: &[&'a str]) -> Vec<Step<'a>> {
    path.iter().map(|k| Step::Key(k)).collect()
}

/// Where the manifest says the old name as a whole.
fn renamed(made: &mut Made, path: &str, old: &str, new: &str) {
    let places: [&[&str]; 2] = [
        &["assets", "integration", "source_type_name"],
        &["tile", "title"],
    ];
    for place in places {
        made.edit(path, "integration.display_name", |text| {
            let manifest: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
            let pointer = format!("/{}", place.join("/"));
            if manifest.pointer(&pointer).and_then(Value::as_str) != Some(old) {
                return Ok(text.to_owned());
            }
            json::set(text, &keys(place), &new.into())
        });
    }
}

fn tags(text: &str, prefix: &str, was: &[String], is: &[String]) -> Result<String, String> {
    let at = [Step::Key("tile"), Step::Key("classifier_tags")];
    let mut text = text.to_owned();
    let held = |text: &str| -> Result<Vec<String>, String> {
        let manifest: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let tags = manifest["tile"]["classifier_tags"].as_array().cloned();
        let tags = tags.unwrap_or_default();
        Ok(tags
            .iter()
            .map(|t| t.as_str().unwrap_or_default().to_owned())
            .collect())
    };
    for gone in was.iter().filter(|t| !is.contains(t)) {
        let tag = format!("{prefix}{gone}");
        while let Some(i) = held(&text)?.iter().position(|t| *t == tag) {
            text = json::remove(&text, &[at[0], at[1], Step::Index(i)])?;
        }
    }
    for new in is.iter().filter(|t| !was.contains(t)) {
        text = json::push(&text, &at, &format!("{prefix}{new}").into())?;
    }
    Ok(text)
}

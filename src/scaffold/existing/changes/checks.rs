//! `service_checks.json`: single values, entries of their own, and entries that go.

use super::made::{Made, Wanted};
use crate::core::existing::Existing;
use crate::core::metadata::ServiceCheckRow;
use crate::scaffold::existing::Snapshot;
use crate::scaffold::existing::json::{self, Step};
use serde_json::Value;

pub fn service_checks(made: &mut Made, snapshot: &Snapshot, existing: &Existing, wanted: &Wanted) {
    let path = snapshot.service_checks();
    let now = &wanted.derived.service_checks;
    for gone in &existing.service_checks {
        if now.iter().all(|r| r.check != gone.check) {
            let rule = format!("service_checks.{}", gone.check);
            made.edit(&path, &rule, |text| without(text, &gone.check));
        }
    }
    for row in now {
        let before = existing
            .service_checks
            .iter()
            .find(|r| r.check == row.check);
        let rule = format!("service_checks.{}", row.check);
        match before {
            Some(before) if before == row => {}
            Some(before) => made.edit(&path, &rule, |text| with_check(text, before, row)),
            None => add(made, snapshot, &rule, row, wanted),
        }
    }
    let (was, is) = (&existing.answers.integration, &wanted.answers.integration);
    if was.display_name != is.display_name && made.files.contains_key(&path) {
        made.edit(&path, "integration.display_name", |text| {
            renamed(text, &was.display_name, &is.display_name)
        });
    }
}

/// A new entry; an integration that had none gets the file, and its manifest says where it is.
fn add(made: &mut Made, snapshot: &Snapshot, rule: &str, row: &ServiceCheckRow, wanted: &Wanted) {
    let path = snapshot.service_checks();
    if !made.files.contains_key(&path) {
        made.files.insert(path.clone(), "[]\n".to_owned());
    }
    let product = &wanted.answers.integration.display_name;
    made.edit(&path, rule, |text| {
        let all: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if !all.is_array() {
            return Err("The file holds no list of service checks.".into());
        }
        json::push(text, &[], &entry(&all[0], row, product))
    });
    let manifest = snapshot.own("manifest.json");
    let at = "/assets/integration";
    let says = snapshot.manifest();
    let lacks = says
        .pointer(at)
        .is_some_and(|i| i.is_object() && i["service_checks"]["metadata_path"].is_null());
    if lacks {
        let named = path.strip_prefix(&snapshot.own("")).unwrap_or(&path);
        let keys = ["assets", "integration", "service_checks"].map(Step::Key);
        made.edit(&manifest, rule, |text| {
            json::set(text, &keys, &serde_json::json!({ "metadata_path": named }))
        });
    }
}

/// The entry with the keys in the order of its neighbor, and what that says of all of them.
fn entry(neighbor: &Value, row: &ServiceCheckRow, product: &str) -> Value {
    let said = |key: &str, default: &str| {
        let value = neighbor[key].as_str().filter(|v| !v.is_empty());
        Value::from(value.unwrap_or(default))
    };
    let order = [
        "agent_version",
        "integration",
        "check",
        "statuses",
        "groups",
        "name",
        "description",
    ];
    let held = neighbor.as_object();
    let mut keys: Vec<&str> = held
        .into_iter()
        .flatten()
        .map(|(k, _)| k.as_str())
        .collect();
    keys.retain(|k| order.contains(k));
    keys.extend(
        order
            .iter()
            .filter(|k| held.is_none_or(|h| !h.contains_key(**k))),
    );
    let value = |key: &str| match key {
        "agent_version" => said(key, "6.0.0"),
        "integration" => said(key, product),
        "check" => row.check.clone().into(),
        "statuses" => row.statuses.clone().into(),
        "groups" => row.groups.clone().into(),
        "name" => row.name.clone().into(),
        _ => row.description.clone().into(),
    };
    let members = keys.into_iter().map(|k| (k.to_owned(), value(k)));
    Value::Object(members.collect())
}

fn without(text: &str, check: &str) -> Result<String, String> {
    let all: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let entries = all.as_array().map_or(&[][..], Vec::as_slice);
    match entries.iter().position(|e| e["check"] == check) {
        Some(at) => json::remove(text, &[Step::Index(at)]),
        None => Ok(text.to_owned()),
    }
}

fn with_check(
    text: &str,
    before: &ServiceCheckRow,
    row: &ServiceCheckRow,
) -> Result<String, String> {
    let all: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let entries = all.as_array().map_or(&[][..], Vec::as_slice);
    let at = entries
        .iter()
        .position(|e| e["check"] == row.check.as_str());
    let at = at.ok_or_else(|| format!("{} is no longer in the file.", row.check))?;
    let mut text = text.to_owned();
    let mut put = |key: &str, changed: bool, value: Value| -> Result<(), String> {
        if changed {
            text = json::set(&text, &[Step::Index(at), Step::Key(key)], &value)?;
        }
        Ok(())
    };
    put("name", before.name != row.name, row.name.clone().into())?;
    put(
        "description",
        before.description != row.description,
        row.description.clone().into(),
    )?;
    put(
        "statuses",
        before.statuses != row.statuses,
        row.statuses.clone().into(),
    )?;
    put(
        "groups",
        before.groups != row.groups,
        row.groups.clone().into(),
    )?;
    Ok(text)
}

fn renamed(text: &str, old: &str, new: &str) -> Result<String, String> {
    let mut text = text.to_owned();
    let all: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    let entries = all.as_array().into_iter().flatten().enumerate();
    for (at, _) in entries.filter(|(_, e)| e["integration"] == old) {
        let step = [Step::Index(at), Step::Key("integration")];
        text = json::set(&text, &step, &new.into())?;
    }
    Ok(text)
}

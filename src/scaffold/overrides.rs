//! The integration's two lines in `.ddev/config.toml`: without a manifest (partner track) ddev reads
//! its display name and metrics prefix there.

use super::eol;
use toml_edit::{DocumentMut, Item, Table, Value, value};

const DISPLAY_NAME: &str = "display-name";
const METRICS_PREFIX: &str = "metrics-prefix";

/// What `.ddev/config.toml` says of one integration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    pub display_name: Option<String>,
    pub metrics_prefix: Option<String>,
}

/// The text with the integration's overrides; everything else keeps its form and order.
///
/// # Errors
/// The text is not TOML, or `overrides` is not a table: says so, with the place.
pub fn with_overrides(
    text: &str,
    folder: &str,
    display_name: &str,
    metrics_prefix: &str,
) -> Result<String, String> {
    set(
        text,
        folder,
        &Overrides {
            display_name: Some(display_name.to_owned()),
            metrics_prefix: Some(metrics_prefix.to_owned()),
        },
    )
}

/// The text with exactly these overrides of the integration; `None` removes one.
///
/// # Errors
/// As [`with_overrides`].
pub fn set(text: &str, folder: &str, wanted: &Overrides) -> Result<String, String> {
    if of(text, folder)? == *wanted {
        return Ok(text.to_owned());
    }
    let crlf = eol::is_crlf(text);
    let mut doc = parse(&eol::to_lf(text))?;
    for (key, wanted) in [
        (DISPLAY_NAME, &wanted.display_name),
        (METRICS_PREFIX, &wanted.metrics_prefix),
    ] {
        match wanted {
            Some(wanted) => put(table(&mut doc, key)?, folder, wanted),
            None => remove(&mut doc, key, folder),
        }
    }
    let out = doc.to_string();
    Ok(if crlf { eol::to_crlf(&out) } else { out })
}

/// The integration's overrides as they stand.
///
/// # Errors
/// The text is not TOML.
pub fn of(text: &str, folder: &str) -> Result<Overrides, String> {
    let doc = parse(&eol::to_lf(text))?;
    let read = |key: &str| {
        let table = doc.get("overrides")?.as_table_like()?.get(key)?;
        Some(table.as_table_like()?.get(folder)?.as_str()?.to_owned())
    };
    Ok(Overrides {
        display_name: read(DISPLAY_NAME),
        metrics_prefix: read(METRICS_PREFIX),
    })
}

fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse::<DocumentMut>().map_err(|e| {
        format!(".ddev/config.toml is not valid TOML. Repair it, then try again.\n{e}")
    })
}

fn table<'a>(doc: &'a mut DocumentMut, key: &str) -> Result<&'a mut Item, String> {
    let not_a_table = |what: &str| {
        format!(".ddev/config.toml: {what} is not a table. Repair it, then try again.")
    };
    let overrides = doc.entry("overrides").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let overrides = overrides
        .as_table_like_mut()
        .ok_or_else(|| not_a_table("overrides"))?;
    let item = overrides
        .entry(key)
        .or_insert_with(|| Item::Table(Table::new()));
    if item.is_table_like() {
        Ok(item)
    } else {
        Err(not_a_table(&format!("overrides.{key}")))
    }
}

/// Sets the key, in the place with the fewest keys on the wrong side; the others keep their order.
fn put(item: &mut Item, folder: &str, text: &str) {
    let Some(table) = item.as_table_like_mut() else {
        return;
    };
    if let Some(item) = table.get_mut(folder) {
        let decor = item.as_value().map(|v| v.decor().clone());
        *item = value(text);
        if let (Some(decor), Some(new)) = (decor, item.as_value_mut()) {
            *new.decor_mut() = decor;
        }
        return;
    }
    let mut order: Vec<String> = table.iter().map(|(k, _)| k.to_owned()).collect();
    let wrong = |at: usize| {
        order[..at].iter().filter(|k| k.as_str() > folder).count()
            + order[at..].iter().filter(|k| k.as_str() < folder).count()
    };
    let at = (0..=order.len()).min_by_key(|at| wrong(*at)).unwrap_or(0);
    order.insert(at, folder.to_owned());
    table.insert(folder, value(text));
    let place = |key: &str| order.iter().position(|k| k == key);
    match item {
        Item::Table(t) => t.sort_values_by(|a, _, b, _| place(a.get()).cmp(&place(b.get()))),
        Item::Value(Value::InlineTable(t)) => {
            t.sort_values_by(|a, _, b, _| place(a.get()).cmp(&place(b.get())));
        }
        _ => {}
    }
}

fn remove(doc: &mut DocumentMut, key: &str, folder: &str) {
    let Some(overrides) = doc.get_mut("overrides").and_then(Item::as_table_like_mut) else {
        return;
    };
    let Some(table) = overrides.get_mut(key).and_then(Item::as_table_like_mut) else {
        return;
    };
    table.remove(folder);
    if table.is_empty() {
        overrides.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REAL: &str = "\
# Kept comment
[overrides.display-name]
contrastsecurity = \"Contrast Security\"
storm = \"Storm\"   # with a remark

# Prefixes
[overrides.metrics-prefix]
aerospike_enterprise = \"aerospike.\"
snmpwalk = \"snmpwalk.\"

[overrides.is-integration]
fluxcd = false
";

    fn acme(text: &str, folder: &str) -> String {
        with_overrides(text, folder, "Acme \"Q\"", "acme.").unwrap()
    }

    #[test]
    fn keys_are_put_in_order_and_nothing_else_changes() {
        let out = acme(REAL, "middle");
        let expected = REAL
            .replace("storm =", "middle = 'Acme \"Q\"'\nstorm =")
            .replace("snmpwalk =", "middle = \"acme.\"\nsnmpwalk =");
        assert_eq!(out, expected);
        assert_eq!(acme(&out, "middle"), out);
        let first = acme(REAL, "a");
        assert!(first.contains("[overrides.display-name]\na = "), "{first}");
        let last = acme(REAL, "zz");
        assert!(last.contains("# with a remark\nzz = "), "{last}");
        for line in REAL.lines() {
            assert!(first.lines().any(|l| l == line), "{line}");
            assert!(last.lines().any(|l| l == line), "{line}");
        }
    }

    #[test]
    fn values_are_replaced_and_removed() {
        let out = acme(REAL, "storm");
        assert!(
            out.contains("storm = 'Acme \"Q\"'   # with a remark\n"),
            "{out}"
        );
        let back = set(&acme(REAL, "middle"), "middle", &Overrides::default()).unwrap();
        assert_eq!(back, REAL);
        let gone = set(&acme("", "a"), "a", &Overrides::default()).unwrap();
        assert_eq!(gone.trim(), "");
    }

    #[test]
    fn an_absent_file_and_other_shapes() {
        assert_eq!(
            with_overrides("", "acme", "Acme", "acme.").unwrap(),
            "[overrides.display-name]\nacme = \"Acme\"\n\n[overrides.metrics-prefix]\nacme = \"acme.\"\n"
        );
        for text in [
            "[overrides]\ndisplay-name = { b = \"B\" }\n",
            "overrides.display-name.b = \"B\"\n",
            "[repo]\nname = \"x\"\n",
        ] {
            let out = acme(text, "acme");
            let read = of(&out, "acme").unwrap();
            assert_eq!(read.display_name.as_deref(), Some("Acme \"Q\""), "{out}");
            assert_eq!(read.metrics_prefix.as_deref(), Some("acme."), "{out}");
            assert_eq!(acme(&out, "acme"), out);
        }
    }

    #[test]
    fn line_ends_are_kept_and_damage_is_named() {
        let crlf = eol::to_crlf(REAL);
        assert_eq!(acme(&crlf, "middle"), eol::to_crlf(&acme(REAL, "middle")));
        let error = with_overrides("[overrides\n", "a", "A", "a.").unwrap_err();
        assert!(
            error.contains(".ddev/config.toml") && error.contains("line 1"),
            "{error}"
        );
        assert!(with_overrides("overrides = 1\n", "a", "A", "a.").is_err());
    }
}

//! One edit of one file's bytes.

use super::{json, rows, text, toml};
use crate::core::fix::{Edit, plain};
use crate::scaffold::existing::packaging;
use crate::scaffold::{codeowners, eol};

/// What a file holds after an edit; `None`: it is gone.
pub type After = Option<Vec<u8>>;

/// Makes an edit.
///
/// # Arguments
/// `before`: what the file holds, `None` where it is not there; `folder`: the integration's, for shared files.
///
/// # Errors
/// Why it does not fit what the file holds. An edit that changes nothing does not fit either.
pub fn perform(edit: &Edit, before: Option<&[u8]>, folder: &str) -> Result<After, String> {
    let after = match (edit, before) {
        (Edit::Create(text), None) => return Ok(Some(text.clone().into_bytes())),
        (Edit::Create(_), Some(_)) => return Err("The file is there by now.".into()),
        (Edit::Delete, Some(_)) => return Ok(None),
        (Edit::Owners(owners), None) => {
            let text = codeowners::with_owners("", folder, Some(owners));
            return Ok(Some(text.into_bytes()));
        }
        (_, None) => return Err("The file is not there any more.".into()),
        (Edit::Utf8, Some(bytes)) => text::utf8(bytes)?,
        (Edit::Windows1252, Some(bytes)) => text::windows_1252(bytes)?,
        (edit, Some(bytes)) => {
            let held = std::str::from_utf8(bytes).map_err(|_| "The file is no UTF-8.")?;
            // Edits are written with Unix line ends; a file of CRLF stays one.
            let lf = if eol::is_crlf(held) && *edit != Edit::UnixLines {
                eol::to_lf(held)
            } else {
                held.to_owned()
            };
            let new = of_text(edit, &lf, folder)?;
            let new = if *edit == Edit::UnixLines {
                new
            } else {
                eol::like(&new, held)
            };
            new.into_bytes()
        }
    };
    if before == Some(after.as_slice()) {
        return Err("There is nothing to change by now.".into());
    }
    Ok(Some(after))
}

fn of_text(edit: &Edit, held: &str, folder: &str) -> Result<String, String> {
    Ok(match edit {
        Edit::Commas => json::without_commas(held)?,
        Edit::Header(header) if held.trim().is_empty() => format!("{}\n", header.join(",")),
        Edit::Header(_) => return Err("The table is not empty.".into()),
        Edit::Ragged => rows::even(held)?,
        Edit::Columns { rename, add, all } => rows::columns(held, rename, add, all)?,
        Edit::Cells {
            metric,
            column,
            from,
            to,
        } => rows::cells(held, metric.as_deref(), column, from, to)?,
        Edit::Row { metric, cells } => rows::row(held, metric, cells)?,
        Edit::Duplicates => rows::without_duplicates(held)?,
        Edit::Plain => {
            let from = if held.starts_with("metric_name") {
                128
            } else {
                257
            };
            plain(held, from).ok_or("A character has no plain form.")?
        }
        Edit::Line { from, to } => text::line(held, from, to)?,
        Edit::Word { line, from, to } => text::word(held, *line, from, to)?,
        Edit::Section { text, before } => text::section(held, text, before),
        Edit::Body { title, text } => text::body(held, title, text)?,
        Edit::Requirement(version) => toml::requirement(held, version)?,
        Edit::Toml { path, value } => toml::set(held, path, value)?,
        Edit::Unlist(entry) => toml::unlist(held, entry)?,
        Edit::Prepend(above) => toml::prepend(held, above)?,
        Edit::Version(version) => packaging::with_version(held, version)?,
        Edit::Owners(owners) => {
            // A line about the folder in another form means the same, and is the one that is rewritten.
            let (rule, mut kept) = (format!("/{folder}/"), String::with_capacity(held.len()));
            for line in held.split_inclusive('\n') {
                let about = line.split_whitespace().next().unwrap_or_default();
                let other = about.trim_matches('/') == folder && about != rule;
                kept.push_str(if other { "" } else { line });
            }
            codeowners::with_owners(&kept, folder, Some(owners))
        }
        Edit::UnixLines => held.replace("\r\n", "\n"),
        Edit::Utf8 | Edit::Windows1252 | Edit::Create(_) | Edit::Delete => {
            return Err("This edit is of bytes.".into());
        }
    })
}

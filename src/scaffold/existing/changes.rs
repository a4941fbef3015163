//! From answers that differ from what was read to texts that differ by exactly that.

mod checks;
mod made;
mod manifest;
mod metrics;

pub use made::{Made, Wanted};

use super::{Snapshot, changelog, packaging, prose, spec};
use crate::core::answers::Answers;
use crate::core::existing::Existing;
use crate::scaffold::overrides::Overrides;
use crate::scaffold::{codeowners, decision, overrides, safety};

/// The texts with what is answered otherwise than it was read.
#[must_use]
pub fn files(snapshot: &Snapshot, existing: &Existing, wanted: &Wanted) -> Made {
    let mut made = Made {
        mixed: wanted.mixed.clone(),
        ..Made::default()
    };
    for (path, text) in &snapshot.files {
        let shared = safety::ROOT_FILES.contains(&path.as_str());
        if !shared && !decision::is_generated(path, &snapshot.folder) {
            made.files.insert(path.clone(), text.clone());
        }
        if snapshot.text(path).is_none() {
            made.closed.insert(path.clone());
        }
    }
    let (before, after) = (&existing.answers, wanted.answers);
    manifest::edit(&mut made, snapshot, before, after);
    metrics::rows(&mut made, snapshot, existing, wanted);
    checks::service_checks(&mut made, snapshot, existing, wanted);
    if before.options != after.options {
        made.edit(&snapshot.spec(), "options", |text| {
            spec::with_options(text, &before.options, &after.options)
        });
    }
    readme(&mut made, snapshot, before, after);
    package(&mut made, snapshot, before, after);
    if !after.release.version.is_empty() && after.release.version != existing.version {
        release(&mut made, snapshot, existing, wanted);
    }
    shared(&mut made, snapshot, before, wanted);
    made
}

fn readme(made: &mut Made, snapshot: &Snapshot, before: &Answers, after: &Answers) {
    let path = snapshot.own("README.md");
    let overview = |a: &Answers| {
        let own = a.readme.overview.as_ref();
        own.unwrap_or(&a.integration.overview).clone()
    };
    let (was, now) = (&before.readme, &after.readme);
    let setup = Some("Setup");
    let support = |text: &str| {
        ["Troubleshooting", "Support"]
            .into_iter()
            .find(|t| prose::section(text, t, None).is_some())
    };
    let bottom = made.files.get(&path).and_then(|t| support(t));
    let sections = [
        (
            "integration.overview",
            "Overview",
            None,
            Some(overview(before)),
            Some(overview(after)),
        ),
        (
            "readme.installation",
            "Installation",
            setup,
            was.installation.clone(),
            now.installation.clone(),
        ),
        (
            "readme.configuration",
            "Configuration",
            setup,
            was.configuration.clone(),
            now.configuration.clone(),
        ),
        (
            "readme.validation",
            "Validation",
            setup,
            was.validation.clone(),
            now.validation.clone(),
        ),
        (
            "readme.troubleshooting",
            bottom.unwrap_or("Troubleshooting"),
            None,
            was.troubleshooting.clone(),
            now.troubleshooting.clone(),
        ),
    ];
    for (rule, title, inside, old, new) in sections {
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.trim() != new.trim() {
            made.edit(&path, rule, |text| {
                let level = if inside.is_some() { "###" } else { "##" };
                prose::with_section(text, title, inside, &new).ok_or_else(|| {
                    format!("README.md has no heading {level} {title}. Add it first.")
                })
            });
        }
    }
}

fn package(made: &mut Made, snapshot: &Snapshot, before: &Answers, after: &Answers) {
    let path = snapshot.own("pyproject.toml");
    let (was, now) = (&before.author, &after.author);
    if (&was.name, &was.support_email) != (&now.name, &now.support_email)
        && made.files.contains_key(&path)
    {
        made.edit(&path, "author.name", |t| {
            packaging::with_author(t, was, now)
        });
    }
    if before.dependencies != after.dependencies {
        made.edit(&path, "dependencies", |text| {
            packaging::with_dependencies(text, &before.dependencies, &after.dependencies)
        });
    }
}

/// The version where the package says it, and the changelog's entry. A tile alone has only the latter.
fn release(made: &mut Made, snapshot: &Snapshot, existing: &Existing, wanted: &Wanted) {
    let release = &wanted.answers.release;
    let packaged = made.files.contains_key(&snapshot.own("pyproject.toml"));
    let about = snapshot.about();
    if packaged && !made.files.contains_key(&about) {
        let said = "The file is absent, so only the changelog says the new version.";
        made.warn(&about, "release.version", said.into());
    } else if packaged {
        made.edit(&snapshot.about(), "release.version", |text| {
            packaging::with_version(text, &release.version)
        });
    }
    let applied = wanted.applied.unwrap_or_default();
    let date = changelog::date(applied, &release.version).unwrap_or(wanted.today);
    if existing.release.says(release) {
        return;
    }
    made.edit(&snapshot.own("CHANGELOG.md"), "release.version", |text| {
        Ok(changelog::with_entry(text, release, date))
    });
}

/// The integration's own line in the files that everyone shares.
fn shared(made: &mut Made, snapshot: &Snapshot, before: &Answers, wanted: &Wanted) {
    let folder = &snapshot.folder;
    let after = wanted.answers;
    if let (Some(was), Some(now)) = (
        snapshot.text(safety::CODEOWNERS),
        wanted.shared.get(safety::CODEOWNERS),
    ) {
        let owners = codeowners::owners_of(was, folder).unwrap_or_default();
        let mut new: Vec<String> = owners.split_whitespace().map(str::to_owned).collect();
        let pairs = [
            (
                format!("@{}", before.author.github),
                format!("@{}", after.author.github),
            ),
            (
                before.author.support_email.clone(),
                after.author.support_email.clone(),
            ),
        ];
        for (old, now) in pairs {
            if old != now {
                match new.iter_mut().find(|o| **o == old) {
                    Some(held) => *held = now,
                    // The handle is why the line is there.
                    None if now.starts_with('@') => new.insert(0, now),
                    None => {}
                }
            }
        }
        let new = new.join(" ");
        let held = codeowners::owners_of(now, folder).unwrap_or_default();
        let text = if new.split_whitespace().eq(held.split_whitespace()) {
            now.clone()
        } else {
            codeowners::with_owners(now, folder, Some(&new))
        };
        made.files.insert(safety::CODEOWNERS.into(), text);
    }
    if let (Some(_), Some(now)) = (
        snapshot.text(safety::DDEV_CONFIG),
        wanted.shared.get(safety::DDEV_CONFIG),
    ) {
        let held = overrides::of(now, folder).unwrap_or_default();
        let replaced = |held: Option<String>, old: &str, new: &str| match held {
            Some(h) if h == old => Some(new.to_owned()),
            other => other,
        };
        let (was, is) = (&before.integration, &after.integration);
        let new = Overrides {
            display_name: replaced(
                held.display_name.clone(),
                &was.display_name,
                &is.display_name,
            ),
            metrics_prefix: replaced(held.metrics_prefix.clone(), &was.prefix(), &is.prefix()),
        };
        let text = if new == held {
            Ok(now.clone())
        } else {
            overrides::set(now, folder, &new)
        };
        if let Ok(text) = text {
            made.files.insert(safety::DDEV_CONFIG.into(), text);
        }
    }
}

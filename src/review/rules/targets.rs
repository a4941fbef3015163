//! Where the links of the README lead inside of the repository.

use crate::review::facts;
use crate::review::look::Look;
use crate::review::markdown::Link;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[Rule {
    name: "link-target",
    why: "The README is read in Datadog and in its documentation, where only whole addresses lead anywhere.",
    source: "numbered links, all to integrations-extras; dead links in READMEs",
    check: targets,
}];

fn targets(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    for link in page.links.iter().chain(page.definitions.values()) {
        let Some((message, fix)) = wrong(look, link) else {
            continue;
        };
        out.warn((page.path, link.line), message, fix);
    }
}

fn wrong(look: &Look<'_>, link: &Link) -> Option<(String, String)> {
    let target = link.target.trim_matches(['<', '>']);
    if target.is_empty() {
        let fix = "Write its address, or take the brackets away.";
        return Some(("The link has no address.".into(), fix.into()));
    }
    if target.starts_with(['#', '/']) || target.starts_with("README.md#") {
        return None;
    }
    if let Some((scheme, rest)) = target.split_once(':') {
        let known = matches!(scheme, "https" | "http" | "mailto" | "tel");
        return if known {
            in_repository(look, rest)
        } else {
            None
        };
    }
    let fix = if target.contains('@') {
        format!("Write mailto:{target}.")
    } else {
        let path = target.trim_start_matches("./");
        format!("Write {EXTRAS}/blob/master/{}/{path}.", look.tree.folder())
    };
    Some((format!("The link to {target} is no whole address."), fix))
}

const EXTRAS: &str = "https://github.com/DataDog/integrations-extras";

/// Files that every integration has of its own.
const OWN: [&str; 4] = [
    "metadata.csv",
    "service_checks.json",
    "conf.yaml.example",
    "manifest.json",
];

/// What is wrong with an address of this repository, which is given without its scheme.
fn in_repository(look: &Look<'_>, address: &str) -> Option<(String, String)> {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let rest = address.strip_prefix("//github.com/")?;
    let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    let [
        owner,
        "integrations-extras",
        "blob" | "tree" | "raw",
        branch,
        folder,
        path @ ..,
    ] = &parts[..]
    else {
        return None;
    };
    let (own, path) = (look.tree.folder(), path.join("/"));
    if !owner.eq_ignore_ascii_case("DataDog") {
        let message = format!("The link leads to the fork of {owner}.");
        return Some((
            message,
            format!("Write {EXTRAS}/blob/master/{folder}/{path}."),
        ));
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    if *folder != own && OWN.contains(&name) {
        let message = format!("The link leads to {name} of {folder}.");
        return Some((message, format!("Write {own} in place of {folder}.")));
    }
    // A tag or a commit is meant as it is.
    if *folder == own && *branch == "main" {
        let message = "The link names the branch main, which integrations-extras does not have.";
        return Some((message.into(), "Write master in place of main.".into()));
    }
    let parent = path.rsplit_once('/').map(|(parent, _)| parent);
    let known = parent.is_none_or(|parent| look.tree.has_folder(parent));
    let there = path.is_empty() || look.tree.has(&path) || look.tree.has_folder(&path);
    let told = look
        .manifest
        .as_ref()
        .is_some_and(|m| facts::names(&m.value, &path));
    (*folder == own && *branch == "master" && known && !there && !told).then(|| {
        let message = format!("The link leads to {path}, which does not exist.");
        (message, "Correct the path, or add the file.".into())
    })
}

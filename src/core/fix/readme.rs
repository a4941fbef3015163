//! Repairs of README.md: a heading in its form, or a section with what the files beside it say.

use super::{Clues, Edit, Fix, between, plain};
use crate::core::finding::Finding;
use crate::core::names;

const FILE: &str = "README.md";
/// Where links lead to: the repository's own page of the integration.
const BLOB: &str = "https://github.com/DataDog/integrations-extras/blob/master";
const STATUS: &str =
    "https://docs.datadoghq.com/agent/configuration/agent-commands/#agent-status-and-information";
const AGENT: &str =
    "https://docs.datadoghq.com/agent/configuration/agent-commands/#restart-the-agent";

/// Of what `ddev validate readmes` says.
pub(super) fn ddev(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let said = finding.message.as_str();
    let text = clues.own(FILE)?;
    if said.contains("non-ASCII") {
        // ddev accepts one byte more than ASCII has.
        plain(text, 257)?;
        let title = "Write quotes, dashes, and spaces of README.md in ASCII";
        return Some(fix("plain-text", title, clues, Edit::Plain));
    }
    for title in ["Overview", "Setup"] {
        if said.contains(&format!("missing a {title} H2")) {
            return missing(title, text, clues);
        }
        if said.contains(&format!("empty {title} H2")) {
            let body = body(title, clues)?;
            let what = format!("Fill the section {title} of README.md");
            return Some(
                fix(
                    "readme-section",
                    what,
                    clues,
                    Edit::Body { title, text: body },
                )
                .asks(),
            );
        }
    }
    None
}

/// Of what the rules of the review say.
pub(super) fn review(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let said = finding.message.as_str();
    match finding.rule.as_str() {
        "readme-sections" => {
            let title = between(said, "no section \"", "\"")?;
            missing(title, clues.own(FILE)?, clues)
        }
        "readme-names" if said.starts_with("The command installs") => {
            let from = between(said, "installs `", "`")?.to_owned();
            let to = between(said, "package is `", "`")?.to_owned();
            let title = format!("Write {to} instead of {from}");
            let edit = Edit::Word {
                line: finding.line,
                from,
                to,
            };
            Some(fix("package-in-readme", title, clues, edit))
        }
        "link-anchor" => {
            let from = between(said, "leads to ", ",")?.to_owned();
            let to = finding.fix.as_deref()?.strip_prefix("Write ")?;
            let to = to.trim_end_matches('.').to_owned();
            let plain = from.contains('#') && to.contains('#') && !to.contains(' ');
            let title = format!("Write {to} instead of {from}");
            let edit = Edit::Word {
                line: finding.line,
                from,
                to,
            };
            let path = finding.file.clone()?;
            plain.then(|| Fix::edit("link-anchor", title, path, edit).asks())
        }
        _ => None,
    }
}

fn fix(name: &'static str, title: impl Into<String>, clues: &Clues, edit: Edit) -> Fix {
    Fix::edit(name, title, clues.path(FILE), edit)
}

/// A section that has its text under a heading of another form gets the heading; another is written anew.
fn missing(title: &str, text: &str, clues: &Clues) -> Option<Fix> {
    let level = if matches!(title, "Installation" | "Configuration" | "Validation") {
        "###"
    } else {
        "##"
    };
    let right = format!("{level} {title}");
    let is_it = |line: &&str| {
        let bare = line.trim().trim_start_matches('#').trim();
        let bare = bare.trim_end_matches([':', '#', ' ']);
        let bare = bare.trim_matches('*');
        let marked = line.starts_with('#') || line.starts_with("**");
        marked && bare.eq_ignore_ascii_case(title)
    };
    if let Some(wrong) = outside(text).find(|(_, line)| is_it(line)) {
        let what = format!("Write the heading {:?} as {right:?}", wrong.1.trim());
        let edit = Edit::Line {
            from: wrong.1.to_owned(),
            to: right,
        };
        return Some(fix("readme-heading", what, clues, edit));
    }
    // What belongs below it is there, and only the heading above is not.
    if title == "Setup" && outside(text).any(|(_, l)| l.trim_end() == "### Installation") {
        let edit = Edit::Section {
            text: format!("{right}\n"),
            before: &["Installation"],
        };
        return Some(fix(
            "readme-heading",
            "Add the heading Setup above Installation",
            clues,
            edit,
        ));
    }
    let body = body(title, clues)?;
    let edit = Edit::Section {
        text: format!("{right}\n\n{body}\n"),
        before: after(title),
    };
    let what = format!("Add the section {title} to README.md");
    Some(fix("readme-section", what, clues, edit).asks())
}

/// The headings that stand behind a section.
fn after(title: &str) -> &'static [&'static str] {
    match title {
        "Overview" => &[
            "Setup",
            "Data Collected",
            "Troubleshooting",
            "Support",
            "Further Reading",
        ],
        "Installation" => &[
            "Configuration",
            "Validation",
            "Data Collected",
            "Troubleshooting",
            "Support",
        ],
        "Configuration" => &[
            "Validation",
            "Data Collected",
            "Troubleshooting",
            "Support",
            "Further Reading",
        ],
        "Setup" | "Validation" => &[
            "Data Collected",
            "Uninstallation",
            "Troubleshooting",
            "Support",
            "Further Reading",
        ],
        "Data Collected" => &[
            "Uninstallation",
            "Troubleshooting",
            "Support",
            "Further Reading",
        ],
        _ => &["Further Reading"],
    }
}

/// What a section says, from what the files beside it say; none where only the contributor knows.
fn body(title: &str, clues: &Clues) -> Option<String> {
    let folder = clues.folder;
    let package = names::package_name(folder);
    let blob = format!("{BLOB}/{folder}");
    let runs = clues.own("pyproject.toml").is_some();
    let installation = format!(
        "Run the following command on each host where the Agent runs. Replace `<INTEGRATION_VERSION>` with the latest \
         version from the [changelog]({blob}/CHANGELOG.md):\n\n```shell\ndatadog-agent integration install -t \
         {package}==<INTEGRATION_VERSION>\n```"
    );
    let configuration = format!(
        "1. Edit the `{folder}.d/conf.yaml` file, in the `conf.d/` folder at the root of your Agent's configuration \
         directory. See the [sample {folder}.d/conf.yaml]({blob}/datadog_checks/{folder}/data/conf.yaml.example) for all \
         available configuration options.\n\n2. [Restart the Agent]({AGENT})."
    );
    let validation = format!(
        "[Run the Agent's status subcommand]({STATUS}) and look for `{folder}` under the Checks section."
    );
    Some(match title {
        "Overview" => description(clues)?,
        "Setup" if runs => format!(
            "### Installation\n\n{installation}\n\n### Configuration\n\n{configuration}\n\n### Validation\n\n{validation}"
        ),
        "Installation" if runs => installation,
        "Configuration" if runs => configuration,
        "Validation" if runs => validation,
        "Data Collected" => collected(clues, &blob),
        "Troubleshooting" => {
            "Need help? Contact the maintainer of this integration, who is named in \
             [manifest.json](BLOB/manifest.json)."
                .replace("BLOB", &blob)
        }
        _ => return None,
    })
}

/// The tile's own sentence.
fn description(clues: &Clues) -> Option<String> {
    let manifest: serde_json::Value = serde_json::from_str(clues.own("manifest.json")?).ok()?;
    let text = manifest.pointer("/tile/description")?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn collected(clues: &Clues, blob: &str) -> String {
    let rows = clues.own("metadata.csv").map_or(0, |t| {
        t.lines().skip(1).filter(|l| !l.trim().is_empty()).count()
    });
    let metrics = if rows > 0 {
        format!(
            "See [metadata.csv]({blob}/metadata.csv) for a list of metrics provided by this integration."
        )
    } else {
        "This integration does not include any metrics.".to_owned()
    };
    let checks = clues.own("assets/service_checks.json").unwrap_or_default();
    let listed: Vec<serde_json::Value> = serde_json::from_str(checks).unwrap_or_default();
    let checks = if listed.is_empty() {
        "This integration does not include any service checks.".to_owned()
    } else {
        format!(
            "See [service_checks.json]({blob}/assets/service_checks.json) for a list of service checks provided by this \
             integration."
        )
    };
    format!(
        "### Metrics\n\n{metrics}\n\n### Events\n\nThis integration does not include any events.\n\n### Service Checks\n\n{checks}"
    )
}

/// The lines outside of code, with their numbers from 0.
fn outside(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut open = false;
    text.lines().enumerate().filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        open ^= fence;
        !open && !fence
    })
}

//! Which fields each section has. Labels and help texts live here, one place for each.

use super::{Field, Input, Section, e2e, existing, source, spec};
use crate::core::wizard::Wizard;

/// The fields of a section, in the order shown. Rows of tables (metrics) are not fields of their
/// section; [`super::metric_field`] makes them.
#[must_use]
pub fn fields(wizard: &Wizard, section: Section) -> Vec<Field> {
    match section {
        Section::Source => source::source(wizard),
        Section::Identity => identity(wizard),
        Section::Author => author(wizard),
        Section::Tags => tags(wizard),
        Section::Options => options(wizard),
        Section::Checks => checks(wizard),
        Section::Readme => readme(),
        Section::Dashboard => dashboard(wizard),
        Section::Tests => e2e::fields(wizard),
        Section::Message => message(wizard),
        Section::Request => request(wizard),
        Section::Remarks => vec![remarks()],
        Section::Metrics | Section::Files => vec![],
    }
}

fn identity(wizard: &Wizard) -> Vec<Field> {
    let mut fields = vec![
        Field::new(
            "integration.display_name",
            "Display name",
            "The product's name, with its own capitals, as the tile and every document show it.",
            Input::Line,
        )
        .required(),
        Field::new(
            "integration.description",
            "Description",
            "One sentence for the tile: what is monitored. 80 characters at most.",
            Input::Line,
        )
        .required(),
        Field::new(
            "integration.overview",
            "Overview",
            "For the README: what the product does in one or two sentences, what is monitored, and why it is \
             of value. Reviewers ask for this more than for anything else in the README.",
            Input::Text,
        )
        .required(),
        Field::new(
            "integration.homepage",
            "Product page",
            "The product's website; the README links to it.",
            Input::Line,
        ),
        Field::new(
            "integration.name",
            "Check name",
            "The folder's, the check's, and the package's name. Follows from the display name when empty.",
            Input::Line,
        )
        .more(),
        Field::new(
            "integration.metric_prefix",
            "Metric prefix",
            "What every metric begins with, with a final dot. The check name when empty; hard to change later.",
            Input::Line,
        )
        .more(),
        Field::new(
            "integration.public",
            "On the website",
            "Whether the tile shows on Datadog's public website. Once yes, it stays so.",
            Input::Bool,
        )
        .more(),
    ];
    if wizard.state.files.existing {
        // No file of it says the product page, and its folder never changes.
        fields.retain(|f| !["integration.name", "integration.homepage"].contains(&f.id.as_str()));
        fields.extend(existing::release(wizard));
    }
    fields
}

fn author(wizard: &Wizard) -> Vec<Field> {
    let mut fields = vec![
        Field::new(
            "author.name",
            "Author",
            "You or your company, as the manifest and the package name the author.",
            Input::Line,
        )
        .required(),
        Field::new(
            "author.github",
            "GitHub handle",
            "Your handle, or org/team, without @. CODEOWNERS asks it for reviews of this folder.",
            Input::Line,
        )
        .required(),
        Field::new(
            "author.support_email",
            "Support e-mail",
            "Where users of the integration get help.",
            Input::Line,
        )
        .required(),
        Field::new(
            "author.homepage",
            "Author's page",
            "Your website, for the manifest.",
            Input::Line,
        ),
        Field::new(
            "author.sales_email",
            "Sales e-mail",
            "Only when it differs from the support e-mail.",
            Input::Line,
        )
        .more(),
        Field::new(
            "track",
            "Track",
            "partner: your company has joined Datadog's Partner Network. Unsure? community.",
            Input::Choice(vec!["community".into(), "partner".into()]),
        ),
    ];
    if wizard.state.files.existing {
        fields.retain(|f| f.id != "track");
    }
    fields
}

fn tags(wizard: &Wizard) -> Vec<Field> {
    vec![
        Field::new(
            "integration.categories",
            "Categories",
            "Where the catalog lists the tile. The values in use in your clone.",
            Input::Many(wizard.facts.categories.clone()),
        )
        .required(),
        Field::new(
            "integration.supported_os",
            "Supported OS",
            "Where the check runs.",
            Input::Many(vec!["Linux".into(), "macOS".into(), "Windows".into()]),
        )
        .required(),
    ]
}

fn options(wizard: &Wizard) -> Vec<Field> {
    let all = wizard.state.answers.options.iter().enumerate();
    let mut out: Vec<Field> = all.flat_map(|(n, o)| spec::option(n, o)).collect();
    if wizard.state.files.existing {
        // Only what can be changed in the text of somebody else's specification.
        let kept = |id: &str| ![".more", ".in", ".default"].iter().any(|e| id.ends_with(e));
        out.retain(|f| kept(&f.id));
    }
    out.extend(spec::beside(wizard));
    out
}

fn checks(wizard: &Wizard) -> Vec<Field> {
    let rows = wizard.derived.service_checks.iter();
    let parts = ["title", "description"];
    rows.flat_map(|row| parts.map(|part| service_check_field(&row.check, part)))
        .collect()
}

/// One part of a service check: `title` or `description`.
#[must_use]
pub fn service_check_field(check: &str, part: &str) -> Field {
    let (help, input) = match part {
        "title" => (
            "A short title. A service check is a traffic light: green, yellow, red.",
            Input::Line,
        ),
        _ => (
            "What each color means: Returns `CRITICAL` if ..., otherwise returns `OK`.",
            Input::Text,
        ),
    };
    Field::new(
        format!("service_checks.{check}.{part}"),
        &format!("{check} · {part}"),
        help,
        input,
    )
}

fn readme() -> Vec<Field> {
    let section = |id: &str, label: &str, help: &str| {
        Field::new(format!("readme.{id}"), label, help, Input::Text)
    };
    vec![
        section(
            "overview",
            "Overview",
            "Replaces the overview from Identity. Markdown.",
        ),
        section(
            "installation",
            "Installation",
            "Replaces the derived installation steps. Markdown.",
        ),
        section(
            "configuration",
            "Configuration",
            "Replaces the derived configuration steps. Markdown.",
        ),
        section(
            "validation",
            "Validation",
            "Replaces the derived validation step. Markdown.",
        )
        .more(),
        section(
            "troubleshooting",
            "Troubleshooting",
            "Replaces the derived support text. Markdown.",
        )
        .more(),
    ]
}

fn dashboard(wizard: &Wizard) -> Vec<Field> {
    if wizard.state.files.existing {
        return vec![];
    }
    let make = Field::new(
        "dashboard.make",
        "Make the dashboard",
        "Users get it with the integration. Reviewers ask for one; it follows from the metrics.",
        Input::Bool,
    );
    let mut out = vec![make];
    out.extend(super::monitor::fields(wizard));
    out
}

fn remarks() -> Field {
    Field::new(
        "maintainer.remarks",
        "Remarks",
        "Paste the log of a red check, or what reviewers wrote with the names of the files. Each remark leads to its \
         field or file: F7 lists them.",
        Input::Text,
    )
}

fn title() -> Field {
    Field::new(
        "git.title",
        "Title",
        "Short and plain; it becomes the squash commit, for example Add Acme Queue integration.",
        Input::Line,
    )
    .required()
}

fn request(wizard: &Wizard) -> Vec<Field> {
    let why = Field::new(
        "pull_request.why",
        "Why",
        "What the change is for: who needs it, and what they can do with it.",
        Input::Text,
    );
    vec![
        title(),
        Field::new(
            "pull_request.what",
            "What it does",
            "The first thing a reviewer reads.",
            Input::Text,
        )
        .required(),
        if wizard.state.files.existing {
            why
        } else {
            why.required()
        },
        Field::new(
            "pull_request.notes",
            "Notes",
            "What else a reviewer should know. What was measured is added by itself, and only while it holds.",
            Input::Text,
        ),
    ]
}

fn message(wizard: &Wizard) -> Vec<Field> {
    let further = wizard.writes_further();
    let first = if further {
        Field::new(
            "git.further_title",
            "Title",
            "What this further commit repairs. The pull request keeps its own title; amending keeps the last commit's message.",
            Input::Line,
        )
        .required()
    } else {
        title()
    };
    let body = if further {
        "git.further_body"
    } else {
        "git.body"
    };
    vec![
        first,
        Field::new(
            body,
            "Message",
            "What a reviewer should know. May stay empty. Begins with the text that commit.template names, if any; \
             its comments are taken out.",
            Input::Text,
        ),
        Field::new(
            "git.branch",
            "Branch",
            "The branch on your fork; made from the base when it does not exist.",
            Input::Line,
        )
        .required(),
        Field::new(
            "git.sign_off",
            "Sign off",
            "Adds a Signed-off-by line with your name.",
            Input::Bool,
        )
        .more(),
        Field::new(
            "git.base",
            "Base",
            "Where the branch begins. upstream/master when empty.",
            Input::Line,
        )
        .more(),
    ]
}

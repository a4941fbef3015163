//! Which fields each section has. Labels and help texts live here, one place for each.

use super::{Field, Input, Section};
use crate::core::answers::Kind;
use crate::core::wizard::Wizard;

/// The fields of a section, in the order shown. Rows of tables (metrics) are not fields of their
/// section; [`metric_field`] makes them.
#[must_use]
pub fn fields(wizard: &Wizard, section: Section) -> Vec<Field> {
    match section {
        Section::Source => source(wizard),
        Section::Identity => identity(),
        Section::Author => author(),
        Section::Tags => tags(wizard),
        Section::Options => options(wizard),
        Section::Checks => checks(wizard),
        Section::Readme => readme(),
        Section::Message => message(),
        Section::Metrics | Section::Files => vec![],
    }
}

fn source(wizard: &Wizard) -> Vec<Field> {
    let kinds = Kind::AVAILABLE
        .iter()
        .map(|k| k.name().to_owned())
        .collect();
    let mut out = vec![
        Field::new(
            "integration.display_name",
            "Product",
            "Your product's name as its makers write it. Folder, check, and metric names follow from it.",
            Input::Line,
        )
        .required(),
        Field::new(
            "integration.kind",
            "Kind",
            "What can you show? A page of lines like name{label=\"x\"} 1: openmetrics. JSON over HTTP: http. \
             Anything else, or a check that exists: blank.",
            Input::Choice(kinds),
        )
        .required(),
    ];
    match wizard.state.answers.integration.kind {
        Some(Kind::Openmetrics) => out.extend(openmetrics()),
        Some(Kind::Http) => out.extend(http()),
        Some(_) => out.extend(blank()),
        None => {}
    }
    out
}

fn openmetrics() -> Vec<Field> {
    vec![
        Field::new(
            "source.openmetrics.endpoint",
            "Endpoint",
            "The URL of the metrics page, for example http://localhost:9100/metrics.",
            Input::Line,
        ),
        Field::new(
            "source.openmetrics.sample",
            "Sample pages",
            "Files that hold a page each, separated by commas. Several pages count as one: error counters \
             appear only after the first error. A sample wins over the endpoint.",
            Input::Line,
        ),
        Field::new(
            "source.openmetrics.raw_prefix",
            "Raw prefix",
            "What every name on the page begins with, to be left out. Found by itself when empty.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.exclude",
            "Leave out",
            "Regular expressions of raw names to leave out, separated by commas, for example ^go_, ^process_.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.types",
            "Types",
            "A type for families that have no # TYPE line, for example acme_up=gauge, acme_jobs=counter.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.rename_labels",
            "Rename labels",
            "Labels to rename, for example host=acme_host. Datadog reserves host, service, version, and others.",
            Input::Line,
        )
        .more(),
    ]
}

fn http() -> Vec<Field> {
    vec![
        Field::new(
            "source.http.base_url",
            "Base URL",
            "Scheme, host, and port of the API, for example http://localhost:8080.",
            Input::Line,
        )
        .required(),
        Field::new(
            "source.http.paths",
            "Paths",
            "The paths to read, separated by commas, for example /api/stats, /api/queues. Every number in the \
             answers becomes a gauge; lists become one series for each element.",
            Input::Line,
        )
        .required(),
    ]
}

fn blank() -> Vec<Field> {
    vec![
        Field::new(
            "prototype.check",
            "Existing check",
            "The path of a custom check to bring along. Empty: begin with a small example that works.",
            Input::Line,
        ),
        Field::new(
            "prototype.conf",
            "Its configuration",
            "The path of its conf.yaml. Empty: one instance without options.",
            Input::Line,
        ),
    ]
}

fn identity() -> Vec<Field> {
    vec![
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
    ]
}

fn author() -> Vec<Field> {
    vec![
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
    ]
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
    let types = ["string", "integer", "number", "boolean", "array", "object"];
    let types: Vec<String> = types.iter().map(|t| (*t).to_owned()).collect();
    let mut out = vec![];
    for (i, option) in wizard.state.answers.options.iter().enumerate() {
        let name = if option.name.is_empty() {
            "New option"
        } else {
            option.name.as_str()
        };
        let field = |part: &str, label: &str, help: &str, input| {
            Field::new(
                format!("options.{i}.{part}"),
                &format!("{name} · {label}"),
                help,
                input,
            )
        };
        out.push(
            field(
                "name",
                "name",
                "The key in conf.yaml, lower case with _.",
                Input::Line,
            )
            .required(),
        );
        out.push(field(
            "type",
            "type",
            "The value's type.",
            Input::Choice(types.clone()),
        ));
        out.push(
            field(
                "description",
                "description",
                "A sentence for the user's conf.yaml.",
                Input::Line,
            )
            .required(),
        );
        out.push(field(
            "example",
            "example",
            "An example value, as in YAML.",
            Input::Line,
        ));
        out.push(field(
            "required",
            "required",
            "The check can't run without it.",
            Input::Bool,
        ));
        out.push(field(
            "secret",
            "secret",
            "A password, key, or token.",
            Input::Bool,
        ));
    }
    out
}

fn checks(wizard: &Wizard) -> Vec<Field> {
    let mut out = vec![];
    for row in &wizard.derived.service_checks {
        let id = &row.check;
        out.push(Field::new(
            format!("service_checks.{id}.title"),
            &format!("{id} · title"),
            "A short title. A service check is a traffic light: green, yellow, red.",
            Input::Line,
        ));
        out.push(Field::new(
            format!("service_checks.{id}.description"),
            &format!("{id} · description"),
            "What each color means: Returns `CRITICAL` if ..., otherwise returns `OK`.",
            Input::Text,
        ));
    }
    out
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

fn message() -> Vec<Field> {
    vec![
        Field::new(
            "git.title",
            "Title",
            "Short and plain; it becomes the squash commit, for example Add Acme Queue integration.",
            Input::Line,
        )
        .required(),
        Field::new(
            "git.body",
            "Message",
            "What a reviewer should know. May stay empty.",
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

/// One part of a metric's row: `unit`, `per_unit`, `orientation`, `description`, `short_name` or
/// `curated`.
#[must_use]
pub fn metric_field(wizard: &Wizard, metric: &str, part: &str) -> Field {
    let units = || {
        let mut units = vec![String::new()];
        units.extend(wizard.facts.units.iter().cloned());
        units
    };
    let id = format!("metrics.{metric}.{part}");
    match part {
        "unit" => Field::new(
            id,
            "Unit",
            "What is counted, singular, from Datadog's list; empty when nothing fits.",
            Input::Choice(units()),
        ),
        "per_unit" => Field::new(
            id,
            "Per unit",
            "The unit's denominator, for example second. A time per a time is a fraction.",
            Input::Choice(units()),
        ),
        "orientation" => Field::new(
            id,
            "Orientation",
            "1: more is better. -1: more is worse. 0: neither.",
            Input::Choice(vec!["-1".into(), "0".into(), "1".into()]),
        ),
        "curated" => Field::new(
            id,
            "Curated",
            "cpu or memory, when this is the metric to watch for it.",
            Input::Choice(vec![String::new(), "cpu".into(), "memory".into()]),
        )
        .more(),
        "short_name" => Field::new(
            id,
            "Short name",
            "A few words for small charts.",
            Input::Line,
        )
        .more(),
        _ => Field::new(
            id,
            "Description",
            "A sentence that ends with a full stop; up to 400 characters.",
            Input::Line,
        ),
    }
}

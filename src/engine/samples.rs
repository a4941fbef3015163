//! Pages and responses on record: copied from the contributor's files, or fetched once.

use super::job::{Job, io};
use super::{fetch, look, trust};
use crate::core::answers::{Answers, Kind, Value};
use crate::core::event::{Failure, FailureKind};
use crate::core::hash;
use crate::core::state::Sample;
use crate::workspace::files::{write_atomic, write_private};
use std::collections::BTreeMap;
use std::path::Path;

const LIMIT: u64 = 256 * 1024 * 1024;

/// A sample with its text.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub sample: Sample,
    pub text: String,
    /// From a file that the contributor named; wins over the live target.
    pub given: bool,
}

/// Collects the samples of the answers: given files first, else one fetch for each address.
pub(super) fn collect(job: &mut Job) -> Result<Vec<Loaded>, Failure> {
    let answers = job.wizard.state.answers.clone();
    match answers.integration.kind {
        Some(Kind::Openmetrics) => openmetrics(job, &answers),
        Some(Kind::Http) => http(job, &answers),
        Some(Kind::Command) => command(job, &answers),
        Some(Kind::Sql) => sql(job, &answers),
        _ => Ok(vec![]),
    }
}

fn openmetrics(job: &mut Job, answers: &Answers) -> Result<Vec<Loaded>, Failure> {
    let source = answers.source.openmetrics.clone().unwrap_or_default();
    if !source.sample.is_empty() {
        return source
            .sample
            .iter()
            .map(|file| given(job, file, &content_type_of, &source.endpoint))
            .collect();
    }
    if source.endpoint.is_empty() {
        return Err(Failure::new(
            FailureKind::Answers,
            "source.openmetrics has neither an endpoint nor a sample.",
            "Give the URL of the metrics page, or a file that holds one.",
        ));
    }
    let mut headers = resolve(&source.headers)?;
    // As the base class asks: the format of the answer, and the names of counters with it, may depend on it.
    if !headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("accept"))
    {
        headers.push(("Accept".into(), "text/plain".into()));
    }
    job.say(&format!("Reading {}", source.endpoint), None);
    let response = read_from(job, &source.endpoint, &headers)?;
    Ok(vec![keep(job, "page.txt", &response, &source.endpoint)?])
}

fn http(job: &mut Job, answers: &Answers) -> Result<Vec<Loaded>, Failure> {
    let source = answers.source.http.clone().unwrap_or_default();
    if source.requests.is_empty() {
        return Err(Failure::new(
            FailureKind::Answers,
            "source.http.requests is empty.",
            "Name at least one path, for example /api/stats.",
        ));
    }
    let headers = resolve(&source.headers)?;
    let mut out = vec![];
    for (i, request) in source.requests.iter().enumerate() {
        let url = join(&source.base_url, &request.path);
        if let Some(file) = &request.sample {
            out.push(given(job, file, &|_| "application/json".into(), &url)?);
            continue;
        }
        if source.base_url.is_empty() {
            return Err(Failure::new(
                FailureKind::Answers,
                "source.http.base_url is empty, and a request has no sample.",
                "Give the base URL, for example http://localhost:8080, or a sample for each request.",
            ));
        }
        job.say(
            &format!("Reading {url}"),
            Some((i as u64, source.requests.len() as u64)),
        );
        let response = read_from(job, &url, &headers)?;
        out.push(keep(
            job,
            &format!("response-{}.json", i + 1),
            &response,
            &url,
        )?);
    }
    Ok(out)
}

fn command(job: &mut Job, answers: &Answers) -> Result<Vec<Loaded>, Failure> {
    let source = answers.source.command.clone().unwrap_or_default();
    if source.argv.is_empty() {
        return Err(Failure::new(
            FailureKind::Answers,
            "source.command.argv is empty.",
            "Name the program and its arguments.",
        ));
    }
    if let Some(file) = &source.sample {
        return Ok(vec![given(job, file, &|_| "text/plain".into(), "")?]);
    }
    trust::command(&source.argv)?;
    job.say(&format!("Running {}", trust::shown(&source.argv)), None);
    let body = look::command(job, &source.argv)?;
    let response = fetch::Response {
        body,
        content_type: "text/plain".into(),
    };
    Ok(vec![keep(job, "output.txt", &response, "")?])
}

/// What the queries give: as far as it goes, the live database, which is only read.
fn sql(job: &mut Job, answers: &Answers) -> Result<Vec<Loaded>, Failure> {
    let source = answers.source.sql.clone().unwrap_or_default();
    let sample = source.sample.as_ref().map(|file| job.locate(file));
    let body = look::queries(job, &source, sample.as_deref())?;
    let response = fetch::Response {
        body,
        content_type: "application/json".into(),
    };
    Ok(vec![keep(job, "rows.json", &response, "")?])
}

fn read_from(
    job: &Job,
    url: &str,
    headers: &[(String, String)],
) -> Result<fetch::Response, Failure> {
    fetch::get(url, headers, job.context.options.fetch_limit, &job.cancel)
}

/// Base and path with exactly one slash between them.
pub(super) fn join(base: &str, path: &str) -> String {
    format!(
        "{}/{}",
        base.trim_end_matches('/'),
        path.trim_start_matches('/')
    )
}

/// Header values, secrets looked up in the environment.
pub(super) fn resolve(headers: &BTreeMap<String, Value>) -> Result<Vec<(String, String)>, Failure> {
    headers
        .iter()
        .map(|(name, value)| match value {
            Value::Text(text) => Ok((name.clone(), text.clone())),
            Value::Env(reference) => lookup(&reference.env).map(|v| (name.clone(), v)),
        })
        .collect()
}

/// A secret from the environment.
pub(super) fn lookup(name: &str) -> Result<String, Failure> {
    std::env::var(name).map_err(|_| {
        Failure::new(
            FailureKind::Answers,
            format!("The environment variable {name} is not set."),
            format!("Set it before starting: export {name}=..."),
        )
    })
}

/// A file that the contributor named: in the workspace already, or to be copied there.
fn given(
    job: &Job,
    file: &str,
    content_type: &dyn Fn(&str) -> String,
    url: &str,
) -> Result<Loaded, Failure> {
    let path = job.locate(file);
    let meta = std::fs::metadata(&path).map_err(|e| missing(&path, &e))?;
    if meta.len() > LIMIT {
        return Err(Failure::new(
            FailureKind::Answers,
            format!(
                "The sample {} is larger than {} MB.",
                path.display(),
                LIMIT / 1024 / 1024
            ),
            "Give a page of one scrape.",
        ));
    }
    let bytes = std::fs::read(&path).map_err(|e| missing(&path, &e))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            FailureKind::Answers,
            format!("The sample {} is not UTF-8 text.", path.display()),
            "Save the page as the endpoint sends it.",
        )
    })?;
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let inside = path.starts_with(job.context.samples());
    let name = if inside {
        name
    } else {
        store(job, &name, &text)?
    };
    let sample = Sample {
        hash: hash::text(&text),
        content_type: content_type(&text),
        url: url.to_owned(),
        file: name,
    };
    Ok(Loaded {
        sample,
        text,
        given: true,
    })
}

fn missing(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        FailureKind::Answers,
        format!("The sample {} can't be read: {error}.", path.display()),
        "Check the path; it is relative to the answers file.",
    )
}

fn keep(job: &Job, name: &str, response: &fetch::Response, url: &str) -> Result<Loaded, Failure> {
    let name = store(job, name, &response.body)?;
    let sample = Sample {
        hash: hash::text(&response.body),
        content_type: response.content_type.clone(),
        url: url.to_owned(),
        file: name,
    };
    Ok(Loaded {
        sample,
        text: response.body.clone(),
        given: false,
    })
}

/// Writes below `samples/`, never over another content that is still in use.
fn store(job: &Job, name: &str, text: &str) -> Result<String, Failure> {
    let dir = job.context.samples();
    std::fs::create_dir_all(&dir).map_err(|e| io("Can't make", &dir, &e))?;
    let path = dir.join(name);
    if std::fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(name.to_owned());
    }
    write_private(&path, text.as_bytes()).map_err(|e| io("Can't write", &path, &e))?;
    Ok(name.to_owned())
}

/// A file has no Content-Type: `# EOF` at its end means `OpenMetrics`.
fn content_type_of(text: &str) -> String {
    if text.trim_end().ends_with("# EOF") {
        "application/openmetrics-text; version=1.0.0; charset=utf-8".into()
    } else {
        "text/plain; version=0.0.4; charset=utf-8".into()
    }
}

/// Reads the samples on record again.
pub(super) fn recorded(job: &Job) -> Vec<Loaded> {
    let samples = &job.wizard.state.prototype.samples;
    let source = &job.wizard.state.answers.source;
    let given = source
        .openmetrics
        .as_ref()
        .is_some_and(|om| !om.sample.is_empty())
        || source.command.as_ref().is_some_and(|c| c.sample.is_some());
    samples
        .iter()
        .filter_map(|sample| {
            let text = std::fs::read_to_string(job.context.samples().join(&sample.file)).ok()?;
            Some(Loaded {
                sample: sample.clone(),
                text,
                given,
            })
        })
        .collect()
}

/// Writes a text of the workspace atomically, making its folder.
pub(super) fn write(path: &Path, text: &str, private: bool) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|e| io("Can't make", parent, &e))?;
    }
    let write = if private { write_private } else { write_atomic };
    write(path, text.as_bytes()).map_err(|e| io("Can't write", path, &e))
}

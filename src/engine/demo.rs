//! The demo: a small repository with an upstream and a fork, and an endpoint that answers while the
//! program runs. Everything is in one folder and can be deleted with it.

use super::job::io;
use crate::core::answers::{Kind, OpenMetrics};
use crate::core::event::{Failure, FailureKind};
use crate::core::state::State;
use crate::workspace::store::Store;
use git2::{IndexAddOption, Repository, Signature};
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tiny_http::{Header, Response, Server};

static REPOSITORY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/demo/repo");
const PAGE: &str = include_str!("../../assets/demo/metrics.txt");
/// Tried first, so that a resumed demo finds its endpoint again.
const PORT: u16 = 29417;
static PORT_IN_USE: OnceLock<u16> = OnceLock::new();

/// Where the demo is.
#[derive(Debug, Clone)]
pub struct Demo {
    pub clone: PathBuf,
    pub workspace: PathBuf,
}

/// Makes the demo's folder, or opens the one that is there, and starts the endpoint.
///
/// # Errors
/// When the folder can't be written or no port is free.
pub fn prepare(dir: &Path) -> Result<Demo, Failure> {
    serve()?;
    let demo = Demo {
        clone: dir.join("integrations-extras"),
        workspace: dir.join("workspace"),
    };
    if !demo.clone.join(".git").exists() {
        repositories(dir, &demo.clone)?;
    }
    if !demo.workspace.join("workflow.yaml").exists() {
        let (store, _) =
            Store::<State>::open(&demo.workspace).map_err(|e| super::store_failure(&e))?;
        let mut state = State::default();
        answer(&mut state);
        state.files.clone = Some(demo.clone.display().to_string());
        store.save(state);
        store.flush().map_err(|e| super::store_failure(&e))?;
    }
    Ok(demo)
}

/// Fills in what a contributor would type, so that the demo can be walked by Enter alone.
pub fn answer(state: &mut State) {
    let endpoint = format!(
        "http://127.0.0.1:{}/metrics",
        PORT_IN_USE.get().copied().unwrap_or(PORT)
    );
    let answers = &mut state.answers;
    let source = answers
        .source
        .openmetrics
        .get_or_insert_with(OpenMetrics::default);
    source.endpoint = endpoint;
    if !answers.integration.display_name.is_empty() {
        return;
    }
    answers.integration.display_name = "Acme Queue".into();
    answers.integration.kind = Some(Kind::Openmetrics);
    answers.integration.description =
        "Depth, throughput, and consumer lag of Acme Queue brokers.".into();
    answers.integration.overview = "Acme Queue is a message broker for orders, invoices, and events. This integration \
        collects queue depth, consumer lag, throughput, and errors, so that operators see a growing backlog \
        before customers do.\n"
        .into();
    answers.integration.homepage = "https://acme.example/queue".into();
    answers.integration.categories = vec!["Metrics".into(), "Message Queues".into()];
    answers.author.name = "Acme".into();
    answers.author.github = "acme".into();
    answers.author.support_email = "support@acme.example".into();
    answers.author.homepage = "https://acme.example".into();
    state.git.author = Some(("Acme".into(), "support@acme.example".into()));
}

/// A bare upstream, a bare fork of it, and a clone with both as remotes.
fn repositories(dir: &Path, clone: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(dir).map_err(|e| io("Can't make", dir, &e))?;
    let git = |e: git2::Error| {
        Failure::new(
            FailureKind::Io,
            format!("The demo's repository can't be made: {e}."),
            "",
        )
    };
    // Built beside and renamed last, so that a demo that was cut short is made again.
    let building = dir.join("integrations-extras.new");
    for stale in [&building, &dir.join("upstream.git"), &dir.join("fork.git")] {
        if stale.exists() {
            std::fs::remove_dir_all(stale).map_err(|e| io("Can't remove", stale, &e))?;
        }
    }
    let upstream = dir.join("upstream.git");
    let repo = Repository::init(&building).map_err(git)?;
    REPOSITORY
        .extract(&building)
        .map_err(|e| io("Can't write", &building, &e))?;
    repo.set_head("refs/heads/master").map_err(git)?;
    let mut index = repo.index().map_err(git)?;
    index
        .add_all(["*"], IndexAddOption::FORCE, None)
        .map_err(git)?;
    index.write().map_err(git)?;
    let tree = repo
        .find_tree(index.write_tree().map_err(git)?)
        .map_err(git)?;
    let who = Signature::now("Upstream", "upstream@acme.example").map_err(git)?;
    repo.commit(Some("HEAD"), &who, &who, "Begin", &tree, &[])
        .map_err(git)?;
    for bare in [&upstream, &dir.join("fork.git")] {
        Repository::init_bare(bare).map_err(git)?;
    }
    for (name, path) in [("upstream", upstream), ("origin", dir.join("fork.git"))] {
        let mut remote = repo
            .remote(name, &path.display().to_string())
            .map_err(git)?;
        remote
            .push(&["refs/heads/master:refs/heads/master"], None)
            .map_err(git)?;
        remote.fetch(&["master"], None, None).map_err(git)?;
    }
    std::fs::rename(&building, clone).map_err(|e| io("Can't make", clone, &e))
}

/// Answers GET /metrics on loopback until the program ends.
fn serve() -> Result<(), Failure> {
    if PORT_IN_USE.get().is_some() {
        return Ok(());
    }
    let server = Server::http(("127.0.0.1", PORT)).or_else(|_| Server::http(("127.0.0.1", 0)));
    let server = server.map_err(|e| {
        Failure::new(
            FailureKind::Unavailable,
            format!("No port is free for the demo: {e}."),
            "",
        )
    })?;
    let port = server.server_addr().to_ip().map_or(PORT, |a| a.port());
    let _ = PORT_IN_USE.set(port);
    let answer = move || {
        for request in server.incoming_requests() {
            let page = Response::from_string(PAGE);
            let kind =
                Header::from_bytes("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            let response = match kind {
                Ok(kind) => page.with_header(kind),
                Err(()) => page,
            };
            // A client that left is no concern of the demo's.
            let _ = request.respond(response);
        }
    };
    std::thread::Builder::new()
        .name("demo-endpoint".into())
        .spawn(answer)
        .map_err(|e| {
            Failure::new(
                FailureKind::Io,
                format!("The demo's endpoint can't be started: {e}."),
                "",
            )
        })?;
    Ok(())
}

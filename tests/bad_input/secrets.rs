//! A secret in a header stays in the prototype's conf.yaml, readable by its owner alone.

use crate::common::{offline, snapshot};
use crate::lab::{PAGE, command, end, from, world};
use crate::server::{Server, respond};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const SECRET: &str = "s3cr3t-Tok3n-qx7";

#[test]
fn a_secret_is_nowhere_but_in_the_configuration() {
    if offline() {
        return;
    }
    for (kind, source) in [
        (
            "openmetrics",
            "source:\n  openmetrics: { endpoint: \"URL/metrics\", headers: { Authorization: { env: ACME_T } } }\n",
        ),
        (
            "http",
            "source:\n  http: { base_url: \"URL\", headers: { X-Api-Key: { env: ACME_T } }, requests: [{ path: /api }] }\n",
        ),
    ] {
        let world = world();
        // It asks for the secret, and repeats it in what it answers.
        let server = Server::new(|path, stream| {
            let text = if path == "/metrics" {
                PAGE.to_owned()
            } else {
                r#"{"depth": 4}"#.to_owned()
            };
            respond(
                stream,
                "200 OK",
                "Content-Type: text/plain\r\n",
                text.as_bytes(),
            );
        });
        world.write(
            "answers.yaml",
            &from(kind, &source.replace("URL", &server.url)),
        );
        let mut command = command(&world, "framework");
        command.env("ACME_T", SECRET);
        let run = end(command);
        assert_eq!(run.exit, 0, "{:#}\n{}", run.json, run.stderr);
        assert!(
            server.heads.try_iter().all(|head| head.contains(SECRET)),
            "it was not sent"
        );
        assert!(!format!("{}{}", run.json, run.stderr).contains(SECRET));
        let conf = |p: &Path| p.starts_with("work space/conf.d");
        let mut seen = 0;
        for (path, bytes) in snapshot(world.path(), &|_| false) {
            if bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes()) {
                assert!(conf(&path), "the secret is in {}", path.display());
                let mode = world
                    .path()
                    .join(&path)
                    .metadata()
                    .unwrap()
                    .permissions()
                    .mode();
                assert_eq!(mode & 0o777, 0o600, "{}", path.display());
                seen += 1;
            }
        }
        assert!(seen > 0);
    }
}

//! Databases by their address: JDBC, the URLs of drivers and of `SQLAlchemy`, libpq's `host=... dbname=...`. Passwords
//! are left behind: they become the name of an environment variable.

use super::{Confidence, Proposal, Target};
use crate::core::answers::Kind;
use crate::core::form;

/// Scheme, what it is called, module, and the names that its `connect` has for the database and the host.
const SERVERS: [(&[&str], &str, &str, &str, &str); 5] = [
    (
        &["postgresql", "postgres", "pgsql", "redshift"],
        "PostgreSQL",
        "psycopg",
        "dbname",
        "host",
    ),
    (
        &["mysql", "mariadb"],
        "MySQL",
        "pymysql",
        "database",
        "host",
    ),
    (
        &["sqlserver", "mssql"],
        "SQL Server",
        "pymssql",
        "database",
        "server",
    ),
    (
        &["oracle", "oracle:thin"],
        "Oracle",
        "oracledb",
        "dsn",
        "host",
    ),
    (
        &["clickhouse", "ch"],
        "ClickHouse",
        "clickhouse_driver.dbapi",
        "database",
        "host",
    ),
];

/// What else has an address of its own, and how its numbers are reached.
const OTHERS: [(&str, &str); 12] = [
    ("redis", "Redis"),
    ("rediss", "Redis"),
    ("mongodb", "MongoDB"),
    ("mongodb+srv", "MongoDB"),
    ("amqp", "AMQP"),
    ("amqps", "AMQP"),
    ("kafka", "Kafka"),
    ("nats", "NATS"),
    ("mqtt", "MQTT"),
    ("ldap", "LDAP"),
    ("cassandra", "Cassandra"),
    ("neo4j", "Neo4j"),
];

/// What a typed address of a database, or of a JVM, means; none when it is none.
pub(super) fn target(text: &str, words: &[String]) -> Option<Result<Target, String>> {
    let told = |p: Proposal| Some(Ok(Target::Told(Box::new(p))));
    let first = words.first()?;
    if first.starts_with("service:jmx:") {
        let seen = "The address of a JVM's beans";
        return told(jmx(seen));
    }
    if let Some(target) = dsn(words) {
        return Some(Ok(target));
    }
    if words.len() > 1 {
        return None;
    }
    let bare = text.strip_prefix("jdbc:").unwrap_or(text);
    let lower = bare.to_ascii_lowercase();
    if let Some(path) = sqlite(bare, text != bare) {
        return Some(Ok(Target::Path(path)));
    }
    let scheme = lower.split([':', '+']).next().unwrap_or_default();
    let known = SERVERS.iter().find(|s| s.0.contains(&scheme));
    let addressed = lower.contains("://") || text != bare;
    if let Some(server) = known.filter(|_| addressed) {
        return told(parsed(bare, *server));
    }
    let other = OTHERS
        .iter()
        .find(|o| o.0 == scheme || lower.starts_with(&format!("{}://", o.0)));
    if let Some((_, name)) = other.filter(|_| lower.contains("://")) {
        return told(Proposal::unknown(
            &format!("the address of {name}, which no kind speaks"),
            "Does it have an HTTP API, a /metrics page, or a command that prints numbers? Show that. Or choose blank, \
             and write the check with the product's own Python package.",
        ));
    }
    if text != bare {
        return told(
            Proposal::of(
                Kind::Sql,
                Confidence::Likely,
                &format!("A JDBC address ({scheme})"),
            )
            .note("Name the Python module that connects under Driver, and what it connects with."),
        );
    }
    None
}

/// The kind `jmx`, because of what was seen.
pub(super) fn jmx(seen: &str) -> Proposal {
    Proposal::of(Kind::Jmx, Confidence::Sure, seen).note(
        "Rules name the beans to read; you get an example to fill in, or show a metrics.yaml.",
    )
}

/// `sqlite:///var/lib/acme.db`, `jdbc:sqlite:/var/lib/acme.db`.
fn sqlite(text: &str, jdbc: bool) -> Option<String> {
    let rest = text
        .strip_prefix("sqlite:")
        .or_else(|| text.strip_prefix("sqlite3:"))?;
    let rest = match rest.strip_prefix("///") {
        // SQLAlchemy: three slashes are relative, four are not; drivers mean the root by three.
        Some(path) if path.starts_with('/') => path.to_owned(),
        Some(path) => format!("/{path}"),
        None => rest.strip_prefix("//").unwrap_or(rest).to_owned(),
    };
    let path = rest.split('?').next().unwrap_or_default();
    (jdbc || !path.is_empty()).then(|| path.to_owned())
}

/// `host=localhost dbname=acme` as libpq has it, or `database=/var/lib/acme.db`.
fn dsn(words: &[String]) -> Option<Target> {
    let pairs = words.iter().map(|w| w.split_once('='));
    let pairs: Vec<(&str, &str)> = pairs.collect::<Option<_>>()?;
    if let [("database", path)] = pairs[..] {
        return Some(Target::Path(path.to_owned()));
    }
    pairs.iter().find(|(key, _)| *key == "dbname")?;
    let mut out = Connect::default();
    for (key, text) in pairs {
        out.add(key, text);
    }
    Some(Target::Told(Box::new(
        out.proposal("PostgreSQL", "psycopg"),
    )))
}

#[derive(Default)]
struct Connect {
    words: Vec<String>,
    secret: bool,
}

impl Connect {
    fn add(&mut self, key: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        if crate::core::validate::is_credential(key) {
            self.secret = true;
            self.words.push(format!("{key}=$DB_PASSWORD"));
        } else {
            self.words.push(form::pair(key, text));
        }
    }

    fn proposal(self, name: &str, module: &str) -> Proposal {
        let kept = if self.secret {
            "The password is not kept: set it as DB_PASSWORD in the environment. "
        } else {
            ""
        };
        let seen = format!("The address of a {name} database");
        Proposal::of(Kind::Sql, Confidence::Sure, &seen)
            .note(format!(
                "{kept}Only SQLite files are read live: give a .sql file that makes the tables under Sample."
            ))
            .fill("source.sql.driver", module)
            .fill("source.sql.connect", self.words.join(" "))
    }
}

/// `postgresql://user:password@host:5432/name?sslmode=require`, `sqlserver://host:1433;databaseName=x`,
/// `oracle:thin:@//host:1521/service`.
fn parsed(
    text: &str,
    (_, name, module, database, host): (&[&str], &str, &str, &str, &str),
) -> Proposal {
    let rest = text.split_once("://").map(|(_, rest)| rest);
    let rest = rest.or_else(|| text.split_once('@').map(|(_, r)| r.trim_start_matches('/')));
    let rest = rest.unwrap_or_default();
    let (place, options) = rest.split_once(['?', ';']).unwrap_or((rest, ""));
    let (login, place) = match place.rsplit_once('@') {
        Some((login, place)) => (login, place),
        None => ("", place),
    };
    let (address, path) = place.split_once('/').unwrap_or((place, ""));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let mut out = Connect::default();
    let options: Vec<(&str, &str)> = options
        .split(['&', ';'])
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let option = |names: &[&str]| {
        let found = options
            .iter()
            .find(|(k, _)| names.contains(&k.to_ascii_lowercase().as_str()));
        found.map_or("", |(_, v)| *v)
    };
    let or = |text: &str, other: &str| decoded(if text.is_empty() { other } else { text });
    if database == "dsn" {
        out.add("dsn", place);
    } else {
        let (server, port) = match address.rsplit_once(':') {
            Some((server, port)) if port.parse::<u16>().is_ok() => (server, port),
            _ => (address, ""),
        };
        out.add(host, &decoded(server));
        out.add("port", port);
        out.add(
            database,
            &or(path, option(&["databasename", "database", "dbname"])),
        );
    }
    out.add("user", &or(user, option(&["user", "username"])));
    out.add("password", &or(password, option(&["password"])));
    out.proposal(name, module)
}

/// `%40` as `@`.
fn decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        let byte = hex.and_then(|h| u8::from_str_radix(h, 16).ok());
        if let (b'%', Some(byte)) = (first, byte) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

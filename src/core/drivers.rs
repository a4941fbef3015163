//! Python's database drivers: what they are installed as, and which argument limits how long connecting takes.
//! All of them follow PEP 249: `connect`, cursors, and a class `Error`.

use super::answers::{Sql, Value};
use std::collections::BTreeMap;

/// Module, distribution, argument of `connect` in seconds.
const DRIVERS: [(&str, &str, &str); 8] = [
    ("psycopg", "psycopg[binary]", "connect_timeout"),
    ("psycopg2", "psycopg2-binary", "connect_timeout"),
    ("pymysql", "pymysql", "connect_timeout"),
    (
        "mysql.connector",
        "mysql-connector-python",
        "connection_timeout",
    ),
    ("oracledb", "oracledb", "tcp_connect_timeout"),
    ("pyodbc", "pyodbc", "timeout"),
    ("pymssql", "pymssql", "login_timeout"),
    (
        "clickhouse_driver.dbapi",
        "clickhouse-driver",
        "connect_timeout",
    ),
];

/// The known modules, the built-in one first.
pub fn names() -> impl Iterator<Item = &'static str> {
    std::iter::once(Sql::BUILT_IN).chain(DRIVERS.iter().map(|d| d.0))
}

/// The package that a driver is installed with; none for the built-in one. An unknown module is taken for its own.
#[must_use]
pub fn package(driver: &str) -> Option<String> {
    if driver == Sql::BUILT_IN {
        return None;
    }
    let known = DRIVERS.iter().find(|d| d.0 == driver);
    Some(known.map_or_else(|| driver.replace(['.', '_'], "-"), |d| d.1.to_owned()))
}

/// The port that its server listens on, unless told otherwise.
#[must_use]
pub fn port(driver: &str) -> Option<u16> {
    match driver {
        "psycopg" | "psycopg2" => Some(5432),
        "pymysql" | "mysql.connector" => Some(3306),
        "oracledb" => Some(1521),
        "pymssql" => Some(1433),
        "clickhouse_driver.dbapi" => Some(9000),
        _ => None,
    }
}

/// The argument that limits how long connecting takes, unless it is among the answered ones.
#[must_use]
pub fn time_limit(source: &Sql) -> Option<&'static str> {
    let known = DRIVERS.iter().find(|d| d.0 == source.module())?;
    (!source.connect.contains_key(known.2)).then_some(known.2)
}

/// Whether connecting needs the argument: not a secret, which a server may do without, nor what has a default.
#[must_use]
pub fn is_required(key: &str) -> bool {
    !super::validate::is_credential(key) && !is_number(key)
}

/// What stands in the repository's files for the name of a host or a user.
#[must_use]
pub fn public(key: &str) -> Option<&'static str> {
    match key {
        "host" | "server" => Some("localhost"),
        "user" | "username" => Some("datadog"),
        _ => None,
    }
}

/// Whether an argument is a number, although the answers hold texts alone.
#[must_use]
pub fn is_number(key: &str) -> bool {
    key == "port" || key.contains("timeout")
}

/// The connection's arguments as an instance has them; `secret` gives the value of an environment variable.
pub fn arguments(
    connect: &BTreeMap<String, Value>,
    mut secret: impl FnMut(&str) -> String,
) -> Vec<(String, serde_json::Value)> {
    let value = |key: &str, text: String| match text.parse::<i64>() {
        Ok(number) if is_number(key) => number.into(),
        _ => serde_json::Value::from(text),
    };
    let one = |(key, given): (&String, &Value)| {
        let text = match given {
            Value::Text(text) => text.clone(),
            Value::Env(reference) => secret(&reference.env),
        };
        (key.clone(), value(key, text))
    };
    connect.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_has_a_package_and_a_limit() {
        assert_eq!(package("sqlite3"), None);
        assert_eq!(package("psycopg").as_deref(), Some("psycopg[binary]"));
        assert_eq!(package("acme_db.client").as_deref(), Some("acme-db-client"));
        let mut source = Sql {
            driver: "psycopg".into(),
            ..Sql::default()
        };
        assert_eq!(time_limit(&source), Some("connect_timeout"));
        let own = Value::Text("3".into());
        source.connect.insert("connect_timeout".into(), own);
        assert_eq!(time_limit(&source), None);
        let given = arguments(&source.connect, |_| String::new());
        assert_eq!(given, [("connect_timeout".to_owned(), 3.into())]);
        assert!(is_required("host") && !is_required("port") && !is_required("password"));
    }
}

//! Addresses of databases.

use super::*;

#[test]
fn an_address_of_a_database_says_what_to_connect_with() {
    for (typed, driver, connect) in [
        (
            "postgresql://ann@db.acme.example:5433/acme?sslmode=require",
            "psycopg",
            "host=db.acme.example port=5433 dbname=acme user=ann",
        ),
        (
            "jdbc:postgresql://localhost/acme?user=ann&password=hunter2",
            "psycopg",
            "host=localhost dbname=acme user=ann password=$DB_PASSWORD",
        ),
        (
            "postgresql+psycopg2://ann:h%40nter2@localhost/acme",
            "psycopg",
            "host=localhost dbname=acme user=ann password=$DB_PASSWORD",
        ),
        (
            "mysql://root@localhost/shop",
            "pymysql",
            "host=localhost database=shop user=root",
        ),
        (
            "jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password=hunter2",
            "pymssql",
            "server=db port=1433 database=shop user=sa password=$DB_PASSWORD",
        ),
        (
            "jdbc:oracle:thin:@//db:1521/XEPDB1",
            "oracledb",
            "dsn=db:1521/XEPDB1",
        ),
        (
            "clickhouse://default@localhost:9000/acme",
            "clickhouse_driver.dbapi",
            "host=localhost port=9000 database=acme user=default",
        ),
        (
            "host=localhost dbname=acme user=ann password=hunter2",
            "psycopg",
            "host=localhost dbname=acme user=ann password=$DB_PASSWORD",
        ),
    ] {
        let Ok(Target::Told(made)) = read(typed) else {
            panic!("{typed}: {:?}", read(typed));
        };
        assert_eq!(made.kind, Some(Kind::Sql));
        assert_eq!(made.filled("source.sql.driver"), Some(driver), "{typed}");
        assert_eq!(made.filled("source.sql.connect"), Some(connect), "{typed}");
        let secret = typed.contains("nter2");
        assert_eq!(made.note.contains("DB_PASSWORD"), secret, "{}", made.note);
        assert!(!format!("{made:?}").contains("nter2"), "{made:?}");
    }
}

#[test]
fn what_no_kind_speaks_is_named() {
    for (typed, name) in [
        ("redis://localhost:6379/0", "Redis"),
        ("mongodb+srv://a.example/x", "MongoDB"),
        ("amqps://localhost", "AMQP"),
    ] {
        let Ok(Target::Told(made)) = read(typed) else {
            panic!("{typed}: {:?}", read(typed));
        };
        assert_eq!(made.kind, None);
        assert!(
            made.sentence.contains(name) && !made.note.is_empty(),
            "{made:?}"
        );
    }
    let Ok(Target::Told(made)) = read("jdbc:db2://localhost:50000/acme") else {
        panic!("a JDBC address is one of a database");
    };
    assert_eq!(made.kind, Some(Kind::Sql));
}

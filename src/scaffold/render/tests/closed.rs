//! Checks that look at nothing outside: what they submit here they submit anywhere.

/// Modules that give the same on every machine and at every time.
const PLAIN: [&str; 8] = [
    "__future__",
    "collections",
    "datadog_checks",
    "functools",
    "itertools",
    "json",
    "math",
    "typing",
];

/// What reaches outside without an import.
const OPEN: [&str; 5] = [
    "open(",
    "self.http",
    "get_subprocess_output",
    "__import__",
    "import_module",
];

/// Whether the source looks at nothing but itself and its configuration.
pub fn is_closed(source: &str) -> bool {
    let foreign = |line: &str| {
        let mut words = line.split_whitespace();
        matches!(words.next(), Some("import" | "from"))
            && words.next().is_some_and(|module| {
                let top = module.split(['.', ',']).next().unwrap_or_default();
                !PLAIN.contains(&top)
            })
    };
    !OPEN.iter().any(|o| source.contains(o)) && !source.lines().any(foreign)
}

#[cfg(test)]
mod tests {
    use super::is_closed;

    #[test]
    fn only_a_source_that_reads_nothing_is_closed() {
        let check = "from datadog_checks.base import AgentCheck\nimport json\n";
        assert!(is_closed(check));
        for more in [
            "import os\n",
            "from random import random\n",
            "self.http.get(u)\n",
        ] {
            assert!(!is_closed(&format!("{check}{more}")), "{more}");
        }
    }
}

//! Rules of `JMXFetch`: which attribute of which bean is sent under which name. Read, never run: a JVM is
//! not here. Sources: `ddev validate jmx-metrics`, and how `JMXFetch` names and sends what it collects.

mod rules;

pub use rules::{Metric, Rules, read};

/// The file that a `jmx` integration carries its rules in.
pub const FILE: &str = "metrics.yaml";

/// What `JMXFetch` collects from an instance unless it is told otherwise.
pub const LIMIT: usize = 350;

/// The host and port of the examples, where nothing else is known.
pub const HOST: &str = "localhost";
pub const PORT: u16 = 9999;

/// Rules to begin with; they name what no product has, so that nobody takes them for done.
#[must_use]
pub fn example(prefix: &str) -> String {
    format!(
        "# Each rule names beans and the attributes to collect from them. List the beans of a running JVM with\n\
         # jconsole, or with: datadog-agent jmx list everything\n\
         jmx_metrics:\n\
         \x20 - include:\n\
         \x20     domain: example.product\n\
         \x20     bean: \"example.product:type=Queue,name=orders\"\n\
         \x20     attribute:\n\
         \x20       Depth:\n\
         \x20         alias: {prefix}queue.depth\n\
         \x20         metric_type: gauge\n\
         \x20       Published:\n\
         \x20         alias: {prefix}queue.published\n\
         \x20         metric_type: monotonic_count\n"
    )
}

#[cfg(test)]
mod tests;

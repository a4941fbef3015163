//! What ruff says of the Python files, as `ddev test --lint` asks it: the format, then the rules, by the settings of the
//! clone. ddev makes an environment for it first; the ruff of that version is at hand.

use crate::core::event::Failure;
use crate::core::finding::Finding;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use crate::scaffold::fix::ruff_config;
use crate::toolchain::Toolchain;
use crate::toolchain::output::{self, Context};
use std::path::Path;

/// The findings in the integration `folder` of `root`.
///
/// # Errors
/// ruff can't be started.
pub fn lint(
    toolchain: &Toolchain,
    root: &Path,
    folder: &str,
    cancel: &CancelToken,
) -> Result<Vec<Finding>, Failure> {
    let named = root.to_string_lossy();
    let context = Context {
        folder,
        root: &named,
    };
    let config = ruff_config(root, folder);
    let ways = [
        &["format", "--diff"][..],
        &["check", "--output-format", "concise"],
    ];
    let mut out = vec![];
    for way in ways {
        let always = ["--no-cache", "--force-exclude", "--config", config, "."];
        let spec = Spec::new(&toolchain.ruff, way.iter().chain(&always).copied())
            .cwd(root.join(folder))
            .env("RUFF_NO_CACHE", "true");
        let ran = process::run(&spec, cancel, &mut |_| {});
        let ran = ran.map_err(|e| super::super::io("Can't run", &toolchain.ruff, &e))?;
        for finding in output::lint(&ran.output, &context) {
            if !out.contains(&finding) {
                out.push(finding);
            }
        }
    }
    Ok(out)
}

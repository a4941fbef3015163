//! The programs that make the shadow tree whole.

use super::Context;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process;
use crate::scaffold::shadow::{Ran, Tools};
use crate::toolchain::Toolchain;
use std::io;
use std::path::Path;

/// ddev and ruff of the toolchain, on the shadow.
pub(super) struct RealTools<'a> {
    pub context: &'a Context,
    pub toolchain: &'a Toolchain,
    pub cancel: CancelToken,
}

impl Tools for RealTools<'_> {
    fn version(&self) -> String {
        format!(
            "{} {:?}",
            self.toolchain.ddev_version, self.toolchain.facts.ruff_version
        )
    }

    fn ddev(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let ddev = self.context.ddev_on_shadow(self.toolchain, shadow)?;
        let output = ddev.run(args, &self.cancel, &mut |_| {});
        Ok(Ran {
            exit: output.exit,
            text: output.text,
        })
    }

    fn ruff(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let spec = process::Spec::new(&self.toolchain.ruff, args.iter().copied())
            .cwd(shadow)
            .env("RUFF_NO_CACHE", "true");
        let ended = process::run(&spec, &self.cancel, &mut |_| {})?;
        Ok(Ran {
            exit: ended.code,
            text: ended.output,
        })
    }
}

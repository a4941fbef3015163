//! The names below the toolchain's folder.

/// Exists in an environment only when it is complete.
pub(super) const READY: &str = "ready";
/// What the environment says of itself.
pub(super) const FACTS: &str = "facts.json";
/// Names the environment in use, one line.
pub(super) const CURRENT: &str = "current";

/// What the tools make and keep, shared by all environments: hatch's environments, bytecode.
pub(super) const STATE: &str = "state";

//! Saved workflows under fire: kills, two programs, full and read-only disks, damage, newer versions.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

#[path = "workspace/drafts.rs"]
mod drafts;
#[path = "workspace/faults.rs"]
mod faults;
#[path = "workspace/fixture.rs"]
mod fixture;
#[path = "workspace/folders.rs"]
mod folders;
#[path = "workspace/kills.rs"]
mod kills;
#[path = "workspace/saving.rs"]
mod saving;

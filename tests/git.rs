//! The clone, in many states: what is committed, what is refused, and that all else stays as it was.
#![allow(
    clippy::unwrap_used,
    clippy::unused_self,
    clippy::print_stdout,
    clippy::too_many_lines
)] // A test says where it can't go on, and what it skips.

#[path = "git/amending.rs"]
mod amending;
#[path = "git/as_job.rs"]
mod as_job;
#[path = "git/cloning.rs"]
mod cloning;
#[path = "git/commits.rs"]
mod commits;
#[path = "git/configured.rs"]
mod configured;
#[path = "git/elsewhere.rs"]
mod elsewhere;
#[path = "git/fixture.rs"]
mod fixture;
#[path = "git/further.rs"]
mod further;
#[path = "git/hooks.rs"]
mod hooks;
#[path = "git/hosts.rs"]
mod hosts;
#[path = "git/letters.rs"]
mod letters;
#[path = "git/like_git.rs"]
mod like_git;
#[path = "git/looked_at.rs"]
mod looked_at;
#[path = "git/meddling.rs"]
mod meddling;
#[path = "git/messages.rs"]
mod messages;
#[path = "git/not_checked_out.rs"]
mod not_checked_out;
#[path = "git/notes.rs"]
mod notes;
#[path = "git/own_branches.rs"]
mod own_branches;
#[path = "git/pushing.rs"]
mod pushing;
#[path = "git/questions.rs"]
mod questions;
#[path = "git/random.rs"]
mod random;
#[path = "git/receives.rs"]
mod receives;
#[path = "git/recognise.rs"]
mod recognise;
#[path = "git/refusals.rs"]
mod refusals;
#[path = "git/served.rs"]
mod served;
#[path = "git/signatures.rs"]
mod signatures;
#[path = "git/ssh.rs"]
mod ssh;
#[path = "git/sshd.rs"]
mod sshd;
#[path = "git/states.rs"]
mod states;
#[path = "git/sync_bases.rs"]
mod sync_bases;
#[path = "git/sync_cut_off.rs"]
mod sync_cut_off;
#[path = "git/sync_job.rs"]
mod sync_job;
#[path = "git/sync_kept.rs"]
mod sync_kept;
#[path = "git/sync_kills.rs"]
mod sync_kills;
#[path = "git/sync_lab.rs"]
mod sync_lab;
#[path = "git/sync_random.rs"]
mod sync_random;
#[path = "git/sync_refused.rs"]
mod sync_refused;
#[path = "git/syncing.rs"]
mod syncing;

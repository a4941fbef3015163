//! The real program in a real terminal, driven by keys alone: what it takes it gives back, what is typed
//! survives a kill, and the whole path. Every wait is for something that the screen shows; nothing sleeps.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

#[path = "../common/mod.rs"]
mod common;
mod gate;
mod keys;
mod place;
mod pty;
mod seeded;
#[path = "../git/served.rs"]
mod served;
#[path = "../git/sshd.rs"]
mod sshd;
mod walk;

mod asked;
mod asked_ssh;
mod clones;
mod editors;
mod fixes;
mod flood;
mod fork;
mod forms;
mod found;
mod given_back;
mod home;
mod kept;
mod lists;
mod looks;
mod opened;
mod pastes;
mod path;
mod progress;
mod pushes;
mod remotes;
mod request;
mod saves;
mod secrets;
mod setup;
mod shown;
mod sizes;
mod stopped;
mod suspend;
mod torn;
mod updates;

//! Child processes: started in their own session, drained, canceled and ended as a group.
//! What a child's output means is not known here; the folders above parse it.

pub mod cancel;
mod command;
mod descendants;
pub mod desk;
pub mod detached;
pub mod door;
mod group;
pub mod heard;
mod lines;
pub mod process;
mod spec;
pub mod supervise;
pub mod tail;
pub mod talk;
pub mod text;
mod watch;

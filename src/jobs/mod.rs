//! Child processes: started in their own session, drained, canceled and ended as a group.
//! What a child's output means is not known here; the folders above parse it.

pub mod cancel;
mod descendants;
mod group;
mod lines;
pub mod process;
pub mod supervise;
mod tail;
pub mod text;
mod watch;

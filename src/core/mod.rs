//! The pure core: data and transitions. Nothing in here touches a file, a process, the clock, git or
//! the terminal; what must happen outside is returned as data ([`effect::Effect`]).

pub mod answers;
pub mod autopilot;
pub mod capture;
pub mod derived;
pub mod effect;
pub mod event;
pub mod finding;
pub mod form;
pub mod hash;
pub mod metadata;
pub mod names;
pub mod plan;
pub mod repo;
pub mod setup;
pub mod state;
pub mod status;
pub mod step;
pub mod testing;
pub mod wizard;

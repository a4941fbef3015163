//! The pure core: data and transitions. Nothing in here touches a file, a process, the clock, git or
//! the terminal; what must happen outside is returned as data ([`effect::Effect`]).

pub mod answers;
pub mod answers_file;
pub mod autopilot;
pub mod capture;
pub mod declared;
pub mod derive;
pub mod derived;
pub mod effect;
pub mod event;
pub mod existing;
pub mod finding;
pub mod form;
pub mod hash;
pub mod jmx;
pub mod json_metrics;
pub mod logs;
pub mod mapping;
pub mod metadata;
pub mod names;
pub mod nearest;
pub mod openmetrics;
pub mod plan;
pub mod pull_request;
pub mod repo;
pub mod required;
pub mod setup;
pub mod shared;
pub mod state;
pub mod status;
pub mod step;
pub mod testing;
pub mod validate;
pub mod version;
pub mod wizard;

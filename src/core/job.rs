//! The name of a job.

/// A number that names one job, unique in a session.
pub type JobId = u64;

//! A process group, by the number of its leader.

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process_group, test_kill_process_group, waitid,
};
use std::io;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How often an ending group is looked at. Nothing tells when a stranger's child is gone.
const LOOK: Duration = Duration::from_millis(10);

/// Between TERM and KILL.
pub(super) const GRACE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy)]
pub(super) struct Group(Pid);

impl Group {
    pub(super) fn of(leader: u32) -> io::Result<Self> {
        i32::try_from(leader)
            .ok()
            .and_then(Pid::from_raw)
            .map(Self)
            .ok_or_else(|| io::Error::other(format!("{leader} is no process")))
    }

    /// The group this process leads, when it leads one.
    pub(super) fn led_by_this_process() -> Option<Self> {
        let own = rustix::process::getpid();
        (rustix::process::getpgrp() == own).then_some(Self(own))
    }

    // A group that is gone already needs no signal, so these never fail.

    pub(super) fn terminate(self) {
        let _ = kill_process_group(self.0, Signal::TERM);
    }

    pub(super) fn kill(self) {
        let _ = kill_process_group(self.0, Signal::KILL);
    }

    /// Waits for the leader's exit and leaves it unreaped: until then its number stays taken, and a
    /// signal to the group cannot reach a stranger.
    pub(super) fn wait_for_leader(self) {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while let Err(error) = waitid(WaitId::Pid(self.0), options) {
            if error != rustix::io::Errno::INTR {
                return;
            }
        }
    }

    /// After TERM and the leader's end: waits until nobody is left, and after `grace` makes it so.
    pub(super) fn end(self, grace: Duration) {
        let until = Instant::now() + grace;
        let (_keep, never) = mpsc::channel::<()>();
        while test_kill_process_group(self.0).is_ok() {
            if Instant::now() >= until {
                self.kill();
                return;
            }
            if never.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }
}

//! Everything that a job started, also what left its group and session: on Linux the supervisor is the
//! parent that orphans get, so all of it can be found and ended. Elsewhere there is nothing to find.

use std::time::Duration;

/// Makes this process the parent of every orphan below it. Where the system refuses, only the group ends.
#[cfg(target_os = "linux")]
pub(super) fn adopt() {
    let own = rustix::process::getpid();
    let _ = rustix::process::set_child_subreaper(Some(own));
}

/// Asks every descendant to end, and after `grace` makes it so.
#[cfg(target_os = "linux")]
pub(super) fn end(grace: Duration) {
    use rustix::process::Signal;
    use std::time::Instant;

    let until = Instant::now() + grace;
    let mut asked = linux::signal_all(Signal::TERM, &[]);
    while Instant::now() < until {
        if linux::all().is_empty() {
            return;
        }
        std::thread::park_timeout(LOOK);
        // Whoever was started meanwhile is asked too, once.
        let more = linux::signal_all(Signal::TERM, &asked);
        asked.extend(more);
    }
    kill();
}

/// Takes the statuses of the orphans that ended: whoever waits for the group's end waits for these too. Only
/// once the job's own status was taken.
#[cfg(target_os = "linux")]
pub(super) fn reap() {
    use rustix::process::{WaitOptions, wait};
    while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
}

/// Ends every descendant at once, and those that they start meanwhile.
#[cfg(target_os = "linux")]
fn kill() {
    for _ in 0..ROUNDS {
        if linux::signal_all(rustix::process::Signal::KILL, &[]).is_empty() {
            return;
        }
        std::thread::park_timeout(LOOK);
    }
}

/// How often what is ending is looked at: nothing tells when a stranger's child is gone.
#[cfg(target_os = "linux")]
const LOOK: Duration = Duration::from_millis(10);
/// Something in an uninterruptible wait must not hold up the supervisor for ever.
#[cfg(target_os = "linux")]
const ROUNDS: u32 = 100;

#[cfg(target_os = "linux")]
mod linux {
    use rustix::process::{Pid, Signal, getpid, kill_process};
    use std::collections::BTreeSet;
    use std::fs;

    /// Signals every descendant except `but`; returns whom.
    pub fn signal_all(signal: Signal, but: &[Pid]) -> Vec<Pid> {
        let mut out = all();
        out.retain(|pid| !but.contains(pid));
        for pid in &out {
            // One that is gone already needs no signal.
            let _ = kill_process(*pid, signal);
        }
        out
    }

    /// Every living descendant of this process.
    pub fn all() -> Vec<Pid> {
        let mut pairs = vec![];
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let pid = entry.file_name().to_str().and_then(|n| n.parse().ok());
            let Some(pid) = pid else { continue };
            let stat = fs::read(entry.path().join("stat")).unwrap_or_default();
            if let Some((parent, alive)) = parse(&String::from_utf8_lossy(&stat)) {
                pairs.push((pid, parent, alive));
            }
        }
        let mut known = BTreeSet::from([getpid().as_raw_nonzero().get()]);
        loop {
            let before = known.len();
            let more = pairs.iter().filter(|(_, parent, _)| known.contains(parent));
            let more: Vec<i32> = more.map(|(pid, _, _)| *pid).collect();
            known.extend(more);
            if known.len() == before {
                break;
            }
        }
        let own = getpid();
        let ours = pairs
            .into_iter()
            .filter(|(pid, _, alive)| *alive && known.contains(pid));
        ours.filter_map(|(pid, _, _)| Pid::from_raw(pid))
            .filter(|pid| *pid != own)
            .collect()
    }

    /// The parent's number, and whether the process still runs. A name may hold spaces and parentheses.
    fn parse(stat: &str) -> Option<(i32, bool)> {
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        let state = fields.next()?;
        let parent = fields.next()?.parse().ok()?;
        Some((parent, !matches!(state, "Z" | "X")))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_name_with_parentheses_does_not_mislead() {
            assert_eq!(parse("7 (a) b) S 3 7 7 0"), Some((3, true)));
            assert_eq!(parse("7 (sh) Z 3 7 7 0"), Some((3, false)));
            assert_eq!(parse(""), None);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn adopt() {}

#[cfg(not(target_os = "linux"))]
pub(super) fn reap() {}

#[cfg(not(target_os = "linux"))]
pub(super) fn end(_grace: Duration) {}

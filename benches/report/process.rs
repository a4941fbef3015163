//! What the kernel says of a process. Linux only: elsewhere there is nothing to read.

use std::fs;
use std::path::Path;

/// Whether processes can be looked at here.
pub fn readable() -> bool {
    Path::new("/proc/self/status").exists()
}

fn kib(pid: &str, key: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    value(&text, key)
}

fn value(text: &str, key: &str) -> Option<f64> {
    let line = text.lines().find_map(|l| l.strip_prefix(key))?;
    line.trim_start_matches(':')
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

/// Resident megabytes: all, and what of it is no file's page.
pub fn resident(pid: u32) -> Option<(f64, f64)> {
    let pid = pid.to_string();
    let mb = |key| kib(&pid, key).map(|k| k * 1024.0 / 1e6);
    Some((mb("VmRSS")?, mb("RssAnon")?))
}

/// Context switches of all threads, asked for and not, since the start.
pub fn switches(pid: u32) -> Option<f64> {
    let mut sum = 0.0;
    for thread in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let Ok(text) = fs::read_to_string(thread.ok()?.path().join("status")) else {
            continue;
        };
        sum += value(&text, "voluntary_ctxt_switches")?;
        sum += value(&text, "nonvoluntary_ctxt_switches")?;
    }
    Some(sum)
}

/// Processor time in clock ticks, the kernel's included.
pub fn ticks(pid: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit(") ").next()?.split(' ').collect();
    let of = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some(of(11)? + of(12)?)
}

/// This process's peak from now on begins at what it holds now.
pub fn forget_peak() -> bool {
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// This process's peak and present resident megabytes.
pub fn own() -> Option<(f64, f64)> {
    let mb = |key| kib("self", key).map(|k| k * 1024.0 / 1e6);
    Some((mb("VmHWM")?, mb("VmRSS")?))
}

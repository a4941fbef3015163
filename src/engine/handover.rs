//! Handing the pull request over: GitHub's own program, a browser, or a file.

use super::job::Job;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::pull_request::{Request, Way, address};
use crate::git::remote::UPSTREAM;
use crate::jobs::detached;
use crate::jobs::process::{self, Ended, Spec};
use crate::workspace::files::write_atomic;
use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

/// The file of the workspace that holds title and text.
const FILE: &str = "pull-request.md";
/// How long `gh` may take; it talks to GitHub.
const GH_LIMIT: Duration = Duration::from_secs(60);
/// How long a browser may take to say that it can't.
const SOON: Duration = Duration::from_secs(3);

pub(super) fn hand_over(job: &mut Job, way: Way, request: &Request) -> Result<Outcome, Failure> {
    // A file comes first in every way: it is there when the other way fails.
    let file = save(&job.context.dir, request)?;
    let outcome = |made, said: String, copy| Outcome::HandedOver {
        way,
        made,
        said,
        copy,
    };
    Ok(match way {
        Way::Gh => {
            let made = gh(job, request)?;
            let verb = if request.made.is_some() {
                "updated"
            } else {
                "made"
            };
            let said = format!("The pull request is {verb}: {made}");
            outcome(Some(made), said, None)
        }
        Way::Page => {
            let (said, copy) = page(request)?;
            outcome(None, said, copy)
        }
        Way::File | Way::Copy => outcome(None, format!("Saved as {file}."), None),
    })
}

/// Title, an empty line, the text: the shape of a commit's message.
fn save(dir: &Path, request: &Request) -> Result<String, Failure> {
    let path = dir.join(FILE);
    let text = format!("{}\n\n{}", request.title, request.body);
    write_atomic(&path, text.as_bytes()).map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!("{} can't be written: {e}.", path.display()),
            "Free the folder, and try again.",
        )
    })?;
    Ok(path.display().to_string())
}

fn gh(job: &mut Job, request: &Request) -> Result<String, Failure> {
    let Some(owner) = request.compare.as_deref().and_then(owner) else {
        return Err(Failure::new(
            FailureKind::Unavailable,
            "The fork's address is not on GitHub, so gh can't make a pull request from it.",
            "Look at the fork under Set up.",
        ));
    };
    job.say("Handing over to gh", None);
    let status = run(job, &["auth", "status", "--hostname", "github.com"], None)?;
    if !status.success() {
        return Err(Failure::new(
            FailureKind::Unavailable,
            "gh is not logged in to GitHub.",
            "Run gh auth login, and try again; or open the page instead.",
        ));
    }
    let head = format!("{owner}:{}", request.branch);
    let mut args = vec!["pr"];
    match &request.made {
        Some(url) => args.extend(["edit", url]),
        None => args.extend([
            "create",
            "--repo",
            UPSTREAM,
            "--base",
            &request.base,
            "--head",
            &head,
        ]),
    }
    args.extend(["--title", &request.title, "--body-file", "-"]);
    let ended = run(job, &args, Some(&request.body))?;
    match address_in(&ended.output) {
        // One that exists already is told with its address.
        Some(url) if ended.success() || ended.output.contains("already exists") => Ok(url),
        _ if ended.success() && request.made.is_some() => {
            Ok(request.made.clone().unwrap_or_default())
        }
        _ => Err(Failure::new(
            FailureKind::Unavailable,
            format!("gh could not do it: {}", ended.output.trim()),
            "Repair what it names, and try again; or open the page instead.",
        )),
    }
}

fn run(job: &Job, args: &[&str], stdin: Option<&str>) -> Result<Ended, Failure> {
    let mut spec = Spec::new("gh", args)
        .cwd(&job.context.dir)
        .env("GH_PROMPT_DISABLED", "1")
        .env("GH_NO_UPDATE_NOTIFIER", "1")
        .env("NO_COLOR", "1")
        .time_limit(GH_LIMIT);
    spec.stdin = stdin.map(|text| text.as_bytes().to_vec());
    spec.supervised = true;
    let ended = process::run(&spec, &job.cancel, &mut |_| {}).map_err(|_| {
        Failure::new(
            FailureKind::Unavailable,
            "gh, GitHub's own program, is not installed.",
            "Open the page instead, or install gh from https://cli.github.com",
        )
    })?;
    job.check_cancel()?;
    if ended.timed_out {
        return Err(Failure::new(
            FailureKind::Unavailable,
            "gh did not answer within a minute.",
            "Check the network, and try again; or open the page instead.",
        ));
    }
    Ok(ended)
}

/// The fork's owner in the address of a compare page.
fn owner(compare: &str) -> Option<&str> {
    let (_, head) = compare.split_once("...")?;
    let (owner, _) = head.split_once(':')?;
    Some(owner)
}

/// The last address of a pull request that was printed.
fn address_in(output: &str) -> Option<String> {
    let words = output.split_whitespace().rev();
    let mut urls = words.filter(|w| w.starts_with("https://") && w.contains("/pull/"));
    urls.next().map(str::to_owned)
}

/// Opens the page, or says where it is; what to copy.
fn page(request: &Request) -> Result<(String, Option<String>), Failure> {
    let Some(compare) = &request.compare else {
        return Err(Failure::new(
            FailureKind::Unavailable,
            "The fork's address is not on GitHub, so there is no page to open.",
            "Copy the text, or save it as a file, and open the pull request where the fork is.",
        ));
    };
    let address = address::filled(compare, &request.title, &request.body);
    let left = if address.has_body {
        ""
    } else {
        " The text is too long for an address: copy it, and paste it there."
    };
    if browse(&address.url) {
        return Ok((format!("The page is open in your browser.{left}"), None));
    }
    let said = format!(
        "No browser here: the page's address is copied, where your terminal allows it.{left}"
    );
    Ok((said, Some(address.url)))
}

/// Whether a browser has it.
fn browse(url: &str) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let own = std::env::var("BROWSER").unwrap_or_default();
    let mut programs: Vec<&str> = own.split(':').filter(|p| !p.is_empty()).collect();
    let away = set("SSH_CONNECTION") || set("SSH_TTY");
    if cfg!(target_os = "macos") && !away {
        programs.push("open");
    } else if set("WSL_DISTRO_NAME") {
        programs.push("wslview");
    } else if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        programs.push("xdg-open");
    }
    programs
        .iter()
        .any(|program| detached::start(program, OsStr::new(url), SOON).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gh_prints_is_read() {
        let made =
            "Creating pull request\n\nhttps://github.com/DataDog/integrations-extras/pull/12\n";
        let there = "a pull request for branch \"acme:b\" into branch \"master\" already exists:\n\
                     https://github.com/DataDog/integrations-extras/pull/7\n";
        let url = |n| format!("https://github.com/DataDog/integrations-extras/pull/{n}");
        assert_eq!(address_in(made), Some(url(12)));
        assert_eq!(address_in(there), Some(url(7)));
        assert_eq!(address_in("see https://cli.github.com/manual"), None);
    }

    #[test]
    fn the_owner_is_in_the_compare_page() {
        let page =
            "https://github.com/DataDog/integrations-extras/compare/master...acmeco:a/b?expand=1";
        assert_eq!(owner(page), Some("acmeco"));
        assert_eq!(owner("https://github.com/acmeco"), None);
    }
}

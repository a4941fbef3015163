//! Why git could not reach or change a remote, told from what it printed, and what to do next.

use super::problem::Problem;

/// Why a clone, a fetch or a push did not work. Told from git's and ssh's texts in the C locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The remote's branch holds commits that the pushed one lacks.
    Behind,
    /// A push with a lease: the remote's branch is no longer what it was known to be.
    Moved,
    /// The branch, or what is in it, is protected there.
    Protected,
    /// The host found a secret in what was pushed.
    Secret,
    /// A file in it is larger than the host takes.
    Large,
    /// It would show an e-mail address that its owner hides there.
    Email,
    /// The token may not change workflows, and `test-all.yml` is one.
    Workflow,
    /// A hook of the remote's said no.
    Hook,
    /// The contributor's own `pre-push` hook said no.
    OwnHook,
    /// The branch is checked out in the remote, which is no bare repository.
    CheckedOut,
    /// The remote refused the branch for a reason of its own.
    Refused,
    /// Known there, but not allowed to.
    Permission,
    /// ssh had no key that the host takes.
    Key,
    /// User name, password or token are wrong.
    Password,
    /// A user name or password was needed, and nobody gave one.
    Unanswered,
    /// The host's name leads nowhere.
    Name,
    /// Nobody answers there.
    Unreachable,
    /// The host's certificate is not trusted.
    Certificate,
    /// ssh does not know the host yet.
    UnknownHost,
    /// The host shows another key than it did before.
    ChangedHost,
    /// The host has no such repository.
    Missing,
    Other,
}

/// What git prints, and what it means: the first that is found counts, so what is more exact comes first.
const SAID: &[(&str, Cause)] = &[
    ("remote host identification has changed", Cause::ChangedHost),
    ("host key verification failed", Cause::UnknownHost),
    ("without `workflow` scope", Cause::Workflow),
    ("without `workflows` permission", Cause::Workflow),
    ("(stale info)", Cause::Moved),
    ("(fetch first)", Cause::Behind),
    ("(non-fast-forward)", Cause::Behind),
    ("(needs force)", Cause::Behind),
    ("branch is currently checked out", Cause::CheckedOut),
    ("push cannot contain secrets", Cause::Secret),
    ("email privacy restrictions", Cause::Email),
    ("gh007:", Cause::Email),
    ("gh001:", Cause::Large),
    ("protected branch", Cause::Protected),
    ("repository rule violations", Cause::Protected),
    ("hook declined", Cause::Hook),
    ("[remote rejected]", Cause::Refused),
    ("[rejected]", Cause::Refused),
    ("terminal prompts disabled", Cause::Unanswered),
    ("could not read username", Cause::Unanswered),
    ("could not read password", Cause::Unanswered),
    ("authentication failed", Cause::Password),
    ("invalid username or", Cause::Password),
    ("returned error: 401", Cause::Password),
    ("returned error: 403", Cause::Permission),
    ("write access to repository not granted", Cause::Permission),
    ("marked as read only", Cause::Permission),
    ("error: permission to", Cause::Permission),
    ("permission denied (", Cause::Key),
    ("too many authentication failures", Cause::Key),
    ("repository not found", Cause::Missing),
    ("returned error: 404", Cause::Missing),
    ("' not found", Cause::Missing),
    ("does not appear to be a git repository", Cause::Missing),
    ("' does not exist", Cause::Missing),
    ("could not resolve", Cause::Name),
    ("certificate", Cause::Certificate),
    ("couldn't connect", Cause::Unreachable),
    ("could not connect", Cause::Unreachable),
    ("failed to connect", Cause::Unreachable),
    ("connection refused", Cause::Unreachable),
    ("timed out", Cause::Unreachable),
    ("network is unreachable", Cause::Unreachable),
    ("no route to host", Cause::Unreachable),
    ("connection reset", Cause::Unreachable),
    ("connection closed", Cause::Unreachable),
];

impl Cause {
    /// The cause of a failure with this output.
    #[must_use]
    pub fn of(output: &str) -> Self {
        let lower = output.to_lowercase();
        let known = SAID.iter().find(|(said, _)| lower.contains(said));
        match known {
            Some((_, cause)) => *cause,
            // git asked the hook before it told the remote anything.
            None if lower.contains("failed to push some refs") => Self::OwnHook,
            None => Self::Other,
        }
    }

    /// Whether a person has to decide something before it can work; else something is unavailable.
    #[must_use]
    pub fn asks(self) -> bool {
        matches!(
            self,
            Self::Behind
                | Self::Moved
                | Self::Protected
                | Self::Secret
                | Self::Large
                | Self::Email
                | Self::Hook
                | Self::OwnHook
                | Self::CheckedOut
                | Self::Refused
                | Self::ChangedHost
        )
    }

    /// What it means, and the next step. `remote` is its name, or its address where it has none yet.
    fn words(self, remote: &str) -> (String, String) {
        let (what, next) = match self {
            Self::Behind => (
                format!("the branch on {remote} holds commits that yours lacks"),
                "Somebody, or another clone of yours, pushed them. Take them over, or overwrite them with f on the Pull request page.".into(),
            ),
            Self::Moved => (
                format!("the branch on {remote} changed since it was looked at"),
                "Nothing was overwritten. Push again to see what is there now.".into(),
            ),
            Self::Protected => (
                format!("{remote} protects this branch"),
                "Choose another branch name under Commit, or change the rule in the fork's settings on GitHub.".into(),
            ),
            Self::Secret => (
                "a secret is in the commits".into(),
                "Revoke it, take it out of the file that is named, and amend the commit (a under Commit): a further commit keeps it in the history.".into(),
            ),
            Self::Large => (
                format!("a file is larger than {remote} takes"),
                "Take it out, and amend the commit (a under Commit): a further commit keeps it in the history.".into(),
            ),
            Self::Email => (
                "the commit has an e-mail address that is private on GitHub".into(),
                "Allow it under https://github.com/settings/emails, or commit with your noreply address from there (git config user.email).".into(),
            ),
            Self::Workflow => (
                format!("the token may not change workflows on {remote}"),
                "The branch changes .github/workflows/test-all.yml. Give the token the workflow scope (gh auth refresh -s workflow), or push over ssh.".into(),
            ),
            Self::Hook => (
                format!("a hook of {remote} declined it"),
                "Change what the hook names, then commit and push again.".into(),
            ),
            Self::OwnHook => (
                "the pre-push hook of your clone declined it".into(),
                "Change what the hook names, then push again. The hook is .git/hooks/pre-push, or in core.hooksPath.".into(),
            ),
            Self::CheckedOut => (
                format!("the branch is checked out in {remote}, which is no bare repository"),
                "Check out another branch there, or push to your fork on GitHub.".into(),
            ),
            Self::Refused => (
                format!("{remote} refused the branch"),
                "Change what it names, then push again.".into(),
            ),
            Self::Permission => (
                format!("you may not write to {remote}"),
                "See that it is your fork (git remote -v), that you are logged in as its owner, and that the token allows contents: write.".into(),
            ),
            Self::Key => (
                format!("{remote} takes none of your ssh keys"),
                "Add your key to the agent (ssh-add) and to your account on GitHub, then see: ssh -T git@github.com. If it asked for a passphrase, that may have been another one.".into(),
            ),
            Self::Password => (
                format!("{remote} takes neither this user name nor this password"),
                "GitHub takes a personal access token instead of a password. A wrong one may be saved: gh auth login, or git credential reject.".into(),
            ),
            Self::Unanswered => (
                format!("{remote} asks for a user name and a password, and nobody answered"),
                "Push from the screens, which ask; or save them first: gh auth setup-git, a credential helper, or an ssh key.".into(),
            ),
            Self::Name => (
                format!("the name of {remote}'s host leads nowhere"),
                "See that you are online, that the address is right (git remote -v), and what proxy is set (git config http.proxy).".into(),
            ),
            Self::Unreachable => (
                format!("nobody answers at {remote}'s address"),
                "See that you are online, and that a firewall or proxy lets git through. ssh that is blocked often works over https.".into(),
            ),
            Self::Certificate => (
                format!("the certificate of {remote}'s host is not trusted"),
                "Behind a proxy of your company, name its certificate: git config http.sslCAInfo FILE".into(),
            ),
            Self::UnknownHost => (
                format!("ssh does not know the host of {remote} yet"),
                "Compare the fingerprint with the one that the host publishes, then push from the screens and answer yes; or connect once: ssh -T git@github.com".into(),
            ),
            Self::ChangedHost => (
                format!("the host of {remote} shows another key than before"),
                "Compare it with the one that the host publishes before you remove the old one: ssh-keygen -R HOST".into(),
            ),
            Self::Missing => (
                format!("{remote} leads to no repository that you may see"),
                "See that the address is right. If you have no fork yet, make one of DataDog/integrations-extras on GitHub.".into(),
            ),
            Self::Other => (
                String::new(),
                "Check the address, the network and your access, then try again.".to_owned(),
            ),
        };
        (what, next)
    }
}

/// What to say of a failure: `what` was done (`Pushing b to origin`), with `remote`, and this output.
pub(super) fn problem(what: &str, remote: &str, cause: Cause, output: &str) -> Problem {
    let (means, hint) = cause.words(remote);
    let said = said(cause, output);
    let message = if means.is_empty() {
        format!("{what} failed: {said}")
    } else if said.is_empty() {
        format!("{what} failed: {means}.")
    } else {
        format!("{what} failed: {means}. {said}")
    };
    Problem::new(message, hint)
}

/// The words that tell the contributor more than the cause does.
fn said(cause: Cause, output: &str) -> String {
    let lines = || output.lines().map(str::trim).filter(|l| !l.is_empty());
    let remote = || {
        let told = lines().filter_map(|l| l.strip_prefix("remote:"));
        // Lines that draw a rule say nothing.
        let told = told.map(|l| l.trim_matches([' ', '\t', '\u{2014}']));
        let told: Vec<&str> = told.filter(|l| !l.is_empty()).collect();
        told.join(" ")
    };
    match cause {
        // Who refuses says why itself; the reason that git gives is the summary of it.
        Cause::Protected
        | Cause::Hook
        | Cause::Refused
        | Cause::Workflow
        | Cause::Secret
        | Cause::Large
        | Cause::Email => {
            let told = remote();
            let reason = lines().find(|l| l.contains("rejected]"));
            match (told.is_empty(), reason.and_then(in_brackets)) {
                (false, _) => format!("It says: {told}"),
                (true, Some(reason)) => format!("It says: {reason}"),
                (true, None) => String::new(),
            }
        }
        Cause::OwnHook => {
            let own = lines().filter(|l| !l.starts_with("error: failed to push"));
            let own: Vec<&str> = own.collect();
            let last = own.len().saturating_sub(5);
            if own.is_empty() {
                String::new()
            } else {
                format!("It says: {}", own[last..].join(" "))
            }
        }
        Cause::Behind | Cause::Moved | Cause::CheckedOut => String::new(),
        Cause::Other => own_words(output),
        _ => format!("git says: {}", own_words(output)),
    }
}

/// `x` of `... (x)` at the end of a line.
fn in_brackets(line: &str) -> Option<&str> {
    let open = line.find(" (")?;
    line[open + 2..].strip_suffix(')')
}

/// git's own last word: its `fatal:` or `error:` lines, else the last line.
fn own_words(output: &str) -> String {
    let marked: Vec<&str> = output
        .lines()
        .filter(|line| line.starts_with("fatal:") || line.starts_with("error:"))
        .collect();
    // ssh told why; git knows only that it ended.
    if let ["fatal: Could not read from remote repository."] = marked[..]
        && let Some((before, _)) = output.split_once(marked[0])
        && let Some(why) = before.lines().map(str::trim).rfind(|l| !l.is_empty())
    {
        return why.to_owned();
    }
    if marked.is_empty() {
        let last = output.lines().rev().find(|line| !line.trim().is_empty());
        last.unwrap_or("git said nothing.").to_owned()
    } else {
        marked.join(" ")
    }
}

#[cfg(test)]
#[path = "refused_tests.rs"]
mod tests;

//! The rule for a command.

/// Words of an option that holds a secret: `--password`, `--api-key`.
const SECRET: [&str; 8] = [
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "credential",
];

/// Signs that a shell would read, and nothing else does.
const SHELL: [&str; 9] = ["|", ">", ">>", "<", "&&", "||", ";", "&", "2>&1"];

/// A command that is run without a shell, and that everybody may read.
///
/// # Errors
/// No program, a shell's sign, a control character, or a secret among the arguments.
pub fn command(argv: &[String]) -> Result<(), String> {
    let Some(program) = argv.first().filter(|p| !p.trim().is_empty()) else {
        return Err("A command begins with a program, for example acmectl stats --json.".into());
    };
    if let Some(word) = argv.iter().find(|w| w.contains(char::is_control)) {
        return Err(format!("{word:?} holds a control character."));
    }
    if program.contains('=') {
        return Err(format!(
            "{program:?} sets a variable, which only a shell does. Name the program first."
        ));
    }
    if program.contains('/') && !program.starts_with('/') {
        return Err(format!(
            "{program} is seen from the folder where the Agent runs. Write its whole path, or its name on PATH."
        ));
    }
    if let Some(sign) = argv.iter().find(|w| SHELL.contains(&w.as_str())) {
        return Err(format!(
            "No shell reads the command, so {sign:?} goes to {program} as a word. Name one program; it may be a \
             script of your own."
        ));
    }
    for (n, word) in argv.iter().enumerate().skip(1) {
        let (option, value) = word.split_once('=').unwrap_or((word, ""));
        let plain = option.to_ascii_lowercase().replace(['-', '_'], "");
        if !option.starts_with('-') || !SECRET.iter().any(|s| plain.ends_with(s)) {
            continue;
        }
        let next = argv.get(n + 1).filter(|next| !next.starts_with('-'));
        if !value.is_empty() || next.is_some() {
            return Err(format!(
                "{option} gives a secret, and a command's arguments are there for everybody to read. Let {program} \
                 take it from its own configuration or environment."
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::command;

    fn said(typed: &str) -> Result<(), String> {
        let argv: Vec<String> = typed.split(' ').map(str::to_owned).collect();
        command(&argv)
    }

    #[test]
    fn a_command_is_one_program_without_secrets() {
        for good in [
            "acmectl",
            "acmectl stats --json --token-file=/etc/x",
            "acmectl --keyspace orders -p 80",
            "acmectl --no-password --json",
        ] {
            assert_eq!(said(good), Ok(()), "{good}");
        }
        for (bad, word) in [
            ("", "begins with a program"),
            ("acmectl | wc", "No shell"),
            ("A=1 acmectl", "variable"),
            ("./acmectl", "whole path"),
            ("acmectl --password=hunter2", "secret"),
            ("acmectl --api-key hunter2", "secret"),
            ("acmectl \u{1b}", "control"),
        ] {
            let message = said(bad).unwrap_err();
            assert!(
                message.contains(word) && !message.contains("hunter2"),
                "{message}"
            );
        }
    }
}

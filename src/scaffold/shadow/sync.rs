//! The stages that programs do: ruff over the rendered Python files, and ddev's own `--sync`
//! commands. Each stage is remembered by a hash of what it reads.

use super::state::Stage;
use super::{BuildError, Failed, Ran, Tools, mirror};
use crate::scaffold::{alone, decision, safety, tree};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The rendered files with their Python sorted and formatted as the clone's settings ask.
///
/// Only what the settings do not exclude: ddev's lint would not look at the rest either.
pub fn format(
    shadow: &Path,
    folder: &str,
    version: &str,
    rendered: &BTreeMap<String, String>,
    last: Option<&Stage>,
    tools: &mut dyn Tools,
) -> Result<Stage, BuildError> {
    let settings = |path: &String| path.ends_with("/pyproject.toml") || path.ends_with("ruff.toml");
    let python: BTreeMap<&String, &String> =
        rendered.iter().filter(|(p, _)| is_python(p)).collect();
    let root = fs::read(shadow.join("pyproject.toml")).unwrap_or_default();
    let mut parts: Vec<&[u8]> = vec![b"in the folder", version.as_bytes(), &root];
    for (path, text) in rendered {
        if is_python(path) || settings(path) {
            parts.extend([path.as_bytes(), text.as_bytes()]);
        }
    }
    let key = tree::hash_parts(parts);
    if let Some(last) = last.filter(|s| s.key == key) {
        return Ok(last.clone());
    }
    let mut stage = Stage {
        key,
        ..Stage::default()
    };
    if python.is_empty() {
        return Ok(stage);
    }
    for (path, text) in rendered {
        mirror::put(shadow, path, text.as_bytes()).map_err(at(shadow))?;
    }
    // As `ddev test --lint` does it: from the integration's folder, with the root's settings. What counts as
    // first-party, and so the order of imports, depends on the folder that ruff starts in.
    let own = rendered
        .get(&format!("{folder}/pyproject.toml"))
        .is_some_and(|text| text.contains("[tool.ruff]"));
    let config = if own {
        "pyproject.toml"
    } else {
        "../pyproject.toml"
    };
    let format: &[&str] = &["format", "--quiet", "--no-cache", "--force-exclude"];
    // Sorting imports can change what fits on a line, and the other way around.
    let commands: [&[&str]; 3] = [
        format,
        &[
            "check",
            "--fix",
            "--exit-zero",
            "--quiet",
            "--no-cache",
            "--force-exclude",
        ],
        format,
    ];
    for command in commands {
        let mut args = command.to_vec();
        args.extend(["--config", config, "--"]);
        args.extend(
            python
                .keys()
                .filter_map(|p| p.strip_prefix(folder)?.strip_prefix('/')),
        );
        let ran = tools
            .ruff(&shadow.join(folder), &args)
            .map_err(|source| BuildError::Tool {
                program: "ruff".into(),
                source,
            })?;
        note(&mut stage, &format!("ruff {}", command[0]), ran);
    }
    for path in python.keys() {
        let text = fs::read_to_string(shadow.join(path)).map_err(at(shadow))?;
        stage.files.insert((*path).clone(), text);
    }
    Ok(stage)
}

fn is_python(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == "py")
}

/// `conf.yaml.example` and the models, by `config --sync` and `models --sync`.
pub fn spec(
    shadow: &Path,
    folder: &str,
    version: &str,
    last: Option<&Stage>,
    tools: &mut dyn Tools,
) -> Result<Stage, BuildError> {
    let package = format!("{folder}/datadog_checks/{}", folder.replace('-', "_"));
    let validators = format!("{package}/config_models/validators.py");
    let inputs = [
        format!("{folder}/assets/configuration/spec.yaml"),
        format!("{package}/__about__.py"),
        "pyproject.toml".to_owned(),
        validators.clone(),
    ];
    let read = inputs.map(|p| fs::read(shadow.join(p)).ok());
    let mut parts: Vec<&[u8]> = vec![version.as_bytes(), folder.as_bytes()];
    for input in &read {
        parts.push(if input.is_some() { b"there" } else { b"" });
        parts.push(input.as_deref().unwrap_or_default());
    }
    let key = tree::hash_parts(parts);
    let made = own_files(shadow, folder).map_err(at(shadow))?;
    for path in made.iter().filter(|p| decision::is_generated(p, folder)) {
        mirror::remove(&shadow.join(path)).map_err(at(shadow))?;
    }
    if let Some(last) = last.filter(|s| s.key == key) {
        for (path, text) in &last.files {
            mirror::put(shadow, path, text.as_bytes()).map_err(at(shadow))?;
        }
        return Ok(last.clone());
    }
    let mut stage = Stage {
        key,
        ..Stage::default()
    };
    if read[0].is_none() {
        return Ok(stage);
    }
    // `config --sync` crashes without the folder it writes to.
    fs::create_dir_all(shadow.join(&package).join("data")).map_err(at(shadow))?;
    for what in ["config", "models"] {
        // Always with the name: without it, other integrations would be written.
        ddev(
            shadow,
            &["validate", what, "--sync", folder],
            &mut stage,
            tools,
        )?;
    }
    deprecations(shadow, folder, &package, &mut stage, tools)?;
    let before = made
        .into_iter()
        .filter(|p| !decision::is_generated(p, folder))
        .collect::<Vec<_>>();
    for path in own_files(shadow, folder).map_err(at(shadow))? {
        let made = before.binary_search(&path).is_err() || path == validators;
        if let Ok(text) = fs::read_to_string(shadow.join(&path))
            && made
        {
            stage.files.insert(path, text);
        }
    }
    Ok(stage)
}

/// What stands above the deprecated options. ddev leaves a file alone that is longer than its own header is.
const DEPRECATIONS: &str = "# Options that are deprecated, and what their users are told.\n# ddev makes this file once and \
                            leaves it alone from then on. It belongs to assets/configuration/spec.yaml.\n\n\n";

/// `deprecations.py` as ddev makes it does not pass ddev's own lint.
fn deprecations(
    shadow: &Path,
    folder: &str,
    package: &str,
    stage: &mut Stage,
    tools: &mut dyn Tools,
) -> Result<(), BuildError> {
    let path = format!("{package}/config_models/deprecations.py");
    let Ok(text) = fs::read_to_string(shadow.join(&path)) else {
        return Ok(());
    };
    let text = format!("{DEPRECATIONS}{}", text.trim_start());
    mirror::put(shadow, &path, text.as_bytes()).map_err(at(shadow))?;
    let file = path.strip_prefix(&format!("{folder}/")).unwrap_or(&path);
    let args = [
        "format",
        "--quiet",
        "--no-cache",
        "--config",
        "../pyproject.toml",
        "--",
        file,
    ];
    let ran = tools
        .ruff(&shadow.join(folder), &args)
        .map_err(|source| BuildError::Tool {
            program: "ruff".into(),
            source,
        })?;
    note(stage, "ruff format", ran);
    Ok(())
}

fn own_files(shadow: &Path, folder: &str) -> io::Result<Vec<String>> {
    tree::files(shadow, folder, &mut |path| !path.ends_with("/__pycache__"))
}

/// The two workflows as `ci --sync` leaves them. The shadow holds the clone's.
pub fn ci(
    shadow: &Path,
    folder: &str,
    version: &str,
    siblings: &str,
    last: Option<&Stage>,
    tools: &mut dyn Tools,
) -> Result<Stage, BuildError> {
    let inputs = [
        format!("{folder}/hatch.toml"),
        format!("{folder}/manifest.json"),
        safety::DDEV_CONFIG.to_owned(),
        safety::CI.to_owned(),
        safety::CI_WINDOWS.to_owned(),
    ];
    let read = inputs.map(|p| fs::read(shadow.join(p)).unwrap_or_default());
    let tests = shadow.join(folder).join("tests").is_dir();
    let mut parts: Vec<&[u8]> = vec![version.as_bytes(), siblings.as_bytes(), folder.as_bytes()];
    parts.push(if tests { b"tests" } else { b"" });
    parts.extend(read.iter().map(Vec::as_slice));
    let key = tree::hash_parts(parts);
    if let Some(last) = last.filter(|s| s.key == key) {
        return Ok(last.clone());
    }
    let mut stage = Stage {
        key,
        ..Stage::default()
    };
    fs::create_dir_all(shadow.join(".github/workflows")).map_err(at(shadow))?;
    let ran =
        alone::sync(shadow, folder, &mut |at, args| tools.ddev(at, args)).map_err(|source| {
            BuildError::Tool {
                program: "ddev".into(),
                source,
            }
        })?;
    note(&mut stage, "ddev validate ci --sync", ran);
    for (path, text) in alone::workflows(shadow) {
        stage.files.insert(path.to_owned(), text);
    }
    Ok(stage)
}

fn ddev(
    shadow: &Path,
    args: &[&str],
    stage: &mut Stage,
    tools: &mut dyn Tools,
) -> Result<(), BuildError> {
    let ran = tools
        .ddev(shadow, args)
        .map_err(|source| BuildError::Tool {
            program: "ddev".into(),
            source,
        })?;
    note(stage, &format!("ddev {}", args.join(" ")), ran);
    Ok(())
}

fn note(stage: &mut Stage, command: &str, ran: Ran) {
    if ran.exit != Some(0) {
        stage.failed.push(Failed {
            command: command.to_owned(),
            text: ran.text,
        });
    }
}

/// An error of the shadow tree itself.
pub fn at(shadow: &Path) -> impl Fn(io::Error) -> BuildError + '_ {
    |source| BuildError::Io {
        path: shadow.display().to_string(),
        source,
    }
}

//! Writing and copying single files so that a kill leaves the old or the new one, never half.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// How the temporary files begin that a kill may leave behind.
pub(super) const TEMPORARY: &str = ".ddint-tui-";

/// Replaces `path` by `bytes`. A file that exists keeps its mode, a new one gets the usual one.
///
/// # Errors
/// From the file system; a symbolic link at `path` is refused. The old file is then intact.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("{} is a symbolic link", path.display()),
        )),
        Ok(meta) => put(path, bytes, meta.permissions(), true),
        // The process's umask still applies to a file as it is created.
        Err(_) => put(path, bytes, Permissions::from_mode(0o666), false),
    }
}

/// Replaces `path` by `bytes`, readable by this user alone (0600).
///
/// # Errors
/// From the file system. The old file is then intact.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes, Permissions::from_mode(0o600), true)
}

fn put(path: &Path, bytes: &[u8], mode: Permissions, exactly: bool) -> io::Result<()> {
    let dir = parent(path);
    let mut file = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .permissions(mode.clone())
        .tempfile_in(dir)?;
    file.write_all(bytes)?;
    if exactly {
        file.as_file().set_permissions(mode)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_dir(dir)
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// Makes renames in `dir` last through a power cut.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    match File::open(dir)?.sync_all() {
        // Some file systems cannot; the rename itself is done.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done,
    }
}

/// Copies the file at `src` into `dir` (made when absent) and returns its name there. A file of the same name
/// and content is used as it is; other content gets `-2`, `-3`... before the extension.
///
/// # Errors
/// From the file system; when `src` is not a plain file, or holds more than `limit` bytes.
pub fn copy_in(src: &Path, dir: &Path, limit: u64) -> io::Result<String> {
    let refuse = |why: String| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    let meta = fs::metadata(src)?;
    if !meta.is_file() {
        return refuse(format!("{} is not a file", src.display()));
    }
    let Some(name) = src.file_name().and_then(|name| name.to_str()) else {
        return refuse(format!("{} has a name that is not UTF-8", src.display()));
    };
    let mut bytes = Vec::new();
    File::open(src)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("{} is larger than {limit} bytes", src.display()),
        ));
    }
    fs::create_dir_all(dir)?;
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let mut to = name.to_owned();
    let mut number = 2;
    while fs::symlink_metadata(dir.join(&to)).is_ok() {
        if fs::read(dir.join(&to)).is_ok_and(|old| old == bytes) {
            return Ok(to);
        }
        to = format!("{stem}-{number}{extension}");
        number += 1;
    }
    write_private(&dir.join(&to), &bytes)?;
    Ok(to)
}

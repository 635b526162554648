//! Writing files whole or not at all.

#[cfg(unix)]
use std::fs::File;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Puts `bytes` into the file `path`, with the folders above it; a reader sees the old file or the new one, never a part.
///
/// The bytes go to a temporary file in the same folder and to the disk, then the file gets its name. A file that holds
/// them already is not touched.
///
/// # Errors
/// Whatever the file system says; the old file then still stands.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".fonds-").suffix(".part");
    if let Some(permissions) = readable_by_all() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// The permissions of any new file, of which the user's mask takes away; a temporary file would be closed to others.
#[cfg(unix)]
fn readable_by_all() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable_by_all() -> Option<Permissions> {
    None
}

/// Brings the new name itself to the disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

//! Opening a source: files become a [`Source`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::job::{Job, Kind};
use crate::read::{ImageFile, Source, SourceKind};

/// What a job's files hold.
pub(super) enum Opened {
    /// Something that becomes an edition.
    Source(Source),
    /// A TEI file, to which tags are added.
    Tei(Vec<u8>),
}

/// Reads the files of a job.
///
/// # Errors
/// The first file that cannot be read, with its path.
pub(super) fn open(job: &Job) -> Result<Opened, (PathBuf, io::Error)> {
    let mut files = job.files.iter().map(|path| {
        let bytes = fs::read(path).map_err(|error| (path.clone(), error))?;
        Ok(ImageFile {
            name: file_name(path),
            bytes,
        })
    });
    let kind = match job.kind {
        Kind::Images => SourceKind::Images(files.collect::<Result<_, _>>()?),
        Kind::Recognised => SourceKind::Recognised(files.collect::<Result<_, _>>()?),
        Kind::Pdf => SourceKind::Pdf(files.next().transpose()?.map(|file| file.bytes).unwrap_or_default()),
        Kind::Text => SourceKind::Text(files.next().transpose()?.map(|file| file.bytes).unwrap_or_default()),
        Kind::Tei => {
            let bytes = files.next().transpose()?.map(|file| file.bytes);
            return Ok(Opened::Tei(bytes.unwrap_or_default()));
        }
    };
    Ok(Opened::Source(Source {
        name: job.name.clone(),
        kind,
    }))
}

/// Feeds names and bytes of what was opened into a sum.
pub(super) fn digest(opened: &Opened, sum: &mut Sha256) {
    let source = match opened {
        Opened::Source(source) => source,
        Opened::Tei(bytes) => return sum.update(bytes),
    };
    let mut file = |name: &str, bytes: &[u8]| {
        sum.update((name.len() as u64).to_le_bytes());
        sum.update(name);
        sum.update((bytes.len() as u64).to_le_bytes());
        sum.update(bytes);
    };
    match &source.kind {
        SourceKind::Pdf(bytes) | SourceKind::Text(bytes) => file(&source.name, bytes),
        SourceKind::Images(files) | SourceKind::Recognised(files) => {
            file(&source.name, &[]);
            files.iter().for_each(|image| file(&image.name, &image.bytes));
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

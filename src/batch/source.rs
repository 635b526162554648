//! Opening a source: files become a [`Source`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::job::{Job, Kind};
use crate::read::{ImageFile, Source, SourceKind};

/// Reads the files of a job.
///
/// # Errors
/// The first file that cannot be read, with its path.
pub(super) fn open(job: &Job) -> Result<Source, (PathBuf, io::Error)> {
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
    };
    Ok(Source {
        name: job.name.clone(),
        kind,
    })
}

/// Feeds names and bytes of a source into a sum.
pub(super) fn digest(source: &Source, sum: &mut Sha256) {
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

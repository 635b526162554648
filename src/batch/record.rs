//! What was written last time, so that a rerun does not convert again what is up to date.
//!
//! A record is kept below `.fonds/cache` for each edition. It holds what the result depends on (the source, the settings,
//! the program) as one sum, the sum of each file written, and the report, which a rerun gives again. It may be deleted at
//! any time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::job::{Ending, Job, Report};
use super::paths::{self, with_suffix};
use super::source::{self, Opened};
use super::store;

const CACHE: &str = ".fonds/cache";

/// The record of one edition.
#[derive(Serialize, Deserialize)]
struct Record {
    key: String,
    files: Vec<Written>,
    report: Report,
}

/// A file as it was written.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(with = "paths")]
    path: PathBuf,
    sha256: String,
}

/// Returns a sum of all that the result of a job depends on; `program` tells this build from any other.
pub(super) fn key(job: &Job, source: &Opened, program: &str) -> String {
    let mut sum = Sha256::new();
    let settings = serde_json::to_string(&(&job.settings, &job.formats, job.stem.as_os_str()));
    for part in [program, settings.expect("settings have string keys only").as_str()] {
        sum.update((part.len() as u64).to_le_bytes());
        sum.update(part);
    }
    source::digest(source, &mut sum);
    hexadecimal(sum)
}

/// Returns the report of the last run if all that it depended on and all that it wrote are as they were.
pub(super) fn unchanged(job: &Job, key: &str) -> Option<Report> {
    let record: Record = serde_json::from_slice(&fs::read(path(job)).ok()?).ok()?;
    let is_there = |file: &Written| sum_of(&job.folder.join(&file.path)).is_ok_and(|sum| sum == file.sha256);
    let is_current = record.key == key && record.files.iter().all(is_there);
    is_current.then_some(Report {
        ending: Ending::Unchanged,
        ..record.report
    })
}

/// Records what was written.
///
/// # Errors
/// Whatever the file system says; the editions are written all the same.
pub(super) fn write(job: &Job, key: String, files: &[PathBuf], report: &Report) -> io::Result<()> {
    let written = |path: &PathBuf| {
        Ok(Written {
            path: path.clone(),
            sha256: sum_of(&job.folder.join(path))?,
        })
    };
    let files = files.iter().map(written).collect::<io::Result<Vec<_>>>()?;
    let record = serde_json::to_vec(&Record {
        key,
        files,
        report: report.clone(),
    })?;
    // What is kept here says nothing to another machine.
    store::write_whole(&job.folder.join(CACHE).join(".gitignore"), b"*\n")?;
    store::write_whole(&path(job), &record)
}

fn path(job: &Job) -> PathBuf {
    with_suffix(&job.folder.join(CACHE).join(&job.stem), ".json")
}

fn sum_of(path: &Path) -> io::Result<String> {
    let mut sum = Sha256::new();
    io::copy(&mut fs::File::open(path)?, &mut sum)?;
    Ok(hexadecimal(sum))
}

fn hexadecimal(sum: Sha256) -> String {
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

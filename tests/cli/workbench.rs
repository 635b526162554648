//! A folder of one's own to run the command in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A temporary folder with sources, in which the command is run.
pub(crate) struct Workbench {
    folder: TempDir,
}

/// What a run of the command came to.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workbench {
    /// Makes a folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let bench = Self {
            folder: tempfile::tempdir().expect("there is a place for temporary files"),
        };
        files.iter().for_each(|(name, text)| bench.write(name, text));
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Returns the command, to be run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fonds"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
        command
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().expect("the command can be started");
        Run::from(output)
    }

    /// Returns the names of all files below a folder, sorted, and what is in them.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), &self.path(folder), &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("it was found below it")
                .to_string_lossy()
                .into_owned();
            files.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().expect("the command ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("the command prints UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("the command prints UTF-8"),
        }
    }
}

impl Run {
    /// Returns the objects of `--json` of one type, in order.
    pub(crate) fn objects(&self, of_type: &str) -> Vec<serde_json::Value> {
        let objects = self
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is an object"));
        objects
            .filter(|object: &serde_json::Value| object["type"] == of_type)
            .collect()
    }

    /// Returns file and result of each document of `--json`, in order.
    pub(crate) fn results(&self) -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| value.as_str().expect("it is a text").to_owned();
        self.objects("document")
            .iter()
            .map(|object| (text(&object["file"]), text(&object["result"])))
            .collect()
    }
}

/// A transcription that every version of the program makes an edition of.
pub(crate) const LETTER: &str = "The committee met on 5 March 1925 and resolved to keep the papers of the estate.\n\
                          \n\
                          It named two keepers, who were to report within the year.\n";

//! Lists the files below `src/packs`, rules and word lists, so that neither needs a registry line: dropping its file in adds it.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("src/packs");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    for (ending, include, output) in [
        ("toml", "include_str", "packs.rs"),
        ("fst", "include_bytes", "lists.rs"),
    ] {
        let mut list = String::from("&[\n");
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == ending)) {
            let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            writeln!(list, "    ({name:?}, {include}!({:?})),", file.display().to_string())?;
        }
        list.push_str("]\n");
        std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join(output), list)?;
    }
    Ok(())
}

/// Adds every pack file below `folder`; folders are watched too, so that a new file is seen.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "fst") {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}

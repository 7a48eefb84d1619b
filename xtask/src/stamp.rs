//! Nothing twice: remembers the content a result was made from. Knows bytes, not what they mean.

use crate::{place, step};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A result by name, the hash of what it is made from, and the file that must be there.
pub struct Stamp {
    name: String,
    hash: String,
    result: PathBuf,
}

impl Stamp {
    /// `inputs` are files or folders (all files below, by name); one that is absent counts as such.
    pub fn new(name: impl Into<String>, inputs: &[PathBuf], result: PathBuf) -> Result<Self> {
        let mut hasher = Sha256::new();
        for input in inputs {
            for file in files(input)? {
                let shown = file.strip_prefix(place::root()).unwrap_or(&file);
                hasher.update(shown.as_os_str().as_encoded_bytes());
                let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
                hasher.update((bytes.len() as u64).to_le_bytes());
                hasher.update(&bytes);
            }
        }
        let mut hash = String::new();
        for byte in hasher.finalize() {
            write!(hash, "{byte:02x}")?;
        }
        Ok(Self { name: name.into(), hash, result })
    }

    /// Does the work unless the result was made from exactly this before.
    pub fn unless_fresh(&self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let file = place::scratch().join(format!("{}.stamp", self.name));
        let known = fs::read_to_string(&file).unwrap_or_default();
        if known == self.hash && self.result.exists() {
            step::fresh(&self.name);
            return Ok(());
        }
        step::step(&self.name, work)?;
        fs::create_dir_all(place::scratch())?;
        fs::write(file, &self.hash)?;
        Ok(())
    }
}

/// All files below a path in a fixed order; a file is itself, an absent path is nothing.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Ok(Vec::new());
    };
    let mut below = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    below.sort();
    let mut all = Vec::new();
    for entry in below {
        all.extend(files(&entry)?);
    }
    Ok(all)
}

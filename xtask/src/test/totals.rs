//! How much the sandboxes of a run held against Discord's own description. Knows the file to which each of them adds
//! its counts, and the list of exceptions.

use crate::place;
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub struct Totals {
    path: PathBuf,
}

impl Totals {
    /// An empty file for the run that begins.
    pub fn begin() -> Result<Self> {
        let path = place::scratch().join("sandbox-totals.txt");
        fs::create_dir_all(place::scratch())?;
        fs::write(&path, "").with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All of it in one line, for people.
    pub fn read(&self) -> Result<String> {
        let text = match fs::read_to_string(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let list = fs::read(place::root().join("sandbox/openapi/exceptions.json"))?;
        let exceptions: Vec<serde_json::Value> = serde_json::from_slice(&list).context("the exceptions")?;
        let sum = |name: &str| sum(&text, name);
        Ok(format!(
            "held against Discord's description: {} requests, {} responses, {} exceptions listed; \
             {} gateway frames sent, {} of them read by twilight-model",
            sum("requests"),
            sum("responses"),
            exceptions.len(),
            sum("frames"),
            sum("parsed"),
        ))
    }
}

/// Of `name 3 other 4` in many lines, all that stands behind the name.
fn sum(text: &str, name: &str) -> u64 {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.chunks(2).filter(|pair| pair[0] == name).filter_map(|pair| pair.get(1)?.parse::<u64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_up() {
        let text = "requests 3 responses 4\nparsed 7\nrequests 2 responses 1\n";
        assert_eq!((sum(text, "requests"), sum(text, "responses"), sum(text, "parsed")), (5, 5, 7));
        assert_eq!(sum(text, "frames"), 0);
    }
}

//! The README names every setting there is and none that is not. Reads two texts, runs nothing.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// Pairs of key and variable as the server lists them: `key: "token", env: "DOCKET_TOKEN"`.
fn settings() -> BTreeSet<(String, String)> {
    let source = text("server/src/config/read.rs");
    let lines = source.lines().filter_map(|line| line.trim().strip_prefix("Setting { key: \""));
    let pair = |rest: &str| {
        let (key, rest) = rest.split_once("\", env: \"")?;
        let (variable, _) = rest.split_once('"')?;
        Some((key.to_owned(), variable.to_owned()))
    };
    lines.filter_map(pair).collect()
}

/// The same pairs from the README's table: "| `token` | `DOCKET_TOKEN` | …".
fn documented() -> BTreeSet<(String, String)> {
    let readme = text("README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `"));
    let pair = |rest: &str| {
        let (key, rest) = rest.split_once("` | `")?;
        let (variable, _) = rest.split_once('`')?;
        variable.starts_with("DOCKET_").then(|| (key.to_owned(), variable.to_owned()))
    };
    rows.filter_map(pair).collect()
}

#[test]
fn the_readme_lists_the_settings() {
    assert!(!settings().is_empty(), "the server's list of settings was not found");
    assert_eq!(documented(), settings());
}

//! Every file says in its first line what it knows. Looks at first lines only.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

const ROOMS: [&str; 7] = ["domain", "store", "app", "bot", "server", "sandbox", "xtask"];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn each_source_begins_with_what_it_knows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for room in ROOMS {
        sources(&root.join(room), &mut files);
    }
    assert!(files.len() > ROOMS.len(), "the rooms were not found");
    let silent: Vec<_> = files
        .iter()
        .filter(|file| !std::fs::read_to_string(file).unwrap().starts_with("//! "))
        .map(|file| file.strip_prefix(root).unwrap())
        .collect();
    assert!(silent.is_empty(), "these begin without `//! …`: {silent:#?}");
}

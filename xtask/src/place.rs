//! Where things lie in the checkout. Knows paths, makes nothing.

use std::path::{Path, PathBuf};

/// The workspace's root. Known from where this crate was compiled, so the caller's folder is free.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Cargo's target folder, as cargo itself would choose it.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// What the server embeds. Always here, whatever cargo's target folder is: `server` must find it.
pub fn site() -> PathBuf {
    root().join("target/site")
}

/// Half-made things and stamps, beside the site they describe.
pub fn scratch() -> PathBuf {
    root().join("target/xtask")
}

/// The browser half's own target folder: sharing one would make the two builds' fingerprints fight.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

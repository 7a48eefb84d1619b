//! Knows that the built site may not be there yet: makes its empty folder, so that this crate compiles without it,
//! and compiles it again when another site was built.

use std::path::Path;

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let site = Path::new(&root).join("../target/site");
    if let Err(error) = std::fs::create_dir_all(&site) {
        println!("cargo:warning=the folder of the site can't be made at {}: {error}", site.display());
    }
    // The manifest names every file by its hash: its text stands for all of them.
    let manifest = std::fs::read_to_string(site.join("manifest.json")).unwrap_or_default();
    println!("cargo:rustc-env=DOCKET_SITE_STAMP={}", stamp(&manifest));
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rerun-if-changed=build.rs");
}

/// FNV-1a: only has to differ when the text does.
fn stamp(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}

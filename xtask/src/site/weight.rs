//! What a module may weigh. Knows one promise: the first load stays below it.

use super::MODULES;
use crate::place;
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Bytes of wasm with brotli.
const MOST: u64 = 300_000;

/// Says what each module weighs; too much is an error.
pub fn check() -> Result<()> {
    let manifest = std::fs::read(place::site().join("manifest.json")).context("the site was not built")?;
    let manifest: Value = serde_json::from_slice(&manifest)?;
    let mut heavy = Vec::new();
    for module in MODULES {
        let wasm = manifest[module]["wasm"].as_str().with_context(|| format!("the manifest has no `{module}`"))?;
        let bytes = std::fs::metadata(place::site().join(format!("{wasm}.br")))?.len();
        eprintln!("  {module}: {bytes} bytes of wasm with brotli, of {MOST}");
        if bytes > MOST {
            heavy.push(format!("`{module}` has {}", bytes - MOST));
        }
    }
    if !heavy.is_empty() {
        bail!("{} bytes too many: see docs/decisions/0007-modules.md for what helps", heavy.join(", "));
    }
    Ok(())
}

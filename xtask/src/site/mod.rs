//! The browser's half as files in `target/site`. Knows the order of the steps; each has its file.

mod npm;
mod pack;
mod style;
mod wasm;

pub use npm::install as npm_install;

use crate::place;
use anyhow::Result;

/// Makes `target/site` what the sources say.
pub fn build() -> Result<()> {
    std::fs::create_dir_all(place::site())?;
    std::fs::create_dir_all(place::scratch())?;
    npm::install("style")?;
    let wasm = wasm::build()?;
    let bound = pack::bind(&wasm)?;
    let css = style::build()?;
    pack::place(&bound, &css)
}

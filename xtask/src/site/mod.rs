//! The browser's half as files in `target/site`. Knows the order of the steps; each has its file.

mod npm;
mod pack;
mod style;
mod wasm;
mod weight;

pub use npm::install as npm_install;
pub use weight::check as check_weight;

use crate::place;
use anyhow::Result;

/// The modules that the browser's half comes as: the binaries of `app`.
pub const MODULES: [&str; 5] = ["desk", "editor", "departments", "rules", "settings"];

/// Makes `target/site` what the sources say.
pub fn build() -> Result<()> {
    std::fs::create_dir_all(place::site())?;
    std::fs::create_dir_all(place::scratch())?;
    npm::install("style")?;
    let linked = wasm::build()?;
    for module in MODULES {
        pack::bind(module, &linked)?;
    }
    let css = style::build()?;
    pack::place(&css)
}

//! The style sheet: Tailwind over the class names in the pages. Knows nothing of colours.

use crate::stamp::{Stamp, files};
use crate::{place, run};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Returns the finished sheet.
pub fn build() -> Result<PathBuf> {
    let style = place::root().join("style");
    let input = style.join("tailwind.css");
    if !input.exists() {
        bail!("style/tailwind.css is missing: it is the input of the style sheet");
    }
    let sheet = place::scratch().join("style.css");
    let mut inputs = vec![
        style.join("package-lock.json"),
        place::root().join("app/src"),
        place::root().join("server/src/error_page.rs"),
    ];
    inputs.extend(files(&style)?.into_iter().filter(|file| {
        file.extension().is_some_and(|kind| kind == "css") && !file.starts_with(style.join("node_modules"))
    }));
    Stamp::new("style sheet", &inputs, sheet.clone())?.unless_fresh(|| {
        let mut tailwind = run::program(style.join("node_modules/.bin/tailwindcss"));
        tailwind.current_dir(&style).arg("--input").arg(&input).arg("--output").arg(&sheet);
        run::output(tailwind.arg("--minify")).map(|_| ())
    })?;
    Ok(sheet)
}

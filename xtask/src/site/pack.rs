//! From the modules' wasm and the style sheet to files with hashed names. Calls the packer; knows what
//! each of its results is made from.

use crate::stamp::Stamp;
use crate::{place, run};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Where the modules lie between wasm-opt and the site, a folder each.
fn bound() -> PathBuf {
    place::scratch().join("bound")
}

/// wasm-bindgen's glue and the shrunk wasm of one module, as `app.js` and `app_bg.wasm`.
pub fn bind(module: &str, linked: &Path) -> Result<()> {
    let root = place::root();
    let wasm = linked.join(module).with_extension("wasm");
    let out = bound().join(module);
    let inputs =
        [wasm.clone(), root.join("Cargo.lock"), root.join("style/package-lock.json"), root.join("xtask/src/bin")];
    let name = format!("wasm-bindgen and wasm-opt ({module})");
    Stamp::new(name, &inputs, out.join("app.js"))?.unless_fresh(|| {
        run::run(run::program(packer()?).arg("bind").arg(&wasm).arg(&out))?;
        shrink(&out.join("app_bg.wasm"))
    })
}

/// Binaryen from npm: Debian's own (108) breaks wasm-bindgen's externref table.
fn shrink(wasm: &Path) -> Result<()> {
    let mut opt = run::program(place::root().join("style/node_modules/.bin/wasm-opt"));
    opt.arg("-Oz");
    // What every browser of the last years has, said outright: without it wasm-opt assumes none.
    for feature in [
        "bulk-memory",
        "bulk-memory-opt",
        "multivalue",
        "mutable-globals",
        "nontrapping-float-to-int",
        "reference-types",
        "sign-ext",
    ] {
        opt.arg(format!("--enable-{feature}"));
    }
    run::run(opt.arg(wasm).arg("-o").arg(wasm))
}

/// Writes `target/site` anew if anything in it changed.
pub fn place(css: &Path) -> Result<()> {
    let bound = bound();
    let style = place::root().join("style");
    let fonts = style.join("node_modules/@fontsource-variable/inter/files");
    let inputs = [
        bound.clone(),
        css.to_owned(),
        style.join("assets"),
        style.join("package-lock.json"),
        place::root().join("xtask/src/bin"),
    ];
    Stamp::new("site", &inputs, place::site().join("manifest.json"))?.unless_fresh(|| {
        let mut pack = run::program(packer()?);
        pack.arg("place").arg(&bound).arg(css).arg(place::site());
        run::run(pack.arg(style.join("assets")).arg(fonts))
    })
}

/// Compiled optimised: unoptimised, brotli alone takes longer than everything else together.
fn packer() -> Result<PathBuf> {
    let mut cargo = run::cargo("build");
    cargo.args(["--quiet", "--release", "-p", "xtask", "--features", "packer", "--bin", "xtask-packer"]);
    run::run(&mut cargo)?;
    Ok(place::target().join("release/xtask-packer"))
}

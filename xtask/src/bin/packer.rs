//! The packer: makes from wasm, a style sheet and assets the folder that the server embeds, every
//! file named by its hash and compressed beforehand. Called by `cargo xtask`, never by hand.

use anyhow::{Context, Result, bail};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match words.iter().map(PathBuf::as_path).collect::<Vec<_>>().as_slice() {
        [verb, wasm, out] if verb.as_os_str() == "bind" => bind(wasm, out),
        [verb, bound, css, site, assets @ ..] if verb.as_os_str() == "place" => place(bound, css, site, assets),
        _ => bail!("packer bind WASM OUT | packer place BOUND CSS SITE ASSETS…"),
    }
}

/// Writes `app.js` and `app_bg.wasm` to an emptied folder.
fn bind(wasm: &Path, out: &Path) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("app").typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen.web(true)?.generate_output()?;
    empty(&mut output, wasm)?;
    output.emit(out)?;
    forget_places(&out.join("app_bg.wasm"))
}

/// What the browser's half carries and never calls, by the parts of its name: Leptos hydrates without waiting here (its
/// other way is for parts of a page that load later), and lists routes on the server alone. Each view has its own of
/// these behind a pointer, so that no linker can tell. With what only they need it is some 7 % of a module.
const NEVER_CALLED: [&str; 2] = ["hydrate_async", "generate_routes"];

/// Where Rust's panics end, each with its words and the machinery that writes them: some 2 % of a module. None of these
/// returns, so without its body the page stops at the same place; the browser's console names the function, not why.
const NEVER_RETURNS: [&str; 13] = [
    "core::panicking::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already",
    "slice_error_fail",
    "slice_index_fail",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "panic_access_error",
    "rust_begin_unwind",
    "rust_panic",
];

/// Takes the bodies of what is never called; what only they needed is then dropped by wasm-opt. Were one called after
/// all, it would end the page at once, and every journey would tell.
fn empty(output: &mut wasm_bindgen_cli_support::Output, wasm: &Path) -> Result<()> {
    let module = output.wasm_mut();
    let local: BTreeSet<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let named: BTreeSet<_> = module
        .funcs
        .iter()
        .filter(|function| function.name.as_deref().is_some_and(is_never_called) && local.contains(&function.id()))
        .map(walrus::Function::id)
        .collect();
    // And what others call by its name all the same is theirs as well.
    let mut called = Called::default();
    for (id, function) in module.funcs.iter_local() {
        if !named.contains(&id) {
            walrus::ir::dfs_in_order(&mut called, function, function.entry_block());
        }
    }
    let never: Vec<_> = named.difference(&called.0).copied().collect();
    if never.is_empty() {
        bail!("{} names nothing of {NEVER_CALLED:?}: has the framework changed?", wasm.display());
    }
    let ends = module.funcs.iter().filter(|function| local.contains(&function.id()));
    let ends = ends.filter(|function| {
        function.name.as_deref().is_some_and(|name| NEVER_RETURNS.iter().any(|part| plain(name).contains(part)))
    });
    let ends: Vec<_> = ends.map(walrus::Function::id).collect();
    for id in never.into_iter().chain(ends) {
        let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
        let body = function.entry_block();
        function.block_mut(body).clear();
        function.builder_mut().instr_seq(body).unreachable();
    }
    Ok(())
}

/// Whether a function is one of them or a closure in it. What else lies inside (a part with a name of its own, what
/// drops its leavings) may be one function with what others call: the compiler merges those that are alike.
fn is_never_called(name: &str) -> bool {
    let path = name.rsplit_once("::h").map_or(name, |(path, _)| path);
    let path = path.trim_end_matches("::{{closure}}");
    NEVER_CALLED.iter().any(|last| path.ends_with(last)) && !path.contains("drop_in_place")
}

/// A crate's name without the hash that some compilers add: `core[1a2b]::panicking` is `core::panicking`.
fn plain(name: &str) -> String {
    let mut inside = false;
    name.chars()
        .filter(|c| {
            inside = (inside || *c == '[') && *c != ']';
            !inside && *c != ']'
        })
        .collect()
}

/// The files and lines that panics would have named: never read once their words are gone. Filled with zeros, which
/// weigh nothing compressed; it also keeps the building machine's folders to itself.
fn forget_places(wasm: &Path) -> Result<()> {
    let mut module = walrus::Module::from_buffer(&fs::read(wasm)?)?;
    let names: Vec<(u32, Vec<u8>, walrus::DataId)> = module
        .data
        .iter()
        .filter_map(|data| match data.kind {
            walrus::DataKind::Active { offset: walrus::ConstExpr::Value(walrus::ir::Value::I32(at)), .. } => {
                Some((at.cast_unsigned(), data.value.clone(), data.id()))
            }
            _ => None,
        })
        .collect();
    let mut pieces = names.clone();
    let text = |from: u32, length: u32| {
        let (at, bytes, _) = names.iter().find(|(at, bytes, _)| (*at..*at + bytes.len() as u32).contains(&from))?;
        bytes.get((from - at) as usize..(from - at + length) as usize)
    };
    let mut files = BTreeSet::new();
    for (at, bytes, _) in &mut pieces {
        let first = (at.wrapping_neg() & 3) as usize;
        for start in (first..bytes.len().saturating_sub(15)).step_by(4) {
            let word =
                |n: usize| u32::from_le_bytes(bytes[start + 4 * n..start + 4 * n + 4].try_into().unwrap_or_default());
            let (from, length, line, column) = (word(0), word(1), word(2), word(3));
            let is_place = (8..256).contains(&length) && (1..30_000).contains(&line) && (1..400).contains(&column);
            if is_place && text(from, length).is_some_and(|name| name.ends_with(b".rs")) {
                files.insert((from, length));
                bytes[start..start + 16].fill(0);
            }
        }
    }
    for (from, length) in files {
        for (at, bytes, _) in &mut pieces {
            if let Some(name) =
                from.checked_sub(*at).and_then(|start| bytes.get_mut(start as usize..(start + length) as usize))
            {
                name.fill(0);
            }
        }
    }
    for (_, bytes, id) in pieces {
        module.data.get_mut(id).value = bytes;
    }
    module.emit_wasm_file(wasm)
}

/// Functions that are called by their names.
#[derive(Default)]
struct Called(BTreeSet<walrus::FunctionId>);

impl walrus::ir::Visitor<'_> for Called {
    fn visit_call(&mut self, call: &walrus::ir::Call) {
        self.0.insert(call.func);
    }
}

/// What the server reads to know the files' names. Paths are relative to the site's folder.
#[derive(Serialize)]
struct Manifest {
    desk: Module,
    editor: Module,
    departments: Module,
    rules: Module,
    settings: Module,
    css: String,
    /// Plain file name to where it lies.
    assets: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Module {
    js: String,
    wasm: String,
}

/// `bound` has a folder for each module. The first asset folder is placed whole; from the others only what the style sheet names.
fn place(bound: &Path, css: &Path, site: &Path, assets: &[&Path]) -> Result<()> {
    let fresh = site.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let mut pack = Pack { out: fresh.clone(), assets: BTreeMap::new() };
    let desk = pack.module("desk", bound)?;
    let editor = pack.module("editor", bound)?;
    let departments = pack.module("departments", bound)?;
    let rules = pack.module("rules", bound)?;
    let settings = pack.module("settings", bound)?;
    let own = assets.first().map(|dir| names(dir)).transpose()?.unwrap_or_default();
    for name in own {
        pack.asset(&name, assets)?;
    }
    for dir in assets.iter().skip(1) {
        pack.licence(dir)?;
    }
    let sheet = fs::read_to_string(css).with_context(|| format!("reading {}", css.display()))?;
    let sheet = pack.resolve(&sheet, assets)?;
    let css = pack.write_hashed("style.css", sheet.as_bytes())?;
    let manifest = Manifest { desk, editor, departments, rules, settings, css, assets: pack.assets };
    fs::write(fresh.join("manifest.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    // Two renames: a server that reads from disk misses the folder for an instant at most.
    let old = site.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if site.exists() {
        fs::rename(site, &old)?;
    }
    fs::rename(&fresh, site)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

struct Pack {
    out: PathBuf,
    assets: BTreeMap<String, String>,
}

impl Pack {
    /// Glue and wasm share one hash: they only fit each other.
    fn module(&self, name: &str, bound: &Path) -> Result<Module> {
        let bound = bound.join(name);
        let js = fs::read_to_string(bound.join("app.js"))?;
        let wasm = fs::read(bound.join("app_bg.wasm"))?;
        let mut all = [js.as_bytes(), &wasm].concat();
        let snippets = below(&bound.join("snippets"))?;
        for file in &snippets {
            all.extend(fs::read(file)?);
        }
        let hash = hash(&all);
        let js = js.replace("app_bg.wasm", &format!("{name}-{hash}_bg.wasm"));
        let js = js.replace("./snippets/", &format!("./snippets-{hash}/"));
        for file in &snippets {
            let inner = file.strip_prefix(bound.join("snippets"))?;
            self.write(&format!("pkg/snippets-{hash}/{}", inner.display()), &fs::read(file)?)?;
        }
        let module = Module { js: format!("pkg/{name}-{hash}.js"), wasm: format!("pkg/{name}-{hash}_bg.wasm") };
        self.write(&module.js, js.as_bytes())?;
        self.write(&module.wasm, &wasm)?;
        Ok(module)
    }

    /// Replaces every file that the sheet names by its hashed name beside the sheet.
    fn resolve(&mut self, sheet: &str, dirs: &[&Path]) -> Result<String> {
        let mut done = String::new();
        let mut rest = sheet;
        while let Some(at) = rest.find("url(") {
            let (before, after) = rest.split_at(at + 4);
            done.push_str(before);
            let end = after.find(')').context("the style sheet has a `url(` without its end")?;
            let (inside, tail) = after.split_at(end);
            rest = tail;
            let plain = inside.trim().trim_matches(['"', '\'']);
            if plain.starts_with("data:") || plain.starts_with('#') {
                done.push_str(inside);
                continue;
            }
            let name = plain.rsplit('/').next().unwrap_or(plain);
            let placed = self.asset(name, dirs)?;
            done.push_str(placed.trim_start_matches("pkg/"));
        }
        done.push_str(rest);
        Ok(done)
    }

    /// What a package asks in return for its files: that its licence goes with them.
    fn licence(&mut self, dir: &Path) -> Result<()> {
        let package = dir.parent().context("a package's folder")?;
        let text = fs::read(package.join("LICENSE"))?;
        let package = package.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{package}-licence.txt");
        let placed = self.write_hashed(&name, &text)?;
        self.assets.insert(name, placed);
        Ok(())
    }

    fn asset(&mut self, name: &str, dirs: &[&Path]) -> Result<String> {
        if let Some(known) = self.assets.get(name) {
            return Ok(known.clone());
        }
        let Some(file) = dirs.iter().map(|dir| dir.join(name)).find(|file| file.is_file()) else {
            let shown: Vec<_> = dirs.iter().map(|dir| dir.display().to_string()).collect();
            bail!("the style sheet names `{name}`, which is in none of {}", shown.join(", "));
        };
        let placed = self.write_hashed(name, &fs::read(file)?)?;
        self.assets.insert(name.to_owned(), placed.clone());
        Ok(placed)
    }

    fn write_hashed(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let (stem, kind) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let placed = format!("pkg/{stem}-{}.{kind}", hash(bytes));
        self.write(&placed, bytes)?;
        Ok(placed)
    }

    /// Writes a file, and its compressed forms where that can help.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let file = self.out.join(name);
        if let Some(dir) = file.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(&file, bytes)?;
        let kind = name.rsplit('.').next().unwrap_or_default();
        if !["css", "html", "ico", "js", "json", "mjs", "svg", "ttf", "txt", "wasm"].contains(&kind) {
            return Ok(());
        }
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
        brotli.write_all(bytes)?;
        fs::write(self.out.join(format!("{name}.br")), brotli.into_inner())?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes)?;
        fs::write(self.out.join(format!("{name}.gz")), gzip.finish()?)?;
        Ok(())
    }
}

/// Ten hex digits: enough that two contents of one file never meet.
fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in &Sha256::digest(bytes)[..5] {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn names(dir: &Path) -> Result<Vec<String>> {
    let files = below(dir)?;
    Ok(files.iter().filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned())).collect())
}

fn below(dir: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(below(&path)?);
        } else {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

//! Starting other programs. Knows how a failure is said in words; knows no program in particular.

use crate::place;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// A program, run from the workspace's root.
pub fn program(name: impl AsRef<Path>) -> Command {
    let mut command = Command::new(name.as_ref());
    command.current_dir(place::root()).stdin(Stdio::null());
    command
}

/// cargo, as if called from the shell.
pub fn cargo(verb: &str) -> Command {
    let mut command = program("cargo");
    forget_outer_cargo(&mut command);
    command.arg(verb);
    command
}

/// `cargo run` describes *this* package to us by variables; build scripts of some crates watch the
/// very same names, and would run anew at each change between the shell's cargo and ours.
pub fn forget_outer_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        let ours = text == "CARGO"
            || text == "CARGO_CRATE_NAME"
            || text == "CARGO_BIN_NAME"
            || text == "CARGO_PRIMARY_PACKAGE"
            || text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_");
        if ours {
            command.env_remove(text);
        }
    }
}

/// Runs to the end with the terminal's own output; a non-zero end is an error that names the call.
pub fn run(command: &mut Command) -> Result<()> {
    if !works_loudly(command)? {
        bail!("`{}` failed", spell(command));
    }
    Ok(())
}

/// Runs quietly and gives what it wrote on standard output; on failure the error holds the rest.
pub fn output(command: &mut Command) -> Result<String> {
    let out = command.output().with_context(|| format!("`{}` did not start", spell(command)))?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        bail!("`{}` ended with {}\n{}", spell(command), out.status, said.trim_end());
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether it ran and ended well; says nothing.
pub fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Runs to the end with the terminal's own output. True = ended well.
pub fn works_loudly(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("`{}` did not start", spell(command)))?;
    Ok(status.success())
}

/// Passes standard output through line by line, showing each to `see` too. True = ended well.
pub fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{}` did not start", spell(command)))?;
    if let Some(stdout) = child.stdout.take() {
        let mut terminal = std::io::stdout().lock();
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            writeln!(terminal, "{line}")?;
            see(&line);
        }
    }
    Ok(child.wait()?.success())
}

fn spell(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

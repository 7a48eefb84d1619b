//! The libraries that others wrote, on which the sandbox's tests run a bot: discord.js and discord.py, as their lock
//! files have them. Knows how they are installed, not what is done with them.

use crate::site::npm_install;
use crate::stamp::Stamp;
use crate::{need, place, run};
use anyhow::Result;

pub fn install() -> Result<()> {
    npm_install("sandbox/oracles/discord-js")?;
    discord_py()
}

/// Into a folder of its own below `target`: neither the system's packages nor a virtual environment is needed.
fn discord_py() -> Result<()> {
    let version = need::python()?;
    let locked = place::root().join("sandbox/oracles/discord-py/requirements.txt");
    let home = place::root().join("target/oracles/discord-py");
    // Some of it is compiled, and fits one version of Python only.
    let name = format!("pip install (discord.py, Python {version})");
    Stamp::new(name, std::slice::from_ref(&locked), home.join("discord/__init__.py"))?.unless_fresh(|| {
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        let mut pip = run::program("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]);
        pip.args(["--require-hashes", "--only-binary", ":all:", "--target"]).arg(&home).arg("-r").arg(&locked);
        pip.env("PIP_ROOT_USER_ACTION", "ignore");
        run::output(&mut pip).map(|_| ())
    })
}

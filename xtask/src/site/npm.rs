//! npm's packages by their lock files. Knows folders, not what is in them.

use crate::stamp::Stamp;
use crate::{need, place, run};
use anyhow::Result;

/// `npm ci` in a folder of the workspace, unless its lock is installed already.
pub fn install(folder: &'static str) -> Result<()> {
    need::node()?;
    let dir = place::root().join(folder);
    let name = format!("npm ci ({})", folder.rsplit('/').next().unwrap_or(folder));
    let inputs = [dir.join("package.json"), dir.join("package-lock.json")];
    Stamp::new(name, &inputs, dir.join("node_modules/.package-lock.json"))?.unless_fresh(|| {
        let mut npm = run::program("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&dir);
        // The browser comes from the system; Playwright's own download is not wanted.
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run::output(&mut npm).map(|_| ())
    })
}

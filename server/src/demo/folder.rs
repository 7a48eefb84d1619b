//! Knows what lies where in the demo's folder: one folder a process, their pids, and whether the sample data is whole.

use super::word;
use anyhow::Context;
use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

pub struct Folder(PathBuf);

impl Folder {
    /// Makes it. Sample data that was never finished is thrown away; anything else stays.
    pub fn open(root: PathBuf) -> anyhow::Result<Self> {
        let folder = Self(root);
        fs::create_dir_all(&folder.0).with_context(|| format!("{} can't be made", folder.0.display()))?;
        if folder.marked("planting") && !folder.is_planted() {
            for half in [folder.docket(), folder.sandbox()] {
                if half.exists() {
                    fs::remove_dir_all(&half).with_context(|| format!("{} can't be cleared", half.display()))?;
                }
            }
        }
        if !folder.is_planted() {
            if folder.docket().exists() || folder.sandbox().exists() {
                anyhow::bail!("{} holds something that the demo did not make", folder.0.display());
            }
            folder.mark("planting")?;
        }
        Ok(folder)
    }

    pub fn docket(&self) -> PathBuf {
        self.0.join("docket")
    }

    pub fn sandbox(&self) -> PathBuf {
        self.0.join("sandbox")
    }

    pub fn pid(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.pid"))
    }

    pub fn is_planted(&self) -> bool {
        self.marked("planted")
    }

    pub fn planted(&self) -> anyhow::Result<()> {
        self.mark("planted")
    }

    /// Writes the dashboard's settings down, so that `docket serve` over the same folder finds them too.
    pub async fn configure(&self, line: &str, base: &str) -> anyhow::Result<()> {
        let operator = super::seed::operator(base).await?;
        let text = format!(
            "# Written by `docket demo` at each start.\ntoken = \"{}\"\nclient_id = \"{}\"\nclient_secret = \"{}\"\n\
             operators = [\"{operator}\"]\n\n[discord]\nbase = \"{base}\"\n",
            word(line, "token")?,
            word(line, "client_id")?,
            word(line, "client_secret")?,
        );
        let path = self.docket().join("docket.toml");
        fs::create_dir_all(self.docket())?;
        // It holds secrets, if only the sandbox's.
        let file = fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&path);
        let written = file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
        written.with_context(|| format!("{} can't be written", path.display()))
    }

    fn marked(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }

    fn mark(&self, name: &str) -> anyhow::Result<()> {
        fs::write(self.0.join(name), "").with_context(|| format!("{} can't be written to", self.0.display()))
    }
}

//! The state on disk: one file of steps, a line a deed, written before the deed is answered. The kernel keeps
//! what was written when the process is killed, so a kill at any moment costs at most a line that was never
//! answered for; a torn last line is dropped.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Op, World};

const NAME: &str = "journal.jsonl";

/// A journal that has grown by so many bytes may be written anew while it is in use.
pub const LONG: u64 = 256 * 1024 * 1024;

pub struct Journal {
    path: PathBuf,
    /// None once closed: what comes after is for nobody.
    file: Option<File>,
    /// How long it was when it was written anew, and by how much it grew since.
    whole: u64,
    grown: u64,
}

impl Journal {
    /// Reads what was, writes it anew without its history, and goes on from there.
    pub fn open(dir: &Path, world: &mut World) -> Result<Self> {
        fs::create_dir_all(dir.join("files")).with_context(|| format!("cannot make {}", dir.display()))?;
        let path = dir.join(NAME);
        if path.exists() {
            replay(&path, world)?;
        }
        world.ids.clock.turn(world.ahead, 1.0);
        world.ids.raise(world.newest());
        forget_the_old(world);
        let (fresh, whole) = rewrite(&path, world)?;
        Ok(Self { path, file: Some(fresh), whole, grown: 0 })
    }

    /// One deed's steps, whole or not at all.
    pub fn append(&mut self, ops: &[u8]) -> std::io::Result<()> {
        self.grown += u64::try_from(ops.len()).unwrap_or(u64::MAX);
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(ops))
    }

    /// Another world in the place of what was; unless it was closed.
    pub fn replace(&mut self, world: &World) -> Result<()> {
        if self.file.is_some() {
            let (fresh, whole) = rewrite(&self.path, world)?;
            (self.file, self.whole, self.grown) = (Some(fresh), whole, 0);
        }
        Ok(())
    }

    /// Drops the history, once there is more than `least` of it and most of the file is nothing else.
    pub fn trim(&mut self, world: &World, least: u64) -> Result<()> {
        if self.grown < least || self.grown < self.whole.saturating_mul(4) {
            return Ok(());
        }
        // After a failure not at each second again.
        self.grown = 0;
        self.replace(world)
    }

    pub fn is_open(&self) -> bool {
        self.file.is_some()
    }

    pub fn close(&mut self) {
        self.file = None;
    }
}

/// Starts a deed's line; each step follows with its comma, `end` closes it.
pub fn push(line: &mut Vec<u8>, op: &Op) {
    line.push(if line.is_empty() { b'[' } else { b',' });
    if let Err(error) = serde_json::to_writer(&mut *line, op) {
        tracing::error!(%error, "a step could not be written");
    }
}

pub fn end(line: &mut Vec<u8>) {
    line.extend_from_slice(b"]\n");
}

fn replay(path: &Path, world: &mut World) -> Result<()> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    let mut number = 0_usize;
    loop {
        line.clear();
        number += 1;
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        match serde_json::from_slice::<Vec<Op>>(&line) {
            Ok(ops) if line.ends_with(b"\n") => ops.into_iter().for_each(|op| world.apply(op)),
            _ if reader.fill_buf()?.is_empty() => {
                tracing::warn!(line = number, "the journal's last line was torn; it is dropped");
                return Ok(());
            }
            Ok(_) => return Ok(()),
            Err(error) => anyhow::bail!("{}:{number} cannot be read: {error}", path.display()),
        }
    }
}

/// Interactions whose token died by age need no memory.
fn forget_the_old(world: &mut World) {
    let horizon = crate::id::Id::first_at(world.ids.clock.now().saturating_sub(super::TOKEN_LIFE * 2));
    let old: Vec<_> = world.interactions.range(..horizon).map(|(id, _)| *id).collect();
    for id in old {
        world.apply(Op::InteractionGone(id));
    }
}

/// The file to go on with, and its length.
fn rewrite(path: &PathBuf, world: &World) -> Result<(File, u64)> {
    let next = path.with_extension("next");
    let mut out = BufWriter::new(File::create(&next)?);
    let mut failed = None;
    world.dump(&mut |op| {
        let mut line = Vec::new();
        push(&mut line, op);
        end(&mut line);
        if let Err(error) = out.write_all(&line) {
            failed = Some(error);
        }
    });
    if let Some(error) = failed {
        return Err(error).context("cannot write the journal");
    }
    out.flush()?;
    out.get_ref().sync_all()?;
    fs::rename(&next, path)?;
    let file = OpenOptions::new().append(true).open(path).context("cannot open the journal")?;
    let whole = file.metadata()?.len();
    Ok((file, whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{User, seed};

    #[test]
    fn a_long_one_is_written_anew_while_in_use() {
        let dir = tempfile::tempdir().unwrap();
        let mut world = World::default();
        seed::plant(&mut world).unwrap();
        let mut journal = Journal::open(dir.path(), &mut world).unwrap();
        let user = world.users.values().next().unwrap().clone();
        let say = |journal: &mut Journal, world: &mut World, n: usize| {
            let (mut line, op) = (Vec::new(), Op::User(User { username: format!("u{n}"), ..user.clone() }));
            push(&mut line, &op);
            end(&mut line);
            world.apply(op);
            journal.append(&line).unwrap();
        };
        let length = || fs::metadata(dir.path().join(NAME)).unwrap().len();
        let fresh = length();
        let mut n = 0;
        while length() < fresh * 6 {
            n += 1;
            say(&mut journal, &mut world, n);
        }
        journal.trim(&world, LONG).unwrap();
        assert!(length() >= fresh * 6, "not yet long");
        journal.trim(&world, 1_000).unwrap();
        assert!(length() < fresh * 2, "{} of {fresh}", length());
        say(&mut journal, &mut world, n + 1);
        let mut again = World::default();
        drop(Journal::open(dir.path(), &mut again).unwrap());
        assert_eq!(again.users[&user.id].username, format!("u{}", n + 1));
    }
}

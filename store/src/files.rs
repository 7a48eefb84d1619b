//! Knows where the bytes of files lie: by their SHA-256 under `files/` in the data folder, written whole or not at all.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A folder of files named by what they contain.
#[derive(Clone, Debug)]
pub struct Files {
    root: PathBuf,
}

/// A file that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 in hex.
    pub digest: String,
    pub size: u64,
    /// The media type that the first bytes show, if it is one that may be shown inside a page. Never SVG or HTML.
    pub kind: Option<&'static str>,
}

impl Files {
    /// Makes the folder, and removes what an interrupted write left behind.
    pub fn open(data: &Path) -> std::io::Result<Self> {
        let root = data.join("files");
        std::fs::create_dir_all(&root)?;
        for entry in std::fs::read_dir(&root)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with("part-") {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(Self { root })
    }

    /// As it lies there, untouched.
    pub fn at(data: &Path) -> Self {
        Self { root: data.join("files") }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a temporary file, syncs, renames. The same bytes twice are one file.
    pub async fn put(&self, bytes: Vec<u8>) -> std::io::Result<StoredFile> {
        let root = self.root.clone();
        tokio::task::spawn_blocking(move || write(&root, &bytes)).await.map_err(std::io::Error::other)?
    }

    /// The path of stored bytes, to be streamed.
    pub fn path(&self, digest: &str) -> PathBuf {
        self.root.join(digest.get(..2).unwrap_or("00")).join(digest)
    }
}

fn write(root: &Path, bytes: &[u8]) -> std::io::Result<StoredFile> {
    let mut digest = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(digest, "{byte:02x}");
    }
    let stored = StoredFile { kind: kind(bytes), size: bytes.len() as u64, digest };
    let folder = root.join(&stored.digest[..2]);
    let path = folder.join(&stored.digest);
    if std::fs::metadata(&path).is_ok_and(|found| found.len() == stored.size) {
        return Ok(stored);
    }
    std::fs::create_dir_all(&folder)?;
    let part = root.join(format!("part-{:016x}", rand::random::<u64>()));
    let written = std::fs::File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    // A full disk leaves half a file: it must not stay.
    if let Err(error) = written.and_then(|()| std::fs::rename(&part, &path)) {
        let _ = std::fs::remove_file(&part);
        return Err(error);
    }
    std::fs::File::open(&folder)?.sync_all()?;
    Ok(stored)
}

/// Known by the bytes, whatever the name says.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    let at = |from: usize, mark: &[u8]| bytes.get(from..from + mark.len()) == Some(mark);
    Some(match () {
        () if at(0, b"\x89PNG\r\n\x1a\n") => "image/png",
        () if at(0, b"\xff\xd8\xff") => "image/jpeg",
        () if at(0, b"GIF87a") || at(0, b"GIF89a") => "image/gif",
        () if at(0, b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if at(4, b"ftypavif") || at(4, b"ftypavis") => "image/avif",
        () if at(0, b"ID3") || at(0, b"\xff\xfb") || at(0, b"\xff\xf3") => "audio/mpeg",
        () if at(0, b"OggS") => "audio/ogg",
        () if at(0, b"RIFF") && at(8, b"WAVE") => "audio/wav",
        () if at(0, b"\x1a\x45\xdf\xa3") => "video/webm",
        () if at(4, b"ftypisom") || at(4, b"ftypmp4") || at(4, b"ftypMSNV") || at(4, b"ftypiso") => "video/mp4",
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn bytes_are_kept_once_and_come_back() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::open(data.path()).unwrap();
        let first = files.put(b"\x89PNG\r\n\x1a\nrest".to_vec()).await.unwrap();
        assert_eq!(first, files.put(b"\x89PNG\r\n\x1a\nrest".to_vec()).await.unwrap());
        assert_eq!(first.kind, Some("image/png"));
        assert_eq!(std::fs::read(files.path(&first.digest)).unwrap(), b"\x89PNG\r\n\x1a\nrest");
    }

    #[tokio::test]
    async fn what_a_crash_left_is_swept() {
        let data = tempfile::tempdir().unwrap();
        Files::open(data.path()).unwrap();
        std::fs::write(data.path().join("files/part-1"), b"half").unwrap();
        Files::open(data.path()).unwrap();
        assert!(!data.path().join("files/part-1").exists());
    }

    #[test]
    fn markup_is_never_shown_inline() {
        for bytes in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"<!doctype html>", b"", b"GIF"] {
            assert_eq!(kind(bytes), None);
        }
    }
}

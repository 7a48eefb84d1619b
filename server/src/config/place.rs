//! Knows what only trying tells: whether the data folder takes files and has room, whether the address is free.

use super::mistake::{Mistake, Source};
use std::io::{Error, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

/// Less than this free, and the next files and the database's journal won't fit.
const LEAST_FREE: u64 = 64 * 1024 * 1024;
const PROBE: [u8; 4096] = [0; 4096];

fn told(words: String, passing: bool) -> Mistake {
    Mistake { setting: "--data".into(), source: Source::Argument, words, passing }
}

/// The same of a folder that is not there yet, without making it: tried where it would be made.
pub fn folder_to_be(data: &Path) -> Option<Mistake> {
    let whole = std::path::absolute(data).ok()?;
    let above = whole.ancestors().find(|above| above.exists())?;
    let error = if above.is_dir() {
        probe(&above.join(format!(".probe-{}", std::process::id()))).err()?
    } else {
        Error::from(ErrorKind::NotADirectory)
    };
    Some(told(refused(data, &error), is_full(&error)))
}

/// Makes the folder if it is not there, writes a file into it and takes it away again.
pub fn folder(data: &Path) -> Option<Mistake> {
    let tried =
        std::fs::create_dir_all(data).and_then(|()| probe(&data.join(format!(".probe-{}", std::process::id()))));
    if let Err(error) = tried {
        return Some(told(refused(data, &error), is_full(&error)));
    }
    let free = store::free_bytes(data).filter(|free| *free < LEAST_FREE)?;
    Some(told(nearly_full(data, free), true))
}

/// Writes a file and removes it.
fn probe(at: &Path) -> std::io::Result<()> {
    let written = std::fs::File::create(at).and_then(|mut file| {
        file.write_all(&PROBE)?;
        file.sync_all()
    });
    // One that was not made by us (a device) is not ours to remove.
    if at.is_file() {
        let removed = std::fs::remove_file(at);
        return written.and(removed);
    }
    written
}

fn is_full(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

fn refused(data: &Path, error: &Error) -> String {
    let data = data.display();
    match error.kind() {
        _ if is_full(error) => format!("the disk of {data} is full. Make room there, or choose another folder."),
        ErrorKind::PermissionDenied => format!(
            "{data} can't be written to by the user that Docket runs as. Give the folder to that user (`chown`), or \
             choose another one."
        ),
        ErrorKind::ReadOnlyFilesystem => {
            format!("{data} lies on a disk that is mounted read-only. Mount it for writing, or choose another folder.")
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            format!("{data} is, or lies below, a file and so can't be a folder. Choose another one.")
        }
        _ => format!("{data} can't be written to: {error}. Choose a folder that can."),
    }
}

fn nearly_full(data: &Path, free: u64) -> String {
    format!(
        "the disk of {} has {} MB left, less than the {} that Docket needs to start. Make room there, or choose another \
         folder.",
        data.display(),
        free / 1024 / 1024,
        LEAST_FREE / 1024 / 1024,
    )
}

/// Whether it can be listened on. Port 0, which takes a free one, always can.
pub fn port(listen: SocketAddr) -> Option<Mistake> {
    let error = TcpListener::bind(listen).err()?;
    let words = match error.kind() {
        ErrorKind::AddrInUse => format!(
            "something listens on {listen} already, maybe another Docket. End that one, or choose another port."
        ),
        ErrorKind::PermissionDenied => format!(
            "only a privileged user may listen on port {}. Choose one above 1023 and let a proxy lead there.",
            listen.port()
        ),
        ErrorKind::AddrNotAvailable => {
            format!("{} is no address of this machine. Use 127.0.0.1 behind a proxy, 0.0.0.0 for all.", listen.ip())
        }
        _ => format!("{listen} can't be listened on: {error}."),
    };
    let passing = error.kind() == ErrorKind::AddrInUse;
    Some(Mistake { setting: "--listen".into(), source: Source::Argument, words, passing })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_tried() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(folder(&home.path().join("new/one")), None);
        assert!(std::fs::read_dir(home.path().join("new/one")).unwrap().next().is_none(), "nothing stays behind");
        std::fs::write(home.path().join("file"), "").unwrap();
        for below in ["file", "file/data"] {
            let told = folder(&home.path().join(below)).unwrap();
            assert!(told.words.contains("is, or lies below, a file"), "{told}");
            assert!(!told.passing);
        }
        assert!(folder(Path::new("/proc/docket")).is_some());
    }

    #[test]
    fn a_folder_that_is_to_be_is_tried_without_making_it() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(folder_to_be(&home.path().join("new/one")), None);
        assert!(!home.path().join("new").exists());
        std::fs::write(home.path().join("file"), "").unwrap();
        assert!(folder_to_be(&home.path().join("file/data")).unwrap().words.contains("lies below"));
        assert!(folder_to_be(Path::new("/proc/docket")).is_some());
    }

    #[test]
    fn a_full_disk_is_told_as_what_it_is() {
        let error = probe(Path::new("/dev/full")).unwrap_err();
        assert!(is_full(&error), "{error}");
        assert!(refused(Path::new("data"), &error).contains("is full"));
        assert!(nearly_full(Path::new("data"), 3 << 20).contains("3 MB left"));
    }

    #[test]
    fn a_port_in_use_is_told() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let told = port(taken.local_addr().unwrap()).unwrap();
        assert!(told.passing && told.words.contains("listens on 127.0.0.1:"), "{told}");
        assert_eq!(port("127.0.0.1:0".parse().unwrap()), None);
        assert!(port("192.0.2.1:4400".parse().unwrap()).unwrap().words.contains("no address of this machine"));
    }
}

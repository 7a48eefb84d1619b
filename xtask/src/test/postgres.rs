//! A PostgreSQL cluster that lives as long as a test run. Knows Debian's places and that the server
//! refuses to run as root; knows nothing of what is kept in it.

use crate::{need, run};
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

pub struct Cluster {
    server: Child,
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
}

impl Cluster {
    pub fn start() -> Result<Self> {
        let bin = binaries()?;
        let dir = std::env::temp_dir().join(format!("docket-postgres-{}", std::process::id()));
        fs::create_dir(&dir).with_context(|| format!("making {}", dir.display()))?;
        if need::is_root() {
            run::output(run::program("chown").arg("postgres:").arg(&dir))?;
        }
        let data = dir.join("data");
        let mut initdb = as_postgres(&bin.join("initdb"));
        initdb.args(["--username=docket", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        run::output(initdb.arg("--no-sync").arg("--pgdata").arg(&data))?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = fs::File::create(dir.join("log"))?;
        let mut postgres = as_postgres(&bin.join("postgres"));
        postgres.arg("-D").arg(&data).arg("-p").arg(port.to_string());
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            // Its data is worth nothing: it may be fast instead of safe.
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=300",
        ] {
            postgres.arg("-c").arg(setting);
        }
        let server = postgres.stdout(log.try_clone()?).stderr(log).spawn()?;
        let mut cluster = Self { server, bin, dir, port };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://docket@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        for _ in 0..200 {
            let mut ready = run::program(self.bin.join("pg_isready"));
            ready.args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()]);
            if run::works(&mut ready) {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() {
                break;
            }
            sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        bail!("PostgreSQL did not start:\n{log}")
    }
}

/// Also on failure and panic: a run leaves neither a process nor a folder behind.
impl Drop for Cluster {
    fn drop(&mut self) {
        // The server ends its own children when told; SIGKILL would leave them to notice.
        run::works(Command::new("kill").args(["-QUIT", &self.server.id().to_string()]));
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// The newest version's folder, installed first if that is ours to do.
fn binaries() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    need::packages("PostgreSQL (the store is tested on it)", &["postgresql"])?;
    find().context("postgresql was installed, but neither Debian's folder nor the PATH has `postgres`")
}

fn find() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut bins: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("postgres").exists() && bin.join("initdb").exists())
        .collect();
    bins.sort();
    if let Some((_, bin)) = bins.pop() {
        return Some(bin);
    }
    let on_path = need::on_path("postgres")?;
    need::on_path("initdb")?;
    on_path.parent().map(Path::to_owned)
}

fn as_postgres(program: &Path) -> Command {
    if !need::is_root() {
        return quiet(run::program(program));
    }
    let mut command = run::program("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
    quiet(command)
}

/// It may not read the checkout, and need not.
fn quiet(mut command: Command) -> Command {
    command.current_dir(std::env::temp_dir()).stdin(Stdio::null());
    command
}

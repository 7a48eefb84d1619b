//! The program as scripts start it: exit codes, what it says, how it ends.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

pub fn docket() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docket"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DOCKET_")) {
        command.env_remove(name);
    }
    command
}

/// Sends a signal by its name, as a shell does.
pub fn signal(name: &str, pid: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap();
    assert!(sent.success(), "kill -{name} {pid}");
}

#[test]
fn a_wrong_configuration_is_told_whole_with_code_2() {
    let data = TempDir::new().unwrap();
    let mut serve = docket();
    serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path()).current_dir(data.path());
    serve.env("DOCKET_DATABASE", "postgres://localhost/x").env("DOCKET_PUBLIC_URL", "http://desk.example");
    let ended = serve.output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(ended.stdout.is_empty());
    let words = String::from_utf8(ended.stderr).unwrap();
    for part in ["token", "client_id", "client_secret", "PostgreSQL is not supported", "plain http"] {
        assert!(words.contains(part), "{words}");
    }
}

/// A supervisor that starts again is right to do so when something only stands in the way at the moment.
#[test]
fn a_port_in_use_is_no_wrong_configuration() {
    let data = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut serve = docket();
    serve.args(["serve", "--listen", &taken.local_addr().unwrap().to_string(), "--data"]).arg(data.path());
    serve.env("DOCKET_TOKEN", "MTE5MDAwMDAwMDAwMDAwMDAwMg.Gabcde.abcdefghij-klmnopqrst_uvwxyz01234567AB");
    serve.env("DOCKET_CLIENT_ID", "1190000000000000001").env("DOCKET_CLIENT_SECRET", "s3cret");
    let ended = serve.current_dir(data.path()).output().unwrap();
    let words = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{words}");
    assert!(words.contains("--listen (on the command line): something listens on"), "{words}");
    assert!(!words.contains("s3cret") && !words.contains("Gabcde"), "{words}");
}

#[test]
fn serve_and_sandbox_say_one_line_and_end_when_told() {
    let data = TempDir::new().unwrap();
    let start = |command: &mut Command| {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        (child, out, line)
    };
    let mut command = docket();
    command.args(["sandbox", "--listen", "127.0.0.1:0", "--data"]).arg(data.path().join("sandbox"));
    let (mut sandbox, mut sandbox_out, line) = start(&mut command);
    assert!(line.starts_with("ready sandbox=http://127.0.0.1:"), "{line}");
    let word = |name: &str| {
        let found = line.split_whitespace().find_map(|word| word.strip_prefix(&format!("{name}=")));
        found.unwrap_or_else(|| panic!("{line} lacks {name}")).to_owned()
    };
    let mut command = docket();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path().join("docket"));
    command.current_dir(data.path());
    for (name, value) in [("TOKEN", "token"), ("CLIENT_ID", "client_id"), ("CLIENT_SECRET", "client_secret")] {
        command.env(format!("DOCKET_{name}"), word(value));
    }
    command.env("DOCKET_DISCORD_BASE", word("sandbox"));
    let (mut serve, mut serve_out, ready) = start(&mut command);
    assert!(ready.starts_with("ready dashboard=http://localhost:"), "{ready}");
    for (child, out) in [(&mut serve, &mut serve_out), (&mut sandbox, &mut sandbox_out)] {
        signal("TERM", &child.id().to_string());
        assert!(ends(child, Duration::from_secs(5)), "it did not end in time");
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "standard output is for the one line");
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

pub fn ends(child: &mut std::process::Child, within: Duration) -> bool {
    let steps = within.as_millis() / 20;
    (0..steps).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        child.try_wait().unwrap().is_some()
    })
}

//! Tries the configuration: what is taken, and how each mistake is told.

use super::*;

/// Of nobody's.
const TOKEN: &str = "MTE5MDAwMDAwMDAwMDAwMDAwMg.Gabcde.abcdefghij-klmnopqrst_uvwxyz01234567AB";
const LEAST: [(&str, &str); 3] = [("token", TOKEN), ("client_id", "1190000000000000001"), ("client_secret", "s3cret")];

fn with(pairs: &[(&str, &str)]) -> Result<Config, Mistakes> {
    let settings: Settings = LEAST.iter().chain(pairs).copied().collect();
    Config::judge(&settings, "127.0.0.1:4400".parse().unwrap(), PathBuf::from("data"))
}

#[test]
fn the_least_is_enough_on_a_loopback_address() {
    let config = with(&[]).unwrap();
    assert_eq!(config.discord.as_str(), "https://discord.com/");
    assert_eq!(config.attachment_bytes, 100 * 1024 * 1024);
    assert_eq!(config.global_per_second, 50);
    assert!(config.public_url.is_none() && config.operators.is_empty());
    let shown = format!("{config:?}");
    assert!(!shown.contains(TOKEN) && !shown.contains("s3cret"), "secrets show themselves");
}

/// One of each kind, from both places, in one run: the words that an operator reads.
#[test]
fn every_mistake_is_told_at_once() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("docket.toml");
    let text = "tokn = \"a\"\nclient_id = \"abc\"\npublic_url = \"http://desk.example.org\"\noperators = [12, \"you\"]\n\
                database = \"postgres://me:hidden@localhost/docket\"\nattachment_mb = 1.5\n\
                [discord]\nbaze = \"x\"\nglobal_per_second = 0\n[mail]\nserver = \"x\"\n";
    std::fs::write(&file, text).unwrap();
    let env = |name: &str| match name {
        "DOCKET_CLIENT_SECRET" => Some("two words".to_owned()),
        "DOCKET_DISCORD_BASE" => Some("http://192.0.2.1:80".to_owned()),
        _ => None,
    };
    std::fs::write(home.path().join("taken"), "").unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = port.local_addr().unwrap();
    let told = Config::tried(&Settings::read(&file, env), listen, home.path().join("taken")).unwrap_err();
    assert!(!told.may_pass());
    let words = told.to_string().replace(&home.path().display().to_string(), "HOME");
    let words = words.replace(&listen.to_string(), "ADDRESS");
    insta::assert_snapshot!(words);
    for hidden in ["me:hidden", "two words"] {
        assert!(!words.contains(hidden), "{words}");
    }
}

#[test]
fn what_a_torn_file_lacks_is_not_said_to_be_missing() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("docket.toml");
    std::fs::write(&file, "client_id = \"1190000000000000001\"\ntoken = hidden-word\n").unwrap();
    let settings = Settings::read(&file, |name| (name == "DOCKET_OPERATORS").then(|| "me".to_owned()));
    let told = Config::judge(&settings, "127.0.0.1:4400".parse().unwrap(), PathBuf::new()).unwrap_err();
    let words = told.to_string();
    assert_eq!(told.0.len(), 2, "{words}");
    assert!(words.contains("line 2 can't be read as TOML") && words.contains("operators (DOCKET_OPERATORS"), "{words}");
    assert!(!words.contains("hidden-word"), "a secret may stand in that line: {words}");
}

#[test]
fn plain_http_is_for_loopback_names_alone() {
    for good in
        ["http://localhost:4400", "http://127.0.0.1", "http://[::1]:1", "http://a.localhost", "https://a.example"]
    {
        assert!(with(&[("public_url", good)]).is_ok(), "{good}");
    }
    for bad in
        ["http://a.example", "http://localhost.example", "ftp://localhost", "a.example", "https://a.example/desk"]
    {
        assert!(with(&[("public_url", bad)]).is_err(), "{bad}");
    }
}

#[test]
fn a_public_address_is_needed_where_others_can_reach_it() {
    let settings: Settings = LEAST.into_iter().collect();
    let mistakes = Config::judge(&settings, "0.0.0.0:80".parse().unwrap(), PathBuf::new()).unwrap_err();
    assert!(mistakes.0[0].words.contains("https"), "{mistakes}");
}

#[test]
fn one_credential_in_the_place_of_another_is_known() {
    let told = |key, value| with(&[(key, value)]).unwrap_err().0.remove(0).words;
    assert!(told("client_secret", TOKEN).contains("shape of a bot token"));
    assert!(told("token", "1190000000000000001").contains("is an id"));
    let words = told("client_id", TOKEN);
    assert!(words.contains("no application id") && !words.contains(TOKEN), "{words}");
}

#[test]
fn the_environment_wins_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("docket.toml");
    std::fs::write(&file, "token = \"a\"\noperators = [1, \"2\"]\n[discord]\nbase = \"x\"\n").unwrap();
    let found = Settings::read(&file, |name| (name == "DOCKET_TOKEN").then(|| "b".to_owned()));
    assert_eq!((found.get("token"), found.source("token")), (Some("b"), Source::Environment("DOCKET_TOKEN")));
    assert_eq!((found.get("operators"), found.source("operators")), (Some("1,2"), Source::File(file)));
    assert_eq!((found.get("discord.base"), found.get("client_id")), (Some("x"), None));
    assert_eq!(found.source("client_id"), Source::Missing("DOCKET_CLIENT_ID"));
    let none = Settings::read(&folder.path().join("none.toml"), |_| None);
    assert!(none.mistakes.is_empty() && none.get("token").is_none());
}

//! Tries the configuration: what is taken, and how each mistake is told.

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Config, Mistakes> {
    let mut settings: BTreeMap<String, String> =
        [("token", "t"), ("client_id", "1"), ("client_secret", "s")].map(|(k, v)| (k.into(), v.into())).into();
    settings.extend(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    Config::judge(&settings, "127.0.0.1:4400".parse().unwrap(), PathBuf::from("data"))
}

fn told(pairs: &[(&str, &str)]) -> Vec<String> {
    with(pairs).expect_err("a mistake").0
}

#[test]
fn the_least_is_enough_on_a_loopback_address() {
    let config = with(&[]).unwrap();
    assert_eq!(config.discord.as_str(), "https://discord.com/");
    assert_eq!(config.attachment_bytes, 100 * 1024 * 1024);
    assert_eq!(config.global_per_second, 50);
    assert!(config.public_url.is_none() && config.operators.is_empty());
    assert!(!format!("{config:?}").contains("\"t\""), "secrets show themselves");
}

#[test]
fn every_mistake_is_told_at_once() {
    let mistakes = told(&[
        ("token", ""),
        ("client_id", "abc"),
        ("client_secret", "two words"),
        ("public_url", "http://desk.example.org"),
        ("database", "postgres://localhost/docket"),
        ("operators", "12, you"),
        ("discord.base", "http://192.0.2.1:80"),
        ("discord.global_per_second", "0"),
        ("attachment_mb", "many"),
    ]);
    assert_eq!(mistakes.len(), 9, "{mistakes:#?}");
    for (mistake, begin) in mistakes.iter().zip([
        "token (or DOCKET_TOKEN in the environment): is missing",
        "client_id",
        "client_secret",
        "public_url",
        "database (or DOCKET_DATABASE in the environment): PostgreSQL is not supported",
        "operators",
        "discord.base",
        "discord.global_per_second",
        "attachment_mb",
    ]) {
        assert!(mistake.starts_with(begin), "{mistake}");
    }
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
    let settings =
        [("token", "t"), ("client_id", "1"), ("client_secret", "s")].map(|(k, v)| (k.into(), v.into())).into();
    let mistakes = Config::judge(&settings, "0.0.0.0:80".parse().unwrap(), PathBuf::new()).unwrap_err();
    assert!(mistakes.0[0].contains("https"), "{mistakes}");
}

#[test]
fn the_environment_wins_over_the_file_and_unknown_names_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("docket.toml");
    std::fs::write(&file, "token = \"a\"\noperators = [1, \"2\"]\n[discord]\nbase = \"x\"\n").unwrap();
    let found = settings(&file, |name| (name == "DOCKET_TOKEN").then(|| "b".to_owned())).unwrap();
    assert_eq!(found["token"], "b");
    assert_eq!(found["operators"], "1,2");
    assert_eq!(found["discord.base"], "x");
    std::fs::write(&file, "tokn = \"a\"\n[discord]\nbaze = 1\n").unwrap();
    let mistakes = settings(&file, |_| None).unwrap_err();
    assert_eq!(mistakes.0.len(), 2, "{mistakes}");
    std::fs::write(&file, "token = ").unwrap();
    assert!(settings(&file, |_| None).unwrap_err().0[0].contains("TOML"));
    assert!(settings(&folder.path().join("none.toml"), |_| None).unwrap().is_empty());
}

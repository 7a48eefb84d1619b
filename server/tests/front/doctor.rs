//! The doctor against the sandbox, beside a `serve` that runs on the same data: all is well, then each fault by itself.

use super::process::docket;
use super::world::{ACME, World, id};
use serde_json::{Value, json};
use server::config::Settings;
use server::doctor::{Form, Report, Verdict, examine};
use sqlx::{Connection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Well-shaped, of nobody's.
const STRANGE: &str = "MTE5MDAwMDAwMDAwMDAwMDAwMg.Gabcde.abcdefghij-klmnopqrst_uvwxyz01234567AB";

fn settings(world: &World, changes: &[(&str, &str)]) -> Settings {
    let place = &world.sandbox;
    let id = place.client_id.to_string();
    let own = [
        ("token", place.token.as_str()),
        ("client_id", id.as_str()),
        ("client_secret", place.client_secret.as_str()),
        ("discord.base", place.base.as_str()),
    ];
    own.into_iter().chain(changes.iter().copied()).collect()
}

async fn ask(world: &World, changes: &[(&str, &str)], data: &Path) -> Report {
    let mut report = Report::new(Form::Kept);
    examine(&settings(world, changes), world.running.addr, data, &mut report).await.unwrap();
    report
}

/// What is wrong, as `check: what`.
fn wrong(report: &Report) -> Vec<String> {
    let lines = report.lines.iter().filter(|line| line.verdict == Verdict::Wrong);
    lines.map(|line| format!("{}: {}", line.check, line.what)).collect()
}

fn only(report: &Report) -> String {
    let found = wrong(report);
    assert_eq!(found.len(), 1, "{found:#?}");
    let line = report.lines.iter().find(|line| line.verdict == Verdict::Wrong).unwrap();
    assert!(line.mend.as_ref().is_some_and(|mend| mend.len() > 20), "no mend: {line:?}");
    found.into_iter().next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_running_docket_all_is_well_and_nothing_is_changed() {
    let world = World::start().await;
    let report = ask(&world, &[], &world.docket_data()).await;
    assert_eq!(wrong(&report), Vec::<String>::new());
    let notes: Vec<_> = report.lines.iter().filter(|line| line.verdict == Verdict::Note).collect();
    assert!(notes.is_empty(), "{notes:?}");
    let checks: Vec<&str> = report.lines.iter().map(|line| line.check).collect();
    for check in [
        "configuration",
        "database",
        "storage",
        "files",
        "secret",
        "token",
        "application",
        "intents",
        "redirect",
        "server",
    ] {
        assert!(checks.contains(&check), "{check} was not looked at");
    }
    let bits = bot::needed_bits();
    let invite = format!(
        "{}/oauth2/authorize?client_id={}&scope=bot+applications.commands&permissions={bits}",
        world.sandbox.base, world.sandbox.client_id
    );
    assert_eq!(report.invite.as_deref(), Some(invite.as_str()));
    let traffic = world.control.traffic().await.unwrap();
    let count = |route: &str| traffic["by_route"][route].as_u64();
    let (asked, given_back) = (count("POST /oauth2/token"), count("POST /oauth2/token/revoke"));
    assert_eq!((asked, given_back), (Some(1), Some(1)), "the token that tried the secret is given back: {traffic}");
    assert_eq!(traffic["violations"], json!([]));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_at_discord_is_told_by_itself() {
    let world = World::start().await;
    let data = world.docket_data();
    let told = only(&ask(&world, &[("token", STRANGE)], &data).await);
    assert_eq!(told, "token: Discord does not accept the token.");
    let told = only(&ask(&world, &[("client_secret", "another")], &data).await);
    assert!(told.starts_with("secret: Discord does not know the client id by this client secret"), "{told}");
    let told = wrong(&ask(&world, &[("client_id", "1190000000000000009")], &data).await);
    assert!(
        told.iter().any(|line| line.starts_with("application: The token belongs to Docket (1190000000000000001)")),
        "{told:?}"
    );
    // A public address must be registered, letter by letter; a loopback one the sandbox takes unasked.
    let public = [("public_url", "https://desk.invalid")];
    let told = only(&ask(&world, &public, &data).await);
    assert_eq!(told, "redirect: https://desk.invalid/login/callback is not registered, so no login comes back.");
    let with = |uri: &str| json!({"redirect_uris": [uri]});
    world.control.settings(&with("https://desk.invalid/login/callback/")).await.unwrap();
    only(&ask(&world, &public, &data).await);
    world.control.settings(&with("https://desk.invalid/login/callback")).await.unwrap();
    let report = ask(&world, &public, &data).await;
    assert_eq!(wrong(&report), Vec::<String>::new());
    let address = report.lines.iter().find(|line| line.check == "address").unwrap();
    assert_eq!(address.verdict, Verdict::Note, "{address:?}");
    let gone = [("discord.base", "http://127.0.0.1:9")];
    let told = wrong(&ask(&world, &gone, &data).await);
    assert!(told.iter().any(|line| line.starts_with("token: Discord gave no answer")), "{told:?}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn intents_and_permissions_are_told_by_name() {
    let world = World::start().await;
    let data = world.docket_data();
    for (members, content, name) in [(false, true, "Server Members Intent"), (true, false, "Message Content Intent")] {
        let granted = json!({"intents_granted": {"members": members, "content": content}});
        world.control.settings(&granted).await.unwrap();
        assert_eq!(only(&ask(&world, &[], &data).await), format!("intents: {name} is switched off."));
    }
    world.control.settings(&json!({"intents_granted": {"members": true, "content": true}})).await.unwrap();
    world.control.patch_role(id(ACME), id(ACME), &json!({"permissions": "0"})).await.unwrap();
    for one in bot::NEEDED {
        let bits = bot::needed_bits() & !one.bit;
        world.control.bot_permissions(id(ACME), bits.cast_unsigned()).await.unwrap();
        let told = wrong(&ask(&world, &[], &data).await);
        let words = format!("server: Acme Games: The bot lacks {}.", one.name);
        assert!(told.contains(&words), "{told:?} lacks {words}");
    }
    world.control.bot_permissions(id(ACME), bot::needed_bits().cast_unsigned()).await.unwrap();
    assert_eq!(wrong(&ask(&world, &[], &data).await), Vec::<String>::new());
    world.stop().await;
}

/// The database beside others: newer, foreign, damaged, not there.
#[tokio::test(flavor = "multi_thread")]
async fn databases_and_folders_that_are_not_right_are_told() {
    let world = World::start().await;
    let home = TempDir::new().unwrap();
    let copy = async |name: &str| -> PathBuf {
        let to = home.path().join(name);
        std::fs::create_dir_all(&to).unwrap();
        store::Store::sqlite(&to).await.unwrap().close().await;
        to
    };
    let change = async |data: &Path, sql: &'static str| {
        let mut db = SqliteConnection::connect(&format!("sqlite:{}", data.join("docket.db").display())).await.unwrap();
        sqlx::query(sql).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    };
    let newer = copy("newer").await;
    change(
        &newer,
        "update _sqlx_migrations set version = 9001 where version = (select max(version) from _sqlx_migrations)",
    )
    .await;
    let told = only(&ask(&world, &[], &newer).await);
    assert!(told.starts_with("database: docket.db was changed by a newer Docket (step 9001)"), "{told}");
    let refused = store::Store::sqlite(&newer).await.err().unwrap().to_string();
    assert!(refused.contains("changed by a newer Docket (step 9001"), "{refused}");
    let older = copy("older").await;
    change(&older, "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await;
    let report = ask(&world, &[], &older).await;
    assert_eq!(wrong(&report), Vec::<String>::new());
    assert!(report.lines.iter().any(|line| line.check == "database" && line.verdict == Verdict::Note));
    let foreign = copy("foreign").await;
    change(&foreign, "drop table _sqlx_migrations").await;
    assert!(only(&ask(&world, &[], &foreign).await).contains("no database of Docket's"));
    let damaged = home.path().join("damaged");
    std::fs::create_dir_all(&damaged).unwrap();
    std::fs::write(damaged.join("docket.db"), [7; 8192]).unwrap();
    assert!(only(&ask(&world, &[], &damaged).await).contains("is damaged"));
    // Nothing yet: to be made, where that is possible.
    let fresh = home.path().join("fresh");
    assert_eq!(wrong(&ask(&world, &[], &fresh).await), Vec::<String>::new());
    assert!(!fresh.exists(), "the doctor makes nothing");
    std::fs::write(home.path().join("file"), "").unwrap();
    let told = wrong(&ask(&world, &[], &home.path().join("file/data")).await);
    assert!(told.iter().any(|line| line.starts_with("storage: ") && line.contains("below, a file")), "{told:?}");
    world.stop().await;
}

fn run(world: &World, data: &Path, secret: &str, json: bool) -> (Option<i32>, String) {
    let mut command: Command = docket();
    command.args(["doctor", "--data"]).arg(data).current_dir(data);
    if json {
        command.arg("--json");
    }
    let place = &world.sandbox;
    command.env("DOCKET_TOKEN", &place.token).env("DOCKET_CLIENT_ID", place.client_id.to_string());
    command.env("DOCKET_CLIENT_SECRET", secret).env("DOCKET_DISCORD_BASE", &place.base);
    let ended = command.output().unwrap();
    (ended.status.code(), String::from_utf8(ended.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_read_the_exit_code_and_json_people_read_lines() {
    let world = World::start().await;
    let data = world.docket_data();
    let good = world.sandbox.client_secret.clone();
    let (code, text) = run(&world, &data, &good, true);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, told["well"].clone()), (Some(0), json!(true)), "{text}");
    assert!(told["invite"].as_str().unwrap().contains("permissions="));
    let (code, text) = run(&world, &data, "another", true);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, told["well"].clone()), (Some(1), json!(false)), "{text}");
    let line = told["checks"].as_array().unwrap().iter().find(|line| line["check"] == "secret").unwrap();
    assert_eq!(line["verdict"], "wrong");
    let (code, text) = run(&world, &data, "another", false);
    assert_eq!(code, Some(1));
    for words in [
        "✓ token ",
        "✗ secret ",
        " → Open https://discord.com/developers",
        "To add the bot to a server",
        "One thing is to be mended",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert!(!text.contains(&world.sandbox.token) && !text.contains("another"), "{text}");
    let (code, text) = run(&world, &data, "two words", true);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, Some(1));
    let checks = told["checks"].as_array().unwrap();
    assert!(
        checks.iter().any(|line| line["check"] == "configuration"
            && line["what"].as_str().unwrap().contains("client_secret (DOCKET_CLIENT_SECRET in the environment)")),
        "{text}"
    );
    assert!(checks.iter().any(|line| line["check"] == "database"), "what can be looked at is looked at all the same");
    world.stop().await;
}

/// One list of permissions: the bot's, the doctor's and the guide's.
#[test]
fn the_guide_lists_what_the_bot_needs() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/real-discord.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let table = guide.split("| permission | what for |").nth(1).unwrap();
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    let wanted: Vec<String> = bot::NEEDED.iter().map(|one| format!("| {} | {} |", one.name, one.why)).collect();
    assert_eq!(rows, wanted);
    assert!(guide.contains(&format!("permissions={}\n", bot::needed_bits())));
}

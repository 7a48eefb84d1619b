//! Bots on libraries that others wrote, unmodified but for their address, live through a ticket's life: what they
//! ask is all the sandbox may refuse, and what they see is all it may show.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use sandbox::{Answered, File, Id, Outcome};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::common::*;

/// Every permission the seed's bot has, and those to ban, kick and look after webhooks.
const BITS: u64 = 0x18_005c_b437_ecd1 | 1 << 1 | 1 << 2 | 1 << 29;

struct Oracle {
    name: &'static str,
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
    past: Vec<Value>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles")
}

fn discord_js() -> Command {
    let dir = folder().join("discord-js");
    let installed = dir.join("node_modules/discord.js");
    assert!(installed.exists(), "discord.js is not installed: run `cargo xtask oracles` (needs Node 20 with npm)");
    let mut node = Command::new("node");
    node.arg(dir.join("bot.js"));
    node
}

fn discord_py() -> Command {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/oracles/discord-py");
    assert!(
        installed.join("discord").exists(),
        "discord.py is not installed: run `cargo xtask oracles` (needs Python 3.10 with pip)"
    );
    let mut python = Command::new("python3");
    python.arg(folder().join("discord-py/bot.py"));
    python.env("PYTHONPATH", installed).env("PYTHONDONTWRITEBYTECODE", "1");
    python
}

impl Oracle {
    fn start(name: &'static str, mut command: Command, place: &Place) -> Self {
        command.env("BASE", &place.sandbox.base).env("TOKEN", &place.sandbox.token).env("GUILD", ACME.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name} did not start: {error}"));
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { name, child, said, past: Vec::new() }
    }

    /// The next thing of this name that it says; an error of its own ends the test.
    async fn hear(&mut self, event: &str) -> Value {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(20), self.said.next_line()).await;
            let past = &self.past;
            let line = next.unwrap_or_else(|_| panic!("{} was silent before `{event}`, after {past:#?}", self.name));
            let line = line.unwrap().unwrap_or_else(|| panic!("{} ended before `{event}`, after {past:#?}", self.name));
            let said: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{}: {line}", self.name));
            assert_ne!(said["event"], "error", "{}: {}", self.name, said["error"].as_str().unwrap_or_default());
            self.past.push(said.clone());
            if said["event"] == event {
                return said;
            }
        }
    }
}

fn id(said: &Value, field: &str) -> Id {
    Id::of(&said[field])
}

/// Presses what bears the custom id in the newest message of the channel that has it, as this person sees it.
async fn press(place: &Place, user: Id, channel: Id, custom_id: &str) -> Answered {
    let seen = place.control.view(user, channel).await.unwrap();
    let holds = |m: &&Value| m["components"].to_string().contains(&format!("\"custom_id\":\"{custom_id}\""));
    let message = seen.iter().find(holds).unwrap_or_else(|| panic!("nobody offers {custom_id} in {seen:#?}"));
    place.control.press(user, channel, Id::of(&message["id"]), custom_id).await.unwrap()
}

fn proof() -> Vec<File> {
    let bytes = b"proof of payment".to_vec();
    vec![File { field: "proof".into(), name: "proof.txt".into(), content_type: "text/plain".into(), bytes }]
}

async fn story(name: &'static str, command: Command) {
    let place = Place::over(tempfile::tempdir().unwrap()).await;
    place.control.bot_permissions(ACME, BITS).await.unwrap();
    let mut bot = Oracle::start(name, command, &place);
    let ready = bot.hear("ready").await;
    assert_eq!((ready["commands"].as_u64(), ready["members"].as_u64()), (Some(4), Some(8)));
    opened_and_closed(&place, &mut bot).await;
    off_the_beaten_track(&place, &mut bot).await;
    broken_off(&place, &mut bot).await;
    place.conforms().await;
    let traffic = place.control.traffic().await.unwrap();
    assert!(traffic["by_status"]["429"].is_null(), "it keeps to the limits that the headers tell: {traffic}");
    bot.child.kill().await.unwrap();
}

/// A panel, a form with a file, a channel for two, a confirmation, the end.
async fn opened_and_closed(place: &Place, bot: &mut Oracle) {
    let control = &place.control;
    let put = control.command(ADA, GENERAL, "panel", json!([])).await.unwrap();
    assert_eq!(put.outcome, Outcome::Message);
    let panel = id(&bot.hear("panel").await, "message");
    let form = control.press(MIA, GENERAL, panel, "open").await.unwrap();
    assert_eq!((form.outcome, form.modal["components"].as_array().unwrap().len()), (Outcome::Modal, 5));
    let values = json!({ "what": "My gold is gone", "urgency": ["now"], "who": [BEN] });
    let handed_in = control.submit_with_files(MIA, &form.modal, &values, proof()).await.unwrap();
    assert_eq!(handed_in.outcome, Outcome::Deferred);
    let opened = bot.hear("opened").await;
    let (ticket, said) = (id(&opened, "channel"), opened["bytes"].as_u64());
    assert_eq!(said, Some(16), "the file came through the CDN");
    assert!(control.view(NOAH, ticket).await.is_err(), "not for Noah");
    control.view(BEN, ticket).await.unwrap();
    let first = control.view(MIA, ticket).await.unwrap().into_iter().find(|m| m["type"] == 0).unwrap();
    assert_eq!((first["pinned"].clone(), first["mentions"].as_array().unwrap().len()), (json!(true), 1));
    assert_eq!(first["embeds"][0]["fields"][0]["value"], "My gold is gone");
    let file = &first["attachments"][0];
    assert_eq!((&file["filename"], &file["description"]), (&json!("copy-proof.txt"), &json!("the proof")));
    let link = file["url"].as_str().unwrap();
    assert_eq!(place.http.get(link).send().await.unwrap().text().await.unwrap(), "proof of payment");
    let private = control.view(MIA, GENERAL).await.unwrap();
    let told = |words: &str| private.iter().any(|m| m["content"].as_str().unwrap().starts_with(words));
    assert!(told("Your ticket is <#") && told("Thank you"), "{private:#?}");
    assert!(!control.view(NOAH, GENERAL).await.unwrap().iter().any(|m| m["flags"] == 64));

    control.say(MIA, ticket, "ping one").await.unwrap();
    bot.hear("ponged").await;
    let pong = control.view(BEN, ticket).await.unwrap().remove(0);
    assert_eq!((pong["content"].as_str(), pong["type"].as_u64()), (Some("pong one!"), Some(19)));
    assert_eq!(pong["referenced_message"]["content"], "ping one");
    assert!(pong["referenced_message"]["reactions"].is_null(), "the wave was taken back");
    for n in 0..7 {
        control.say(BEN, ticket, &format!("line {n}")).await.unwrap();
    }
    let asked = press(place, MIA, ticket, "ask").await;
    assert_eq!((asked.outcome, &asked.message["components"][0]["type"]), (Outcome::Message, &json!(17)));
    let confirmed = press(place, MIA, ticket, "confirm").await;
    assert_eq!(confirmed.outcome, Outcome::Update);
    let closed = bot.hear("closed").await;
    assert_eq!((&closed["heard"], &closed["entries"]), (&json!(true), &json!(["asked for"])));
    assert!(closed["lines"].as_u64() >= Some(10), "{closed}");
    assert_eq!(control.view(MIA, ticket).await.unwrap_err().code, 10_003);
    let dm = Id::of(&control.dms(MIA).await.unwrap()[0]["id"]);
    assert_eq!(control.view(MIA, dm).await.unwrap()[0]["attachments"][0]["filename"], "transcript.txt");
}

/// Threads, webhooks, choices while typing, a menu on a message, a person who takes no private messages, a ban.
async fn off_the_beaten_track(place: &Place, bot: &mut Oracle) {
    let control = &place.control;
    let chosen = control.view(NOAH, GENERAL).await.unwrap();
    let panel = Id::of(&chosen.iter().find(|m| !m["embeds"][0].is_null()).unwrap()["id"]);
    let answered = control.choose(NOAH, GENERAL, panel, "topic", &["tech"]).await.unwrap();
    assert_eq!(answered.outcome, Outcome::Message);
    let thread = id(&bot.hear("threaded").await, "thread");
    assert!(control.view(MIA, thread).await.is_err(), "a private thread");
    assert!(control.view(NOAH, thread).await.unwrap()[0]["content"].as_str().unwrap().ends_with("here you are"));
    control.say(NOAH, thread, "ping in a thread").await.unwrap();
    bot.hear("ponged").await;

    let problem = Id::of(&control.say(MIA, GENERAL, "this is a problem").await.unwrap()["id"]);
    assert_eq!(control.menu(NOAH, GENERAL, "Report", 3, problem).await.unwrap().outcome, Outcome::Message);
    assert_eq!(id(&bot.hear("reported").await, "thread"), problem, "a thread bears its message's id");
    let whole = place.get(&format!("/channels/{problem}")).await;
    assert_eq!((&whole["thread_metadata"]["archived"], &whole["parent_id"]), (&json!(true), &json!(GENERAL)));
    control.say(NOAH, problem, "and woken again").await.unwrap();
    assert_eq!(place.get(&format!("/channels/{problem}")).await["thread_metadata"]["archived"], false);

    assert_eq!(control.command(ADA, GENERAL, "webhook", json!([])).await.unwrap().outcome, Outcome::Deferred);
    let spoke = bot.hear("webhook").await;
    let said = control.view(MIA, GENERAL).await.unwrap();
    let said = said.iter().find(|m| Id::of(&m["id"]) == id(&spoke, "message")).unwrap();
    assert_eq!((&said["author"]["username"], &said["content"]), (&json!("Front desk"), &json!("As another, edited")));

    let offered = control.autocomplete(NOAH, GENERAL, "close", "reason", "so").await.unwrap();
    assert_eq!(offered.outcome, Outcome::Choices);
    assert_eq!(offered.choices.as_array().unwrap().len(), 2, "{}", offered.choices);

    control.react(NOAH, GENERAL, problem, "🎉").await.unwrap();
    assert_eq!(bot.hear("reacted").await["users"], 1);
    control.accepts_dms(NOAH, false).await.unwrap();
    let room = control.create_channel(ACME, &json!({ "name": "short-lived" })).await.unwrap();
    let close = json!([{ "name": "reason", "value": "solved" }]);
    control.command(NOAH, Id::of(&room["id"]), "close", close).await.unwrap();
    assert_eq!(bot.hear("refused").await["code"], 50_007);
    assert_eq!(bot.hear("closed").await["heard"], false);
    place.ok("PUT", &format!("/guilds/{ACME}/bans/{CHLOE}"), json!({})).await;
    assert_eq!(bot.hear("banned").await["user"], "chloe");
    place.ok("DELETE", &format!("/guilds/{ACME}/bans/{CHLOE}"), Value::Null).await;
}

/// What was said while the gateway was away is heard; after a session's end a new one begins.
async fn broken_off(place: &Place, bot: &mut Oracle) {
    let control = &place.control;
    control.drop_gateway().await.unwrap();
    control.say(MIA, GENERAL, "ping while away").await.unwrap();
    bot.hear("resumed").await;
    if !bot.past.iter().any(|said| said["content"] == "ping while away") {
        assert_eq!(bot.hear("ponged").await["content"], "ping while away");
    }
    control.reconnect_gateway().await.unwrap();
    bot.hear("resumed").await;
    control.invalidate_gateway().await.unwrap();
    bot.hear("identified").await;
    control.say(MIA, GENERAL, "ping anew").await.unwrap();
    assert_eq!(bot.hear("ponged").await["content"], "ping anew");
}

#[tokio::test]
async fn discord_js_lives_through_a_tickets_life() {
    story("discord.js", discord_js()).await;
}

#[tokio::test]
async fn discord_py_lives_through_a_tickets_life() {
    story("discord.py", discord_py()).await;
}

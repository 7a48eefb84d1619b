//! The state survives a kill, whole; a torn last line is dropped.

use std::io::Write;

use sandbox::{File, Id};
use serde_json::{Value, json};

use crate::common::*;

#[tokio::test]
async fn everything_is_there_again() {
    let place = Place::new().await;
    let file =
        File { field: String::new(), name: "a.txt".into(), content_type: "text/plain".into(), bytes: b"kept".to_vec() };
    let said = place.control.upload(MIA, GENERAL, "with a file", vec![file]).await.unwrap();
    let gone = place.control.say(MIA, GENERAL, "deleted").await.unwrap();
    place.control.delete(MIA, GENERAL, Id::of(&gone["id"])).await.unwrap();
    place.control.edit(MIA, GENERAL, Id::of(&said["id"]), "edited").await.unwrap();
    let channel =
        Id::of(&place.ok("POST", &format!("/guilds/{ACME}/channels"), json!({ "name": "ticket" })).await["id"]);
    place.ok("PATCH", &format!("/channels/{channel}"), json!({ "name": "one" })).await;
    place.ok("PATCH", &format!("/channels/{channel}"), json!({ "name": "two" })).await;
    place
        .ok(
            "PUT",
            &format!("/applications/{}/commands", place.sandbox.client_id),
            json!([{ "name": "close", "description": "x" }]),
        )
        .await;
    let before = place.control.state().await.unwrap();
    let token = place.sandbox.token.clone();
    let Place { sandbox, dir, .. } = place;
    sandbox.kill().await;
    let journal = dir.path().join("journal.jsonl");
    std::fs::OpenOptions::new()
        .append(true)
        .open(&journal)
        .unwrap()
        .write_all(br#"[{"channel_gone":"12200000"#)
        .unwrap();
    let place = Place::over(dir).await;
    assert_eq!(place.sandbox.token, token);
    let after = place.control.state().await.unwrap();
    for part in ["users", "guilds", "applications", "commands"] {
        assert_eq!(before[part], after[part], "{part}");
    }
    let messages = after["messages"].as_array().unwrap();
    assert_eq!((messages.len(), messages[0]["content"].as_str()), (1, Some("edited")));
    let url = messages[0]["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(place.http.get(url).send().await.unwrap().text().await.unwrap(), "kept");
    let third = place.call("PATCH", &format!("/channels/{channel}"), json!({ "name": "three" })).await;
    assert_eq!(third.0, 429, "renames are remembered too");
}

#[tokio::test]
async fn an_interaction_goes_on_after_a_kill() {
    let place = Place::new().await;
    let panel = json!({ "content": "p", "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Go", "custom_id": "go" }] }] });
    let sent = place.ok("POST", &format!("/channels/{GENERAL}/messages"), panel).await;
    let mut gateway = place.connect(INTENTS).await;
    let (control, message) = (place.control.clone(), Id::of(&sent["id"]));
    let press = async { control.press(MIA, GENERAL, message, "go").await.unwrap() };
    let take = async {
        let (id, token, _) = gateway.interaction().await;
        place
            .ok("POST", &format!("/interactions/{id}/{token}/callback"), json!({ "type": 5, "data": { "flags": 64 } }))
            .await;
        token
    };
    let (answered, token) = tokio::join!(press, take);
    assert_eq!(answered.message["flags"].as_u64().unwrap() & 128, 128, "thinking");
    let Place { sandbox, dir, .. } = place;
    sandbox.kill().await;
    let place = Place::over(dir).await;
    let original = format!("/webhooks/{}/{token}/messages/@original", place.sandbox.client_id);
    let done = place.ok("PATCH", &original, json!({ "content": "Done" })).await;
    assert_eq!((done["flags"].as_u64(), done["edited_timestamp"].clone()), (Some(64), Value::Null));
    assert_eq!(place.control.view(MIA, GENERAL).await.unwrap()[0]["content"], "Done");
    place.conforms().await;
}

#[tokio::test]
async fn damage_in_the_middle_is_not_passed_over() {
    let place = Place::new().await;
    let Place { sandbox, dir, .. } = place;
    sandbox.stop().await;
    let path = dir.path().join("journal.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("[nonsense]\n{whole}")).unwrap();
    let config = sandbox::Config::new("127.0.0.1:0".parse().unwrap(), dir.path());
    assert!(sandbox::Sandbox::start(config).await.is_err());
}

/// A sandbox as a process of its own, killed as hard as can be when it goes.
struct Process(tokio::process::Child, sandbox::Control);

impl Process {
    async fn over(dir: &std::path::Path) -> Self {
        use tokio::io::{AsyncBufReadExt, BufReader};
        let mut child = tokio::process::Command::new(env!("CARGO_BIN_EXE_discord-sandbox"))
            .arg("127.0.0.1:0")
            .arg(dir)
            .stdout(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next_line().await.unwrap().unwrap();
        let base = line.split_once("sandbox=").unwrap().1.split(' ').next().unwrap().to_owned();
        Self(child, sandbox::Control::new(&base))
    }
}

#[tokio::test]
async fn nothing_answered_for_is_lost_to_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut answered = Vec::new();
    for round in 0..4 {
        let Process(mut child, control) = Process::over(dir.path()).await;
        let talk: tokio::task::JoinSet<Vec<String>> = (0..3)
            .map(|lane| {
                let control = control.clone();
                async move {
                    let mut said = Vec::new();
                    while let Ok(m) = control.say(MIA, GENERAL, &format!("{round} {lane} {}", said.len())).await {
                        said.push(m["id"].as_str().unwrap().to_owned());
                    }
                    said
                }
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(150 + 37 * round)).await;
        child.kill().await.unwrap();
        answered.extend(talk.join_all().await.into_iter().flatten());
    }
    assert!(answered.len() > 20, "{}", answered.len());
    let Process(_child, control) = Process::over(dir.path()).await;
    let kept: Vec<Value> = control.messages(GENERAL).await.unwrap();
    let lost: Vec<&String> = answered.iter().filter(|id| !kept.iter().any(|m| m["id"] == json!(id))).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(kept.len() <= answered.len() + 4 * 3, "at most the one under way in each lane is there unanswered");
}

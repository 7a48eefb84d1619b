//! The demo as one command: its sample data, a killed child, its end, and its beginning again.

use super::process::{docket, ends, signal};
use super::world::{ACME, now};
use domain::{Access, MessageKind, Priority, Status};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;
use store::{BotStatus, Cursor, InboxFilter, InboxRow, Page, Store};
use tempfile::TempDir;

struct Demo {
    child: Child,
    dashboard: String,
    sandbox: String,
}

fn start(data: &Path) -> Demo {
    let mut command = docket();
    command.args(["demo", "--listen", "127.0.0.1:0", "--sandbox", "127.0.0.1:0", "--data"]).arg(data);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let words: BTreeMap<&str, &str> = line.split_whitespace().filter_map(|word| word.split_once('=')).collect();
    assert!(line.starts_with("ready dashboard=http://localhost:"), "{line}");
    assert!(words["sandbox"].starts_with("http://127.0.0.1:"), "{line}");
    Demo { child, dashboard: words["dashboard"].to_owned(), sandbox: words["sandbox"].to_owned() }
}

async fn get(url: &str) -> Option<String> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    http.get(url).send().await.ok()?.error_for_status().ok()?.text().await.ok()
}

async fn is_up(demo: &Demo) -> String {
    let url = format!("{}/health", demo.dashboard.replace("localhost", "127.0.0.1"));
    super::world::until("the dashboard", async || {
        let text = get(&url).await?;
        text.contains("bot: connected").then_some(text)
    })
    .await
}

async fn rows(store: &Store, who: &Access) -> Vec<InboxRow> {
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = store.inbox(who, &InboxFilter::default(), after, 100).await.unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_lives_dies_and_lives_again() {
    let data = TempDir::new().unwrap();
    let mut demo = start(data.path());
    is_up(&demo).await;
    // A child that is killed comes back where it was.
    let pid = std::fs::read_to_string(data.path().join("serve.pid")).unwrap();
    signal("KILL", &pid);
    super::world::until("another process", async || {
        let now = std::fs::read_to_string(data.path().join("serve.pid")).ok()?;
        (now != pid && !now.is_empty()).then_some(())
    })
    .await;
    is_up(&demo).await;
    let state: Value = serde_json::from_str(&get(&format!("{}/_sandbox/state", demo.sandbox)).await.unwrap()).unwrap();
    signal("TERM", &demo.child.id().to_string());
    assert!(ends(&mut demo.child, Duration::from_secs(15)), "the demo did not end");
    assert_eq!(get(&demo.sandbox).await, None, "the sandbox outlived the demo");
    past_is_whole(&data.path().join("docket"), &state).await;
    // The same folder again, as it was left.
    let mut again = start(data.path());
    is_up(&again).await;
    // If the demo is killed, its children go with it.
    again.child.kill().unwrap();
    again.child.wait().unwrap();
    super::world::until("the end of the children", async || get(&again.sandbox).await.is_none().then_some(())).await;
}

/// Two hundred tickets of every kind, and the sandbox's channels say what the transcripts say.
async fn past_is_whole(data: &Path, state: &Value) {
    let store = Store::sqlite(data).await.unwrap();
    store.set_bot_status(BotStatus::Connected);
    let owner = store.guild(ACME).await.unwrap().unwrap().owner;
    let who = store.access(ACME, owner, now()).await.unwrap();
    let rows = rows(&store, &who).await;
    assert_eq!(rows.len(), 200);
    let statuses: BTreeSet<Status> = rows.iter().map(|row| row.ticket.status).collect();
    assert_eq!(statuses.len(), Status::ALL.len(), "{statuses:?}");
    let priorities: BTreeSet<Priority> = rows.iter().map(|row| row.ticket.priority).collect();
    assert_eq!(priorities.len(), Priority::ALL.len());
    let numbers: BTreeSet<i64> = rows.iter().map(|row| row.ticket.number).collect();
    assert_eq!(numbers, (1..=200).collect());
    let oldest = rows.iter().map(|row| row.ticket.created_at).min().unwrap();
    assert!(now().since(oldest) > Duration::from_hours(24 * 85));
    let (mut edits, mut deletions, mut notes, mut files, mut alive) = (0, 0, 0, 0, 0);
    for row in &rows {
        let page = store.transcript(&who, row.ticket.id, Page::Newest, 200).await.unwrap();
        let count = page.messages.len();
        assert!((8..=42).contains(&count), "ticket {} has {count} messages", row.ticket.number);
        assert!(page.messages.iter().all(|message| !message.deleted_while_away), "ticket {}", row.ticket.number);
        edits += page.messages.iter().filter(|message| !message.versions.is_empty()).count();
        deletions += page.messages.iter().filter(|message| message.deleted_at.is_some()).count();
        notes += page.messages.iter().filter(|message| message.kind == MessageKind::Note).count();
        files += page.messages.iter().map(|message| message.attachments.len()).sum::<usize>();
        if row.ticket.channel_gone_at.is_some() {
            continue;
        }
        alive += 1;
        let channel = row.ticket.channel.unwrap().to_string();
        let in_discord: BTreeSet<String> = state["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|message| message["channel_id"] == channel.as_str())
            .map(|message| message["id"].as_str().unwrap().to_owned())
            .collect();
        let known: BTreeSet<String> = page
            .messages
            .iter()
            .filter(|message| message.deleted_at.is_none() && message.kind != MessageKind::Note)
            .map(|message| message.id.to_string())
            .collect();
        assert_eq!(in_discord, known, "ticket {}", row.ticket.number);
    }
    assert!(edits > 100 && deletions > 50 && files > 200, "{edits} {deletions} {files}");
    assert!(notes > 20 && alive > 10, "{notes} {alive}");
    store.close().await;
}

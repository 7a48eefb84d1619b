//! Recording: what is said, changed and deleted, with the bot there and away.

use crate::world::{ACME, ADA, BEN, MIA, World, now, place, until, user};
use domain::{AttachmentState, Ticket, TranscriptMessage};
use sandbox::{File, Id};
use serde_json::json;
use store::Page;

async fn transcript(world: &World, ticket: &Ticket) -> Vec<TranscriptMessage> {
    let admin = world.store.access(world.guild, user(ADA), now()).await.unwrap();
    world.store.transcript(&admin, ticket.id, Page::Newest, 200).await.unwrap().messages
}

fn picture() -> File {
    // The smallest PNG that is one.
    let bytes = vec![
        0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1,
        8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0A, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0, 1, 0, 0, 5,
        0, 1, 0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
    ];
    File { field: String::new(), name: "proof.png".into(), content_type: "image/png".into(), bytes }
}

#[tokio::test]
async fn what_is_said_changed_and_deleted_is_written_down() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let channel = place(&ticket);
    let first = world.control.say(MIA, channel, "hello").await.unwrap();
    world.control.edit(MIA, channel, Id::of(&first["id"]), "hello there").await.unwrap();
    let second = world.control.say(BEN, channel, "oops").await.unwrap();
    world.control.delete(BEN, channel, Id::of(&second["id"])).await.unwrap();
    world.control.reply(BEN, channel, Id::of(&first["id"]), "good day").await.unwrap();
    world.control.upload(MIA, channel, "see", vec![picture()]).await.unwrap();
    let all = until("all of it", || async {
        let all = transcript(&world, &ticket).await;
        let stored = all.last()?.attachments.first()?.state == AttachmentState::Stored;
        (all.len() == 5 && stored).then_some(all)
    })
    .await;
    assert_eq!(all[1].content, "hello there");
    assert_eq!(all[1].versions[0].content, "hello");
    assert!(!all[1].versions[0].while_away);
    assert!(all[2].deleted_at.is_some() && !all[2].deleted_while_away && all[2].content == "oops");
    assert_eq!(all[3].reply_to, Some(all[1].id));
    assert!(all[4].attachments[0].inline);
    let admin = world.store.access(world.guild, user(ADA), now()).await.unwrap();
    let file = world.store.open_file(&admin, 1, all[4].attachments[0].id).await.unwrap();
    let bytes = std::fs::read(world.store.files().path(&file.digest)).unwrap();
    assert_eq!(bytes, picture().bytes);
    world.end().await;
}

#[tokio::test]
async fn a_burst_keeps_its_order() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let channel = place(&ticket);
    for n in 0..40 {
        let said = world.control.say(MIA, channel, &format!("m{n}")).await.unwrap();
        if n % 4 == 0 {
            world.control.delete(MIA, channel, Id::of(&said["id"])).await.unwrap();
        }
        if n % 4 == 1 {
            world.control.edit(MIA, channel, Id::of(&said["id"]), &format!("e{n}")).await.unwrap();
        }
    }
    let all = until("forty and the welcome", || async {
        let all = transcript(&world, &ticket).await;
        (all.len() == 41 && all.last()?.content == "m39").then_some(all)
    })
    .await;
    assert_eq!(all.iter().filter(|m| m.deleted_at.is_some()).count(), 10);
    assert_eq!(all.iter().filter(|m| m.versions.len() == 1).count(), 10);
    world.end().await;
}

#[tokio::test]
async fn what_happened_while_it_was_away_is_found_on_return() {
    let mut world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let channel = place(&ticket);
    let kept = world.control.say(MIA, channel, "first text").await.unwrap();
    let gone = world.control.say(MIA, channel, "will be gone").await.unwrap();
    until("both", || async { (transcript(&world, &ticket).await.len() == 3).then_some(()) }).await;
    world.crash().await;
    world.control.edit(MIA, channel, Id::of(&kept["id"]), "second text").await.unwrap();
    world.control.delete(MIA, channel, Id::of(&gone["id"])).await.unwrap();
    world.control.upload(BEN, channel, "said meanwhile", vec![picture()]).await.unwrap();
    let fleeting = world.control.say(MIA, channel, "nobody will know").await.unwrap();
    world.control.delete(MIA, channel, Id::of(&fleeting["id"])).await.unwrap();
    world.wake().await;
    let all = until("the comparison", || async {
        let all = transcript(&world, &ticket).await;
        let stored = all.last()?.attachments.first()?.state == AttachmentState::Stored;
        (all.len() == 4 && stored).then_some(all)
    })
    .await;
    assert_eq!(all[1].content, "second text");
    assert!(all[1].versions[0].while_away);
    assert!(all[2].deleted_while_away);
    assert_eq!(all[3].content, "said meanwhile");
    assert_eq!(world.messages(&ticket).await.len(), 3, "the bot said nothing twice");
    world.end().await;
}

#[tokio::test]
async fn a_channel_that_is_gone_on_return_leaves_its_transcript_incomplete() {
    let mut world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.say(MIA, place(&ticket), "hello").await.unwrap();
    until("recorded", || async { (transcript(&world, &ticket).await.len() == 2).then_some(()) }).await;
    world.crash().await;
    world.control.delete_channel(ACME, place(&ticket)).await.unwrap();
    world.wake().await;
    let ticket = until("known to be gone", || async {
        let ticket = world.ticket(1).await;
        ticket.channel_gone_at.is_some().then_some(ticket)
    })
    .await;
    assert!(ticket.incomplete_from.is_some());
    world.end().await;
}

#[tokio::test]
async fn a_lost_connection_is_resumed_and_nothing_is_missed() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let channel = place(&ticket);
    world.control.drop_gateway().await.unwrap();
    let said = world.control.say(MIA, channel, "while it was gone").await.unwrap();
    world.control.edit(MIA, channel, Id::of(&said["id"]), "and changed").await.unwrap();
    let all = until("both, by resuming", || async {
        let all = transcript(&world, &ticket).await;
        (all.len() == 2 && all[1].content == "and changed").then_some(all)
    })
    .await;
    assert!(!all[1].versions.iter().any(|v| v.while_away), "by its events, not by comparison");
    world.control.invalidate_gateway().await.unwrap();
    world.control.say(MIA, channel, "again").await.unwrap();
    until("found after a new session", || async { (transcript(&world, &ticket).await.len() == 3).then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn a_link_that_died_is_asked_for_anew() {
    let mut world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.crash().await;
    world.control.upload(MIA, place(&ticket), "see", vec![picture()]).await.unwrap();
    world.control.settings(&json!({"cdn_ttl_ms": 1_000})).await.unwrap();
    world.wake().await;
    until("the bytes", || async {
        let all = transcript(&world, &ticket).await;
        (all.last()?.attachments.first()?.state == AttachmentState::Stored).then_some(())
    })
    .await;
    world.end().await;
}

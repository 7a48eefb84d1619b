//! Bad days of Discord and of guilds: what is lacking is said, what is unclear is looked at, nothing is doubled.

use crate::world::{ACME, BEN, GOLD, MIA, World, gold, id, place, said_to, until};
use domain::{Provisioning, Status};
use sandbox::Id;
use serde_json::json;

const MANAGE_CHANNELS: u64 = 1 << 4;
const ALL: u64 = 6_755_797_601_610_961;

#[tokio::test]
async fn a_bot_without_a_permission_says_so_and_recovers() {
    let world = World::new().await;
    world.control.bot_permissions(ACME, ALL & !MANAGE_CHANNELS).await.unwrap();
    until("the dashboard knows", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems.iter().any(|p| p.subject == "permissions" && p.what.contains("Manage Channels")).then_some(())
    })
    .await;
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    world.control.submit(MIA, &modal, &gold()).await.unwrap();
    let ticket = world.placed(1).await;
    assert_eq!((ticket.status, ticket.provisioning), (Status::Cancelled, Provisioning::Failed));
    let channel = id(world.panel("buy-gold").await.channel.unwrap().0);
    let told = world.whispered(MIA, channel, "could not be opened").await;
    assert!(told.contains("I lack a permission"), "{told}");
    assert!(world.marked(&ticket).await.is_empty(), "nothing half-made");
    world.control.bot_permissions(ACME, ALL).await.unwrap();
    until("the problem is off the list", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        (!problems.iter().any(|p| p.subject == "permissions")).then_some(())
    })
    .await;
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    world.control.submit(MIA, &modal, &gold()).await.unwrap();
    let ticket = world.placed(2).await;
    assert_eq!((ticket.number, ticket.provisioning), (2, Provisioning::Done));
    world.end().await;
}

/// The channel stands and Mia sees it, but the answer to its making is lost; looking for it takes as long as all answers.
async fn opened_without_an_answer(world: &World, delay_ms: u64) -> Id {
    let lost = json!({
        "error_routes": {"POST /guilds/{guild_id}/channels": 1.0}, "error_after": true, "delay_ms": delay_ms,
    });
    world.control.faults(&lost).await.unwrap();
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    world.control.submit(MIA, &modal, &gold()).await.unwrap();
    until("Mia sees it", || async {
        let seen = world.control.channels(MIA, ACME).await.unwrap();
        let found = seen.iter().find(|one| one["topic"].as_str().is_some_and(|topic| topic.contains("Ticket #")))?;
        Some(Id::of(&found["id"]))
    })
    .await
}

#[tokio::test]
async fn a_channel_whose_making_got_no_answer_is_listened_to_at_once() {
    let world = World::new().await;
    let channel = opened_without_an_answer(&world, 0).await;
    // As fast as a person is.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let slip = world.control.say(MIA, channel, "my password is hunter2").await.unwrap();
    world.control.delete(MIA, channel, Id::of(&slip["id"])).await.unwrap();
    let ticket = world.placed(1).await;
    until("the slip is in the transcript", || async {
        let who = world.access(BEN).await;
        let kept = world.store.transcript(&who, ticket.id, store::Page::Newest, 50).await.unwrap().messages;
        kept.iter().any(|m| m.content.contains("hunter2") && m.deleted_at.is_some()).then_some(())
    })
    .await;
    assert_eq!(world.marked(&ticket).await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn what_is_said_before_the_channel_is_known_is_in_the_transcript() {
    let world = World::new().await;
    let channel = opened_without_an_answer(&world, 500).await;
    world.control.say(MIA, channel, "I am in a hurry").await.unwrap();
    assert!(world.ticket(1).await.channel.is_none(), "said too late to prove anything");
    let ticket = world.placed(1).await;
    until("her words are in the transcript", || async {
        let who = world.access(BEN).await;
        let kept = world.store.transcript(&who, ticket.id, store::Page::Newest, 50).await.unwrap().messages;
        kept.iter().any(|message| message.content == "I am in a hurry").then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_deleted_category_is_made_anew() {
    let world = World::new().await;
    let first = world.open_gold(MIA).await;
    let tickets = world.store.guild(world.guild).await.unwrap().unwrap().tickets_category.unwrap();
    world.control.delete_channel(ACME, id(tickets.0)).await.unwrap();
    let second = world
        .open(
            MIA,
            "sell-gold",
            json!({"amount": "5", "payment_method": ["card"],
        "payment_details": "1234", "username": "mia"}),
        )
        .await;
    assert_eq!(world.category_of(&second).await, "Tickets");
    assert!(world.sees(BEN, &first).await);
    world.end().await;
}

#[tokio::test]
async fn a_deleted_role_does_not_stop_an_opening() {
    let world = World::new().await;
    world.control.delete_role(ACME, Id(GOLD.0.cast_unsigned())).await.unwrap();
    let ticket = world.open_gold(MIA).await;
    assert_eq!(ticket.provisioning, Provisioning::Done);
    assert!(world.sees(MIA, &ticket).await && !world.sees(BEN, &ticket).await);
    world.end().await;
}

#[tokio::test]
async fn answers_that_get_lost_double_nothing() {
    let world = World::new().await;
    world.control.faults(&json!({"error_rate": 0.3, "error_status": 502})).await.unwrap();
    let mut opened = 0;
    for key in ["buy-gold", "purchase-services"] {
        let values = if key == "buy-gold" { gold() } else { json!({"service": "A boost", "username": "mia"}) };
        // The first answer may be among those that get lost; people press again.
        for _ in 0..10 {
            let pressed = world.press_panel(MIA, key).await;
            if !pressed.modal.is_object() {
                continue;
            }
            let _ = world.control.submit(MIA, &pressed.modal, &values).await;
            opened += 1;
            break;
        }
    }
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    world.control.faults(&json!({"error_rate": 0.0})).await.unwrap();
    until("all have their place", || async {
        let all = world.tickets().await;
        (all.len() <= opened && all.iter().all(|t| t.provisioning == Provisioning::Done)).then_some(())
    })
    .await;
    for ticket in world.tickets().await {
        assert_eq!(world.marked(&ticket).await.len(), 1);
        assert_eq!(world.messages(&ticket).await.len(), 1);
    }
    world.end().await;
}

#[tokio::test]
async fn a_welcome_message_that_was_deleted_comes_back_with_the_next_change() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let welcome = id(ticket.welcome_message.unwrap().0);
    let claimed = world.press(BEN, &ticket, "claim").await;
    said_to(BEN, &claimed);
    until("published", || async {
        let now = world.ticket(1).await;
        (now.revision == now.published_revision).then_some(())
    })
    .await;
    world.control.delete(crate::world::OLIVIA, place(&ticket), welcome).await.unwrap();
    let back = world.control.command(BEN, place(&ticket), "unclaim", json!([])).await.unwrap();
    said_to(BEN, &back);
    until("a new one stands there", || async {
        let now = world.ticket(1).await;
        let said = world.messages(&now).await;
        (now.welcome_message != ticket.welcome_message && said.len() == 1).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_bot_that_may_not_speak_still_takes_access_away() {
    const SEND: i64 = 1 << 11;
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let modal = world.press(BEN, &ticket, "close").await.modal;
    // An admin silences the bot in this channel.
    let channel = world.channel(place(&ticket)).await.unwrap();
    let mut overwrites = channel["permission_overwrites"].as_array().unwrap().clone();
    for overwrite in &mut overwrites {
        if overwrite["id"] == "1190000000000000002" {
            let allow: i64 = overwrite["allow"].as_str().unwrap().parse().unwrap();
            overwrite["allow"] = json!((allow & !SEND).to_string());
            overwrite["deny"] = json!(SEND.to_string());
        }
    }
    let body = json!({"permission_overwrites": overwrites});
    world.control.patch_channel(ACME, place(&ticket), &body).await.unwrap();
    world.control.submit(BEN, &modal, &json!({"reason": ""})).await.unwrap();
    world.closed_and_published(1).await;
    assert!(!world.sees(MIA, &ticket).await);
    let problems = world.store.problems(world.guild).await.unwrap();
    assert!(problems.iter().any(|p| p.subject == "silence"), "{problems:?}");
    world.end().await;
}

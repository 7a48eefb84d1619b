//! A ticket that goes on: reopened, kept, snoozed, left and come back to.

use crate::world::{ACME, BEN, MIA, World, now, place, said_to, text, until};
use domain::{ClosedPath, Provisioning, Status, Via};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_closed_ticket_goes_on_where_it_was() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.say(MIA, place(&ticket), "Where is my gold?").await.unwrap();
    world.control.say(BEN, place(&ticket), "On its way").await.unwrap();
    world.told(BEN, place(&ticket), "close", json!({})).await;
    world.closed_and_published(1).await;
    let notice = world.notice(&ticket, "Ticket #0001 is closed").await;
    let done = world.press_on(BEN, &notice, "Reopen").await;
    assert_eq!(said_to(BEN, &done), format!("This ticket goes on: <#{}>.", place(&ticket)));
    let again = world.notice(&ticket, "Ticket #0001 goes on").await;
    let fields: Vec<&str> =
        again["embeds"][0]["fields"].as_array().unwrap().iter().map(|f| f["value"].as_str().unwrap()).collect();
    assert!(fields[0].starts_with("Where is my gold?") && fields[1].starts_with("On its way"), "{fields:?}");
    until("the member sees it again", || async { world.sees(MIA, &ticket).await.then_some(()) }).await;
    let now = world.ticket(1).await;
    assert_eq!((now.status, now.lives, now.closed_at), (Status::InProgress, 2, None));
    let twice = world.press_on(BEN, &notice, "Reopen").await;
    assert_eq!(said_to(BEN, &twice), "This ticket is not closed.");
    // It can be closed again, and says so again.
    world.told(BEN, place(&ticket), "close", json!({})).await;
    world.closed_and_published(1).await;
    let said = world.messages(&ticket).await;
    assert_eq!(said.iter().filter(|m| m["embeds"][0]["title"] == "Ticket #0001 is closed").count(), 2);
    world.end().await;
}

#[tokio::test]
async fn a_closed_ticket_goes_on_in_a_new_channel_if_the_old_is_gone() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.say(MIA, place(&ticket), "Where is my gold?").await.unwrap();
    until("it is written down", || async {
        let page = world.store.transcript(&world.access(BEN).await, ticket.id, store::Page::Newest, 50).await.unwrap();
        page.messages.iter().any(|m| m.content == "Where is my gold?").then_some(())
    })
    .await;
    world.told(BEN, place(&ticket), "close", json!({})).await;
    world.closed_and_published(1).await;
    world.control.delete_channel(ACME, place(&ticket)).await.unwrap();
    until("Docket knows", || async { world.ticket(1).await.channel_gone_at.map(|_| ()) }).await;
    let hall = sandbox::Id(1_220_000_000_000_000_002);
    let told = world.told(BEN, hall, "reopen", json!({"ticket": "#1", "reason": "It never came"})).await;
    assert!(told.contains("a new one is being made"), "{told}");
    let now = until("it has a channel", || async {
        let now = world.ticket(1).await;
        (now.provisioning == Provisioning::Done && now.channel.is_some()).then_some(now)
    })
    .await;
    assert_ne!(now.channel, ticket.channel);
    let notice = world.notice(&now, "Ticket #0001 goes on").await;
    let embed = &notice["embeds"][0];
    assert!(embed["description"].as_str().unwrap().contains("It never came"), "{embed}");
    assert!(embed["description"].as_str().unwrap().contains("/tickets/1"), "{embed}");
    assert!(embed["fields"][0]["value"].as_str().unwrap().starts_with("Where is my gold?"), "{embed}");
    assert_eq!(notice["mentions"][0]["id"], MIA.to_string());
    assert!(world.sees(MIA, &now).await);
    world.end().await;
}

#[tokio::test]
async fn a_channel_is_kept() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "close", json!({})).await;
    world.closed_and_published(1).await;
    let status = world.told(BEN, place(&ticket), "status", json!({})).await;
    assert!(status.contains("The channel is deleted <t:"), "{status}");
    let notice = world.notice(&ticket, "Ticket #0001 is closed").await;
    assert_eq!(said_to(BEN, &world.press_on(BEN, &notice, "Keep the channel").await), "The channel is kept.");
    let twice = said_to(BEN, &world.press_on(BEN, &notice, "Keep the channel").await);
    assert_eq!(twice, "The channel is kept.");
    let ben = world.access(BEN).await;
    assert_eq!(world.store.timers(&ben, ticket.id).await.unwrap(), []);
    world.end().await;
}

#[tokio::test]
async fn a_snoozed_ticket_wakes_on_time_and_once() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "claim", json!({})).await;
    assert!(world.told(BEN, place(&ticket), "snooze", json!({"until": "2h"})).await.contains("sleeps until"));
    let ben = world.access(BEN).await;
    let until_at = now().plus(Duration::from_millis(1_500));
    world.store.snooze(&ben, ticket.id, until_at, Via::Web, now()).await.unwrap();
    let woken = world.notice(&ticket, "this ticket is awake again").await;
    assert!(now().since(until_at) < Duration::from_secs(2));
    assert!(text(&woken).contains(&BEN.to_string()));
    assert_eq!(world.ticket(1).await.snoozed_until, None);
    let said = world.messages(&ticket).await;
    assert_eq!(said.iter().filter(|m| text(m).contains("awake again")).count(), 1);
    world.end().await;
}

#[tokio::test]
async fn whoever_leaves_ends_their_ticket_and_whoever_comes_back_finds_it() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.leave(ACME, MIA).await.unwrap();
    let closed = world.closed_and_published(1).await;
    assert_eq!((closed.closed_path, closed.closed_by), (Some(ClosedPath::Left), None));
    let notice = world.notice(&ticket, "Ticket #0001 is closed").await;
    assert_eq!(notice["embeds"][0]["description"], "Closed, as its member has left the server.");
    world.control.join(ACME, MIA).await.unwrap();
    world.change_conduct("buy-gold", |conduct| conduct.close_on_leave = false).await;
    let second = world.open_gold(MIA).await;
    world.control.leave(ACME, MIA).await.unwrap();
    until("Docket knows", || async {
        let let_in = world.store.let_in(&second).await.unwrap();
        let_in.is_empty().then_some(())
    })
    .await;
    world.control.join(ACME, MIA).await.unwrap();
    until("the member sees it again", || async { world.sees(MIA, &second).await.then_some(()) }).await;
    assert!(!world.ticket(2).await.status.is_over());
    world.end().await;
}

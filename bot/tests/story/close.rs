//! Closing: archive, delete, "It works!".

use crate::world::{ACME, BEN, CHLOE, MIA, OLIVIA, World, general, place, said_to, until};
use domain::{ClosedPath, Ticket};
use sandbox::{Id, Outcome};
use serde_json::{Value, json};

async fn close(world: &World, who: Id, ticket: &Ticket, reason: &str) {
    let pressed = world.press(who, ticket, "close").await;
    assert_eq!(pressed.outcome, Outcome::Modal);
    let closed = world.control.submit(who, &pressed.modal, &json!({"reason": reason})).await.unwrap();
    assert_eq!(said_to(who, &closed), "This ticket is closed.");
}

/// What stands in the direct messages between the bot and this person.
async fn direct(world: &World, who: Id) -> Vec<Value> {
    let all = world.control.dms(who).await.unwrap();
    let mut said = Vec::new();
    for channel in all.as_array().unwrap() {
        said.extend(world.control.messages(Id::of(&channel["id"])).await.unwrap());
    }
    said
}

#[tokio::test]
async fn staff_close_with_a_reason() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    close(&world, BEN, &ticket, "Delivered, thank you").await;
    world.closed_and_published(1).await;
    assert!(!world.sees(MIA, &ticket).await, "the member's access is taken");
    for who in [BEN, OLIVIA] {
        assert!(world.sees(who, &ticket).await);
    }
    assert_eq!(world.category_of(&ticket).await, "Closed Tickets");
    let said = world.messages(&ticket).await;
    assert_eq!(said.len(), 2, "welcome and notice");
    for button in said[0]["components"][0]["components"].as_array().unwrap() {
        assert_eq!(button["disabled"], true);
    }
    let notice = &said[1]["embeds"][0];
    assert_eq!(notice["title"], "Ticket #0001 is closed");
    assert_eq!(notice["fields"][0]["value"], "Delivered, thank you");
    let sent = direct(&world, MIA).await;
    assert_eq!(sent.len(), 1);
    let link = format!("http://localhost:9999/g/{}/tickets/1", world.guild);
    assert!(sent[0]["content"].as_str().unwrap().ends_with(&link));
    until("the channel gets its last name", || async {
        let channel = world.channel(place(&ticket)).await?;
        (channel["name"] == "closed-mia-buy-gold-0001").then_some(())
    })
    .await;
    let again = world.control.command(BEN, place(&ticket), "claim", json!([])).await.unwrap();
    assert!(said_to(BEN, &again).contains("already closed"));
    world.end().await;
}

#[tokio::test]
async fn a_member_whose_messages_are_closed_reads_the_link_in_the_channel() {
    let world = World::new().await;
    world.control.accepts_dms(MIA, false).await.unwrap();
    let ticket = world.open_gold(MIA).await;
    close(&world, MIA, &ticket, "").await;
    let ticket = world.closed_and_published(ticket.number).await;
    assert_eq!(ticket.closed_path, Some(ClosedPath::Member));
    let said = world.messages(&ticket).await;
    assert_eq!(said.len(), 3);
    assert!(said[1]["embeds"][0]["fields"].as_array().is_none_or(Vec::is_empty), "no reason given");
    let text = said[2]["content"].as_str().unwrap();
    assert!(text.starts_with(&format!("<@{MIA}>, your direct messages are closed to me.")), "{text}");
    assert!(!world.sees(MIA, &ticket).await);
    world.end().await;
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_read_keeps_no_link_back() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let modal = world.press(BEN, &ticket, "close").await.modal;
    let state = world.control.state().await.unwrap();
    let bot = state["guilds"][0]["members"].as_array().unwrap().iter().find(|m| m["user"]["bot"] == true).unwrap();
    let blind = json!({"permission_overwrites": [{"id": bot["user"]["id"], "type": 1, "allow": "0", "deny": "1024"}]});
    world.control.patch_channel(ACME, place(&ticket), &blind).await.unwrap();
    world.control.submit(BEN, &modal, &json!({"reason": ""})).await.unwrap();
    let sent = until("the link", || async { direct(&world, MIA).await.pop() }).await;
    assert!(sent["content"].as_str().unwrap().ends_with("/tickets/1"), "{sent}");
    let problems = world.store.problems(world.guild).await.unwrap();
    assert!(problems.iter().any(|p| p.subject == format!("unread:{}", ticket.id)), "{problems:?}");
    world.end().await;
}

#[tokio::test]
async fn it_works_closes_for_the_member_alone() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let staff = world.press(BEN, &ticket, "it_works").await;
    assert!(said_to(BEN, &staff).contains("Only the member"));
    let works = world.press(MIA, &ticket, "it_works").await;
    assert_eq!(said_to(MIA, &works), "Glad that it works! This ticket is closed.");
    let ticket = world.closed_and_published(1).await;
    assert_eq!(ticket.closed_path, Some(ClosedPath::ItWorks));
    let said = world.messages(&ticket).await;
    assert_eq!(said[1]["embeds"][0]["title"], "Ticket #0001 is solved");
    assert_eq!(said[1]["embeds"][0]["color"], 0x2E_CC71);
    // There is room for the next one now.
    assert_eq!(world.press_panel(MIA, "buy-gold").await.outcome, Outcome::Modal);
    world.end().await;
}

#[tokio::test]
async fn general_is_deleted_after_five_seconds() {
    let world = World::new().await;
    let ticket = world.open(MIA, "general", general()).await;
    close(&world, CHLOE, &ticket, "Solved on the phone").await;
    let notice = until("the notice", || async { world.messages(&ticket).await.into_iter().nth(1) }).await;
    let text = notice["embeds"][0]["description"].as_str().unwrap();
    assert!(text.ends_with("This channel closes in 5 seconds."), "{text}");
    assert!(world.sees(MIA, &ticket).await, "so that the member can read it");
    until("the channel goes", || async { world.channel(place(&ticket)).await.is_none().then_some(()) }).await;
    until("and is known to be gone", || async { world.ticket(1).await.channel_gone_at }).await;
    let ticket = world.ticket(1).await;
    assert_eq!(ticket.incomplete_from, None, "it was read to its end");
    assert_eq!(direct(&world, MIA).await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_name_given_by_hand_stays() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.patch_channel(ACME, place(&ticket), &json!({"name": "vip-mia"})).await.unwrap();
    close(&world, BEN, &ticket, "").await;
    world.closed_and_published(1).await;
    until("nothing is due but the deletion", || async {
        (world.store.due_of(ticket.id).await.unwrap().len() == 1).then_some(())
    })
    .await;
    assert_eq!(world.channel(place(&ticket)).await.unwrap()["name"], "vip-mia");
    world.end().await;
}

#[tokio::test]
async fn a_rename_that_discord_puts_off_holds_nothing_up() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    // Both renames of these ten minutes are used up; the second gives the name back.
    for name in ["mia-x", "mia-buy-gold-0001"] {
        world.control.patch_channel(ACME, place(&ticket), &json!({"name": name})).await.unwrap();
    }
    close(&world, BEN, &ticket, "").await;
    let ticket = world.closed_and_published(1).await;
    assert!(!world.sees(MIA, &ticket).await);
    assert_eq!(world.category_of(&ticket).await, "Closed Tickets");
    world.end().await;
}

#[tokio::test]
async fn a_full_category_is_followed_by_another() {
    let world = World::new().await;
    let first = world.open_gold(MIA).await;
    close(&world, BEN, &first, "").await;
    world.closed_and_published(1).await;
    let closed = world.store.guild(world.guild).await.unwrap().unwrap().closed_category.unwrap();
    for n in 0..49 {
        let body = json!({"name": format!("old-{n}"), "type": 0, "parent_id": closed});
        world.control.create_channel(ACME, &body).await.unwrap();
    }
    let second = world.open_gold(MIA).await;
    close(&world, BEN, &second, "").await;
    let second = world.closed_and_published(2).await;
    assert_eq!(world.category_of(&second).await, "Closed Tickets 2");
    world.end().await;
}

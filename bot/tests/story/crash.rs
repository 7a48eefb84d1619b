//! Killed between any two effects and started again: nothing lost, nothing double.

use crate::world::{BEN, CHLOE, MIA, World, general, gold, id, place, until};
use domain::{Provisioning, Ticket};
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

/// Lets the bot run until it stops at the point, then takes it away and brings it back.
async fn caught(world: &mut World) {
    until("the trap has caught", || async { bot::sprung().then_some(()) }).await;
    // What else was under way goes on a little, as chance has it.
    sleep(Duration::from_millis(50)).await;
    world.crash().await;
    world.wake().await;
}

async fn whole(world: &World, ticket: &Ticket) {
    assert_eq!(world.marked(ticket).await.len(), 1, "one channel");
    let said = world.messages(ticket).await;
    let close = format!("v1:ticket-close:{}", ticket.id);
    let welcomes = said.iter().filter(|m| m["components"].to_string().contains(&close)).count();
    assert_eq!(welcomes, 1, "one welcome");
}

#[tokio::test]
async fn opening() {
    for point in [
        "after-ticket-opened",
        "after-category-made",
        "after-category-recorded",
        "after-channel-made",
        "after-channel-recorded",
        "after-welcome-posted",
        "after-welcome-recorded",
        "after-member-told",
        "after-telling-recorded",
        "after-ticket-placed",
    ] {
        let mut world = World::new().await;
        let modal = world.press_panel(MIA, "buy-gold").await.modal;
        bot::trap(point);
        world.control.submit(MIA, &modal, &gold()).await.unwrap();
        caught(&mut world).await;
        let ticket = world.placed(1).await;
        assert_eq!(ticket.provisioning, Provisioning::Done, "{point}");
        whole(&world, &ticket).await;
        let channel = id(world.panel("buy-gold").await.channel.unwrap().0);
        let told = world.whispered(MIA, channel, "Your ticket is open").await;
        assert!(told.contains(&place(&ticket).to_string()), "{point}: {told}");
        let categories = world.channels().await.iter().filter(|c| c["name"] == "Tickets").count();
        assert_eq!(categories, 1, "{point}");
        world.end().await;
    }
}

#[tokio::test]
async fn killed_before_the_ticket_is_written() {
    let mut world = World::new().await;
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    bot::trap("after-open-acknowledged");
    world.control.submit(MIA, &modal, &gold()).await.unwrap();
    caught(&mut world).await;
    assert!(world.tickets().await.is_empty(), "a whole ticket or none");
    let channel = id(world.panel("buy-gold").await.channel.unwrap().0);
    world.whispered(MIA, channel, "Nothing was opened").await;
    world.open_gold(MIA).await;
    world.end().await;
}

#[tokio::test]
async fn working() {
    for point in ["after-claim-written", "after-help-written", "after-help-posted", "after-help-recorded"] {
        let mut world = World::new().await;
        let ticket = world.open_gold(MIA).await;
        bot::trap(point);
        let (who, verb) = if point == "after-claim-written" { (BEN, "claim") } else { (MIA, "help") };
        world.press(who, &ticket, verb).await;
        caught(&mut world).await;
        until("published and nothing due", || async {
            let now = world.ticket(1).await;
            let dues = world.store.due_of(ticket.id).await.unwrap();
            (now.revision == now.published_revision && dues.is_empty()).then_some(())
        })
        .await;
        whole(&world, &ticket).await;
        let wanted = if verb == "help" { 2 } else { 1 };
        assert_eq!(world.messages(&ticket).await.len(), wanted, "{point}");
        world.end().await;
    }
}

#[tokio::test]
async fn closing() {
    for point in [
        "after-close-written",
        "after-close-notice-posted",
        "after-close-notice-recorded",
        "after-close-compared",
        "after-link-sent",
        "after-link-recorded",
        "after-channel-changed",
        "after-welcome-changed",
        "after-ticket-published",
        "after-channel-renamed",
        "after-rename-recorded",
    ] {
        let mut world = World::new().await;
        let ticket = world.open_gold(MIA).await;
        let modal = world.press(BEN, &ticket, "close").await.modal;
        bot::trap(point);
        world.control.submit(BEN, &modal, &json!({"reason": "done"})).await.unwrap();
        caught(&mut world).await;
        let ticket = world.closed_and_published(1).await;
        until("renamed", || async {
            let channel = world.channel(place(&ticket)).await?;
            (channel["name"] == "closed-mia-buy-gold-0001").then_some(())
        })
        .await;
        whole(&world, &ticket).await;
        assert_eq!(world.messages(&ticket).await.len(), 2, "{point}: welcome and one notice");
        assert!(!world.sees(MIA, &ticket).await, "{point}");
        let dms = world.control.dms(MIA).await.unwrap();
        let said = world.control.messages(sandbox::Id::of(&dms[0]["id"])).await.unwrap();
        assert_eq!(said.len(), 1, "{point}: one link");
        world.end().await;
    }
}

#[tokio::test]
async fn deleting() {
    for point in
        ["after-last-comparison", "after-channel-deleted", "after-channel-deletion-recorded", "after-deletion-done"]
    {
        let mut world = World::new().await;
        let ticket = world.open(MIA, "general", general()).await;
        let modal = world.press(CHLOE, &ticket, "close").await.modal;
        bot::trap(point);
        world.control.submit(CHLOE, &modal, &json!({"reason": "done"})).await.unwrap();
        caught(&mut world).await;
        until("gone, and known to be", || async {
            let gone = world.channel(place(&ticket)).await.is_none();
            let dues = world.store.due_of(ticket.id).await.unwrap();
            (gone && dues.is_empty() && world.ticket(1).await.channel_gone_at.is_some()).then_some(())
        })
        .await;
        assert_eq!(world.ticket(1).await.incomplete_from, None, "{point}");
        world.end().await;
    }
}

#[tokio::test]
async fn publishing_panels() {
    for point in
        ["after-panel-channel-made", "after-panel-channel-recorded", "after-panel-posted", "after-panel-recorded"]
    {
        let mut world = World::asleep().await;
        world.wake().await;
        bot::trap(point);
        world.store.set_up(&world.owner().await, domain::Via::Web, crate::world::now()).await.unwrap();
        let catalog = world.store.catalog(world.guild).await.unwrap();
        let panels: Vec<_> = catalog.panels.iter().map(|panel| panel.id).collect();
        world.store.publish_panels(&world.owner().await, &panels, domain::Via::Web, crate::world::now()).await.unwrap();
        caught(&mut world).await;
        until("all stand", || async { world.store.panels_behind().await.unwrap().is_empty().then_some(()) }).await;
        let all = world.channels().await;
        for panel in world.store.catalog(world.guild).await.unwrap().panels {
            assert_eq!(all.iter().filter(|c| c["name"] == panel.channel_name.as_str()).count(), 1, "{point}");
            let said = world.control.messages(id(panel.channel.unwrap().0)).await.unwrap();
            assert_eq!(said.len(), 1, "{point}: one message in {}", panel.channel_name);
        }
        world.end().await;
    }
}

/// Proves that the stories above would notice: without looking, what a crash left behind is made twice.
#[tokio::test]
async fn without_looking_things_are_doubled() {
    bot::look_for_nothing();
    let mut world = World::new().await;
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    bot::trap("after-channel-made");
    world.control.submit(MIA, &modal, &gold()).await.unwrap();
    caught(&mut world).await;
    let ticket = world.placed(1).await;
    assert_eq!(world.marked(&ticket).await.len(), 2);

    let modal = world.press(BEN, &ticket, "close").await.modal;
    bot::trap("after-close-notice-posted");
    world.control.submit(BEN, &modal, &json!({"reason": "done"})).await.unwrap();
    caught(&mut world).await;
    let ticket = world.closed_and_published(1).await;
    assert_eq!(world.messages(&ticket).await.len(), 3, "welcome and two notices");
    world.end().await;
}

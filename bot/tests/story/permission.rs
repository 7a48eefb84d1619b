//! What the bot may: with exactly what the invite link asks for it does everything, and what is taken from it is said
//! where it is lacking.

use crate::world::{ACME, BEN, GOLD, MIA, OLIVIA, World, id, place, said_to, until};
use domain::permission::{MANAGE_CHANNELS, SEND_MESSAGES, VIEW_CHANNEL};
use domain::{Provisioning, Status};
use sandbox::Id;
use serde_json::{Value, json};
use std::time::Duration;
use store::{BotStatus, CheckKind};

/// The bot.
const BOT: &str = "1190000000000000002";

/// What it was invited with, and not a bit more: `@everyone` gives it nothing.
async fn invited() -> World {
    let mut world = World::asleep().await;
    world.control.patch_role(ACME, ACME, &json!({"permissions": "0"})).await.unwrap();
    world.control.bot_permissions(ACME, bot::needed_bits().cast_unsigned()).await.unwrap();
    world.wake().await;
    world.settle().await;
    world.publish().await;
    world
}

async fn ill(world: &World, subject: &str) -> Option<String> {
    let problems = world.store.problems(world.guild).await.unwrap();
    problems.into_iter().find(|problem| problem.subject == subject).map(|problem| problem.what)
}

#[tokio::test]
async fn with_what_it_is_invited_with_it_does_everything() {
    let world = invited().await;
    assert_eq!(world.store.problems(world.guild).await.unwrap(), []);
    let ticket = world.open_gold(MIA).await;
    assert_eq!(ticket.provisioning, Provisioning::Done);
    assert!(world.sees(MIA, &ticket).await && world.sees(BEN, &ticket).await);
    world.control.say(MIA, place(&ticket), "Here I am").await.unwrap();
    said_to(BEN, &world.press(BEN, &ticket, "claim").await);
    said_to(MIA, &world.press(MIA, &ticket, "help").await);
    until("help was asked for", || async {
        let said = world.messages(&ticket).await;
        said.iter().any(|m| m["content"].as_str().is_some_and(|text| text.contains("needs help"))).then_some(())
    })
    .await;
    let modal = world.press(BEN, &ticket, "close").await.modal;
    world.control.submit(BEN, &modal, &json!({"reason": "done"})).await.unwrap();
    let closed = world.closed_and_published(1).await;
    assert_eq!(closed.status, Status::Closed);
    assert!(!world.sees(MIA, &ticket).await);
    assert_eq!(world.category_of(&closed).await, "Closed Tickets");
    until("the channel has its last name", || async {
        let channel = world.channel(place(&ticket)).await?;
        channel["name"].as_str().is_some_and(|name| name.starts_with("closed-")).then_some(())
    })
    .await;
    assert_eq!(world.store.problems(world.guild).await.unwrap(), [], "Discord refused nothing");
    let traffic = world.control.traffic().await.unwrap();
    assert!(!traffic.to_string().contains("\"403\""), "{traffic}");
    world.end().await;
}

#[tokio::test]
async fn what_is_taken_from_its_role_is_said_within_a_second_and_forgotten_when_given_back() {
    let world = World::new().await;
    let all = bot::needed_bits();
    for one in bot::NEEDED {
        world.control.patch_role(ACME, ACME, &json!({"permissions": "0"})).await.unwrap();
        world.control.bot_permissions(ACME, (all & !one.bit).cast_unsigned()).await.unwrap();
        until(one.name, || async {
            let told = ill(&world, "permissions").await?;
            (told == format!("The bot lacks {}.", one.name)).then_some(())
        })
        .await;
    }
    world.control.bot_permissions(ACME, all.cast_unsigned()).await.unwrap();
    until("all is well", || async { ill(&world, "permissions").await.is_none().then_some(()) }).await;
    let checkup = world.store.checkup(world.guild).unwrap();
    assert!(checkup.checks.iter().all(|check| check.ill.is_none()), "{checkup:?}");
    for kind in [CheckKind::Server, CheckKind::Category, CheckKind::Panel, CheckKind::Role] {
        assert!(checkup.checks.iter().any(|check| check.kind == kind), "{kind:?} was not looked at");
    }
    world.end().await;
}

#[tokio::test]
async fn a_second_factor_that_the_owner_lacks_is_said_and_what_waited_for_it_goes_on() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.has_mfa(OLIVIA, false).await.unwrap();
    world.control.want_mfa(ACME, true).await.unwrap();
    let modal = world.press(BEN, &ticket, "close").await.modal;
    world.control.submit(BEN, &modal, &json!({"reason": "done"})).await.unwrap();
    until("it is told", || async { ill(&world, "mfa").await }).await;
    assert!(world.sees(MIA, &ticket).await, "nothing could be changed");
    world.control.want_mfa(ACME, false).await.unwrap();
    assert_eq!(world.closed_and_published(1).await.status, Status::Closed);
    assert!(!world.sees(MIA, &ticket).await);
    until("all is well", || async { ill(&world, "mfa").await.is_none().then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn what_a_category_or_a_channel_takes_away_is_said_there() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let category = world.store.guild(world.guild).await.unwrap().unwrap().tickets_category.unwrap();
    let deny =
        |bits: i64| json!({"permission_overwrites": [{"id": BOT, "type": 1, "allow": "0", "deny": bits.to_string()}]});
    let overwrites = async |channel: Id, body: &Value| world.control.patch_channel(ACME, channel, body).await.unwrap();
    overwrites(id(category.0), &deny(MANAGE_CHANNELS)).await;
    let subject = format!("place:{category}");
    until("the category is told", || async {
        let told = ill(&world, &subject).await?;
        (told == "In the category “Tickets” the bot lacks Manage Channels.").then_some(())
    })
    .await;
    overwrites(id(category.0), &json!({"permission_overwrites": []})).await;
    until("it is well again", || async { ill(&world, &subject).await.is_none().then_some(()) }).await;
    let panel = world.panel("buy-gold").await.channel.unwrap();
    overwrites(id(panel.0), &deny(SEND_MESSAGES)).await;
    until("the panel's channel is told", || async {
        let told = ill(&world, &format!("place:{panel}")).await?;
        told.contains("#purchase-gold the bot lacks Send Messages").then_some(())
    })
    .await;
    overwrites(place(&ticket), &deny(VIEW_CHANNEL)).await;
    until("the ticket is told", || async {
        let told = ill(&world, "tickets").await?;
        told.contains(&ticket.channel_name).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn roles_that_are_gone_or_silent_are_said() {
    let world = World::new().await;
    let subject = format!("role:{GOLD}");
    let oncall = format!("role:{}", crate::world::ONCALL);
    world.control.patch_role(ACME, id(crate::world::ONCALL.0), &json!({"mentionable": false})).await.unwrap();
    world.control.patch_role(ACME, ACME, &json!({"permissions": "0"})).await.unwrap();
    world.control.bot_permissions(ACME, bot::needed_bits().cast_unsigned()).await.unwrap();
    until("the silent one is told", || async {
        let told = ill(&world, &oncall).await?;
        told.contains("can't ping @Helper on-call").then_some(())
    })
    .await;
    world.control.delete_role(ACME, id(GOLD.0)).await.unwrap();
    until("the deleted one is told", || async {
        let told = ill(&world, &subject).await?;
        told.contains("staff of Billing was deleted").then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_look_that_is_asked_for_tries_again_what_rested() {
    let world = World::new().await;
    let panel = world.panel("buy-gold").await;
    let channel = id(panel.channel.unwrap().0);
    let owner = world.owner().await;
    // A refusal rests for minutes; nothing in the guild changes meanwhile.
    world.control.faults(&json!({"error_rate": 1.0, "error_status": 403})).await.unwrap();
    world.store.publish_panels(&owner, &[panel.id], domain::Via::Web, crate::world::now()).await.unwrap();
    let subject = format!("panel:{}", panel.id);
    until("the refusal is told", || async { ill(&world, &subject).await }).await;
    world.control.faults(&json!({"error_rate": 0.0})).await.unwrap();
    let before = world.store.checkup(world.guild).unwrap().at;
    tokio::time::sleep(Duration::from_millis(20)).await;
    world.store.ask_checkup(&owner);
    until("it is published", || async {
        let now = world.panel("buy-gold").await;
        (now.revision == now.published_revision && ill(&world, &subject).await.is_none()).then_some(())
    })
    .await;
    assert!(world.control.messages(channel).await.unwrap().len() == 1, "edited in place");
    until("it was looked", || async { (world.store.checkup(world.guild)?.at > before).then_some(()) }).await;
    assert_eq!(world.store.bot_status(), BotStatus::Connected);
    assert!(world.store.connected_since().is_some());
    world.end().await;
}

/// A panel that Discord refused, resting for minutes.
async fn refused_panel(world: &World) -> domain::Panel {
    let panel = world.panel("buy-gold").await;
    world.control.faults(&json!({"error_rate": 1.0, "error_status": 403})).await.unwrap();
    world.change_type("buy-gold", |draft| draft.label = "Refused".into()).await;
    until("the refusal is told", || async { ill(world, &format!("panel:{}", panel.id)).await }).await;
    panel
}

async fn is_published(world: &World) -> Option<()> {
    let now = world.panel("buy-gold").await;
    (now.revision == now.published_revision).then_some(())
}

#[tokio::test]
async fn what_changes_twice_in_a_moment_wakes_what_rests_both_times() {
    let world = World::new().await;
    // Nothing of the start's is left to wake anything.
    tokio::time::sleep(Duration::from_secs(6)).await;
    refused_panel(&world).await;
    let make = async |name: &str| world.control.create_channel(ACME, &json!({"name": name, "type": 0})).await.unwrap();
    make("first").await;
    // Its try is refused as well; then the guild is mended, and says so within the same seconds.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(is_published(&world).await.is_none());
    world.control.faults(&json!({"error_rate": 0.0})).await.unwrap();
    make("second").await;
    until("the second change woke it", || is_published(&world)).await;
    world.end().await;
}

#[tokio::test]
async fn a_ticket_that_is_acted_on_does_not_rest_for_minutes() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.faults(&json!({"error_rate": 1.0, "error_status": 403})).await.unwrap();
    let owner =
        world.store.access(world.guild, crate::world::user(crate::world::OLIVIA), crate::world::now()).await.unwrap();
    world.store.claim(&owner, ticket.id, domain::Via::Web, crate::world::now()).await.unwrap();
    until("the refusal is told", || async { ill(&world, &format!("ticket:{}", ticket.id)).await }).await;
    world.control.faults(&json!({"error_rate": 0.0})).await.unwrap();
    world.store.unclaim(&owner, ticket.id, domain::Via::Web, crate::world::now()).await.unwrap();
    until("it is published", || async {
        let now = world.ticket(1).await;
        (now.revision == now.published_revision).then_some(())
    })
    .await;
    world.end().await;
}

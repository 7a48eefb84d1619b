//! Working: claim, help, commands, rights.

use crate::world::{ACME, ADA, BEN, CHLOE, GOLD, MIA, NOAH, ONCALL, World, id, place, said_to, until, user};
use domain::{Deed, Status};
use sandbox::{Id, Outcome};
use serde_json::json;

#[tokio::test]
async fn staff_claim_and_the_message_says_so() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let stranger = world.press(MIA, &ticket, "claim").await;
    assert!(said_to(MIA, &stranger).contains("Only staff"));
    let claimed = world.press(BEN, &ticket, "claim").await;
    assert_eq!(said_to(BEN, &claimed), "You have claimed this ticket.");
    let again = world.press(BEN, &ticket, "claim").await;
    assert_eq!(said_to(BEN, &again), "You have already claimed this ticket.");
    until("the welcome message names Ben", || async {
        let welcome = world.messages(&ticket).await.remove(0);
        let fields = welcome["embeds"][0]["fields"].as_array()?.clone();
        let by = fields.iter().find(|f| f["name"] == "Claimed by")?;
        let disabled = welcome["components"][0]["components"][0]["disabled"] == true;
        (by["value"] == format!("<@{BEN}>") && disabled).then_some(())
    })
    .await;
    let now = world.ticket(1).await;
    assert_eq!((now.status, now.assignee), (Status::InProgress, Some(user(BEN))));
    assert_eq!(world.messages(&ticket).await.len(), 1, "nothing else was said");
    world.end().await;
}

#[tokio::test]
async fn help_pings_once() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let not_theirs = world.press(BEN, &ticket, "help").await;
    assert!(said_to(BEN, &not_theirs).contains("Only the member"));
    let both = tokio::join!(world.press(MIA, &ticket, "help"), world.press(MIA, &ticket, "help"));
    let told = [said_to(MIA, &both.0), said_to(MIA, &both.1)];
    assert!(told.iter().any(|t| t.contains("has been told that you need help")), "{told:?}");
    assert!(told.iter().any(|t| t.starts_with("Help was already asked for")), "{told:?}");
    until("the ping and the orange", || async {
        let said = world.messages(&ticket).await;
        (said.len() == 2 && said[0]["embeds"][0]["color"] == 0xE6_7E22).then_some(())
    })
    .await;
    let said = world.messages(&ticket).await;
    assert_eq!(said[1]["content"], format!("<@&{ONCALL}> <@{MIA}> needs help."));
    assert_eq!(said[1]["mention_roles"], json!([ONCALL.to_string()]));
    world.end().await;
}

#[tokio::test]
async fn help_is_called_for_from_the_staff_where_the_role_on_call_is_gone() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.control.delete_role(ACME, id(ONCALL.0)).await.unwrap();
    until("the store knows", || async {
        let roles = world.store.roles(world.guild).await.unwrap();
        roles.iter().all(|role| role.id != ONCALL).then_some(())
    })
    .await;
    said_to(MIA, &world.press(MIA, &ticket, "help").await);
    until("the ping", || async { (world.messages(&ticket).await.len() == 2).then_some(()) }).await;
    assert_eq!(world.messages(&ticket).await[1]["content"], format!("<@&{GOLD}> <@{MIA}> needs help."));
    world.end().await;
}

#[tokio::test]
async fn commands_work_in_tickets_alone() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let channel = place(&ticket);
    until("the commands are there", || async {
        let state = world.control.state().await.unwrap();
        let all = state["commands"].as_array().unwrap();
        all.iter().any(|command| command["name"] == "claim").then_some(())
    })
    .await;
    let claimed = world.control.command(BEN, channel, "claim", json!([])).await.unwrap();
    assert_eq!(said_to(BEN, &claimed), "You have claimed this ticket.");
    let status = world.control.command(MIA, channel, "status", json!([])).await.unwrap();
    let told = said_to(MIA, &status);
    assert!(
        told.contains("in progress, priority medium") && told.contains("Claimed by <@") && told.contains("/tickets/1"),
        "{told}"
    );
    let back = world.control.command(BEN, channel, "unclaim", json!([])).await.unwrap();
    assert_eq!(said_to(BEN, &back), "This ticket is free to be claimed again.");
    let general = Id(1_220_000_000_000_000_002);
    let elsewhere = world.control.command(BEN, general, "close", json!([])).await.unwrap();
    assert_eq!(said_to(BEN, &elsewhere), "Use this in the channel of a ticket.");
    let reason = json!([{"name": "reason", "type": 3, "value": "All done"}]);
    let closed = world.control.command(BEN, channel, "close", reason).await.unwrap();
    assert!(matches!(closed.outcome, Outcome::Message | Outcome::Deferred));
    assert_eq!(world.closed_and_published(1).await.close_reason.as_deref(), Some("All done"));
    world.end().await;
}

#[tokio::test]
async fn a_role_that_is_taken_away_ends_rights_at_once() {
    let world = World::new().await;
    let before = world.store.access(world.guild, user(BEN), crate::world::now()).await.unwrap();
    let billing = world.store.catalog(world.guild).await.unwrap();
    let billing = billing.departments.iter().find(|d| d.key == "billing").unwrap().id;
    assert!(before.acts_in(billing));
    // There and back and away again: the last word counts, however fast they come.
    for roles in [json!([]), json!([GOLD]), json!([]), json!([GOLD]), json!([])] {
        world.control.member(ACME, BEN, &json!({"roles": roles})).await.unwrap();
    }
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let after = world.store.access(world.guild, user(BEN), crate::world::now()).await.unwrap();
    assert!(!after.acts_in(billing));
    world.control.leave(ACME, NOAH).await.unwrap();
    world.control.member(ACME, CHLOE, &json!({"roles": [GOLD]})).await.unwrap();
    until("Chloe may act in billing", || async {
        let now = world.store.access(world.guild, user(CHLOE), crate::world::now()).await.unwrap();
        now.acts_in(billing).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn every_deed_is_one_event() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.press(BEN, &ticket, "claim").await;
    world.press(MIA, &ticket, "help").await;
    world.press(MIA, &ticket, "it_works").await;
    world.closed_and_published(1).await;
    let admin = world.store.access(world.guild, user(ADA), crate::world::now()).await.unwrap();
    let view = world.store.ticket_view(&admin, 1).await.unwrap();
    let deeds: Vec<Deed> = view.timeline.iter().map(|e| e.deed).collect();
    assert_eq!(deeds, [Deed::Created, Deed::Claimed, Deed::NeededHelp, Deed::Confirmed]);
    world.end().await;
}

#[tokio::test]
async fn a_role_given_to_a_department_sees_its_open_tickets() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    assert!(!world.sees(CHLOE, &ticket).await);
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let billing = catalog.departments.iter().find(|d| d.key == "billing").unwrap().id;
    world.change_department(billing, |draft| draft.roles.push((crate::world::TECH, domain::RoleKind::Viewer))).await;
    until("Chloe sees it", || async { world.sees(CHLOE, &ticket).await.then_some(()) }).await;
    assert!(world.control.say(CHLOE, place(&ticket), "hello").await.is_err(), "a viewer only reads");
    assert!(world.sees(MIA, &ticket).await && world.sees(BEN, &ticket).await);
    world.end().await;
}

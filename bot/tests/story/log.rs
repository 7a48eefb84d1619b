//! Log channels: told once of what they are for; a dead one is shown and holds up nothing.

use crate::world::{ACME, BEN, MIA, World, now, place, text, until};
use domain::{ChannelId, LogKind, Via};
use sandbox::Id;
use serde_json::json;
use std::time::Duration;

const LOUNGE: Id = Id(1_220_000_000_000_000_005);

async fn logged(world: &World) -> Vec<String> {
    world.control.messages(LOUNGE).await.unwrap().iter().map(text).collect()
}

#[tokio::test]
async fn a_log_channel_is_told_of_what_it_is_for() {
    let world = World::new().await;
    let lounge = ChannelId(LOUNGE.0.cast_signed());
    world.control.patch_channel(ACME, LOUNGE, &json!({"permission_overwrites": []})).await.unwrap();
    world.change_rules(|rules| rules.logs = vec![(LogKind::Opened, lounge), (LogKind::Closed, lounge)]).await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "claim", json!({})).await;
    world.told(BEN, place(&ticket), "close", json!({"reason": "Done"})).await;
    let all = until("both are told", || async {
        let all = logged(&world).await;
        (all.len() >= 2).then_some(all)
    })
    .await;
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].starts_with(&format!("**Ticket #0001** opened by <@{MIA}>")), "{all:?}");
    assert!(all[1].starts_with(&format!("**Ticket #0001** closed by <@{BEN}>: in progress → closed")), "{all:?}");
    assert!(all[1].ends_with("> Done"), "{all:?}");
    world.end().await;
}

#[tokio::test]
async fn a_dead_log_channel_is_shown_and_holds_up_nothing() {
    let world = World::new().await;
    let lounge = ChannelId(LOUNGE.0.cast_signed());
    world.control.patch_channel(ACME, LOUNGE, &json!({"permission_overwrites": []})).await.unwrap();
    world.change_rules(|rules| rules.logs = vec![(LogKind::Opened, lounge)]).await;
    world.control.delete_channel(ACME, LOUNGE).await.unwrap();
    let ticket = world.open_gold(MIA).await;
    until("the dashboard shows it", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems.iter().any(|problem| problem.subject == format!("log:{lounge}")).then_some(())
    })
    .await;
    world.told(BEN, place(&ticket), "close", json!({})).await;
    world.closed_and_published(1).await;
    world.end().await;
}

/// Discord takes one message a second in a channel, more or less.
#[tokio::test]
async fn access_does_not_wait_for_a_log_that_is_long_behind() {
    let world = World::new().await;
    let lounge = ChannelId(LOUNGE.0.cast_signed());
    world.control.patch_channel(ACME, LOUNGE, &json!({"permission_overwrites": []})).await.unwrap();
    world.change_rules(|rules| rules.logs = vec![(LogKind::Other, lounge)]).await;
    let ticket = world.open_gold(MIA).await;
    let ben = world.access(BEN).await;
    for n in 0..40 {
        let subject = format!("Subject {n}");
        world.store.set_subject(&ben, ticket.id, Some(&subject), Via::Web, now()).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let start = tokio::time::Instant::now();
    world.told(BEN, place(&ticket), "close", json!({})).await;
    until("Mia's access is gone", || async { (!world.sees(MIA, &ticket).await).then_some(()) }).await;
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    world.end().await;
}

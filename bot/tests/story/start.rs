//! Starting: what stands in the way is said, with the mend, and everything else goes on.

use crate::world::{World, until};
use serde_json::json;
use store::BotStatus;
use tokio_util::sync::CancellationToken;

async fn failure(world: &World) -> (String, String) {
    until("the bot has failed", || async {
        match world.store.bot_status() {
            BotStatus::Failed { why, mend } => Some((why, mend)),
            _ => None,
        }
    })
    .await
}

#[tokio::test]
async fn a_bad_token_is_said() {
    let world = World::asleep().await;
    let mut config = world.config();
    config.token = bot::Secret::new("wrong");
    let stop = CancellationToken::new();
    let handle = bot::start(config, &stop);
    let (why, mend) = failure(&world).await;
    assert!(why.contains("token") && mend.contains("`token` (or DOCKET_TOKEN)"), "{why} {mend}");
    stop.cancel();
    handle.ended().await;
    world.end().await;
}

#[tokio::test]
async fn an_intent_that_is_not_granted_is_said() {
    let mut world = World::asleep().await;
    world.control.settings(&json!({"intents_granted": {"members": true, "content": false}})).await.unwrap();
    world.start();
    let (why, mend) = failure(&world).await;
    assert!(why.contains("4014") && mend.contains("Message Content Intent"), "{why} {mend}");
    world.end().await;
}

#[tokio::test]
async fn plain_text_to_elsewhere_is_refused() {
    let world = World::asleep().await;
    let mut config = world.config();
    config.base = "http://discord.example".into();
    let stop = CancellationToken::new();
    let handle = bot::start(config, &stop);
    let (why, _) = failure(&world).await;
    assert!(why.contains("must begin with https"), "{why}");
    stop.cancel();
    handle.ended().await;
    world.end().await;
}

#[tokio::test]
async fn an_outage_is_waited_out() {
    let mut world = World::asleep().await;
    world.control.faults(&json!({"error_rate": 1.0, "error_status": 503})).await.unwrap();
    world.start();
    until("it says that it tries", || async {
        matches!(world.store.bot_status(), BotStatus::Reconnecting { .. }).then_some(())
    })
    .await;
    world.control.faults(&json!({"error_rate": 0.0})).await.unwrap();
    until("connected", || async { (world.store.bot_status() == BotStatus::Connected).then_some(()) }).await;
    world.end().await;
}

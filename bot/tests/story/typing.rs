//! What is offered while an option is typed: what fits, and nothing that the person may not see.

use crate::world::{BEN, CHLOE, MIA, NOAH, OLIVIA, World, place};
use sandbox::Id;
use serde_json::json;

const HALL: Id = Id(1_220_000_000_000_000_002);

fn values(offered: &[(String, String)]) -> Vec<&str> {
    offered.iter().map(|(_, value)| value.as_str()).collect()
}

#[tokio::test]
async fn what_fits_is_offered() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let here = place(&ticket);
    assert_eq!(values(&world.offered(MIA, HALL, "open", "type", "gold").await), ["buy-gold", "sell-gold"]);
    assert!(values(&world.offered(OLIVIA, HALL, "category create", "department", "").await).contains(&"billing"));
    let staff = world.offered(BEN, here, "assign", "member", "be").await;
    assert_eq!(values(&staff), [BEN.to_string()]);
    world.told(BEN, here, "tag add", json!({"tag": "refund"})).await;
    assert_eq!(values(&world.offered(BEN, here, "tag add", "tag", "re").await), ["refund"]);
    assert_eq!(values(&world.offered(BEN, here, "tag remove", "tag", "").await), ["refund"]);
    assert!(values(&world.offered(BEN, here, "category set", "category", "pay").await).contains(&"payment"));
    assert_eq!(values(&world.offered(BEN, here, "snooze", "until", "90m").await)[0], "90m");
    assert_eq!(values(&world.offered(BEN, HALL, "transcript", "ticket", "mia").await), ["#1"]);
    assert_eq!(values(&world.offered(BEN, HALL, "transcript", "ticket", "1").await), ["#1"]);
    assert!(world.offered(BEN, HALL, "reopen", "ticket", "").await.is_empty(), "none is closed");
    world.told(BEN, here, "close", json!({})).await;
    world.closed_and_published(1).await;
    assert_eq!(values(&world.offered(BEN, HALL, "reopen", "ticket", "").await), ["#1"]);
    let timers = world.offered(BEN, here, "timer stop", "timer", "").await;
    assert_eq!(timers[0].0, "The channel is deleted in 14 days");
    world.end().await;
}

#[tokio::test]
async fn nothing_is_offered_that_is_not_theirs_to_see() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "tag add", json!({"tag": "secret"})).await;
    for (name, option) in [
        ("tag add", "tag"),
        ("tag remove", "tag"),
        ("assign", "member"),
        ("order link", "number"),
        ("transfer", "department"),
        ("panel", "panel"),
        ("block remove", "entry"),
        ("category set", "category"),
    ] {
        assert_eq!(world.offered(MIA, place(&ticket), name, option, "").await, [], "/{name}");
    }
    for who in [NOAH, CHLOE] {
        assert!(world.offered(who, HALL, "transcript", "ticket", "").await.is_empty(), "{who}");
    }
    assert_eq!(world.offered(MIA, HALL, "transcript", "ticket", "").await.len(), 1, "her own");
    world.end().await;
}

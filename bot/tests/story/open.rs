//! Opening: from the press to the confirmation.

use crate::world::{ACME, ADA, BEN, CHLOE, MIA, NOAH, OLIVIA, World, gold, id, place, said_to};
use domain::{Provisioning, Status};
use sandbox::{Id, Outcome};
use serde_json::json;

#[tokio::test]
async fn a_member_opens_a_ticket() {
    let world = World::new().await;
    let pressed = world.press_panel(MIA, "buy-gold").await;
    assert_eq!(pressed.outcome, Outcome::Modal);
    assert_eq!(pressed.modal["title"], "Buy gold");
    let fields = pressed.modal["components"].as_array().unwrap();
    assert_eq!(fields.len(), 4);
    assert_eq!(fields[1]["component"]["type"], 3, "a choice is a select");

    let ticket = world.open_gold(MIA).await;
    assert_eq!((ticket.number, ticket.status, ticket.provisioning), (1, Status::Open, Provisioning::Done));
    let channel = world.channel(place(&ticket)).await.unwrap();
    assert_eq!(channel["name"], "mia-buy-gold-0001");
    assert_eq!(world.category_of(&ticket).await, "Tickets");

    for (who, sees) in [(OLIVIA, true), (ADA, true), (BEN, true), (MIA, true), (CHLOE, false), (NOAH, false)] {
        assert_eq!(world.sees(who, &ticket).await, sees, "{who}");
    }
    let said = world.messages(&ticket).await;
    assert_eq!(said.len(), 1);
    let welcome = &said[0];
    let embed = &welcome["embeds"][0];
    assert_eq!(embed["title"], "Ticket #0001 · Buy gold");
    assert!(embed["description"].as_str().unwrap().contains("**1500** gold"));
    let fields: Vec<&str> = embed["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    let wanted =
        ["Category", "Response time", "How much gold?", "Delivery method", "Game username", "Notes", "Instructions"];
    assert_eq!(fields, wanted);
    let buttons: Vec<&str> = welcome["components"][0]["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["label"].as_str().unwrap())
        .collect();
    assert_eq!(buttons, ["Claim", "Close", "It works!", "Need help", "Cancel"]);
    assert_eq!(welcome["mentions"][0]["id"], MIA.to_string());

    let panel = id(world.panel("buy-gold").await.channel.unwrap().0);
    let told = world.whispered(MIA, panel, "").await;
    assert_eq!(told, format!("Your ticket is open: <#{}>.", place(&ticket)));
    let others = world.control.view(NOAH, panel).await.unwrap();
    assert_eq!(others.len(), 1, "the panel alone");
    world.end().await;
}

#[tokio::test]
async fn panels_stand_and_come_back() {
    let world = World::new().await;
    let all = world.channels().await;
    let names: Vec<&str> = all.iter().filter_map(|c| c["name"].as_str()).collect();
    for name in ["Create Ticket", "purchase-services", "purchase-gold", "sell-gold", "swap-crypto"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let panel = world.panel("buy-gold").await;
    let (channel, message) = (id(panel.channel.unwrap().0), id(panel.message.unwrap().0));
    assert!(world.control.say(MIA, channel, "hello").await.is_err(), "members only read there");
    world.control.delete(OLIVIA, channel, message).await.unwrap();
    crate::world::until("the panel is made anew", || async {
        let now = world.panel("buy-gold").await;
        (now.message.is_some() && now.message != panel.message).then_some(())
    })
    .await;
    // The whole category goes.
    let create = world.store.guild(world.guild).await.unwrap().unwrap().create_category.unwrap();
    world.control.delete_channel(ACME, channel).await.unwrap();
    world.control.delete_channel(ACME, id(create.0)).await.unwrap();
    crate::world::until("channel and category are made anew", || async {
        let now = world.panel("buy-gold").await;
        let category = world.store.guild(world.guild).await.unwrap().unwrap().create_category;
        let behind = world.store.panels_behind().await.unwrap();
        (now.channel != panel.channel && now.channel.is_some() && category != Some(create) && behind.is_empty())
            .then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn what_can_not_be_opened_is_said_at_once() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let again = world.press_panel(MIA, "buy-gold").await;
    let told = said_to(MIA, &again);
    assert_eq!(told, format!("You already have an open ticket of this type: <#{}>.", place(&ticket)));

    let panel = world.panel("buy-gold").await;
    let (channel, message) = (id(panel.channel.unwrap().0), id(panel.message.unwrap().0));
    for custom_id in ["v1:ticket-open:1:1", "v1:ticket-eat:1", "made up", "v0:ticket-open:1"] {
        // Discord's client sends only what stands on a message; a made-up id needs a message that has it.
        let made_up = forged(&world, channel, custom_id).await;
        let answered = world.control.press(NOAH, channel, made_up, custom_id).await.unwrap();
        let told = said_to(NOAH, &answered);
        let wanted = if custom_id == "v1:ticket-open:1:1" { "no longer exists" } else { "older version" };
        assert!(told.contains(wanted), "{custom_id}: {told}");
    }
    let _ = message;
    assert_eq!(world.tickets().await.len(), 1);
    world.end().await;
}

/// Puts a message of the bot with this button into a channel.
async fn forged(world: &World, channel: Id, custom_id: &str) -> Id {
    let state = world.control.state().await.unwrap();
    let last = state["messages"].as_array().unwrap().iter().map(|m| Id::of(&m["id"])).max().unwrap_or_default();
    let new = Id(last.0 + (1 << 22));
    let bot = "1190000000000000002";
    let message = json!({"id": new, "channel_id": channel, "author": bot, "content": "forged",
        "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": custom_id}]}]});
    world.control.import(&json!({"messages": [message]})).await.unwrap();
    new
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_written() {
    let world = World::new().await;
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    let mut values = gold();
    values["amount"] = json!("1e9");
    let answered = world.control.submit(MIA, &modal, &values).await.unwrap();
    assert_eq!(answered.outcome, Outcome::Deferred);
    let channel = id(world.panel("buy-gold").await.channel.unwrap().0);
    let told = world.whispered(MIA, channel, "is not a number").await;
    assert!(told.starts_with("How much gold? – `1e9` is not a number."), "{told}");
    assert!(world.tickets().await.is_empty(), "nothing half-done");

    let seen = world.control.view(MIA, channel).await.unwrap();
    let whisper = seen.iter().find(|m| m["flags"].as_i64().unwrap_or(0) & 64 != 0).unwrap();
    let retry = whisper["components"][0]["components"][0]["custom_id"].as_str().unwrap();
    let again = world.control.press(MIA, channel, Id::of(&whisper["id"]), retry).await.unwrap();
    assert_eq!(again.modal["components"][2]["component"]["value"], "MiaTheBrave");
    let answered = world.control.submit(MIA, &again.modal, &gold()).await.unwrap();
    assert_eq!(answered.outcome, Outcome::Deferred);
    assert_eq!(world.placed(1).await.provisioning, Provisioning::Done);
    world.end().await;
}

#[tokio::test]
async fn many_at_once_each_get_their_own() {
    let world = World::new().await;
    let keys = ["buy-gold", "sell-gold", "swap-crypto", "purchase-services"];
    let values = [
        gold(),
        json!({"amount": "5", "payment_method": ["card"], "payment_details": "1234", "username": "noah"}),
        json!({"direction": ["crypto_to_gold"], "crypto_type": ["btc"], "amount": "1", "wallet": "abc"}),
        json!({"service": "A long boost", "username": "noah"}),
    ];
    let mut submits = Vec::new();
    for (key, values) in keys.iter().zip(&values) {
        for who in [MIA, NOAH] {
            let modal = world.press_panel(who, key).await.modal;
            submits.push((who, modal, values.clone()));
        }
    }
    let all = submits.iter().map(|(who, modal, values)| world.control.submit(*who, modal, values));
    for answered in futures_util::future::join_all(all).await {
        assert_eq!(answered.unwrap().outcome, Outcome::Deferred);
    }
    crate::world::until("all have their place", || async {
        let all = world.tickets().await;
        (all.len() == 8 && all.iter().all(|t| t.provisioning == Provisioning::Done)).then_some(())
    })
    .await;
    for ticket in world.tickets().await {
        assert_eq!(world.marked(&ticket).await.len(), 1, "one channel for {}", ticket.number);
        assert_eq!(world.messages(&ticket).await.len(), 1, "one welcome for {}", ticket.number);
    }
    let categories = world.channels().await.iter().filter(|c| c["name"] == "Tickets").count();
    assert_eq!(categories, 1);
    world.end().await;
}

#[tokio::test]
async fn a_guild_that_is_renamed_keeps_its_channels() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let before = world.store.channels(world.guild).await.unwrap();
    world.control.rename_guild(ACME, "Acme & Sons").await.unwrap();
    crate::world::until("the new name", || async {
        let guild = world.store.guild(world.guild).await.unwrap()?;
        (guild.name == "Acme & Sons").then_some(())
    })
    .await;
    assert_eq!(world.store.channels(world.guild).await.unwrap(), before);
    let now = world.ticket(1).await;
    assert_eq!((now.channel, now.channel_gone_at), (ticket.channel, None));
    assert!(world.panel("buy-gold").await.channel.is_some());
    world.end().await;
}

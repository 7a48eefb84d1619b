//! Settings at once: what an admin saves stands in Discord, once and newest, whatever happens in between.

use crate::world::{ACME, ADA, BEN, CHLOE, GOLD, MIA, NOAH, OLIVIA, TECH, World, gold, id, now, said_to, until};
use domain::form::{QuestionKind, TextStyle};
use domain::{Provisioning, Question, RoleKind, TypeState, Via};
use sandbox::{Id, Outcome};
use serde_json::{Value, json};

const GENERAL: Id = Id(1_220_000_000_000_000_002);

/// What stands in the panel's channel for everybody.
async fn panel_messages(world: &World, key: &str) -> Vec<Value> {
    let channel = id(world.panel(key).await.channel.unwrap().0);
    let mut all = world.control.messages(channel).await.unwrap();
    all.retain(|message| message["flags"].as_i64().unwrap_or(0) & 64 == 0);
    all
}

fn button(message: &Value) -> &Value {
    &message["components"][0]["components"][0]
}

async fn until_shown(world: &World, key: &str, label: &str) -> Value {
    until("the panel shows what was saved", || async {
        let all = panel_messages(world, key).await;
        let [only] = all.as_slice() else { return None };
        (button(only)["label"] == label).then(|| only.clone())
    })
    .await
}

fn why() -> Question {
    Question {
        key: "why".into(),
        label: "Why so late?".into(),
        description: None,
        placeholder: None,
        required: true,
        kind: QuestionKind::Text { style: TextStyle::Short, min: 1, max: 50 },
    }
}

async fn commands_are_there(world: &World) {
    until("the commands are there", || async {
        let state = world.control.state().await.unwrap();
        let all = state["commands"].as_array().unwrap();
        all.iter().any(|command| command["name"] == "setup").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_save_edits_the_panel_in_place() {
    let world = World::new().await;
    let before = panel_messages(&world, "buy-gold").await.remove(0);
    world
        .change_type("buy-gold", |draft| {
            draft.label = "Gold at once".into();
            draft.emoji = Some("<:gold:1230000000000000001>".into());
        })
        .await;
    let after = until_shown(&world, "buy-gold", "Gold at once").await;
    assert_eq!(after["id"], before["id"], "the same message");
    assert_eq!(button(&after)["emoji"]["id"], "1230000000000000001");
    assert_eq!(button(&after)["custom_id"], button(&before)["custom_id"]);
    until("it is written down", || async { world.store.panels_behind().await.unwrap().is_empty().then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn twenty_saves_are_merged_and_the_newest_is_shown_once() {
    let world = World::new().await;
    world.control.clear_traffic().await.unwrap();
    for n in 1..=20 {
        world.change_type("buy-gold", |draft| draft.label = format!("Label {n}")).await;
    }
    until_shown(&world, "buy-gold", "Label 20").await;
    until("all is written down", || async { world.store.panels_behind().await.unwrap().is_empty().then_some(()) })
        .await;
    assert_eq!(button(&panel_messages(&world, "buy-gold").await[0])["label"], "Label 20");
    let routes = world.control.traffic().await.unwrap()["by_route"].clone();
    let edits: u64 = routes
        .as_object()
        .unwrap()
        .iter()
        .filter(|(route, _)| route.starts_with("PATCH"))
        .map(|(_, n)| n.as_u64().unwrap())
        .sum();
    assert!((1..=20).contains(&edits), "{routes}");
    world.end().await;
}

#[tokio::test]
async fn what_was_saved_while_the_bot_was_away_stands_when_it_is_back() {
    let mut world = World::new().await;
    let before = panel_messages(&world, "buy-gold").await.remove(0);
    world.crash().await;
    for n in 1..=3 {
        world.change_type("buy-gold", |draft| draft.label = format!("Away {n}")).await;
    }
    world.wake().await;
    let after = until_shown(&world, "buy-gold", "Away 3").await;
    assert_eq!(after["id"], before["id"]);
    world.end().await;
}

#[tokio::test]
async fn a_connection_that_breaks_loses_no_save() {
    let world = World::new().await;
    world.control.invalidate_gateway().await.unwrap();
    world.change_type("buy-gold", |draft| draft.label = "Meanwhile".into()).await;
    until_shown(&world, "buy-gold", "Meanwhile").await;
    world.end().await;
}

#[tokio::test]
async fn a_form_is_judged_by_the_revision_that_was_shown() {
    let world = World::new().await;
    let shown = world.press_panel(MIA, "buy-gold").await.modal;
    world
        .change_type("buy-gold", |draft| {
            draft.questions.retain(|question| question.key != "notes");
            draft.questions.push(why());
        })
        .await;
    until("the next form asks the new question", || async {
        let modal = world.press_panel(NOAH, "buy-gold").await.modal;
        let asked = modal["components"].as_array()?.iter().any(|label| label["label"] == "Why so late?");
        asked.then_some(())
    })
    .await;
    let answered = world.control.submit(MIA, &shown, &gold()).await.unwrap();
    assert_eq!(answered.outcome, Outcome::Deferred);
    let ticket = world.placed(1).await;
    assert_eq!((ticket.provisioning, ticket.form_revision), (Provisioning::Done, 1));
    let answers = world.store.answers(ticket.id).await.unwrap();
    assert!(answers.iter().any(|answer| answer.key == "notes" && answer.value == "Evenings, please"));
    world.end().await;
}

#[tokio::test]
async fn whoever_typed_for_a_type_that_is_gone_gets_it_back() {
    let world = World::new().await;
    let owner = world.owner().await;
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").unwrap().id;
    let (mia, noah) = (world.press_panel(MIA, "buy-gold").await.modal, world.press_panel(NOAH, "buy-gold").await.modal);
    world.store.set_type_state(&owner, kind, TypeState::Paused, Some("Back at nine."), Via::Web, now()).await.unwrap();
    world.control.submit(MIA, &mia, &gold()).await.unwrap();
    let channel = id(world.panel("buy-gold").await.channel.unwrap().0);
    let told = world.whispered(MIA, channel, "Back at nine.").await;
    assert!(
        told.contains("```\n1,500\n```") && told.contains("In-game mail") && told.contains("Evenings, please"),
        "{told}"
    );
    assert!(told.chars().count() <= 2_000);
    let refused = world.press_panel(MIA, "buy-gold").await;
    assert_eq!(said_to(MIA, &refused), "Back at nine.");
    // Taken up again, the form comes with what was written.
    world.store.set_type_state(&owner, kind, TypeState::Active, None, Via::Web, now()).await.unwrap();
    until("the form is there again", || async {
        let modal = world.press_panel(MIA, "buy-gold").await.modal;
        (modal["components"][0]["component"]["value"] == "1,500").then_some(())
    })
    .await;
    world.store.delete_type(&owner, kind, Via::Web, now()).await.unwrap();
    let mut long = gold();
    long["notes"] = json!("n".repeat(1_000));
    world.control.submit(NOAH, &noah, &long).await.unwrap();
    let told = world.whispered(NOAH, channel, "no longer exists").await;
    assert!(told.contains(&"n".repeat(1_000)) && told.contains("1,500"), "{told}");
    assert!(world.tickets().await.is_empty());
    until("the panel has no button", || async {
        let panel = panel_messages(&world, "buy-gold").await.remove(0);
        panel["components"].as_array()?.is_empty().then_some(())
    })
    .await;
    world.store.restore_type(&owner, kind, Via::Web, now()).await.unwrap();
    until_shown(&world, "buy-gold", "Buy gold").await;
    world.end().await;
}

#[tokio::test]
async fn roles_given_and_taken_are_followed_by_open_channels() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    assert!(world.sees(BEN, &ticket).await && !world.sees(CHLOE, &ticket).await);
    let billing = ticket.department;
    world.change_department(billing, |draft| draft.roles = vec![(TECH, RoleKind::Staff)]).await;
    until("Chloe sees it and Ben does not", || async {
        (world.sees(CHLOE, &ticket).await && !world.sees(BEN, &ticket).await).then_some(())
    })
    .await;
    assert!(world.sees(MIA, &ticket).await && world.sees(ADA, &ticket).await);
    let owner = world.owner().await;
    world.store.set_admin_roles(&owner, 2, &[GOLD], Via::Web, now()).await.unwrap();
    until("an admin role lets Ben in", || async { world.sees(BEN, &ticket).await.then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn tickets_go_where_their_type_says_and_back_when_it_is_gone() {
    let world = World::new().await;
    let make = async |name: &str| {
        let made = world.control.create_channel(ACME, &json!({"name": name, "type": 4})).await.unwrap();
        let made = domain::ChannelId(Id::of(&made["id"]).0.cast_signed());
        until("Docket knows it", || async {
            world.store.channels(world.guild).await.unwrap().iter().any(|channel| channel.id == made).then_some(())
        })
        .await;
        made
    };
    let (open, closed) = (make("Gold desk").await, make("Gold archive").await);
    world
        .change_type("buy-gold", |draft| {
            draft.category = Some(open);
            draft.closed_category = Some(closed);
        })
        .await;
    let ticket = until_in(&world, MIA, "Gold desk").await;
    let modal = world.press(BEN, &ticket, "close").await.modal;
    world.control.submit(BEN, &modal, &json!({"reason": ""})).await.unwrap();
    let ticket = world.closed_and_published(ticket.number).await;
    assert_eq!(world.category_of(&ticket).await, "Gold archive");

    world.control.delete_channel(ACME, id(open.0)).await.unwrap();
    until("the dashboard knows", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems.iter().any(|problem| problem.what.contains("Buy gold")).then_some(())
    })
    .await;
    let ticket = until_in(&world, NOAH, "Tickets").await;
    assert_eq!(ticket.provisioning, Provisioning::Done);
    world.change_type("buy-gold", |draft| draft.category = None).await;
    until("the problem is off the list", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        (!problems.iter().any(|problem| problem.what.contains("Buy gold"))).then_some(())
    })
    .await;
    world.end().await;
}

/// Opens a ticket, once the bot has heard of the settings.
async fn until_in(world: &World, who: Id, category: &str) -> domain::Ticket {
    let count = world.tickets().await.len();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let modal = world.press_panel(who, "buy-gold").await.modal;
    world.control.submit(who, &modal, &gold()).await.unwrap();
    let ticket = world.placed(count + 1).await;
    assert_eq!(world.category_of(&ticket).await, category);
    ticket
}

#[tokio::test]
async fn a_button_does_without_an_emoji_that_is_gone() {
    let world = World::new().await;
    world.change_type("buy-gold", |draft| draft.emoji = Some("<:gold:1230000000000000001>".into())).await;
    until("the panel shows it", || async {
        let panel = panel_messages(&world, "buy-gold").await.remove(0);
        (button(&panel)["emoji"]["id"] == "1230000000000000001").then_some(())
    })
    .await;
    world.control.emojis(ACME, &json!([])).await.unwrap();
    until("the dashboard knows", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems.iter().any(|problem| problem.what.contains("emoji on the button of Buy gold")).then_some(())
    })
    .await;
    let owner = world.owner().await;
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").unwrap();
    let panel = world.panel("buy-gold").await.id;
    world.store.publish_panels(&owner, &[panel], Via::Web, now()).await.unwrap();
    until("the button has none", || async {
        let panel = panel_messages(&world, "buy-gold").await.remove(0);
        button(&panel)["emoji"].is_null().then_some(())
    })
    .await;
    assert_eq!(kind.emoji.as_deref(), Some("<:gold:1230000000000000001>"), "the choice stays to be seen");
    world.change_type("buy-gold", |draft| draft.emoji = Some("🪙".into())).await;
    until("the problem is off the list", || async {
        world.store.problems(world.guild).await.unwrap().is_empty().then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_deleted_types_open_ticket_keeps_its_welcome() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let owner = world.owner().await;
    world.store.delete_type(&owner, ticket.ticket_type, Via::Web, now()).await.unwrap();
    world.press(BEN, &ticket, "claim").await;
    until("the claim is shown", || async {
        let welcome = world.messages(&ticket).await.remove(0);
        (welcome["components"][0]["components"][0]["disabled"] == true).then_some(())
    })
    .await;
    let welcome = world.messages(&ticket).await.remove(0);
    assert_eq!(welcome["embeds"][0]["title"], "Ticket #0001 · Buy gold");
    world.end().await;
}

#[tokio::test]
async fn the_guilds_emoji_are_mirrored() {
    let world = World::new().await;
    let owner = world.owner().await;
    let names = async || {
        let emoji = world.store.choices(&owner).await.unwrap().emoji;
        emoji.into_iter().map(|emoji| emoji.name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["gold", "shield", "sparkle"]);
    world
        .control
        .emojis(ACME, &json!([{"id": "1230000000000000009", "name": "coin", "animated": true}]))
        .await
        .unwrap();
    until("the change is known", || async { (names().await == ["coin"]).then_some(()) }).await;
    let choices = world.store.choices(&owner).await.unwrap();
    assert!(choices.roles.iter().all(|role| role.above_bot == (role.name == "Docket")), "{:?}", choices.roles);
    world.end().await;
}

#[tokio::test]
async fn setup_puts_a_panel_where_it_is_asked_for() {
    let world = World::new().await;
    commands_are_there(&world).await;
    let command = async |who, options| world.control.command(who, GENERAL, "setup", options).await.unwrap();
    let stranger = command(MIA, json!([])).await;
    assert_eq!(said_to(MIA, &stranger), "Only an admin of this server can do that.");
    let typo = command(ADA, json!([{"name": "type", "value": "buy-gould"}])).await;
    let told = said_to(ADA, &typo);
    assert!(told.contains("`buy-gould` is no ticket type") && told.contains("`buy-gold`, `sell-gold`"), "{told}");
    let both = json!([{"name": "type", "value": "Buy gold"}, {"name": "type-2", "value": "general"}]);
    let answered = command(ADA, both.clone()).await;
    assert_eq!(said_to(ADA, &answered), "The panel stands in this channel.");
    let standing = async || {
        let mut all = world.control.messages(GENERAL).await.unwrap();
        all.retain(|m| {
            m["flags"].as_i64().unwrap_or(0) & 64 == 0
                && m["components"].as_array().is_some_and(|rows| !rows.is_empty())
        });
        all
    };
    let first = standing().await;
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["components"][0]["components"].as_array().unwrap().len(), 2);
    command(ADA, both).await;
    assert_eq!(standing().await.len(), 1, "the same panel is not put twice");

    // Without a type it asks.
    let asked = command(OLIVIA, json!([])).await;
    let select = &asked.message["components"][0]["components"][0];
    assert_eq!(select["options"].as_array().unwrap().len(), 5);
    let value = select["options"][1]["value"].as_str().unwrap();
    let custom_id = select["custom_id"].as_str().unwrap();
    let chosen =
        world.control.choose(OLIVIA, GENERAL, Id::of(&asked.message["id"]), custom_id, &[value]).await.unwrap();
    assert_eq!(said_to(OLIVIA, &chosen), "The panel stands in this channel.");
    assert_eq!(standing().await.len(), 2);
    let ticket_button = standing().await.remove(0);
    let modal = world
        .control
        .press(NOAH, GENERAL, Id::of(&ticket_button["id"]), button(&ticket_button)["custom_id"].as_str().unwrap())
        .await
        .unwrap();
    assert_eq!(modal.outcome, Outcome::Modal);
    world.end().await;
}

#[tokio::test]
async fn setup_asks_first_where_nothing_is() {
    let mut world = World::asleep().await;
    world.wake().await;
    commands_are_there(&world).await;
    let asked = world.control.command(OLIVIA, GENERAL, "setup", json!([])).await.unwrap();
    assert!(said_to(OLIVIA, &asked).contains("Nothing is set up"), "{asked:?}");
    let buttons = asked.message["components"][0]["components"].as_array().unwrap();
    assert!(buttons[1]["url"].as_str().unwrap().ends_with(&format!("/g/{ACME}/settings/types")));
    let custom_id = buttons[0]["custom_id"].as_str().unwrap();
    let done = world.control.press(OLIVIA, GENERAL, Id::of(&asked.message["id"]), custom_id).await.unwrap();
    assert!(said_to(OLIVIA, &done).starts_with("Done"), "{done:?}");
    assert_eq!(world.store.catalog(world.guild).await.unwrap().types.len(), 5);
    world.end().await;
}

#[tokio::test]
async fn categories_and_roles_are_set_from_discord() {
    let world = World::new().await;
    commands_are_there(&world).await;
    let sub = |name: &str, options: Value| json!([{"name": name, "options": options}]);
    let department = |name: &str| json!([{"name": "department", "value": name}]);
    let create = async |who, name: &str| {
        let options = sub("create", department(name));
        world.control.command(who, GENERAL, "category", options).await.unwrap()
    };
    assert_eq!(said_to(BEN, &create(BEN, "billing").await), "Only an admin of this server can do that.");
    let typo = create(ADA, "bilking").await;
    assert!(said_to(ADA, &typo).contains("`tech-support`, `billing`, `general`"), "{typo:?}");
    create(ADA, "billing").await;
    let told = world.whispered(ADA, GENERAL, "open under").await;
    assert!(told.contains("**Billing**"), "{told}");
    let again = create(ADA, "Billing").await;
    assert!(again.outcome == Outcome::Deferred || said_to(ADA, &again).contains("already"), "{again:?}");
    until_in(&world, MIA, "Billing").await;

    let set = async |who, role: i64| {
        let options = json!([{"name": "department", "value": "billing"}, {"name": "role", "value": role.to_string()}]);
        world.control.command(who, GENERAL, "role", sub("set", options)).await.unwrap()
    };
    assert_eq!(said_to(CHLOE, &set(CHLOE, TECH.0).await), "Only an admin of this server can do that.");
    let told = said_to(ADA, &set(ADA, TECH.0).await);
    assert_eq!(told, format!("<@&{TECH}> is staff of **Billing** now. Its open tickets follow."));
    let ticket = world.ticket(1).await;
    until("Chloe sees it", || async { world.sees(CHLOE, &ticket).await.then_some(()) }).await;
    assert!(said_to(ADA, &set(ADA, TECH.0).await).contains("already"));
    // A role that was deleted in Discord stops nobody, and goes.
    world.control.delete_role(ACME, id(TECH.0)).await.unwrap();
    until("the store knows", || async {
        let roles = world.store.roles(world.guild).await.unwrap();
        roles.iter().all(|role| role.id != TECH).then_some(())
    })
    .await;
    let told = said_to(ADA, &set(ADA, crate::world::ONCALL.0).await);
    assert!(told.ends_with("follow. 1 role that no longer exists in Discord was removed."), "{told}");
    // The bot's own role is above itself.
    let docket = said_to(ADA, &set(ADA, 1_210_000_000_000_000_001).await);
    assert!(docket.contains("stands above"), "{docket}");
    world.end().await;
}

//! Opening without a panel: by command, for a member, from a message.

use crate::world::{BEN, CHLOE, MIA, NOAH, World, gold, said_to, user};
use sandbox::{Id, Outcome};
use serde_json::json;

const HALL: Id = Id(1_220_000_000_000_000_002);

#[tokio::test]
async fn a_member_opens_by_command() {
    let world = World::new().await;
    let asked = world.command(MIA, HALL, "open", json!({"type": "buy-gold"})).await;
    assert_eq!(asked.outcome, Outcome::Modal);
    world.control.submit(MIA, &asked.modal, &gold()).await.unwrap();
    let ticket = world.placed(1).await;
    assert_eq!(ticket.customer, user(MIA));
    let which = world.command(NOAH, HALL, "open", json!({})).await;
    assert_eq!(said_to(NOAH, &which), "Which ticket do you want to open?");
    let select = &which.message["components"][0]["components"][0];
    let custom_id = select["custom_id"].as_str().unwrap();
    let gold_type = ticket.ticket_type.to_string();
    let message = Id::of(&which.message["id"]);
    let chosen = world.control.choose(NOAH, HALL, message, custom_id, &[&gold_type]).await.unwrap();
    assert_eq!(chosen.outcome, Outcome::Modal);
    world.end().await;
}

#[tokio::test]
async fn staff_open_for_a_member_and_others_do_not() {
    let world = World::new().await;
    let asked = world.command(BEN, HALL, "open", json!({"type": "buy-gold", "member": MIA})).await;
    assert_eq!(asked.outcome, Outcome::Modal);
    world.control.submit(BEN, &asked.modal, &gold()).await.unwrap();
    let ticket = world.placed(1).await;
    assert_eq!((ticket.customer, ticket.customer_name.as_str()), (user(MIA), "Mia"));
    assert!(world.sees(MIA, &ticket).await);
    for who in [NOAH, CHLOE] {
        let refused = world.command(who, HALL, "open", json!({"type": "buy-gold", "member": MIA})).await;
        assert_eq!(said_to(who, &refused), "Only staff of this ticket's department can do that.");
    }
    let bot = world.command(BEN, HALL, "open", json!({"type": "buy-gold", "member": "1190000000000000002"})).await;
    assert_eq!(said_to(BEN, &bot), "Bots have no tickets.");
    world.end().await;
}

#[tokio::test]
async fn a_message_becomes_a_ticket_with_its_words_and_link() {
    let world = World::new().await;
    let said = world.control.say(MIA, HALL, "My gold never came").await.unwrap();
    let message = Id::of(&said["id"]);
    crate::world::until("the menus are there", || async {
        let state = world.control.state().await.unwrap();
        state["commands"].to_string().contains("Open ticket from this message").then_some(())
    })
    .await;
    let asked = world.control.menu(BEN, HALL, "Open ticket from this message", 3, message).await.unwrap();
    // Ben acts in a department of several types.
    assert_eq!(said_to(BEN, &asked), format!("Which ticket shall be opened for <@{MIA}>?"));
    let select = &asked.message["components"][0]["components"][0];
    let gold_type = world.panel("buy-gold").await.types[0].to_string();
    let (id, custom_id) = (Id::of(&asked.message["id"]), select["custom_id"].as_str().unwrap());
    let modal = world.control.choose(BEN, HALL, id, custom_id, &[&gold_type]).await.unwrap().modal;
    world.control.submit(BEN, &modal, &gold()).await.unwrap();
    let ticket = world.placed(1).await;
    assert_eq!(ticket.customer, user(MIA));
    let described = crate::world::until("the message is kept", || async { world.ticket(1).await.description }).await;
    let link = format!("https://discord.com/channels/{}/{HALL}/{message}", world.guild);
    assert_eq!(described, format!("<@{MIA}>: My gold never came\n{link}"));
    let noted = world.control.menu(BEN, HALL, "Keep as a note", 3, message).await.unwrap();
    assert_eq!(said_to(BEN, &noted), "Use this in the channel of a ticket.");
    let by_member = world.control.menu(BEN, HALL, "Open ticket for this member", 2, NOAH).await.unwrap();
    assert!(said_to(BEN, &by_member).contains("Which ticket shall be opened for"));
    world.end().await;
}

#[tokio::test]
async fn what_staff_wrote_for_one_member_stands_in_no_other_form() {
    let world = World::new().await;
    let asked = world.command(BEN, HALL, "open", json!({"type": "buy-gold", "member": MIA})).await;
    let mut wrong = gold();
    wrong["amount"] = json!("a lot");
    world.control.submit(BEN, &asked.modal, &wrong).await.unwrap();
    let back = world.whispered(BEN, HALL, "MiaTheBrave").await;
    assert!(back.contains("This is what you wrote:"), "nothing is to be typed again: {back}");
    for options in [json!({"type": "buy-gold", "member": NOAH}), json!({"type": "buy-gold"})] {
        let form = world.command(BEN, HALL, "open", options).await.modal;
        assert!(form.is_object() && !form.to_string().contains("MiaTheBrave"), "{form}");
    }
    world.end().await;
}

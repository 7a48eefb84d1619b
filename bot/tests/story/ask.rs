//! Questions to the member: is it solved, how was it, are you still there.

use crate::world::{BEN, MIA, World, now, place, said_to, text, until};
use domain::{ClosedPath, Ratings, Status, Timestamp, Via};
use sandbox::Outcome;
use serde_json::json;
use std::time::Duration;

fn hours(count: u64) -> Duration {
    Duration::from_hours(count)
}

#[tokio::test]
async fn is_it_solved_answered_with_yes() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    assert_eq!(world.told(BEN, place(&ticket), "solve", json!({})).await, "The member is asked whether it is solved.");
    let asked = world.notice(&ticket, "Is it solved?").await;
    assert_eq!(asked["mentions"][0]["id"], MIA.to_string());
    assert!(asked["embeds"][0]["description"].as_str().unwrap().contains("closes by itself <t:"), "{asked}");
    let other = world.press_on(BEN, &asked, "It's solved").await;
    assert!(said_to(BEN, &other).contains("Only the member"));
    let yes = world.press_on(MIA, &asked, "It's solved").await;
    assert_eq!(said_to(MIA, &yes), "Glad that it is solved! This ticket is closed.");
    let closed = world.closed_and_published(1).await;
    assert_eq!((closed.status, closed.closed_path), (Status::Closed, Some(ClosedPath::Accepted)));
    world.notice(&ticket, "Ticket #0001 is solved").await;
    let titles = world.messages(&ticket).await;
    assert_eq!(titles.iter().filter(|m| m["embeds"][0]["title"] == "Is it solved?").count(), 1, "asked once");
    world.end().await;
}

#[tokio::test]
async fn is_it_solved_answered_with_no_and_pressed_twice() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "solve", json!({})).await;
    let asked = world.notice(&ticket, "Is it solved?").await;
    let no = world.press_on(MIA, &asked, "Not yet").await;
    assert!(said_to(MIA, &no).contains("this ticket goes on"));
    assert_eq!(world.ticket(1).await.status, Status::InProgress);
    until("the question has no buttons", || async {
        let now = world.notice(&ticket, "Is it solved?").await;
        now["components"].as_array()?.is_empty().then_some(())
    })
    .await;
    world.told(BEN, place(&ticket), "solve", json!({})).await;
    assert_eq!(
        world.told(BEN, place(&ticket), "unsolve", json!({})).await,
        "The question whether it is solved is taken back."
    );
    assert_eq!(world.told(BEN, place(&ticket), "unsolve", json!({})).await, domain::Refusal::NothingAsked.to_string());
    world.end().await;
}

#[tokio::test]
async fn what_was_said_is_not_said_again_if_its_answer_is_lost() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let lost = json!({"error_routes": {"POST /channels/{channel_id}/messages": 1.0}, "error_after": true, "error_status": 502});
    let ben = world.access(BEN).await;
    world.control.faults(&lost).await.unwrap();
    world.store.escalate(&ben, ticket.id, None, Via::Web, now()).await.unwrap();
    world.store.solve(&ben, ticket.id, Via::Web, now()).await.unwrap();
    until("both rows are done", || async {
        let dues = world.store.due_of(ticket.id).await.unwrap();
        dues.iter().all(|due| due.at > now().plus(hours(1))).then_some(())
    })
    .await;
    let said = world.messages(&ticket).await;
    assert_eq!(said.iter().filter(|m| m["embeds"][0]["title"] == "Is it solved?").count(), 1);
    assert_eq!(said.iter().filter(|m| text(m).contains("has escalated this ticket")).count(), 1);
    world.control.faults(&json!({"error_routes": {}, "error_after": false})).await.unwrap();
    world.end().await;
}

#[tokio::test]
async fn a_question_without_an_answer_closes_on_time() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let ben = world.access(BEN).await;
    // Asked 48 hours ago, but for two seconds.
    let asked = now().minus(hours(48)).plus(Duration::from_secs(2));
    world.store.solve(&ben, ticket.id, Via::Web, asked).await.unwrap();
    world.notice(&ticket, "Is it solved?").await;
    assert!(!world.ticket(1).await.status.is_over(), "not before its time");
    let closed = world.closed_and_published(1).await;
    assert_eq!(closed.closed_path, Some(ClosedPath::Timer));
    let late = closed.closed_at.unwrap().since(asked.plus(hours(48)));
    assert!(late < Duration::from_secs(2), "{late:?} late");
    let notice = world.notice(&ticket, "Ticket #0001 is closed").await;
    assert_eq!(notice["embeds"][0]["description"], "Closed, as nobody answered whether it is solved.");
    world.end().await;
}

/// Opened and asked some hours ago, so that silence is as old.
async fn asked_long_ago(world: &World, ago: u64) -> domain::Ticket {
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").unwrap();
    let answer = |key: &str, value: &str| domain::RawAnswer { key: key.into(), value: value.into() };
    let people = world.store.people(&[crate::world::user(MIA)]).await.unwrap();
    let opening = store::Opening {
        guild: world.guild,
        ticket_type: kind.id,
        form_revision: kind.form.revision,
        customer: people[0].clone(),
        customer_name: "Mia".into(),
        roles: Vec::new(),
        joined_at: None,
        answers: vec![answer("amount", "5"), answer("delivery", "mail"), answer("username", "mia")],
        description: None,
        interaction: None,
        reply: None,
        via: Via::Web,
    };
    let then: Timestamp = now().minus(hours(ago));
    let opened = world.store.open_ticket(&opening, then).await.unwrap().ticket;
    let ticket = world.placed(1).await;
    let ben = world.access(BEN).await;
    world.store.solve(&ben, opened.id, Via::Web, then).await.unwrap();
    ticket
}

#[tokio::test]
async fn silence_is_warned_of_once_and_ends_it() {
    let world = World::new().await;
    world
        .change_conduct("buy-gold", |conduct| {
            (conduct.request_hours, conduct.silence_hours, conduct.silence_warning_hours) = (0, 48, 24);
        })
        .await;
    let ticket = asked_long_ago(&world, 30).await;
    let warned = world.notice(&ticket, "the team waits for your answer").await;
    assert_eq!(warned["mentions"][0]["id"], MIA.to_string());
    let mia = world.access(BEN).await;
    let timers = world.store.timers(&mia, ticket.id).await.unwrap();
    assert_eq!(timers.len(), 1, "{timers:?}");
    assert!(text(&warned).contains(&format!("<t:{}:R>", timers[0].at.0 / 1000)));
    // The bot is restarted: nothing is said twice.
    let mut world = world;
    world.crash().await;
    world.wake().await;
    let said = world.messages(&ticket).await;
    assert_eq!(said.iter().filter(|m| text(m).contains("waits for your answer")).count(), 1);
    let told = world.told(BEN, place(&ticket), "timer stop", json!({})).await;
    assert_eq!(told, "It is called off.");
    assert!(world.ticket(1).await.silence_paused);
    world.end().await;
}

#[tokio::test]
async fn a_member_rates_by_direct_message() {
    let world = World::new().await;
    world.change_conduct("buy-gold", |conduct| conduct.ratings = Ratings::Direct).await;
    let ticket = world.open_gold(MIA).await;
    said_to(MIA, &world.press(MIA, &ticket, "it_works").await);
    let asked = until("the question", || async {
        world.direct(MIA).await.into_iter().find(|m| m["embeds"][0]["title"] == "How was it?")
    })
    .await;
    let rated = world.press_on(MIA, &asked, "4 ★").await;
    assert_eq!(said_to(MIA, &rated), "Thank you for ★★★★!");
    let form = world.press_on(MIA, &rated.message, "Add a comment").await;
    assert_eq!(form.outcome, Outcome::Modal);
    let done = world.control.submit(MIA, &form.modal, &json!({"comment": "Quick"})).await.unwrap();
    assert_eq!(said_to(MIA, &done), "Thank you, that helps.");
    let again = world.press_on(MIA, &asked, "1 ★").await;
    assert_eq!(said_to(MIA, &again), domain::Refusal::NoRating.to_string());
    let now = world.closed_and_published(1).await;
    assert_eq!((now.rating, now.rating_comment.as_deref()), (Some(4), Some("Quick")));
    assert!(!world.sees(MIA, &ticket).await);
    world.end().await;
}

/// The questions to Mia how it was, in the ticket's channel.
async fn asked_in(world: &World, ticket: &domain::Ticket) -> usize {
    let said = world.messages(ticket).await;
    said.iter().filter(|message| message["embeds"][0]["title"] == "How was it?").count()
}

#[tokio::test]
async fn whoever_takes_direct_messages_loses_the_channel_at_once() {
    let world = World::new().await;
    world.change_conduct("buy-gold", |conduct| conduct.ratings = Ratings::Channel).await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "close", json!({})).await;
    let start = tokio::time::Instant::now();
    until("Mia's access is gone", || async { (!world.sees(MIA, &ticket).await).then_some(()) }).await;
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let asked = until("the question", || async {
        world.direct(MIA).await.into_iter().find(|m| m["embeds"][0]["title"] == "How was it?")
    })
    .await;
    assert_eq!(asked_in(&world, &ticket).await, 0);
    let rated = world.press_on(MIA, &asked, "4 ★").await;
    assert_eq!(said_to(MIA, &rated), "Thank you for ★★★★!");
    world.end().await;
}

#[tokio::test]
async fn whoever_takes_none_rates_in_the_channel_and_loses_sight_of_it_then() {
    let world = World::new().await;
    world.control.accepts_dms(MIA, false).await.unwrap();
    world.change_conduct("buy-gold", |conduct| conduct.ratings = Ratings::Channel).await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "close", json!({})).await;
    let asked = world.notice(&ticket, "How was it?").await;
    until("it lies where closed ones lie", || async {
        (world.category_of(&ticket).await == "Closed Tickets").then_some(())
    })
    .await;
    assert!(world.sees(MIA, &ticket).await, "who is asked there sees it");
    let other = world.press_on(BEN, &asked, "1 ★").await;
    assert!(said_to(BEN, &other).contains("Only the member"));
    let rated = world.press_on(MIA, &asked, "5 ★").await;
    assert_eq!(said_to(MIA, &rated), "Thank you for ★★★★★!");
    world.closed_and_published(1).await;
    assert!(!world.sees(MIA, &ticket).await);
    assert_eq!(asked_in(&world, &ticket).await, 1);
    world.end().await;
}

#[tokio::test]
async fn a_rating_on_the_ticket_s_page_ends_the_wait_as_well() {
    let world = World::new().await;
    world.control.accepts_dms(MIA, false).await.unwrap();
    world.change_conduct("buy-gold", |conduct| conduct.ratings = Ratings::Channel).await;
    let ticket = world.open_gold(MIA).await;
    world.told(BEN, place(&ticket), "close", json!({})).await;
    world.notice(&ticket, "How was it?").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mia = world.access(MIA).await;
    world.store.rate(&mia, ticket.id, 5, None, Via::Web, now()).await.unwrap();
    until("Mia's access is gone", || async { (!world.sees(MIA, &ticket).await).then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn where_only_direct_messages_ask_nobody_is_asked_in_the_channel() {
    let world = World::new().await;
    world.control.accepts_dms(MIA, false).await.unwrap();
    world.change_conduct("buy-gold", |conduct| conduct.ratings = Ratings::Direct).await;
    let ticket = world.open_gold(MIA).await;
    said_to(MIA, &world.press(MIA, &ticket, "it_works").await);
    world.closed_and_published(1).await;
    assert!(!world.sees(MIA, &ticket).await);
    assert_eq!(asked_in(&world, &ticket).await, 0);
    world.end().await;
}

/// The settings of a journey in the browser: what takes access is not kept waiting by what names the channel.
#[tokio::test]
async fn access_is_taken_at_once_whatever_a_name_waits_for() {
    let world = World::new().await;
    world.change_conduct("buy-gold", |conduct| conduct.ratings = Ratings::Direct).await;
    let ticket = world.open_gold(MIA).await;
    // Both renames of ten minutes are used up, and a third is wanted.
    for name in ["one", "two", "three"] {
        world.told(BEN, place(&ticket), "rename", json!({"name": name})).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    world.control.say(BEN, place(&ticket), "Delivered, thank you!").await.unwrap();
    world.control.settings(&json!({"record": true})).await.unwrap();
    let start = tokio::time::Instant::now();
    world.told(BEN, place(&ticket), "close", json!({"reason": "Delivered"})).await;
    until("Mia's access is gone", || async { (!world.sees(MIA, &ticket).await).then_some(()) }).await;
    let recorded = world.control.recording(0).await.unwrap();
    let calls: Vec<String> =
        recorded.iter().map(|r| format!("{} {} {}", r["status"], r["method"], r["path"])).collect();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}: {calls:#?}", start.elapsed());
    world.end().await;
}

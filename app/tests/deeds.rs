//! Knows what can be done with a ticket from its page: what is offered to whom, what each deed does and says, and what
//! is refused; as a page that is awake sends it and as a plain form does.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use axum::body::Body;
use common::{ACME, Answer, BEA, LAN, MIA, OWNER, TED, World, at};
use domain::setting::{Saved, TypeRulesDraft};
use domain::{ClaimMode, Conduct, MessageKind, Priority, Ratings, Status, Ticket, UserId, Via};
use http::header::LOCATION;
use http::{Method, StatusCode};
use serde_json::Value;
use store::Closing;

const FORM: &str = "application/x-www-form-urlencoded";

/// Sends a deed as a page that is awake does.
async fn send(world: &World, who: Option<UserId>, does: &str, fields: &str) -> Answer {
    let body = Body::from(format!("guild={ACME}&number=1&{fields}"));
    let headers = [("content-type", FORM), ("accept", "application/json")];
    world.ask(Method::POST, &format!("/fn/ticket-{does}"), who, body, &headers).await
}

/// Done, or the words of the refusal.
async fn act(world: &World, who: UserId, does: &str, fields: &str) -> Result<Value, String> {
    let answer = send(world, Some(who), does, fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{does}: {}", answer.body);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    match answer["Refused"].as_str() {
        Some(words) => Err(words.to_owned()),
        None => Ok(answer["Done"].clone()),
    }
}

async fn now(world: &World) -> Ticket {
    world.store.ticket_by_number(ACME, 1).await.unwrap().unwrap()
}

async fn page(world: &World, who: UserId) -> String {
    let page = world.page(&format!("/g/{ACME}/tickets/1"), Some(who)).await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

/// The deeds that the page has a form for.
async fn offered(world: &World, who: UserId) -> Vec<String> {
    let body = page(world, who).await;
    let forms = body.split("action=\"/fn/ticket-").skip(1);
    let mut all: Vec<String> = forms.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    all.sort();
    all.dedup();
    all
}

#[tokio::test]
async fn each_is_offered_what_they_may_do_and_nothing_else() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    let staff = [
        "assign",
        "cancel",
        "category",
        "claim",
        "close",
        "description",
        "escalate",
        "member",
        "note",
        "order",
        "order-link",
        "priority",
        "rename",
        "snooze",
        "solve",
        "subject",
        "tag",
        "transfer",
    ];
    assert_eq!(offered(&world, BEA).await, staff);
    assert_eq!(offered(&world, MIA).await, ["cancel", "close", "help", "works"]);
    // Staff asked: the member answers, staff take it back or mark it completed.
    act(&world, BEA, "solve", "").await.unwrap();
    let asked = offered(&world, MIA).await;
    assert!(["accept", "refuse"].iter().all(|does| asked.contains(&(*does).to_owned())), "{asked:?}");
    let asked = offered(&world, BEA).await;
    assert!(["complete", "unsolve"].iter().all(|does| asked.contains(&(*does).to_owned())), "{asked:?}");
    assert!(!asked.contains(&"solve".to_owned()));
    // What is over is only kept in order, or begins again.
    act(&world, MIA, "accept", "").await.unwrap();
    assert_eq!(offered(&world, MIA).await, Vec::<String>::new());
    let over = offered(&world, BEA).await;
    for does in ["claim", "close", "priority", "snooze", "transfer", "assign", "member", "rename"] {
        assert!(!over.contains(&does.to_owned()), "{does} of a closed ticket");
    }
    assert!(over.contains(&"reopen".to_owned()) && over.contains(&"note".to_owned()), "{over:?}");
    assert_eq!(now(&world).await.id, ticket.id);
}

#[tokio::test]
async fn who_may_not_read_it_is_told_that_there_is_none() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    for does in ["claim", "close", "note", "tag", "help", "rate", "order", "timer-stop"] {
        for who in [TED, LAN] {
            let answer = send(&world, Some(who), does, "text=x&tag=x&stars=5&due=1").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{does}: {}", answer.body);
            assert!(answer.body.contains("There is no such ticket here"), "{}", answer.body);
        }
        assert_eq!(send(&world, None, does, "").await.status, StatusCode::UNAUTHORIZED, "{does}");
    }
    assert_eq!(now(&world).await.status, Status::Open);
}

#[tokio::test]
async fn a_claim_is_told_with_the_way_back() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    let done = act(&world, BEA, "claim", "").await.unwrap();
    assert_eq!(done["undo"]["action"], "/fn/ticket-unclaim");
    let ticket = now(&world).await;
    assert_eq!((ticket.assignee, ticket.status), (Some(BEA), Status::InProgress));
    assert!(page(&world, BEA).await.contains("Give back"));
    assert_eq!(act(&world, BEA, "claim", "").await.unwrap_err(), "You have already claimed this ticket.");
    // An admin takes it over, and what is undone goes back to whom it was taken from.
    assert!(page(&world, OWNER).await.contains("Take over"));
    let over = act(&world, OWNER, "claim", "").await.unwrap();
    assert_eq!(over["undo"]["form"]["person"], BEA.to_string());
    let back = format!("person={BEA}");
    act(&world, OWNER, "assign", &back).await.unwrap();
    assert_eq!(now(&world).await.assignee, Some(BEA));
    act(&world, BEA, "unclaim", "").await.unwrap();
    assert_eq!(now(&world).await.assignee, None);
}

/// Tickets are claimed for oneself alone, and members are asked how it went.
async fn set_rules(world: &World, ticket: &Ticket) {
    let owner = world.owner_of(ACME, OWNER).await;
    let catalog = world.store.catalog(ACME).await.unwrap();
    let kind = catalog.types.iter().find(|kind| kind.id == ticket.ticket_type).unwrap();
    let conduct = Conduct { claim: ClaimMode::Exclusive, ratings: Ratings::Channel, ..kind.conduct.clone() };
    let draft = TypeRulesDraft { conduct, ..TypeRulesDraft::from(kind) };
    let saved = world.store.save_type_rules(&owner, kind.id, kind.revision, &draft, Via::Web, at(1)).await.unwrap();
    assert!(matches!(saved, Saved::Done { .. }), "{saved:?}");
}

#[tokio::test]
async fn in_an_exclusive_claim_others_read_only() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    set_rules(&world, &ticket).await;
    let seen = store::MemberSeen { person: common::person(LAN), nick: None, roles: vec![common::BILLING] };
    world.store.members_seen(ACME, &[seen], at(1)).await.unwrap();
    act(&world, BEA, "claim", "").await.unwrap();
    // What comes up by itself is theirs to stop as little as anything else.
    act(&world, BEA, "snooze", "hours=24").await.unwrap();
    act(&world, BEA, "solve", "").await.unwrap();
    assert!(offered(&world, BEA).await.contains(&"timer-stop".to_owned()), "the question ends by itself");
    assert!(page(&world, LAN).await.contains("Comes back"));
    assert_eq!(offered(&world, LAN).await, Vec::<String>::new());
    let refused = act(&world, LAN, "close", "").await.unwrap_err();
    assert!(refused.contains("Bea Ortiz"), "{refused}");
    assert!(offered(&world, OWNER).await.contains(&"close".to_owned()));
}

#[tokio::test]
async fn details_are_set_and_what_was_before_comes_back() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    let done = act(&world, BEA, "priority", "priority=urgent").await.unwrap();
    assert_eq!(done["undo"]["form"]["priority"], "medium");
    act(&world, BEA, "category", "category=payment").await.unwrap();
    act(&world, BEA, "subject", "subject=Late+gold").await.unwrap();
    act(&world, BEA, "description", "description=Since+Monday").await.unwrap();
    act(&world, BEA, "tag", "tag=VIP").await.unwrap();
    act(&world, BEA, "member", "person=ted").await.unwrap();
    let ticket = now(&world).await;
    assert_eq!((ticket.priority, ticket.category.as_deref()), (Priority::Urgent, Some("payment")));
    let body = page(&world, BEA).await;
    for words in ["Late gold", "Since Monday", "Take off the tag: vip", "Take out: Ted"] {
        assert!(body.contains(words), "{words}");
    }
    // The timeline says what was and what is, with names for ids.
    assert!(body.contains("set the priority: Medium → Urgent") && body.contains("let somebody in: Ted"));
    assert!(body.contains("the dashboard"));
    act(&world, BEA, "untag", "tag=vip").await.unwrap();
    act(&world, BEA, "member-out", &format!("person={TED}")).await.unwrap();
    assert!(!page(&world, BEA).await.contains("Take out: Ted"));
    // A member sees no tags and nothing to change.
    act(&world, BEA, "tag", "tag=vip").await.unwrap();
    assert!(!page(&world, MIA).await.contains("vip"));
    for (does, fields) in [("priority", "priority=none"), ("subject", &*format!("subject={}", "x".repeat(201)))] {
        assert!(act(&world, BEA, does, fields).await.is_err(), "{does}");
    }
    assert_eq!(
        act(&world, BEA, "member", "person=nobody").await.unwrap_err(),
        "Nobody in this server is called “nobody”."
    );
    assert!(act(&world, BEA, "assign", "person=mia_chen").await.unwrap_err().contains("Mia Chen"), "no staff");
}

#[tokio::test]
async fn whom_staff_let_in_reads_and_does_nothing() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    let path = format!("/g/{ACME}/tickets/1");
    assert_eq!(world.page(&path, Some(LAN)).await.status, StatusCode::NOT_FOUND);
    act(&world, BEA, "note", "text=she+paid+twice").await.unwrap();
    act(&world, BEA, "subject", "subject=Late+gold").await.unwrap();
    let person = format!("person={LAN}");
    act(&world, BEA, "member", &person).await.unwrap();
    let body = page(&world, LAN).await;
    assert!(body.contains("Late gold") && !body.contains("she paid twice"));
    assert_eq!(offered(&world, LAN).await, Vec::<String>::new());
    assert!(act(&world, LAN, "works", "").await.unwrap_err().contains("who opened"), "it is not theirs to end");
    let list = format!("/g/{ACME}/inbox");
    assert!(world.page(&list, Some(LAN)).await.body.contains("Late gold"));
    act(&world, BEA, "member-out", &person).await.unwrap();
    assert_eq!(world.page(&path, Some(LAN)).await.status, StatusCode::NOT_FOUND);
    assert!(!world.page(&list, Some(LAN)).await.body.contains("Late gold"));
    assert_eq!(send(&world, Some(LAN), "works", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(now(&world).await.id, ticket.id);
}

#[tokio::test]
async fn a_piece_that_is_empty_now_is_sent_as_such() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    let fresh = async |known: &str| -> Vec<Value> {
        let asked = format!(r#"{{"guild":"{ACME}","number":1,"messages":[],"known":[{known}]}}"#);
        let answer: Value = serde_json::from_str(&world.call("ticket-fresh", Some(MIA), &asked).await.body).unwrap();
        answer["head"]["pieces"].as_array().unwrap().clone()
    };
    act(&world, BEA, "solve", "").await.unwrap();
    let marks: Vec<String> = fresh("").await.iter().map(|piece| piece["mark"].to_string()).collect();
    // The place for notes is empty to her all the time; the question is from now on.
    act(&world, BEA, "unsolve", "").await.unwrap();
    let sent = fresh(&marks.join(",")).await;
    assert!(sent.iter().any(|piece| piece["name"] == "asked"), "the question would stand there for ever");
}

#[tokio::test]
async fn notes_are_for_staff_alone() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    act(&world, BEA, "note", "text=she+paid+twice").await.unwrap();
    assert!(page(&world, BEA).await.contains("she paid twice"));
    assert!(!page(&world, MIA).await.contains("she paid twice"));
    assert!(act(&world, BEA, "note", "text=").await.is_err());
    let bea = world.store.access(ACME, BEA, at(0)).await.unwrap();
    let all = world.store.transcript(&bea, ticket.id, store::Page::Newest, 9).await.unwrap();
    assert!(all.messages.iter().any(|message| message.kind == MessageKind::Note));
}

#[tokio::test]
async fn an_order_at_risk_asks_twice() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    act(&world, BEA, "order", "order=A-17&status=paid&price=12.50&currency=eur&risky=yes").await.unwrap();
    let body = page(&world, BEA).await;
    assert!(body.contains("A-17") && body.contains("12.50 EUR") && body.contains("At risk"));
    assert!(body.contains("Confirm close") && body.contains("Its order is still at risk"));
    assert!(act(&world, BEA, "close", "reason=x").await.unwrap_err().contains("Confirm close"));
    assert!(act(&world, MIA, "close", "").await.unwrap_err().contains("closed by staff"));
    assert!(!offered(&world, MIA).await.contains(&"close".to_owned()));
    act(&world, BEA, "close", "reason=paid+back&confirmed=yes").await.unwrap();
    let body = page(&world, MIA).await;
    assert!(body.contains("paid back") && body.contains("How it ended"));
    assert_eq!(
        act(&world, BEA, "order", "order=A-17&price=lots").await.unwrap_err(),
        "A price like 12.50, please, without its currency."
    );
}

#[tokio::test]
async fn what_comes_up_is_told_and_can_be_stopped() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    act(&world, BEA, "snooze", "hours=24").await.unwrap();
    assert!(page(&world, BEA).await.contains("Wake now"));
    act(&world, BEA, "wake", "").await.unwrap();
    assert_eq!(now(&world).await.snoozed_until, None);
    assert!(act(&world, BEA, "snooze", "hours=soon").await.is_err());
    // A moment wins over the stretch beside it.
    assert!(act(&world, BEA, "snooze", "hours=24&when=2020-03-01T09%3A30").await.is_err(), "it is over");
    act(&world, BEA, "snooze", "hours=24&when=2h").await.unwrap();
    let until = now(&world).await.snoozed_until.unwrap();
    act(&world, BEA, "snooze", &format!("hours=24&when=x&until={}", until.0 + 60_000)).await.unwrap();
    assert_eq!(
        now(&world).await.snoozed_until,
        Some(domain::Timestamp(until.0 + 60_000)),
        "as the reader's clock has it"
    );
    act(&world, BEA, "wake", "").await.unwrap();
    act(&world, BEA, "close", "").await.unwrap();
    let bea = world.store.access(ACME, BEA, at(0)).await.unwrap();
    let due = world.store.timers(&bea, ticket.id).await.unwrap();
    let deletion = due.iter().find(|due| due.action == domain::DueAction::DeleteChannel).unwrap();
    let body = page(&world, BEA).await;
    assert!(body.contains("The channel is deleted") && body.contains("in 1"), "days ahead");
    act(&world, BEA, "timer-stop", &format!("due={}", deletion.id)).await.unwrap();
    assert!(!offered(&world, BEA).await.contains(&"timer-stop".to_owned()));
    act(&world, BEA, "reopen", "why=again").await.unwrap();
    assert_eq!(now(&world).await.status, Status::InProgress);
}

#[tokio::test]
async fn a_rating_is_given_once_and_shown() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    set_rules(&world, &ticket).await;
    let mia = world.store.access(ACME, MIA, at(1)).await.unwrap();
    world.store.close_ticket(&mia, ticket.id, &Closing::ItWorks, Via::Web, at(1)).await.unwrap();
    assert!(page(&world, MIA).await.contains("How was it?") && !page(&world, BEA).await.contains("How was it?"));
    // Words may follow the stars, once.
    act(&world, MIA, "rate", "stars=4").await.unwrap();
    assert_eq!(offered(&world, MIA).await, ["rate"]);
    act(&world, MIA, "rate", "stars=4&comment=quick").await.unwrap();
    assert_eq!(offered(&world, MIA).await, Vec::<String>::new());
    let body = page(&world, BEA).await;
    assert!(body.contains("★★★★☆ 4 of 5") && body.contains("quick"));
    assert!(act(&world, MIA, "rate", "stars=9").await.is_err());
    assert!(act(&world, BEA, "rate", "stars=5").await.is_err());
}

#[tokio::test]
async fn a_plain_form_leads_back_and_is_told_what_came_of_it() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    let plain = async |does: &str, fields: &str| {
        let body = Body::from(format!("guild={ACME}&number=1&{fields}"));
        let headers = [("content-type", FORM), ("accept", "text/html,*/*")];
        let answer = world.ask(Method::POST, &format!("/fn/ticket-{does}"), Some(BEA), body, &headers).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(answer.headers.get(LOCATION).unwrap(), &format!("/g/{ACME}/tickets/1"));
    };
    plain("claim", "").await;
    assert!(page(&world, BEA).await.contains("The ticket is yours"));
    assert!(!page(&world, BEA).await.contains("The ticket is yours"), "told once");
    // What was refused comes back with what was typed.
    plain("note", &format!("text={}", "long ".repeat(900).trim().replace(' ', "+"))).await;
    let body = page(&world, BEA).await;
    assert!(body.contains("is too long") && body.contains("long long long"));
}

#[tokio::test]
async fn what_is_offered_while_typing_is_for_staff_of_the_ticket() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    act(&world, BEA, "tag", "tag=vip").await.unwrap();
    let offers = async |who, offers: &str, typed: &str| {
        let answer = send(&world, Some(who), "offers", &format!("offers={offers}&typed={typed}")).await;
        let rows: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let rows = rows.as_str().unwrap_or_default().to_owned();
        let values = rows.split("data-value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        (answer.status.as_u16(), values.collect::<Vec<_>>())
    };
    assert_eq!(offers(BEA, "staff", "").await, (200, vec!["bea_ortiz".to_owned(), "oskar_lind".to_owned()]));
    assert_eq!(offers(BEA, "member", "ch").await, (200, vec!["mia_chen".to_owned()]));
    assert_eq!(offers(BEA, "member", "zzz").await, (200, Vec::new()), "it is said, and can't be chosen");
    assert_eq!(offers(BEA, "tag", "V").await, (200, vec!["vip".to_owned()]));
    assert_eq!(offers(MIA, "member", "").await.0, 404);
    assert_eq!(offers(TED, "member", "").await.0, 404);
}

//! Deeds by command: what each does, what it tells, and whom it refuses.

use crate::world::{BEN, CHLOE, MIA, NOAH, OLIVIA, World, general, now, place, said_to, until, user};
use domain::{ClosedPath, OrderDraft, OrderStatus, Priority, RoleKind, Status, Via};
use sandbox::Outcome;
use serde_json::json;

#[tokio::test]
async fn staff_work_a_ticket_by_commands() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let here = place(&ticket);
    let told = async |name: &str, options| world.told(BEN, here, name, options).await;
    assert_eq!(told("claim", json!({})).await, "You have claimed this ticket.");
    assert_eq!(told("priority", json!({"priority": "high"})).await, "The priority is high.");
    assert_eq!(told("tag add", json!({"tag": "Refund"})).await, "Tagged `refund`. Tags: `refund`");
    assert_eq!(told("tag remove", json!({"tag": "refund"})).await, "The tag `refund` is gone.");
    assert_eq!(told("subject", json!({"text": "Gold is late"})).await, "The subject is “Gold is late”.");
    assert_eq!(told("category set", json!({"category": "order"})).await, "It is about: order.");
    assert!(told("note", json!({"text": "A regular"})).await.starts_with("The note is written down"));
    assert_eq!(told("add", json!({"member": NOAH})).await, format!("<@{NOAH}> is in this ticket now."));
    until("Noah sees it", || async { world.sees(NOAH, &ticket).await.then_some(()) }).await;
    // Typed, and not chosen from what is offered.
    assert_eq!(told("remove", json!({"member": "noah"})).await, format!("<@{NOAH}> is no longer in this ticket."));
    let customer = told("remove", json!({"member": MIA})).await;
    assert!(customer.starts_with(&format!("Nobody has added <@{MIA}> to this ticket")), "{customer}");
    until("Noah sees it no more", || async { (!world.sees(NOAH, &ticket).await).then_some(()) }).await;
    let status = told("status", json!({})).await;
    assert!(status.contains("Gold is late") && status.contains("priority high"), "{status}");
    assert!(status.contains("/tickets/1"), "{status}");
    let found = told("search", json!({"text": "MiaTheBrave"})).await;
    assert!(found.contains("Ticket #0001") && found.contains("/tickets/1") && found.contains("All finds"), "{found}");
    assert!(told("transcript", json!({})).await.ends_with("/tickets/1"));
    assert!(told("rename", json!({"name": "Late gold"})).await.contains("late-gold"));
    until("it is renamed", || async { (world.channel(here).await?["name"] == "late-gold").then_some(()) }).await;
    let now = world.ticket(1).await;
    assert_eq!((now.priority, now.assignee, now.status), (Priority::High, Some(user(BEN)), Status::InProgress));
    let said = world.messages(&ticket).await;
    assert!(said.iter().all(|m| !m.to_string().contains("A regular")), "a note is said nowhere");
    world.end().await;
}

#[tokio::test]
async fn what_was_ordered_and_what_was_put_off() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let here = place(&ticket);
    let told = async |name: &str, options| world.told(BEN, here, name, options).await;
    let order = |number: &str| OrderDraft {
        number: number.into(),
        status: OrderStatus::Paid,
        risky: false,
        price: None,
        currency: None,
    };
    let ben = world.access(BEN).await;
    for number in ["B-1", "B-2"] {
        world.store.put_order(&ben, ticket.id, &order(number), Via::Web, now()).await.unwrap();
    }
    let offered = world.offered(BEN, here, "order link", "number", "B").await;
    assert_eq!(offered.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["B-2", "B-1"]);
    assert_eq!(told("order link", json!({"number": "B-1"})).await, "The order `B-1` belongs to this ticket now.");
    assert_eq!(told("order show", json!({})).await, "Order `B-1` (paid)");
    assert!(told("order link", json!({"number": "B-9"})).await.contains("no order `B-9`"));
    assert_eq!(told("order unlink", json!({})).await, "No order belongs to this ticket any more.");
    assert_eq!(told("timer stop", json!({})).await, "Nothing is to happen here by itself.");
    assert!(told("timer pause", json!({})).await.contains("does not close by itself"));
    assert!(told("timer resume", json!({})).await.contains("never close for silence"), "as its type has it");
    world.change_conduct("buy-gold", |conduct| conduct.silence_hours = 48).await;
    assert!(told("timer pause", json!({})).await.contains("does not close by itself"));
    assert!(told("timer resume", json!({})).await.contains("closes by itself again"));
    world.change_conduct("buy-gold", |conduct| conduct.silence_hours = 0).await;
    assert!(told("snooze", json!({"until": "3d"})).await.starts_with("This ticket sleeps until <t:"));
    assert!(told("status", json!({})).await.contains("Sleeps until"));
    assert!(told("timer stop", json!({})).await.contains("use `/wake`"), "a snooze is no timer to be stopped");
    assert!(world.offered(BEN, here, "timer stop", "timer", "").await.is_empty());
    assert_eq!(told("wake", json!({})).await, "This ticket is awake again.");
    assert_eq!(told("description", json!({"text": "All of it"})).await, "The description is written down.");
    told("solve", json!({})).await;
    assert_eq!(told("complete", json!({})).await, "This ticket is completed.");
    assert_eq!(world.ticket(1).await.status, Status::Completed);
    let said = world.control.say(MIA, here, "Thanks!").await.unwrap();
    let noted = world.control.menu(BEN, here, "Keep as a note", 3, sandbox::Id::of(&said["id"])).await.unwrap();
    assert!(said_to(BEN, &noted).starts_with("The note is written down"));
    world.end().await;
}

#[tokio::test]
async fn strangers_are_refused_and_told_why() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let here = place(&ticket);
    for (name, options) in [
        ("assign", json!({"member": BEN.to_string()})),
        ("solve", json!({})),
        ("escalate", json!({})),
        ("transfer", json!({"type": "general"})),
        ("priority", json!({"priority": "low"})),
        ("tag add", json!({"tag": "x"})),
        ("note", json!({"text": "x"})),
        ("add", json!({"member": NOAH})),
        ("rename", json!({"name": "x"})),
        ("subject", json!({"text": "x"})),
        ("snooze", json!({"until": "2h"})),
        ("timer pause", json!({})),
        ("order link", json!({"number": "A-1"})),
    ] {
        let told = world.told(MIA, here, name, options).await;
        assert_eq!(told, "Only staff of this ticket's department can do that.", "/{name}");
    }
    let elsewhere = sandbox::Id(1_220_000_000_000_000_002);
    assert_eq!(world.told(BEN, elsewhere, "claim", json!({})).await, "Use this in the channel of a ticket.");
    assert_eq!(world.told(BEN, here, "snooze", json!({"until": "soon"})).await, domain::Refusal::BadTime.to_string());
    let gone = world.told(BEN, here, "reopen", json!({"ticket": "#77"})).await;
    assert!(gone.contains("no such ticket"), "{gone}");
    let hidden = world.told(NOAH, elsewhere, "transcript", json!({"ticket": "#1"})).await;
    assert!(hidden.contains("isn't yours to see"), "{hidden}");
    assert_eq!(world.ticket(1).await.revision, ticket.revision, "nothing was changed");
    world.end().await;
}

#[tokio::test]
async fn a_ticket_is_given_to_another_department_and_called_for() {
    let world = World::new().await;
    world
        .change_department(world.open_gold(MIA).await.department, |draft| {
            draft.roles.push((crate::world::ONCALL, RoleKind::Supervisor));
        })
        .await;
    let ticket = world.ticket(1).await;
    let here = place(&ticket);
    assert_eq!(
        world.told(BEN, here, "assign", json!({"member": "Ben"})).await,
        format!("This ticket is <@{BEN}>'s now.")
    );
    let escalated = world.told(BEN, here, "escalate", json!({"reason": "Angry"})).await;
    assert!(escalated.contains("escalated"), "{escalated}");
    let ping = world.notice(&ticket, "has escalated this ticket").await;
    assert!(ping["mention_roles"].to_string().contains(&crate::world::ONCALL.to_string()), "{ping}");
    assert!(ping["content"].as_str().unwrap().ends_with("> Angry"), "{ping}");
    let told = world.told(BEN, here, "transfer", json!({"department": "tech-support"})).await;
    assert!(told.starts_with("This ticket has gone to **"), "{told}");
    until("access follows", || async {
        (world.sees(CHLOE, &ticket).await && !world.sees(BEN, &ticket).await).then_some(())
    })
    .await;
    let now = world.ticket(1).await;
    assert_eq!((now.assignee, now.priority), (None, Priority::High));
    assert_eq!(world.told(CHLOE, here, "claim", json!({})).await, "You have claimed this ticket.");
    world.end().await;
}

#[tokio::test]
async fn a_risky_order_is_closed_by_a_second_press() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let draft = OrderDraft {
        number: "A-1".into(),
        status: OrderStatus::InProgress,
        risky: false,
        price: Some(2_000),
        currency: Some("EUR".into()),
    };
    let ben = world.access(BEN).await;
    world.store.put_order(&ben, ticket.id, &draft, Via::Web, now()).await.unwrap();
    let member = world.press(MIA, &ticket, "close").await;
    let refused = world.control.submit(MIA, &member.modal, &json!({"reason": ""})).await.unwrap();
    assert_eq!(said_to(MIA, &refused), "A ticket with an order is closed by staff.");
    let asked = world.command(BEN, place(&ticket), "close", json!({"reason": "Delivered"})).await;
    let told = said_to(BEN, &asked);
    assert!(told.contains("Order `A-1` (in progress, 20.00 EUR) is still at risk."), "{told}");
    assert!(!world.ticket(1).await.status.is_over());
    let stranger = world.press_on(BEN, &asked.message, "Confirm close").await;
    assert_eq!(said_to(BEN, &stranger), "This ticket is closed.");
    let closed = world.closed_and_published(1).await;
    assert_eq!((closed.closed_path, closed.close_reason.as_deref()), (Some(ClosedPath::Staff), Some("Delivered")));
    world.end().await;
}

#[tokio::test]
async fn a_member_cancels_while_nobody_has_answered() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let pressed = world.press(MIA, &ticket, "cancel").await;
    assert_eq!(pressed.outcome, Outcome::Modal);
    let done = world.control.submit(MIA, &pressed.modal, &json!({"reason": "Found it"})).await.unwrap();
    assert_eq!(said_to(MIA, &done), "This ticket is cancelled.");
    let twice = world.control.submit(MIA, &pressed.modal, &json!({"reason": "Found it"})).await;
    assert!(twice.is_err() || said_to(MIA, &twice.unwrap()).contains("cancelled"));
    world.notice(&ticket, "Ticket #0001 is cancelled").await;
    let ended = world.closed_and_published(1).await;
    assert_eq!((ended.status, ended.close_reason.as_deref()), (Status::Cancelled, Some("Found it")));
    assert!(!world.sees(MIA, &ticket).await);
    let second = world.open(MIA, "general", general()).await;
    world.control.say(CHLOE, place(&second), "Which version is it?").await.unwrap();
    until("the answer is known", || async { world.ticket(2).await.first_staff_at }).await;
    let late = world.told(MIA, place(&second), "cancel", json!({})).await;
    assert_eq!(late, domain::Refusal::CancelAnswered.to_string());
    world.end().await;
}

/// Each as long as it may be: the list of them still fits into a message.
#[tokio::test]
async fn a_long_list_of_panels_is_told_all_the_same() {
    let world = World::new().await;
    let owner = world.owner().await;
    let catalog = world.store.catalog(world.guild).await.unwrap();
    for n in 0..16 {
        let draft = store::PanelDraft {
            channel: None,
            channel_name: format!("{n:0>100}"),
            title: format!("{n:0>256}"),
            text: "Press".into(),
            colour: 0,
            types: vec![catalog.types[0].id],
            state: domain::PanelState::Draft,
        };
        world.store.add_panel(&owner, &draft, Via::Web, now()).await.unwrap();
    }
    let hall = sandbox::Id(1_220_000_000_000_000_002);
    until("all are known", || async {
        let list = world.told(OLIVIA, hall, "panel", json!({})).await;
        (list.contains("/settings/types") && list.contains("000")).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_department_s_category_that_discord_forbids_is_told_with_its_mend() {
    let world = World::new().await;
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let billing = catalog.departments.iter().find(|d| d.key == "billing").unwrap();
    assert_eq!(billing.category, None);
    let manage_channels = 1 << 4;
    let all = bot::needed_bits().cast_unsigned();
    world.control.bot_permissions(sandbox::Id(1_200_000_000_000_000_001), all & !manage_channels).await.unwrap();
    let hall = sandbox::Id(1_220_000_000_000_000_002);
    let told = world.told(OLIVIA, hall, "category create", json!({"department": "billing"})).await;
    assert!(told.starts_with("Discord does not let me do that. Give the bot's role"), "{told}");
    world.end().await;
}

#[tokio::test]
async fn admins_see_to_panels_and_blocks() {
    let world = World::new().await;
    let hall = sandbox::Id(1_220_000_000_000_000_002);
    let list = world.told(OLIVIA, hall, "panel", json!({})).await;
    assert!(list.contains("- **") && list.contains("/settings/types"), "{list}");
    assert_eq!(world.told(MIA, hall, "panel", json!({})).await, "Only an admin of this server can do that.");
    let panel = world.panel("buy-gold").await;
    let told = world.told(OLIVIA, hall, "panel", json!({"panel": panel.id.to_string()})).await;
    assert!(told.ends_with("is published."), "{told}");
    let told = world.told(BEN, hall, "block add", json!({"member": MIA, "reason": "Spam", "until": "2h"})).await;
    assert!(told.starts_with(&format!("<@{MIA}> can't open tickets until")), "{told}");
    until("the press is refused", || async {
        let pressed = world.press_panel(MIA, "buy-gold").await;
        (pressed.outcome == Outcome::Message && said_to(MIA, &pressed).contains("Spam")).then_some(())
    })
    .await;
    assert!(world.told(BEN, hall, "block list", json!({})).await.contains("Spam"));
    assert!(world.told(MIA, hall, "block list", json!({})).await.contains("Only staff"));
    let offered = world.offered(BEN, hall, "block remove", "entry", "mi").await;
    assert_eq!(offered.len(), 1);
    let told = world.told(BEN, hall, "block remove", json!({"entry": offered[0].1})).await;
    assert_eq!(told, "They can open tickets again.");
    world.end().await;
}

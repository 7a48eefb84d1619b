//! What a ticket's channel is: its name, its place, who is in it, its pin; brought about whatever happens meanwhile.

use crate::world::{ACME, BEN, GOLD, MIA, NOAH, OLIVIA, World, gold, id, now, place, said_to, until, user};
use domain::permission::{PIN_MESSAGES, SEND_MESSAGES, VIEW_CHANNEL};
use domain::setting::{Saved, TypeRulesDraft};
use domain::{Access, ChannelId, ClaimMode, Conduct, Ticket, Via};
use sandbox::Id;
use serde_json::{Value, json};
use std::time::Duration;
use store::{Closing, Transfer};

async fn staff(world: &World, who: Id) -> Access {
    world.store.access(world.guild, user(who), now()).await.unwrap()
}

/// Changes how tickets for gold are worked on.
async fn conduct(world: &World, change: impl FnOnce(&mut Conduct)) {
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").unwrap();
    let mut draft = TypeRulesDraft::from(kind);
    change(&mut draft.conduct);
    let owner = world.owner().await;
    let saved = world.store.save_type_rules(&owner, kind.id, kind.revision, &draft, Via::Web, now()).await;
    assert!(matches!(saved, Ok(Saved::Done { .. })), "{saved:?}");
}

async fn rename(world: &World, ticket: &Ticket, name: &str) {
    let ben = staff(world, BEN).await;
    world.store.rename_ticket(&ben, ticket.id, name, Via::Web, now()).await.unwrap();
}

async fn until_called(world: &World, ticket: &Ticket, name: &str) {
    until(&format!("it is called {name}"), || async {
        (world.channel(place(ticket)).await?["name"] == name).then_some(())
    })
    .await;
}

async fn until_published(world: &World, number: i64) -> Ticket {
    until("it is published", || async {
        let ticket = world.ticket(number).await;
        (ticket.revision == ticket.published_revision).then_some(ticket)
    })
    .await
}

/// What stands in its overwrite for a person.
async fn own_overwrite(world: &World, ticket: &Ticket, who: impl ToString) -> Option<Value> {
    let channel = world.channel(place(ticket)).await?;
    let who = who.to_string();
    channel["permission_overwrites"].as_array()?.iter().find(|one| one["id"] == who.as_str()).cloned()
}

fn bits(overwrite: &Value, which: &str) -> i64 {
    overwrite[which].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn renames_are_merged_and_keep_nothing_else_waiting() {
    let world = World::new().await;
    world.control.settings(&json!({"rename_window_ms": 4_000})).await.unwrap();
    let ticket = world.open_gold(MIA).await;
    for name in ["one", "two"] {
        rename(&world, &ticket, name).await;
        until_called(&world, &ticket, name).await;
    }
    // The window is used up: ten more cost one call when it opens, and a claim is shown meanwhile.
    world.control.settings(&json!({"record": true})).await.unwrap();
    for n in 3..13 {
        rename(&world, &ticket, &format!("name-{n}")).await;
    }
    said_to(BEN, &world.press(BEN, &ticket, "claim").await);
    let start = tokio::time::Instant::now();
    until("the claim is shown", || async {
        let welcome = world.messages(&ticket).await.remove(0);
        welcome["embeds"].to_string().contains("Claimed by").then_some(())
    })
    .await;
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(world.channel(place(&ticket)).await.unwrap()["name"], "two");
    until_called(&world, &ticket, "name-12").await;
    let path = format!("/channels/{}", place(&ticket));
    let recorded = world.control.recording(0).await.unwrap();
    let renames: Vec<_> =
        recorded.iter().filter(|r| r["path"] == path.as_str() && r["body"]["name"].is_string()).collect();
    assert!(renames.len() <= 2, "one that was told to wait, one that was done: {renames:?}");
    world.end().await;
}

#[tokio::test]
async fn a_close_within_the_window_ends_with_the_last_name() {
    let world = World::new().await;
    world.control.settings(&json!({"rename_window_ms": 3_000})).await.unwrap();
    let ticket = world.open_gold(MIA).await;
    for name in ["one", "two", "three"] {
        rename(&world, &ticket, name).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let ben = staff(&world, BEN).await;
    let closing = Closing::Close { reason: None, confirmed: false };
    world.store.close_ticket(&ben, ticket.id, &closing, Via::Web, now()).await.unwrap();
    world.closed_and_published(1).await;
    assert!(!world.sees(MIA, &ticket).await, "access does not wait for a name");
    until_called(&world, &ticket, "closed-three").await;
    world.end().await;
}

#[tokio::test]
async fn a_name_given_by_hand_stays_until_staff_name_it_anew() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let by_hand = json!({"name": "waiting-for-payment"});
    world.control.patch_channel(ACME, place(&ticket), &by_hand).await.unwrap();
    said_to(BEN, &world.press(BEN, &ticket, "claim").await);
    until_published(&world, 1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    until_called(&world, &ticket, "waiting-for-payment").await;
    until("the name by hand is known", || async {
        let all = world.store.channels(world.guild).await.unwrap();
        all.iter().any(|c| c.name == "waiting-for-payment").then_some(())
    })
    .await;
    rename(&world, &ticket, "paid").await;
    until_called(&world, &ticket, "paid").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_interrupted_is_gone_on_with() {
    let mut world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    until("it is pinned", || async { (pins(&world, &ticket).await == 1).then_some(()) }).await;
    bot::trap("after-channel-renamed");
    rename(&world, &ticket, "first").await;
    until("the bot is caught", || async { bot::sprung().then_some(()) }).await;
    world.crash().await;
    // Renamed in Discord, not written down; and another name is wanted by now.
    rename(&world, &ticket, "second").await;
    world.wake().await;
    until_called(&world, &ticket, "second").await;
    world.end().await;
}

async fn pins(world: &World, ticket: &Ticket) -> usize {
    world.messages(ticket).await.iter().filter(|message| message["pinned"] == true).count()
}

#[tokio::test]
async fn the_welcome_message_is_pinned_once_and_never_without_the_right_to() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    until("it is pinned", || async { (pins(&world, &ticket).await == 1).then_some(()) }).await;
    said_to(BEN, &world.press(BEN, &ticket, "claim").await);
    until_published(&world, 1).await;
    let all = world.control.messages(place(&ticket)).await.unwrap();
    assert_eq!(all.iter().filter(|m| m["type"] == 6).count(), 1, "once");
    world.press(MIA, &ticket, "it_works").await;
    world.closed_and_published(1).await;

    world.control.patch_role(ACME, ACME, &json!({"permissions": "0"})).await.unwrap();
    world.control.bot_permissions(ACME, (bot::needed_bits() & !PIN_MESSAGES).cast_unsigned()).await.unwrap();
    until("Health says so", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems.iter().any(|p| p.what == "The bot lacks Pin Messages.").then_some(())
    })
    .await;
    world.control.settings(&json!({"record": true})).await.unwrap();
    let second = world.open_gold(MIA).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(pins(&world, &second).await, 0);
    let recorded = world.control.recording(0).await.unwrap();
    assert!(!recorded.iter().any(|r| r["status"] == 403), "nothing is asked for that is known to be forbidden");
    world.end().await;
}

#[tokio::test]
async fn an_exclusive_claim_lets_the_others_read() {
    let world = World::new().await;
    conduct(&world, |conduct| conduct.claim = ClaimMode::Exclusive).await;
    let ticket = world.open_gold(MIA).await;
    said_to(BEN, &world.press(BEN, &ticket, "claim").await);
    until("the staff read only", || async {
        let role = own_overwrite(&world, &ticket, GOLD).await?;
        (bits(&role, "deny") & SEND_MESSAGES != 0 && bits(&role, "allow") & VIEW_CHANNEL != 0).then_some(())
    })
    .await;
    world.control.say(BEN, place(&ticket), "It is mine").await.unwrap();
    let mine = own_overwrite(&world, &ticket, BEN).await.unwrap();
    assert_eq!(bits(&mine, "allow") & VIEW_CHANNEL, 0, "sight comes from the role alone");
    world.control.member(ACME, BEN, &json!({"roles": []})).await.unwrap();
    assert!(!world.sees(BEN, &ticket).await, "and goes with it");
    let olivia = staff(&world, OLIVIA).await;
    world.store.unclaim(&olivia, ticket.id, Via::Web, now()).await.unwrap();
    until("all write again", || async {
        let role = own_overwrite(&world, &ticket, GOLD).await?;
        (bits(&role, "deny") == 0 && own_overwrite(&world, &ticket, BEN).await.is_none()).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn whom_staff_add_is_let_in_and_whoever_leaves_is_not() {
    let world = World::new().await;
    conduct(&world, |conduct| conduct.close_on_leave = false).await;
    let ticket = world.open_gold(MIA).await;
    let ben = staff(&world, BEN).await;
    world.store.add_member(&ben, ticket.id, user(NOAH), Via::Web, now()).await.unwrap();
    until("Noah is in", || async { world.sees(NOAH, &ticket).await.then_some(()) }).await;
    world.store.remove_member(&ben, ticket.id, user(NOAH), Via::Web, now()).await.unwrap();
    until("Noah is out", || async { (!world.sees(NOAH, &ticket).await).then_some(()) }).await;
    world.control.leave(ACME, MIA).await.unwrap();
    until("Mia has no overwrite", || async { own_overwrite(&world, &ticket, MIA).await.is_none().then_some(()) }).await;
    world.control.join(ACME, MIA).await.unwrap();
    until("Mia is back", || async { world.sees(MIA, &ticket).await.then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn a_ticket_lies_where_it_was_moved_and_where_it_was_handed_to() {
    let world = World::new().await;
    let make = async |name: &str| {
        let made = world.control.create_channel(ACME, &json!({"name": name, "type": 4})).await.unwrap();
        let made = ChannelId(made["id"].as_str().unwrap().parse().unwrap());
        until("it is known", || async {
            let all = world.store.channels(world.guild).await.unwrap();
            all.iter().any(|one| one.id == made).then_some(())
        })
        .await;
        made
    };
    let (vip, tech) = (make("VIP").await, make("Tech").await);
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let support = catalog.departments.iter().find(|d| d.key == "tech-support").unwrap().id;
    world.change_department(support, |draft| draft.category = Some(tech)).await;
    let ticket = world.open_gold(MIA).await;
    let owner = staff(&world, OLIVIA).await;
    let lies_in = async |name: &str| {
        until(name, || async {
            let all = world.channels().await;
            let parent = world.channel(place(&ticket)).await?["parent_id"].clone();
            all.iter().any(|one| one["id"] == parent && one["name"] == name).then_some(())
        })
        .await;
        until_published(&world, 1).await
    };
    world.store.move_ticket(&owner, ticket.id, vip, Via::Web, now()).await.unwrap();
    assert_eq!(lies_in("VIP").await.given_parent, Some(vip));
    world.store.transfer(&owner, ticket.id, &Transfer::Department(support), Via::Web, now()).await.unwrap();
    lies_in("Tech").await;
    // Moved by hand it stays, whoever it is handed to.
    world.control.patch_channel(ACME, place(&ticket), &json!({"parent_id": vip})).await.unwrap();
    let billing = catalog.departments.iter().find(|d| d.key == "billing").unwrap().id;
    world.store.transfer(&owner, ticket.id, &Transfer::Department(billing), Via::Web, now()).await.unwrap();
    lies_in("VIP").await;
    // `/move` overrules the hand, also to where the ticket had been moved before.
    world.store.move_ticket(&owner, ticket.id, tech, Via::Web, now()).await.unwrap();
    lies_in("Tech").await;
    world.control.patch_channel(ACME, place(&ticket), &json!({"parent_id": vip})).await.unwrap();
    until("the hand is known", || async {
        let all = world.store.channels(world.guild).await.unwrap();
        all.iter().any(|one| Some(one.id) == ticket.channel && one.parent == Some(vip)).then_some(())
    })
    .await;
    world.store.move_ticket(&owner, ticket.id, tech, Via::Web, now()).await.unwrap();
    lies_in("Tech").await;
    // Told to be where somebody has put it already, and then moved by hand: the hand counts again.
    world.control.patch_channel(ACME, place(&ticket), &json!({"parent_id": vip})).await.unwrap();
    world.store.move_ticket(&owner, ticket.id, vip, Via::Web, now()).await.unwrap();
    assert_eq!(lies_in("VIP").await.given_parent, Some(vip));
    // Its category is deleted: it is brought where it belongs.
    world.store.move_ticket(&owner, ticket.id, tech, Via::Web, now()).await.unwrap();
    lies_in("Tech").await;
    world.control.delete_channel(ACME, id(tech.0)).await.unwrap();
    lies_in("Tickets").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_changed_by_hand_is_mended_when_asked_for() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let body = json!({"permission_overwrites": [{"id": ACME, "type": 0, "allow": "0", "deny": "1024"},
        {"id": "1190000000000000002", "type": 1, "allow": "1024", "deny": "0"}]});
    world.control.patch_channel(ACME, place(&ticket), &body).await.unwrap();
    assert!(!world.sees(MIA, &ticket).await);
    world.store.ask_checkup(&world.owner().await);
    until("Mia sees it again", || async { world.sees(MIA, &ticket).await.then_some(()) }).await;
    world.end().await;
}

#[tokio::test]
async fn a_chosen_category_that_is_full_gets_a_second_one() {
    let world = World::new().await;
    let made = world.control.create_channel(ACME, &json!({"name": "Billing", "type": 4})).await.unwrap();
    let billing = Id::of(&made["id"]);
    for n in 0..50 {
        let body = json!({"name": format!("full-{n}"), "type": 0, "parent_id": billing});
        world.control.create_channel(ACME, &body).await.unwrap();
    }
    let catalog = world.store.catalog(world.guild).await.unwrap();
    let department = catalog.departments.iter().find(|d| d.key == "billing").unwrap().id;
    let chosen = ChannelId(billing.0.cast_signed());
    until("the category is known", || async {
        let all = world.store.channels(world.guild).await.unwrap();
        all.iter().any(|one| one.id == chosen).then_some(())
    })
    .await;
    world.change_department(department, |draft| draft.category = Some(chosen)).await;
    let ticket = world.open_gold(MIA).await;
    assert_eq!(world.category_of(&ticket).await, "Billing 2");
    let second = world.open(NOAH, "buy-gold", gold()).await;
    assert_eq!(world.category_of(&second).await, "Billing 2", "there is one of them");
    let all = world.channels().await;
    assert_eq!(all.iter().filter(|c| c["type"] == 4 && c["name"] == "Billing 2").count(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_guild_that_is_full_says_so_at_the_press() {
    let world = World::new().await;
    let there = world.channels().await.len();
    let mut made = Vec::new();
    for n in there..500 {
        let body = json!({"name": format!("full-{n}"), "type": 0});
        made.push(world.control.create_channel(ACME, &body).await.unwrap());
    }
    let modal = world.press_panel(MIA, "buy-gold").await.modal;
    world.control.submit(MIA, &modal, &gold()).await.unwrap();
    let ticket = world.placed(1).await;
    assert_eq!(ticket.status, domain::Status::Cancelled, "{:?}", ticket.failure);
    let told = said_to(MIA, &world.press_panel(MIA, "buy-gold").await);
    assert!(told.starts_with("This server has as many channels as Discord allows"), "{told}");
    let ill = async || {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems.into_iter().find(|p| p.subject == "channels").map(|p| p.what)
    };
    until("Health says so", || async { ill().await.filter(|what| what.contains("(500)")) }).await;
    world.control.delete_channel(ACME, Id::of(&made[0]["id"])).await.unwrap();
    until("it is well again", || async { ill().await.is_none().then_some(()) }).await;
    assert!(world.press_panel(MIA, "buy-gold").await.modal.is_object(), "a form again");
    world.end().await;
}

#[tokio::test]
async fn access_is_taken_also_where_the_closed_channel_can_lie_nowhere() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let mut n = 0;
    // Until Discord takes no more; closed tickets have no category yet.
    while world.control.create_channel(ACME, &json!({"name": format!("full-{n}"), "type": 0})).await.is_ok() {
        n += 1;
    }
    assert!(world.channels().await.iter().all(|channel| channel["name"] != "Closed Tickets"));
    world.told(BEN, place(&ticket), "close", json!({})).await;
    until("Mia's access is gone", || async { (!world.sees(MIA, &ticket).await).then_some(()) }).await;
    assert_eq!(world.category_of(&ticket).await, "Tickets");
    world.end().await;
}

#[tokio::test]
async fn a_hidden_category_gets_no_second_one() {
    let world = World::new().await;
    world.control.patch_role(ACME, ACME, &json!({"permissions": "0"})).await.unwrap();
    world.control.bot_permissions(ACME, bot::needed_bits().cast_unsigned()).await.unwrap();
    let first = world.open_gold(MIA).await;
    let category = world.store.guild(world.guild).await.unwrap().unwrap().tickets_category.unwrap();
    let closed = json!({"permission_overwrites": [{"id": ACME, "type": 0, "allow": "0", "deny": "1024"}]});
    world.control.patch_channel(ACME, id(category.0), &closed).await.unwrap();
    let subject = format!("place:{category}");
    until("Health says what to grant", || async {
        let problems = world.store.problems(world.guild).await.unwrap();
        problems
            .into_iter()
            .any(|p| p.subject == subject && p.what.contains("“Tickets” the bot lacks View Channels"))
            .then_some(())
    })
    .await;
    let second = world.open(NOAH, "buy-gold", gold()).await;
    assert!(world.sees(NOAH, &second).await, "it works with what it has");
    let all = world.channels().await;
    assert_eq!(all.iter().filter(|c| c["type"] == 4 && c["name"] == "Tickets").count(), 1);
    assert!(world.channel(place(&second)).await.unwrap()["parent_id"].is_null());
    assert_eq!(world.category_of(&first).await, "Tickets");
    world.control.patch_channel(ACME, id(category.0), &json!({"permission_overwrites": []})).await.unwrap();
    until("all is well", || async { world.store.problems(world.guild).await.unwrap().is_empty().then_some(()) }).await;
    said_to(BEN, &world.press(BEN, &second, "claim").await);
    until("it lies where it should", || async {
        let channel = world.channel(place(&second)).await?;
        (channel["parent_id"] == category.to_string().as_str()).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn what_is_forbidden_is_asked_for_once_a_minute() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    until("it is pinned", || async { (pins(&world, &ticket).await == 1).then_some(()) }).await;
    world.control.settings(&json!({"record": true})).await.unwrap();
    // The channel is taken from the bot, and people go on.
    let body = json!({"permission_overwrites": [{"id": ACME, "type": 0, "allow": "0", "deny": "1024"},
        {"id": "1190000000000000002", "type": 1, "allow": "0", "deny": "1024"}]});
    world.control.patch_role(ACME, ACME, &json!({"permissions": "0"})).await.unwrap();
    world.control.bot_permissions(ACME, bot::needed_bits().cast_unsigned()).await.unwrap();
    world.control.patch_channel(ACME, place(&ticket), &body).await.unwrap();
    let ben = staff(&world, BEN).await;
    for n in 0..6 {
        world.store.rename_ticket(&ben, ticket.id, &format!("name-{n}"), Via::Web, now()).await.unwrap();
        let name = json!({"name": format!("something-else-{n}"), "type": 0});
        world.control.create_channel(ACME, &name).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_500)).await;
    }
    let closing = Closing::Close { reason: None, confirmed: false };
    world.store.close_ticket(&ben, ticket.id, &closing, Via::Web, now()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let recorded = world.control.recording(0).await.unwrap();
    let refused: Vec<String> =
        recorded.iter().filter(|r| r["status"] == 403).map(|r| format!("{} {}", r["method"], r["path"])).collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    // Nor does it help to ask for checkups without end.
    let owner = world.owner().await;
    for _ in 0..20 {
        world.store.ask_checkup(&owner);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let recorded = world.control.recording(0).await.unwrap();
    let refused = recorded.iter().filter(|r| r["status"] == 403).count();
    assert!((2..20).contains(&refused), "{refused}");
    // Granted again, all of it is done at once.
    let given = json!({"permission_overwrites": [{"id": ACME, "type": 0, "allow": "0", "deny": "1024"},
        {"id": "1190000000000000002", "type": 1, "allow": "268520464", "deny": "0"}]});
    world.control.patch_channel(ACME, place(&ticket), &given).await.unwrap();
    world.closed_and_published(1).await;
    world.end().await;
}

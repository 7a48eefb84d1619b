//! Knows what the rules' pages answer to a browser that only sends forms, and to a page that is awake: through the
//! router, over the real store.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use axum::body::Body;
use common::{ACME, Answer, BEA, BILLING, LAN, MIA, OWNER, World, at};
use domain::setting::{BlockDraft, Blocked};
use domain::{ClaimMode, Conduct, GuildRules, LogKind, OrderStatus, RoleRule, TicketType, UserId, Via};
use http::header::LOCATION;
use http::{Method, StatusCode};
use std::fmt::Write;

const HTML: &str = "text/html,application/xhtml+xml";
const JSON: &str = "application/json";

async fn kind(world: &World) -> TicketType {
    let types = world.store.catalog(ACME).await.unwrap().types;
    types.into_iter().find(|kind| kind.key == "buy-gold").unwrap()
}

async fn send(world: &World, who: UserId, path: &str, accept: &str, fields: &[(&str, &str)]) -> Answer {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut all, byte| {
            let _ = write!(all, "%{byte:02X}");
            all
        })
    };
    let guild = ACME.to_string();
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", encoded(value));
    let all = fields.iter().chain([&("guild", guild.as_str())]).map(pair).collect::<Vec<_>>();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", accept)];
    world.ask(Method::POST, path, Some(who), Body::from(all.join("&")), &headers).await
}

fn led(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.headers.get(LOCATION).unwrap().to_str().unwrap()
}

fn rules_page() -> String {
    format!("/g/{ACME}/settings/types/buy-gold/rules")
}

#[tokio::test]
async fn rules_are_for_admins_and_blocks_for_staff_too() {
    let world = World::new().await;
    world.open(MIA, "general", 0).await;
    for (path, staff) in [("types/buy-gold/rules", false), ("rules", false), ("blocked", true)] {
        let path = format!("/g/{ACME}/settings/{path}");
        assert_eq!(world.page(&path, Some(OWNER)).await.status, StatusCode::OK, "{path}");
        let told = if staff { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(world.page(&path, Some(BEA)).await.status, told, "{path}");
        assert_eq!(world.page(&path, Some(MIA)).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(world.page(&path, None).await.status, StatusCode::FOUND, "{path}");
    }
    let none = format!("/g/{ACME}/settings/types/none/rules");
    assert_eq!(world.page(&none, Some(OWNER)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_types_rules_are_saved_by_a_plain_form() {
    let world = World::new().await;
    let known = kind(&world).await;
    let (id, seen, role) = (known.id.to_string(), known.revision.to_string(), BILLING.to_string());
    let fields = [
        ("key", "buy-gold"),
        ("id", &id),
        ("seen", &seen),
        // Chosen, and not added by its button: it counts.
        ("add_role", &role),
        ("add_allow", "no"),
        ("account_days", "7"),
        ("limit_total", "12"),
        ("waiting_list", "on"),
        ("claim", "exclusive"),
        ("request_hours", "24"),
        ("ratings", "channel"),
    ];
    let answer = send(&world, OWNER, "/fn/type-rules-save", HTML, &fields).await;
    assert_eq!(led(&answer), rules_page());
    let saved = kind(&world).await;
    assert_eq!(saved.opening.roles, [RoleRule { role: BILLING, allow: false }]);
    assert_eq!((saved.opening.account_days, saved.opening.limit_total, saved.opening.waiting_list), (7, 12, true));
    let expected = Conduct {
        claim: ClaimMode::Exclusive,
        request_hours: 24,
        silence_warning_hours: 0,
        close_on_leave: false,
        ratings: domain::Ratings::Channel,
        ..Conduct::default()
    };
    assert_eq!(saved.conduct, expected);
    assert_eq!((saved.name.as_str(), &saved.form), (known.name.as_str(), &known.form), "and nothing else of it");
    let page = world.page(&rules_page(), Some(OWNER)).await;
    assert!(page.body.contains("Saved: it holds from now on"));
    assert!(page.body.contains("name=\"roles.0.role\"") && page.body.contains("Nobody waits at the moment."));
    assert!(
        world
            .page(&format!("/g/{ACME}/settings/audit"), Some(OWNER))
            .await
            .body
            .contains("the rules of the ticket type")
    );
}

#[tokio::test]
async fn what_is_wrong_comes_back_with_what_was_typed() {
    let world = World::new().await;
    let known = kind(&world).await;
    let (id, seen) = (known.id.to_string(), known.revision.to_string());
    let fields = [
        ("key", "buy-gold"),
        ("id", id.as_str()),
        ("seen", seen.as_str()),
        ("limit_total", "9000"),
        ("silence_hours", "5"),
        ("silence_warning_hours", "5"),
    ];
    let json = send(&world, OWNER, "/fn/type-rules-save", JSON, &fields).await;
    assert_eq!(json.status, StatusCode::OK);
    assert!(
        json.body.contains("\"limit_total\"") && json.body.contains("A number from 0 to 4, please."),
        "{}",
        json.body
    );
    let answer = send(&world, OWNER, "/fn/type-rules-save", HTML, &fields).await;
    assert_eq!(led(&answer), rules_page());
    let page = world.page(&rules_page(), Some(OWNER)).await;
    assert!(page.body.contains("value=\"9000\"") && page.body.contains("Open tickets in total"));
    assert_eq!(kind(&world).await.opening, known.opening);
}

/// Its buttons do without a script what they do with one.
#[tokio::test]
async fn a_line_is_added_by_a_button_of_the_form() {
    let world = World::new().await;
    let known = kind(&world).await;
    let (id, seen, role) = (known.id.to_string(), known.revision.to_string(), BILLING.to_string());
    let fields = [
        ("key", "buy-gold"),
        ("id", id.as_str()),
        ("seen", &seen),
        ("add_role", &role),
        ("add_allow", "yes"),
        ("step", "add"),
    ];
    let answer = send(&world, OWNER, "/fn/type-rules-save", HTML, &fields).await;
    assert_eq!(led(&answer), format!("{}#who-opens", rules_page()));
    let page = world.page(&rules_page(), Some(OWNER)).await;
    assert!(page.body.contains("name=\"roles.0.role\""));
    assert_eq!(kind(&world).await.opening, known.opening, "nothing is saved yet");
}

#[tokio::test]
async fn the_servers_rules_are_saved_by_a_plain_form() {
    let world = World::new().await;
    let seen = world.store.catalog(ACME).await.unwrap().settings_revision.to_string();
    let channel = world.store.channels(ACME).await.unwrap().into_iter().find(|channel| channel.kind == 0);
    let mut fields = vec![
        ("seen", seen.as_str()),
        ("limit_in_all", "4"),
        ("throttle_opens", "0"),
        ("throttle_minutes", "5"),
        ("categories", "Order\r\n\r\n Refund \r\norder"),
        ("risky.paid", "on"),
    ];
    let channel = channel.map(|channel| channel.id);
    let value = channel.map(|channel| channel.to_string()).unwrap_or_default();
    fields.extend([("add_log_kind", "closed"), ("add_log_channel", value.as_str())]);
    let answer = send(&world, OWNER, "/fn/guild-rules-save", HTML, &fields).await;
    assert_eq!(led(&answer), format!("/g/{ACME}/settings/rules"));
    let saved = world.store.catalog(ACME).await.unwrap().rules;
    let expected = GuildRules {
        limit_per_member: 4,
        throttle_opens: 0,
        throttle_minutes: 5,
        categories: vec!["Order".into(), "Refund".into()],
        risky: vec![OrderStatus::Paid],
        logs: channel.map(|channel| (LogKind::Closed, channel)).into_iter().collect(),
    };
    assert_eq!(saved, expected);
    // Whoever saw it before is told.
    let late = send(&world, OWNER, "/fn/guild-rules-save", JSON, &[("seen", "0"), ("throttle_minutes", "9")]).await;
    assert!(late.body.contains("Conflict"), "{}", late.body);
}

#[tokio::test]
async fn somebody_is_blocked_and_let_go_again() {
    let world = World::new().await;
    let blocked = format!("/g/{ACME}/settings/blocked");
    let fields = [("person", "mia chen"), ("reason", "Scam <b>"), ("days", "3")];
    let answer = send(&world, BEA, "/fn/block-add", HTML, &fields).await;
    assert_eq!(led(&answer), blocked);
    let page = world.page(&blocked, Some(BEA)).await;
    assert!(page.body.contains("Mia Chen") && page.body.contains("Scam &lt;b&gt;"), "{}", page.body);
    assert!(!page.body.contains("name=\"role\""), "roles are the admins'");
    assert!(world.page(&blocked, Some(OWNER)).await.body.contains("name=\"role\""));
    for (wrong, says) in [
        (vec![("person", "nobody at all")], "Nobody here is called that."),
        (vec![("person", "mia chen"), ("role", "5")], "not both"),
        (vec![], "Whom?"),
        (vec![("person", "mia chen"), ("days", "0")], "A number of days"),
    ] {
        let answer = send(&world, OWNER, "/fn/block-add", JSON, &wrong).await;
        assert!(answer.body.contains(says), "{}", answer.body);
    }
    let role = BILLING.to_string();
    let staff = send(&world, BEA, "/fn/block-add", JSON, &[("role", &role)]).await;
    assert!(staff.body.contains("Only an admin"), "{}", staff.body);
    let owner = world.store.access(ACME, OWNER, at(0)).await.unwrap();
    let id = world.store.blocks(&owner, at(0)).await.unwrap()[0].block.id.to_string();
    let answer = send(&world, BEA, "/fn/block-remove", HTML, &[("id", &id)]).await;
    assert_eq!(led(&answer), blocked);
    assert!(world.store.blocks(&owner, at(0)).await.unwrap().is_empty());
    let page = world.page(&blocked, Some(BEA)).await;
    assert!(page.body.contains("They may open tickets again") && page.body.contains("action=\"/fn/block-add\""));
    assert_eq!(send(&world, LAN, "/fn/block-add", JSON, &fields).await.status, StatusCode::NOT_FOUND);
    let draft = BlockDraft { whom: Blocked::Person(MIA), reason: None, until: None };
    world.store.block(&owner, &draft, Via::Web, at(1)).await.unwrap();
}

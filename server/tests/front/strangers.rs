//! Every server function there is, called by hand by someone who has no business there.

use super::browser::Browser;
use super::world::{ACME, CHLOE, MIA, NOAH, SAM, World};
use domain::Ticket;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

/// Calls with the arguments of a ticket: all names that any of them asks for.
async fn call(browser: &mut Browser, path: &str, ticket: &Ticket) -> (u16, String) {
    let ask = json!({ "q": "hero", "best": false, "before": null });
    let all = json!({
        "guild": ACME, "number": ticket.number, "at": "Newest", "messages": [ticket.welcome_message], "ask": ask,
        "q": "hero", "head": "from:", "known": [], "offers": "staff", "typed": "t",
        "subject": "panel:1", "key": "buy-gold", "seen": null, "before": null,
    });
    let (guild, number, noah) = (ACME.to_string(), ticket.number.to_string(), NOAH.to_string());
    let form = [
        ("guild", guild.as_str()),
        ("id", "1"),
        ("key", "x"),
        ("name", "x"),
        ("state", "paused"),
        ("step", "up"),
        ("seen", "1"),
        ("number", number.as_str()),
        ("person", noah.as_str()),
        ("priority", "urgent"),
        ("text", "x"),
        ("tag", "x"),
        ("hours", "4"),
        ("order", "A-1"),
        ("stars", "1"),
        ("to", "department:1"),
    ];
    let body = |request: RequestBuilder| match path {
        "/fn/theme" => request.form(&[("theme", "dark")]),
        _ if FORMS.contains(&path) || is_deed(path) => request.form(&form),
        _ => request.json(&all),
    };
    let request = body(browser.bare(Method::POST, path).header("sec-fetch-site", "same-origin"));
    let answer = browser.send(request).await;
    (answer.status.as_u16(), answer.text())
}

/// How the paths begin that only admins may call.
const FOR_ADMINS: &[&str] =
    &["/fn/health", "/fn/type", "/fn/department", "/fn/audit", "/fn/admin-roles", "/fn/guild-rules", "/fn/blocked"];
/// What is read of a ticket. All else that begins so does something to it.
const READS: &[&str] = &["/fn/ticket", "/fn/ticket-page", "/fn/ticket-fresh"];

/// What staff do as well: who is none is told that there is nothing of the kind.
const OF_STAFF: &[&str] = &["/fn/block-add", "/fn/block-remove", "/fn/waiting-open", "/fn/waiting-remove"];

fn is_deed(path: &str) -> bool {
    path.starts_with("/fn/ticket-") && !READS.contains(&path)
}
/// What is called by a form, also without JavaScript.
const FORMS: &[&str] = &[
    "/fn/type-add",
    "/fn/type-save",
    "/fn/type-state",
    "/fn/type-move",
    "/fn/type-delete",
    "/fn/type-restore",
    "/fn/department-add",
    "/fn/department-save",
    "/fn/department-delete",
    "/fn/department-restore",
    "/fn/admin-roles-save",
    "/fn/type-rules-save",
    "/fn/guild-rules-save",
    "/fn/waiting-open",
    "/fn/waiting-remove",
    "/fn/block-add",
    "/fn/block-remove",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_refuses_whoever_it_is_not_for() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    let paths: Vec<(&str, Method)> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(paths.len() >= 5, "{paths:?}");
    let mut mia = world.logged_in(MIA).await;
    let mut others = [world.logged_in(NOAH).await, world.logged_in(CHLOE).await, world.logged_in(SAM).await];
    for (path, method) in paths {
        assert_eq!(method, Method::POST, "{path}");
        // The arguments are right: it works for her whose ticket it is. What deeds do is told elsewhere.
        if !is_deed(path) && !OF_STAFF.contains(&path) {
            let (status, text) = call(&mut mia, path, &ticket).await;
            let own = if FOR_ADMINS.iter().any(|begin| path.starts_with(begin)) { 404 } else { 200 };
            assert_eq!(status, own, "Mia got this from {path}: {text}");
        }
        let (status, text) = call(&mut world.browser(), path, &ticket).await;
        assert_eq!(status, 401, "a stranger got this from {path}: {text}");
        for (user, browser) in ["Noah", "Chloe", "Sam"].iter().zip(&mut others) {
            let (status, text) = call(browser, path, &ticket).await;
            assert!(matches!(status, 200 | 303 | 404), "{user} got {status} from {path}: {text}");
            for secret in [&*ticket.channel_name, "hero", "1500"] {
                assert!(!text.contains(secret), "{user} read of the ticket from {path}: {text}");
            }
        }
        // Arguments that mean nothing are the caller's fault; other methods than POST reach nothing.
        let request =
            mia.bare(Method::POST, path).header("sec-fetch-site", "same-origin").header("content-type", "text/x");
        let answer = mia.send(request.body("[")).await;
        assert!(
            answer.status.is_client_error() || path == "/fn/home",
            "{path} took nonsense: {} {}",
            answer.status,
            answer.text()
        );
        let asked = mia.bare(Method::GET, path);
        assert!(mia.send(asked).await.status.is_client_error(), "{path} answers GET");
    }
    let after = world.store.ticket(ticket.guild, ticket.id).await.unwrap().unwrap();
    assert_eq!((after.status, after.revision, after.priority), (ticket.status, ticket.revision, ticket.priority));
    assert_eq!((after.assignee, after.order_id, after.rating), (None, None, None), "a stranger did something to it");
    world.stop().await;
}

//! Knows that every server function is guarded, whoever wrote it: the list is Leptos' own.

mod common;

use axum::body::Body;
use common::{ACME, BEA, MIA, OWNER, STRANGER, TED, World};
use domain::setting::DepartmentDraft;
use domain::{DepartmentId, TicketTypeId, Via};
use http::{Method, StatusCode};
use leptos::server_fn::axum::server_fn_paths;

const FORM: &str = "application/x-www-form-urlencoded";

/// What each is asked with. One that is not here fails the sweep.
fn asked(path: &str, types: &[TicketTypeId], department: DepartmentId) -> Option<(String, &'static str)> {
    let guild = format!(r#""guild":"{ACME}""#);
    let ask = r#""ask":{"q":"","best":false,"before":null}"#;
    let json = "application/json";
    Some(match path {
        "/fn/home" => ("{}".to_owned(), json),
        "/fn/frame" | "/fn/types" | "/fn/health" | "/fn/health-check" | "/fn/blocked" => (format!("{{{guild}}}"), json),
        "/fn/inbox" => (format!("{{{guild},{ask}}}"), json),
        "/fn/search" => (format!(r#"{{{guild},"q":"gold"}}"#), json),
        "/fn/suggest" => (format!(r#"{{{guild},"head":"from:"}}"#), json),
        "/fn/ticket" | "/fn/ticket-page" => (format!(r#"{{{guild},"number":1,"at":"Newest"}}"#), json),
        "/fn/ticket-fresh" => (format!(r#"{{{guild},"number":1,"messages":[],"known":[]}}"#), json),
        // Every deed of a ticket: its fields are its own, and what is missing is refused in words.
        _ if path.starts_with("/fn/ticket-") => (
            format!("guild={ACME}&number=1&person={TED}&priority=high&tag=vip&text=words&hours=4&order=A-1&name=x"),
            FORM,
        ),
        "/fn/type" | "/fn/type-rules" => (format!(r#"{{{guild},"key":"buy-gold","seen":null}}"#), json),
        "/fn/departments" | "/fn/guild-rules" => (format!(r#"{{{guild},"seen":null}}"#), json),
        "/fn/department" => (format!(r#"{{{guild},"key":"billing","seen":null}}"#), json),
        "/fn/audit" => (format!(r#"{{{guild},"before":null}}"#), json),
        "/fn/type-add" | "/fn/department-add" => (format!("guild={ACME}&name=Something+new"), FORM),
        "/fn/admin-roles-save" | "/fn/guild-rules-save" => (format!("guild={ACME}&seen=1"), FORM),
        // Of a type and a department that are given where they are asked.
        "/fn/waiting-open" | "/fn/waiting-remove" | "/fn/block-remove" => {
            (format!("guild={ACME}&id=1&key=buy-gold"), FORM)
        }
        "/fn/block-add" => (format!("guild={ACME}&person=nobody"), FORM),
        "/fn/type-save" | "/fn/type-rules-save" | "/fn/type-state" | "/fn/type-move" => {
            (format!("guild={ACME}&id={0}&key=buy-gold&state=paused&step=up&seen={0}", types[0]), FORM)
        }
        "/fn/type-delete" => (format!("guild={ACME}&id={}", types[3]), FORM),
        "/fn/type-restore" => (format!("guild={ACME}&id={}", types[2]), FORM),
        "/fn/department-save" | "/fn/department-delete" => {
            (format!("guild={ACME}&id={department}&key=billing&step=up"), FORM)
        }
        "/fn/department-restore" => (format!("guild={ACME}&id=GONE"), FORM),
        "/fn/health-mend" => (format!(r#"{{{guild},"subject":"panel:PANEL"}}"#), json),
        "/fn/theme" => ("theme=dark".to_owned(), FORM),
        _ => return None,
    })
}

#[tokio::test]
async fn each_refuses_a_stranger_and_no_one_is_asked_by_get() {
    let world = World::new().await;
    world.open(MIA, "general", 0).await;
    let catalog = world.store.catalog(ACME).await.unwrap();
    let types: Vec<TicketTypeId> = catalog.types.iter().map(|kind| kind.id).collect();
    let department = catalog.departments[0].id;
    let owner = world.owner_of(ACME, OWNER).await;
    world.store.delete_type(&owner, types[2], Via::Web, common::at(0)).await.unwrap();
    let draft = DepartmentDraft { name: "Trade".to_owned(), ..DepartmentDraft::default() };
    let gone = world.store.add_department(&owner, "trade", &draft, Via::Web, common::at(0)).await.unwrap();
    world.store.delete_department(&owner, gone, Via::Web, common::at(0)).await.unwrap();
    let panel = catalog.panels[0].id.to_string();
    let functions: Vec<(&str, Method)> = server_fn_paths().collect();
    assert!(functions.len() >= 7, "they are registered");
    for (path, method) in functions {
        assert_eq!(method, Method::POST, "{path}");
        assert!(path.starts_with("/fn/"), "{path}");
        let (body, kind) = asked(path, &types, department).unwrap_or_else(|| panic!("{path} is not in the sweep"));
        let body = body.replace("PANEL", &panel).replace("GONE", &gone.to_string());
        let call = async |who| {
            let headers = [("content-type", kind), ("accept", "application/json")];
            world.ask(Method::POST, path, who, Body::from(body.clone()), &headers).await
        };
        let stranger = call(None).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{path}: {}", stranger.body);
        let owner = call(Some(OWNER)).await;
        assert_eq!(owner.status, StatusCode::OK, "{path}: {}", owner.body);
        if path.starts_with("/fn/ticket") {
            // Staff of another department: to them there is no such ticket.
            let other = call(Some(BEA)).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}: {}", other.body);
        }
        if path != "/fn/home" && path != "/fn/theme" {
            let other = call(Some(STRANGER)).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}: {}", other.body);
            assert!(!other.body.contains("Acme"));
        }
        let settings = ["/fn/type", "/fn/department", "/fn/admin", "/fn/audit", "/fn/guild-rules"];
        if settings.iter().any(|begins| path.starts_with(begins)) {
            for person in [BEA, MIA] {
                let other = call(Some(person)).await;
                assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}: {}", other.body);
            }
        }
    }
}

#[tokio::test]
async fn what_does_not_read_is_refused_without_a_panic() {
    let world = World::new().await;
    for body in ["", "{}", "[]", r#"{"guild":"x"}"#, r#"{"guild":"1","number":"a"}"#, "\u{0}"] {
        for name in [
            "frame",
            "inbox",
            "search",
            "suggest",
            "ticket",
            "ticket-page",
            "ticket-fresh",
            "health",
            "health-check",
            "health-mend",
        ] {
            let answer = world.call(name, Some(OWNER), body).await;
            assert!(!answer.status.is_success(), "{name} {body}");
        }
    }
}

#[tokio::test]
async fn the_theme_becomes_a_cookie() {
    let world = World::new().await;
    for (theme, want) in
        [("dark", "theme=dark;"), ("light", "theme=light;"), ("system", "theme=;"), ("x%0d%0ay", "theme=;")]
    {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
        let body = Body::from(format!("theme={theme}"));
        let answer = world.ask(Method::POST, "/fn/theme", Some(MIA), body, &headers).await;
        let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
        assert!(cookie.starts_with(want) && cookie.contains("SameSite=Lax"), "{cookie}");
    }
}

//! Knows what the settings' pages answer to a browser that only sends forms, and to a page that is awake: through the
//! router, over the real store.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use axum::body::Body;
use common::{ACME, Answer, BEA, MIA, OWNER, World, at};
use domain::setting::TypeDraft;
use domain::{TicketType, TypeState, Via};
use http::header::LOCATION;
use http::{Method, StatusCode};
use std::fmt::Write;

const HTML: &str = "text/html,application/xhtml+xml";
const JSON: &str = "application/json";

async fn kind(world: &World, key: &str) -> TicketType {
    let types = world.store.catalog(ACME).await.unwrap().types;
    types.into_iter().find(|kind| kind.key == key).unwrap()
}

fn page(key: &str) -> String {
    format!("/g/{ACME}/settings/types/{key}")
}

async fn send(world: &World, path: &str, accept: &str, fields: &[(&str, String)]) -> Answer {
    let pair = |(name, value): &(&str, String)| format!("{name}={}", encoded(value));
    let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", accept)];
    world.ask(Method::POST, path, Some(OWNER), Body::from(body), &headers).await
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}

/// The fields of an editor as its page has them, read back out of the page.
fn fields(page: &Answer) -> Vec<(&'static str, String)> {
    let value = |name: &str| {
        let at = page.body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("{name} is not in the page"));
        let (start, end) = (page.body[..at].rfind('<').unwrap(), page.body[at..].find('>').unwrap() + at);
        let element = &page.body[start..end];
        if element.starts_with("<textarea") {
            return unescaped(page.body[end + 1..].split("</textarea>").next().unwrap());
        }
        if element.starts_with("<select") {
            let options = page.body[end..].split("</select>").next().unwrap();
            let chosen =
                options.split("<option ").find(|option| option.split('>').next().unwrap().contains("selected"));
            return chosen.map(attribute).unwrap_or_default();
        }
        attribute(element)
    };
    NAMES.iter().map(|name| (*name, value(name))).collect()
}

fn attribute(element: &str) -> String {
    element.split("value=\"").nth(1).map(|rest| unescaped(rest.split('"').next().unwrap())).unwrap_or_default()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

const NAMES: &[&str] = &[
    "guild",
    "key",
    "id",
    "seen",
    "name",
    "label",
    "emoji",
    "style",
    "state",
    "paused_message",
    "department",
    "welcome.title",
    "welcome.text",
    "welcome.instructions",
    "welcome.response_time",
    "welcome.colour",
    "welcome.banner",
    "welcome.thumbnail",
    "welcome.footer",
    "naming",
    "default_priority",
    "limit_per_member",
    "category",
    "closed_category",
    "when_closed",
    "archive_days",
    "form_title",
    "questions.0.key",
    "questions.0.label",
    "questions.0.kind",
    "questions.0.min",
    "questions.0.max",
    "questions.0.choices",
    "questions.0.description",
    "questions.0.placeholder",
    "questions.0.required",
];

fn with(mut fields: Vec<(&'static str, String)>, name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value.to_owned()));
    fields
}

#[tokio::test]
async fn settings_are_for_admins() {
    let world = World::new().await;
    world.open(MIA, "general", 0).await;
    for path in ["types", "types/buy-gold", "departments", "departments/billing", "audit"] {
        let path = format!("/g/{ACME}/settings/{path}");
        assert_eq!(world.page(&path, Some(OWNER)).await.status, StatusCode::OK, "{path}");
        for person in [BEA, MIA] {
            let page = world.page(&path, Some(person)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!page.body.contains("<form method=\"post\" action=\"/fn/type"), "{path}");
        }
        assert_eq!(world.page(&path, None).await.status, StatusCode::FOUND, "{path}");
    }
    for path in ["types/none", "departments/none"] {
        let page = world.page(&format!("/g/{ACME}/settings/{path}"), Some(OWNER)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_was_not_touched_saves_what_it_showed() {
    let world = World::new().await;
    let before = TypeDraft::from(&kind(&world, "general").await);
    let shown = fields(&world.page(&page("general"), Some(OWNER)).await);
    let answer = send(&world, "/fn/type-save", JSON, &shown).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let after = TypeDraft::from(&kind(&world, "general").await);
    // The test reads the first question alone.
    assert_eq!(after.questions[0], before.questions[0]);
    assert_eq!(TypeDraft { questions: vec![], ..after }, TypeDraft { questions: vec![], ..before });
}

#[tokio::test]
async fn a_form_is_saved_and_led_back_with_words() {
    let world = World::new().await;
    let path = page("buy-gold");
    let shown = fields(&world.page(&path, Some(OWNER)).await);
    let changed = with(shown, "label", "Buy <gold> & \"silver\"");
    let answer = send(&world, "/fn/type-save", HTML, &changed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.headers.get(LOCATION).unwrap().to_str().unwrap(), path);
    assert_eq!(kind(&world, "buy-gold").await.label, "Buy <gold> & \"silver\"");
    let back = world.page(&path, Some(OWNER)).await;
    assert!(back.body.contains(">Saved<"), "it is said");
    assert!(back.body.contains("Buy &lt;gold&gt; &amp;"), "and nothing said becomes markup");
    assert!(!world.page(&path, Some(OWNER)).await.body.contains(">Saved<"), "once");
}

#[tokio::test]
async fn what_is_wrong_comes_back_at_its_field_with_what_was_typed() {
    let world = World::new().await;
    let path = page("buy-gold");
    let shown = fields(&world.page(&path, Some(OWNER)).await);
    let long = "x".repeat(81);
    let wrong = with(with(with(shown, "label", &long), "welcome.text", "Hi {custmer}"), "limit_per_member", "many");
    let json = send(&world, "/fn/type-save", JSON, &with(wrong.clone(), "limit_per_member", "1")).await;
    assert_eq!(json.status, StatusCode::OK);
    assert!(json.body.starts_with(r#"{"Faults":"#) && json.body.contains("welcome.text"), "{}", json.body);
    let answer = send(&world, "/fn/type-save", HTML, &wrong).await;
    let to = answer.headers.get(LOCATION).unwrap().to_str().unwrap().to_owned();
    assert_eq!(to, path, "nothing of it is in the address");
    let back = world.page(&path, Some(OWNER)).await;
    for told in ["Nothing was saved", "too long: 81 of 80", "`{custmer}` is not a name", "A number from 1 to 50"] {
        assert!(back.body.contains(told), "{told}");
    }
    let kept = fields(&back);
    let typed = |name: &str| kept.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    assert_eq!(
        (typed("label"), typed("welcome.text"), typed("limit_per_member")),
        (long, "Hi {custmer}".into(), "many".into())
    );
    assert_eq!(kind(&world, "buy-gold").await.revision, 1, "nothing was written");
    // In the list above and at the field; in the list with the part it is in.
    for (name, count) in [("Words on the button", 2), ("Open tickets per member", 2), ("Welcome message, text", 1)] {
        assert_eq!(back.body.matches(&format!(">{name}<")).count(), count, "{name}");
    }
    // The save bar's way back is a button of the form: what was typed is forgotten.
    assert!(back.body.contains("name=\"step\" value=\"theirs\""), "{}", back.body);
    send(&world, "/fn/type-save", HTML, &with(wrong, "step", "theirs")).await;
    let forgotten = world.page(&path, Some(OWNER)).await.body;
    assert!(!forgotten.contains("custmer") && !forgotten.contains("Nothing was saved"));
    send(&world, "/fn/type-save", HTML, &with(kept, "label", "")).await;
    let other = world.page(&page("general"), Some(OWNER)).await;
    assert!(!other.body.contains("Nothing was saved"), "another page is not concerned");
}

#[tokio::test]
async fn a_form_that_came_back_is_shown_once() {
    let world = World::new().await;
    let path = page("buy-gold");
    let shown = fields(&world.page(&path, Some(OWNER)).await);
    let (wrong, mended) = (with(shown.clone(), "label", "Nonsense {"), with(shown, "label", "Gold"));
    let wrong = with(wrong, "limit_per_member", "many");
    let comes_back = async || {
        let body = world.page(&path, Some(OWNER)).await.body;
        (body.contains("Nonsense {"), body.contains("Nothing was saved"))
    };
    send(&world, "/fn/type-save", HTML, &wrong).await;
    // Another tab, awake, hears a bell and asks how it stands: that is not the page which the form leads to.
    let load = format!(r#"{{"guild":"{ACME}","key":"buy-gold","seen":1}}"#);
    let loaded = world.call("type", Some(OWNER), &load).await;
    assert!(loaded.status == StatusCode::OK && !loaded.body.contains("Nonsense {"), "{}", loaded.body);
    assert_eq!(comes_back().await, (true, true), "on the page that it leads to");
    assert_eq!(comes_back().await, (false, false), "and on no other visit");
    // Saved by script before that page was shown.
    send(&world, "/fn/type-save", HTML, &wrong).await;
    let saved = send(&world, "/fn/type-save", JSON, &mended).await.body;
    assert!(saved.starts_with(r#"{"Done":"#), "{saved}");
    assert_eq!(comes_back().await, (false, false), "what was saved is not told as lost");
    let now = world.page(&path, Some(OWNER)).await.body;
    assert!(!now.contains("saved this while you were editing"), "nor as somebody else's");
}

#[tokio::test]
async fn questions_are_added_moved_and_removed_by_buttons_alone() {
    let world = World::new().await;
    let path = page("general");
    let shown = fields(&world.page(&path, Some(OWNER)).await);
    let added = send(&world, "/fn/type-save", HTML, &with(with(shown, "label", "Typed"), "step", "add")).await;
    assert_eq!(added.headers.get(LOCATION).unwrap().to_str().unwrap(), format!("{path}#questions"));
    let back = world.page(&path, Some(OWNER)).await;
    assert!(back.body.contains("name=\"questions.1.label\"") && !back.body.contains("name=\"questions.2.label\""));
    assert!(back.body.contains("value=\"Typed\""), "what was typed stays");
    assert_eq!(kind(&world, "general").await.label, "Open ticket", "nothing is saved yet");
}

#[tokio::test]
async fn the_second_of_two_admins_is_told_and_nothing_is_lost() {
    let world = World::new().await;
    let path = page("buy-gold");
    let shown = fields(&world.page(&path, Some(OWNER)).await);
    let saved = kind(&world, "buy-gold").await;
    let theirs = TypeDraft { label: "Gold now".into(), ..TypeDraft::from(&saved) };
    world
        .store
        .save_type(&world.owner_of(ACME, OWNER).await, saved.id, saved.revision, &theirs, Via::Discord, at(1))
        .await
        .unwrap();
    let mine = with(shown, "name", "Mine");
    let json = send(&world, "/fn/type-save", JSON, &mine).await;
    assert!(json.body.starts_with(r#"{"Conflict":"#) && json.body.contains("Gold now"), "{}", json.body);
    send(&world, "/fn/type-save", HTML, &mine).await;
    let back = world.page(&path, Some(OWNER)).await;
    assert!(back.body.contains("saved this while you were editing") && back.body.contains("Gold now"), "who and what");
    assert!(back.body.contains("value=\"Mine\""), "what was typed stays");
    assert_eq!(kind(&world, "buy-gold").await.name, saved.name, "nothing was overwritten");
    let over = with(fields(&back), "theirs", "2");
    send(&world, "/fn/type-save", HTML, &over).await;
    let now = kind(&world, "buy-gold").await;
    assert_eq!((now.name.as_str(), now.label.as_str()), ("Mine", saved.label.as_str()), "asked for, it is saved over");
    // And the other way: theirs is taken.
    send(&world, "/fn/type-save", HTML, &mine).await;
    send(&world, "/fn/type-save", HTML, &with(mine.clone(), "step", "theirs")).await;
    let fresh = world.page(&path, Some(OWNER)).await;
    assert!(!fresh.body.contains("saved this while"), "{}", "theirs");
}

#[tokio::test]
async fn types_are_paused_ordered_deleted_and_brought_back() {
    let world = World::new().await;
    let first = world.store.catalog(ACME).await.unwrap().types.remove(0);
    let form = |more: &[(&'static str, &str)]| {
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
        [("guild", ACME.to_string()), ("id", first.id.to_string())].into_iter().chain(more).collect::<Vec<_>>()
    };
    let paused = send(&world, "/fn/type-state", JSON, &form(&[("state", "paused")])).await;
    assert_eq!(kind(&world, &first.key).await.state, TypeState::Paused, "{}", paused.body);
    assert!(paused.body.contains(r#""undo":{"action":"/fn/type-state""#), "{}", paused.body);
    let list = format!("/g/{ACME}/settings/types");
    let shown = world.page(&list, Some(OWNER)).await.body;
    let seen = attribute(shown.split("name=\"seen\"").nth(1).unwrap());
    send(&world, "/fn/type-move", JSON, &form(&[("step", "down"), ("seen", &seen)])).await;
    let order = async || {
        let types = world.store.catalog(ACME).await.unwrap().types;
        types.into_iter().map(|kind| kind.key).collect::<Vec<_>>()
    };
    assert_eq!(order().await.iter().position(|key| *key == first.key), Some(1));
    // From a page that shows it as it was: told who was quicker, nothing moved.
    let before = order().await;
    let third = seen.split(',').nth(2).unwrap();
    let late = [("guild", ACME.to_string()), ("id", third.to_owned()), ("step", "down".into()), ("seen", seen.clone())];
    let late = send(&world, "/fn/type-move", HTML, &late).await;
    assert_eq!((late.status, order().await), (StatusCode::SEE_OTHER, before));
    let told = world.page(&list, Some(OWNER)).await.body;
    assert!(told.contains("changed this list meanwhile, so nothing was moved"), "{told}");
    let deleted = send(&world, "/fn/type-delete", HTML, &form(&[])).await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER);
    let back = world.page(&list, Some(OWNER)).await;
    assert!(!back.body.contains(&format!("data-type=\"{}\"", first.key)));
    assert!(back.body.contains("action=\"/fn/type-restore\""), "the way back stands in the page");
    send(&world, "/fn/type-restore", HTML, &form(&[])).await;
    assert!(world.page(&list, Some(OWNER)).await.body.contains(&format!("data-type=\"{}\"", first.key)));
    let audit = world.page(&format!("/g/{ACME}/settings/audit"), Some(OWNER)).await;
    for deed in ["paused the ticket type", "into another order", "deleted the ticket type", "restored the ticket type"]
    {
        assert!(audit.body.contains(deed), "{deed}");
    }
}

#[tokio::test]
async fn a_new_type_and_a_new_department_lead_to_their_editors() {
    let world = World::new().await;
    let add = |path: &'static str, name: &str, preset: &str| {
        vec![
            ("path", path.to_owned()),
            ("guild", ACME.to_string()),
            ("name", name.to_owned()),
            ("preset", preset.to_owned()),
        ]
    };
    for (path, name, preset, to) in [
        ("/fn/type-add", "", "buy-gold", "types/buy-gold-2"),
        ("/fn/type-add", "Refunds & returns", "", "types/refunds-returns"),
        ("/fn/type-add", "退款", "", "types/type"),
        ("/fn/department-add", "Trust & safety", "", "departments/trust-safety"),
        ("/fn/department-add", "Billing!", "", "departments/billing-2"),
        ("/fn/department-add", "退款", "", "departments/department"),
        ("/fn/department-add", "支付", "", "departments/department-2"),
    ] {
        let answer = send(&world, path, HTML, &add(path, name, preset)).await;
        let to = format!("/g/{ACME}/settings/{to}");
        assert_eq!(answer.headers.get(LOCATION).unwrap().to_str().unwrap(), to, "{name}");
        assert_eq!(world.page(&to, Some(OWNER)).await.status, StatusCode::OK);
    }
    let again = send(&world, "/fn/department-add", JSON, &add("", "billing", "")).await;
    assert!(again.body.contains("is taken already"), "{}", again.body);
    let nameless = send(&world, "/fn/type-add", JSON, &add("", "", "")).await;
    assert!(nameless.body.contains("Please give it a name."), "{}", nameless.body);
}

#[tokio::test]
async fn a_departments_roles_are_chosen_by_forms_alone() {
    let world = World::new().await;
    let path = format!("/g/{ACME}/settings/departments/general");
    let catalog = world.store.catalog(ACME).await.unwrap();
    let general = catalog.departments.iter().find(|department| department.key == "general").unwrap();
    let form = |more: &[(&'static str, String)]| {
        let own = [
            ("guild", ACME.to_string()),
            ("key", "general".to_owned()),
            ("id", general.id.to_string()),
            ("seen", general.revision.to_string()),
            ("name", "General".to_owned()),
            ("colour", "#123456".to_owned()),
        ];
        own.into_iter().chain(more.iter().cloned()).collect::<Vec<_>>()
    };
    let role = common::TECH.to_string();
    let step = form(&[("add_role", role.clone()), ("add_kind", "viewer".into()), ("step", "add".into())]);
    send(&world, "/fn/department-save", HTML, &step).await;
    let back = world.page(&path, Some(OWNER)).await;
    assert!(back.body.contains(&format!("name=\"role.{role}\"")) && back.body.contains("Tech team"));
    let name: &'static str = Box::leak(format!("role.{role}").into_boxed_str());
    let saved = send(&world, "/fn/department-save", JSON, &form(&[(name, "viewer".into())])).await;
    assert!(saved.body.contains("Done"), "{}", saved.body);
    let catalog = world.store.catalog(ACME).await.unwrap();
    let general = catalog.departments.iter().find(|department| department.key == "general").unwrap();
    assert_eq!(general.roles, [(common::TECH, domain::RoleKind::Viewer)]);
    assert_eq!(general.colour, 0x12_3456);
    let gone = send(&world, "/fn/department-delete", JSON, &form(&[])).await;
    assert!(gone.body.contains(r#""undo":{"action":"/fn/department-restore""#), "{}", gone.body);
    let admins = vec![("guild", ACME.to_string()), ("seen", catalog.settings_revision.to_string()), ("add_role", role)];
    let saved = send(&world, "/fn/admin-roles-save", JSON, &admins).await;
    assert!(saved.body.contains("Done"), "{}", saved.body);
    assert_eq!(world.store.catalog(ACME).await.unwrap().admin_roles, [common::TECH]);
}

#[tokio::test]
async fn a_role_that_discord_deleted_is_shown_and_goes_with_a_save() {
    let world = World::new().await;
    let path = format!("/g/{ACME}/settings/departments/tech-support");
    let catalog = world.store.catalog(ACME).await.unwrap();
    let tech = catalog.departments.iter().find(|department| department.key == "tech-support").unwrap();
    assert!(tech.roles.iter().any(|(role, _)| *role == common::TECH), "{:?}", tech.roles);
    world.store.role_deleted(ACME, common::TECH).await.unwrap();
    let page = world.page(&path, Some(OWNER)).await.body;
    assert!(page.contains("goes with the next save") && !page.contains("not right yet"), "{page}");
    let mut form = vec![
        ("guild".to_owned(), ACME.to_string()),
        ("key".to_owned(), tech.key.clone()),
        ("id".to_owned(), tech.id.to_string()),
        ("seen".to_owned(), tech.revision.to_string()),
        ("name".to_owned(), "Engineers".to_owned()),
        ("colour".to_owned(), "#123456".to_owned()),
    ];
    form.extend(tech.roles.iter().map(|(role, kind)| (format!("role.{role}"), kind.to_string())));
    let form: Vec<(&str, String)> = form.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let saved = send(&world, "/fn/department-save", JSON, &form).await.body;
    assert!(saved.contains("Saved. 1 role that no longer exists in Discord was removed."), "{saved}");
    let page = world.page(&path, Some(OWNER)).await.body;
    assert!(page.contains("Engineers") && !page.contains("goes with the next save"));
}

#[tokio::test]
async fn a_deleted_department_comes_back_by_a_form() {
    let world = World::new().await;
    let list = format!("/g/{ACME}/settings/departments");
    let add = [("guild", ACME.to_string()), ("name", "Trade".to_owned())];
    send(&world, "/fn/department-add", HTML, &add).await;
    let catalog = world.store.catalog(ACME).await.unwrap();
    let trade = catalog.departments.iter().find(|department| department.key == "trade").unwrap().id;
    let form = [("guild", ACME.to_string()), ("id", trade.to_string())];
    send(&world, "/fn/department-delete", HTML, &form).await;
    let back = world.page(&list, Some(OWNER)).await.body;
    assert!(
        !back.contains("data-department=\"trade\"") && back.contains("action=\"/fn/department-restore\""),
        "{back}"
    );
    let restored = send(&world, "/fn/department-restore", JSON, &form).await;
    assert!(restored.body.contains("The department is back"), "{}", restored.body);
    assert!(world.page(&list, Some(OWNER)).await.body.contains("data-department=\"trade\""));
}

#[tokio::test]
async fn the_audit_comes_in_pages() {
    let world = World::new().await;
    let audit = format!("/g/{ACME}/settings/audit");
    let owner = world.owner_of(ACME, OWNER).await;
    let first = world.store.catalog(ACME).await.unwrap().types.remove(0).id;
    for (minute, state) in (1..=34).zip([TypeState::Paused, TypeState::Active].into_iter().cycle()) {
        world.store.set_type_state(&owner, first, state, None, Via::Web, at(minute)).await.unwrap();
    }
    let newest = world.page(&audit, Some(OWNER)).await;
    assert_eq!(newest.body.matches("data-audit=").count(), 30);
    let older = newest.body.split(&format!("href=\"{audit}?before=")).nth(1).unwrap().split('"').next().unwrap();
    let next = world.page(&format!("{audit}?before={older}"), Some(OWNER)).await;
    assert!((4..30).contains(&next.body.matches("data-audit=").count()), "the rest of them");
    assert!(next.body.contains(&format!("href=\"{audit}\"")), "and the way back");
}

//! Knows what each page answers to whom: status, words, links; through the router, over the real store.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{ACME, Answer, BEA, FAR, LAN, MIA, OWNER, STRANGER, TED, World, at, attachment, said};
use domain::{Bell, Via};
use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use store::{BotStatus, Closing};

fn location(answer: &Answer) -> Option<&str> {
    answer.headers.get(LOCATION).map(|value| value.to_str().unwrap())
}

/// What a reader sees of a page: without the nonce and the moment, which differ each time.
fn timeless(answer: &Answer) -> String {
    let mut text = answer.body.clone();
    for (from, to) in [("nonce=\"", '"'), ("\\\"loaded\\\":", ',')] {
        while let Some(start) = text.find(from) {
            let end = text[start + from.len()..].find(to).unwrap() + start + from.len() + 1;
            text.replace_range(start..end, "");
        }
    }
    text
}

fn rows(answer: &Answer) -> usize {
    answer.body.matches("data-row=").count()
}

#[tokio::test]
async fn a_stranger_is_told_what_docket_is() {
    let world = World::new().await;
    let page = world.page("/", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Log in with Discord") && page.body.contains(r#"href="/login?next=%2F""#));
    assert!(page.body.contains("<title>Docket</title>"), "{}", page.body);
}

#[tokio::test]
async fn the_shell_loads_what_the_manifest_names_under_the_policy() {
    let world = World::new().await;
    let page = world.page("/", None).await;
    let policy = page.headers.get(CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() >= 20, "{policy}");
    for part in [
        "default-src 'none'",
        "'wasm-unsafe-eval'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "img-src 'self' data: blob:",
    ] {
        assert!(policy.contains(part), "{part}");
    }
    assert!(!policy.contains("'unsafe-eval'") && !policy.contains("script-src 'self' 'unsafe-inline'"));
    assert!(page.body.contains(r#"<link rel="stylesheet" href="/pkg/style-1.css">"#));
    assert!(page.body.contains(r#"rel="modulepreload" href="/pkg/settings-1.js""#));
    assert!(
        page.body.contains(&format!(r#"<script type="module" nonce="{nonce}">import start from "/pkg/settings-1.js""#))
    );
    assert_eq!(page.body.matches("<script").count(), page.body.matches(&format!("nonce=\"{nonce}\"")).count());
    let again = world.page("/", None).await;
    assert!(!again.body.contains(nonce), "a nonce is used once");
}

#[tokio::test]
async fn each_page_loads_the_module_that_has_it() {
    let world = World::new().await;
    for (path, has, has_not) in [
        (format!("/g/{ACME}/inbox"), "desk-1", "settings-1"),
        (format!("/g/{ACME}/settings"), "settings-1", "desk-1"),
        (format!("/g/{ACME}/settings/nothing/here"), "settings-1", "desk-1"),
        (format!("/g/{ACME}/settings/departments"), "departments-1", "settings-1"),
        (format!("/g/{ACME}/settings/departments/billing"), "departments-1", "settings-1"),
        ("/nothing/here".to_owned(), "desk-1", "settings-1"),
    ] {
        let page = world.page(&path, Some(OWNER)).await;
        assert_eq!(page.body.matches(&format!("/pkg/{has}")).count(), 4, "{path}: {}", page.body);
        assert!(!page.body.contains(has_not), "{path}");
    }
}

#[tokio::test]
async fn pages_of_a_guild_lead_a_stranger_to_the_login_and_back() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    for path in [format!("/g/{ACME}/inbox?status=open"), format!("/g/{ACME}/tickets/1"), format!("/g/{ACME}")] {
        let page = world.page(&path, None).await;
        if path.ends_with(&ACME.to_string()) {
            assert_eq!(location(&page), Some(format!("/g/{ACME}/inbox").as_str()));
            continue;
        }
        assert_eq!(page.status, StatusCode::FOUND, "{path}");
        let next = path.replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
        assert_eq!(location(&page), Some(format!("/login?next={next}").as_str()));
        assert!(!page.body.contains("Acme"), "nothing of the guild is told");
    }
}

#[tokio::test]
async fn one_guild_is_no_choice() {
    let world = World::new().await;
    let page = world.page("/", Some(MIA)).await;
    assert_eq!((page.status, location(&page)), (StatusCode::FOUND, Some(format!("/g/{ACME}/inbox").as_str())));
    // With a second one there is.
    let seen = store::MemberSeen { person: common::person(MIA), nick: None, roles: vec![] };
    world.store.members_seen(FAR, &[seen], at(0)).await.unwrap();
    let page = world.page("/", Some(MIA)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Acme Games") && page.body.contains("Far Away"));
}

#[tokio::test]
async fn each_sees_the_tickets_that_are_theirs_to_read() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    world.open(LAN, "buy-gold", 1).await;
    world.open(LAN, "general", 2).await;
    let inbox = format!("/g/{ACME}/inbox");
    for (who, count) in [(OWNER, 3), (BEA, 2), (MIA, 1), (LAN, 2)] {
        let page = world.page(&inbox, Some(who)).await;
        assert_eq!((page.status, rows(&page)), (StatusCode::OK, count), "{who}");
    }
    assert!(world.page(&inbox, Some(MIA)).await.body.contains("Your tickets"));
    assert!(!world.page(&inbox, Some(MIA)).await.body.contains("Đặng Thị Lan"));
    let ticket = |number: i64| format!("/g/{ACME}/tickets/{number}");
    for (who, number, status) in [
        (OWNER, 1, 200),
        (BEA, 1, 200),
        (BEA, 3, 404),
        (TED, 1, 404),
        (TED, 3, 200),
        (MIA, 1, 200),
        (MIA, 2, 404),
        (STRANGER, 1, 404),
        (OWNER, 99, 404),
    ] {
        let page = world.page(&ticket(number), Some(who)).await;
        assert_eq!(page.status.as_u16(), status, "{who} reads {number}");
    }
}

#[tokio::test]
async fn what_is_hidden_looks_like_what_does_not_exist() {
    let world = World::new().await;
    world.open(LAN, "buy-gold", 0).await;
    let hidden = world.page(&format!("/g/{ACME}/tickets/1"), Some(MIA)).await;
    let absent = world.page(&format!("/g/{ACME}/tickets/7"), Some(MIA)).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert!(timeless(&hidden).replace("tickets/1", "tickets/7") == timeless(&absent));
    let hidden = world.page(&format!("/g/{ACME}/inbox"), Some(STRANGER)).await;
    let absent = world.page("/g/12345/inbox", Some(STRANGER)).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert!(timeless(&hidden).replace(&ACME.to_string(), "12345") == timeless(&absent));
    assert!(hidden.body.contains("An admin of the server can give you a role"));
    for path in ["/nowhere", "/g/none/inbox", &format!("/g/{ACME}/tickets/x"), &format!("/g/{ACME}/nothing")] {
        assert_eq!(world.page(path, Some(OWNER)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_address_filters_the_list() {
    let world = World::new().await;
    let first = world.open(MIA, "buy-gold", 0).await;
    world.open(LAN, "buy-gold", 1).await;
    world.open(LAN, "general", 2).await;
    let mia = world.store.access(ACME, MIA, at(5)).await.unwrap();
    let closing = Closing::Close { reason: Some("done".into()), confirmed: false };
    world.store.close_ticket(&mia, first.id, &closing, Via::Discord, at(5)).await.unwrap();
    let gold = first.ticket_type;
    for (query, count) in [
        ("", 3),
        ("status=closed", 1),
        ("status=active", 2),
        ("status=open&status=closed", 3),
        ("status=&type=&member=&number=&priority=", 3),
        (&format!("type={gold}"), 2),
        (&format!("type={gold}&status=open"), 1),
        ("member=thị", 2),
        (&format!("member={MIA}"), 1),
        ("number=3", 1),
        ("number=%233", 1),
        ("number=x", 3),
        ("priority=urgent", 0),
        ("priority=medium", 3),
        ("before=0.0", 0),
    ] {
        let page = world.page(&format!("/g/{ACME}/inbox?{query}"), Some(OWNER)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(rows(&page), count, "{query}");
    }
    let none = world.page(&format!("/g/{ACME}/inbox?priority=urgent"), Some(OWNER)).await;
    assert!(none.body.contains("No ticket fits") && none.body.contains(&format!(r#"href="/g/{ACME}/inbox""#)));
}

#[tokio::test]
async fn the_list_goes_on_page_by_page() {
    let world = World::new().await;
    for minute in 0..57 {
        let who = common::PEOPLE[3 + usize::from(minute % 2 == 0)].0;
        let ticket = world.open(who, "general", minute).await;
        let owner = world.store.access(ACME, OWNER, at(minute)).await.unwrap();
        let closing = Closing::Close { reason: None, confirmed: false };
        world.store.close_ticket(&owner, ticket.id, &closing, Via::Discord, at(minute)).await.unwrap();
    }
    let page = world.page(&format!("/g/{ACME}/inbox?status=closed"), Some(OWNER)).await;
    assert_eq!(rows(&page), 50);
    assert!(page.body.contains("57 tickets"));
    let start = page.body.find(&format!("/g/{ACME}/inbox?q=status%3Aclosed&amp;before=")).unwrap();
    let link: String = page.body[start..].chars().take_while(|c| *c != '"').collect();
    let below = world.page(&link.replace("&amp;", "&"), Some(OWNER)).await;
    assert_eq!(rows(&below), 7);
    assert!(below.body.contains("Back to the newest"));
}

#[tokio::test]
async fn a_conversation_reads_as_it_was_said() {
    let world = World::new().await;
    let ticket = world.open(MIA, "buy-gold", 0).await;
    world.say(&ticket, 1, MIA, "**hello** <script>alert(1)</script> <@701000000000000002> https://a.example/x").await;
    let answer = world.say(&ticket, 2, BEA, "first words").await;
    let edited = domain::Said { content: "second words".into(), edited_at: Some(at(3)), ..answer };
    world.record(&edited).await;
    let gone = world.say(&ticket, 4, MIA, "never mind").await;
    world.store.record_deletion(gone.channel, &[gone.id], at(5)).await.unwrap();
    let mut with_file = said(&ticket, 6, MIA, "");
    with_file.attachments =
        vec![attachment(9, "shot 1.png", "image/png"), attachment(10, "big.zip", "application/zip")];
    with_file.reply_to = Some(edited.id);
    world.record(&with_file).await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec();
    let stored = world.store.files().put(png).await.unwrap();
    world.store.file_stored(domain::AttachmentId(9), &stored).await.unwrap();
    world.store.file_failed(domain::AttachmentId(10), "larger than 100 MB", None).await.unwrap();

    let page = world.page(&format!("/g/{ACME}/tickets/1"), Some(BEA)).await;
    assert_eq!(page.status, StatusCode::OK);
    let body = &page.body;
    assert!(body.contains("<strong>") && body.contains("&lt;script&gt;alert(1)"));
    assert!(!body.contains("<script>alert"), "what is said never becomes markup");
    assert!(body.contains("@Bea Ortiz"), "mentions have names");
    assert!(body.contains(r#"href="https://a.example/x" target="_blank" rel="noopener noreferrer nofollow""#));
    assert!(body.contains("second words") && body.contains("first words") && body.contains("edited, show earlier"));
    assert!(body.contains("never mind") && body.contains("Deleted"));
    assert!(body.contains(&format!(r#"src="/files/{ACME}/1/9/shot%201.png""#)), "from Docket's own copy");
    assert!(!body.contains("cdn.example"), "nothing is loaded from elsewhere");
    assert!(body.contains("Could not be kept: larger than 100 MB"));
    assert!(body.contains(&format!("tickets/1?at={}#m-{}", edited.id, edited.id)), "a reply leads to what it answers");
    assert!(body.contains("as we said") && body.contains("Buy gold"), "the answers stand in the details");
}

#[tokio::test]
async fn every_message_can_be_reached() {
    let world = World::new().await;
    let ticket = world.open(MIA, "general", 0).await;
    let mut ids = Vec::new();
    for minute in 1..=230 {
        ids.push(world.say(&ticket, minute, MIA, &format!("word {minute}.")).await.id);
    }
    let messages = |answer: &Answer| answer.body.matches("data-message=").count();
    let newest = world.page(&format!("/g/{ACME}/tickets/1"), Some(MIA)).await;
    assert_eq!(messages(&newest), 100);
    assert!(
        newest.body.contains("word 230.") && newest.body.contains("word 131.") && !newest.body.contains("word 130.")
    );
    assert!(newest.body.contains("Older messages") && !newest.body.contains("Newer messages"));
    let oldest = world.page(&format!("/g/{ACME}/tickets/1?older={}", ids[30]), Some(MIA)).await;
    assert_eq!(messages(&oldest), 30);
    assert!(oldest.body.contains("word 1.") && !oldest.body.contains("Older messages"));
    assert!(oldest.body.contains("Newer messages"));
    let linked = world.page(&format!("/g/{ACME}/tickets/1?at={}", ids[100]), Some(MIA)).await;
    assert!(linked.body.contains(&format!(r#"id="m-{}""#, ids[100])), "the page around it");
}

#[tokio::test]
async fn the_bots_absence_is_told_in_words_that_fit_the_reader() {
    let world = World::new().await;
    let inbox = format!("/g/{ACME}/inbox");
    assert!(!world.page(&inbox, Some(BEA)).await.body.contains("not connected"));
    let failed = BotStatus::Failed { why: "The token is wrong.".into(), mend: "Set discord.token.".into() };
    world.store.set_bot_status(failed);
    // While the bot is away rights are only believed for a minute.
    world.store.members_seen(ACME, &[], at(0)).await.unwrap();
    let home = world.page("/", Some(OWNER)).await;
    assert!(!home.body.is_empty());
    let front = world.call("home", Some(OWNER), "{}").await;
    assert!(front.body.contains("The token is wrong.") && front.body.contains("Set discord.token."));
    let front = world.call("home", Some(MIA), "{}").await;
    assert!(front.body.contains("Away") && !front.body.contains("token"), "{}", front.body);
}

#[tokio::test]
async fn the_theme_is_the_readers() {
    let world = World::new().await;
    let inbox = format!("/g/{ACME}/inbox");
    for (cookie, attribute) in [("dark", true), ("light", true), ("\"><script>", false)] {
        let page = world.page_with_theme(&inbox, OWNER, cookie).await;
        assert_eq!(page.body.contains(&format!("<html lang=\"en\" data-theme=\"{cookie}\"")), attribute, "{cookie}");
        assert_eq!(page.body.contains("<html lang=\"en\">"), !attribute);
    }
}

#[tokio::test]
async fn a_bell_rings_for_what_pages_read_again() {
    let world = World::new().await;
    let ticket = world.open(MIA, "general", 0).await;
    let mut bells = world.store.subscribe();
    let said = world.say(&ticket, 1, MIA, "new words").await;
    let bell = bells.recv().await.unwrap();
    assert_eq!(bell, Bell::Message { guild: ACME, ticket: ticket.id, message: said.id });
    let json = format!(r#"{{"guild":"{ACME}","number":1,"messages":["{}"]}}"#, said.id);
    let fresh = world.call("ticket-fresh", Some(MIA), &json).await;
    assert_eq!(fresh.status, StatusCode::OK);
    assert!(fresh.body.contains("new words"));
    assert_eq!(world.call("ticket-fresh", Some(LAN), &json).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn words_bring_passages_with_the_find_marked() {
    let world = World::new().await;
    let gold = world.open(MIA, "buy-gold", 0).await;
    let sword = world.open(LAN, "general", 1).await;
    let said = world.say(&gold, 2, MIA, "where is **my <b>marmalade</b>** sword?").await;
    world.say(&sword, 3, LAN, "Marmalade for all").await;
    let inbox = |query: &str| format!("/g/{ACME}/inbox?{query}");
    let page = world.page(&inbox("q=marmal*"), Some(OWNER)).await;
    assert_eq!((page.status, rows(&page), page.body.matches("data-hit=").count()), (StatusCode::OK, 2, 2));
    assert!(page.body.contains(">marmalade<!></mark>") && page.body.contains("2 finds"));
    assert!(!page.body.contains("<b>marmalade"), "what was said is text");
    let link = format!("/g/{ACME}/tickets/1?q=marmal%2A&amp;at={0}#m-{0}", said.id);
    assert!(page.body.contains(&link), "{link}");
    for (who, count) in [(MIA, 1), (BEA, 1), (TED, 1), (STRANGER, 0)] {
        assert_eq!(rows(&world.page(&inbox("q=marmalade"), Some(who)).await), count, "{who}");
    }
    let page = world.page(&inbox("q=marmalade+status:closed"), Some(OWNER)).await;
    assert!(page.body.contains("Nothing was said so") && page.body.contains("0 finds"));
    let page = world.page(&inbox("q=from:me&status=open"), Some(MIA)).await;
    assert!(rows(&page) == 1 && page.body.contains(r#"value="from:me status:open""#));
}

#[tokio::test]
async fn a_question_that_cannot_be_read_stays_in_the_box() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    let page = world.page(&format!("/g/{ACME}/inbox?q=gold+%22buy+now"), Some(OWNER)).await;
    assert_eq!((page.status, rows(&page)), (StatusCode::OK, 0));
    assert!(page.body.contains(r#"role="alert""#) && page.body.contains("This quote has no end"));
    assert!(page.body.contains("value=\"gold &quot;buy now\""));
    let page = world.page(&format!("/g/{ACME}/inbox?q=stauts:open"), Some(OWNER)).await;
    assert!(page.body.contains(">stauts:<!></span>") && page.body.contains("Did you mean status: ?"));
}

#[tokio::test]
async fn what_may_be_written_next_is_the_readers_own() {
    let world = World::new().await;
    world.open(MIA, "buy-gold", 0).await;
    world.open(LAN, "general", 1).await;
    let offers = async |who, head: &str| {
        let json = serde_json::json!({ "guild": ACME, "head": head }).to_string();
        let answer = world.call("suggest", Some(who), &json).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let found: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        let written = |one: &serde_json::Value| one[0].as_str().unwrap().to_owned();
        (found["keep"].as_u64().unwrap(), found["items"].as_array().unwrap().iter().map(written).collect::<Vec<_>>())
    };
    assert_eq!(offers(OWNER, "").await.1.len(), 11);
    assert_eq!(offers(OWNER, "gold st").await, (5, vec!["status:".to_owned()]));
    assert_eq!(
        offers(OWNER, "status:cl").await,
        (7, vec!["active".to_owned(), "closed".to_owned()]),
        "not closed, closed"
    );
    assert_eq!(offers(OWNER, "gold ").await.1, Vec::<String>::new());
    assert_eq!(offers(OWNER, "\"sta").await.1, Vec::<String>::new());
    assert_eq!(offers(OWNER, "priority:urgent").await.1, Vec::<String>::new(), "all of it is there");
    assert!(offers(TED, "from:").await.1.len() == 2 && offers(BEA, "from:").await.1.len() == 2);
    assert_eq!(offers(MIA, "from:").await.1, ["me"]);
    assert_eq!(offers(TED, "type:buy").await.1, Vec::<String>::new());
    let short = world.call("search", Some(OWNER), &serde_json::json!({ "guild": ACME, "q": "#2" }).to_string()).await;
    let short: serde_json::Value = serde_json::from_str(&short.body).unwrap();
    assert_eq!((short["lines"].as_array().unwrap().len(), short["lines"][0]["number"].as_i64()), (1, Some(2)));
}

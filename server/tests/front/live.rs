//! Live sockets: what they are told, and when they end.

use super::browser::Browser;
use super::world::{ACME, BEN, MIA, NOAH, SAM, World, id, now};
use domain::setting::TypeRulesDraft;
use domain::{MemberFacts, OpeningRules, Refusal, Ticket, UserId, Via};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

async fn connect(world: &World, browser: &Browser, origin: &str) -> Result<Line, Error> {
    let mut request = format!("{}/live", world.base.replace("http", "ws")).into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    if let Some(cookie) = &browser.cookie {
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
    }
    Ok(Line(connect_async(request).await?.0))
}

impl Line {
    async fn of(world: &World, user: UserId) -> Self {
        connect(world, &world.logged_in(user).await, &world.origin).await.unwrap()
    }

    async fn watch(&mut self, topics: Value) {
        self.0.send(Message::text(json!({ "watch": topics }).to_string())).await.unwrap();
    }

    /// Until the list that was sent holds, so many topics of it.
    async fn holds(&mut self, topics: usize) {
        self.until(|told| *told == json!({ "watching": topics })).await;
    }

    /// The next thing that is told; `None` at the end.
    async fn told(&mut self) -> Option<Value> {
        loop {
            let frame = timeout(Duration::from_secs(6), self.0.next()).await.expect("nothing was told");
            match frame {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    }

    /// Nothing but what does not concern tickets is told for a while.
    async fn is_quiet(&mut self) {
        while let Ok(Some(Ok(frame))) = timeout(Duration::from_millis(600), self.0.next()).await {
            let Message::Text(text) = frame else { continue };
            let told: Value = serde_json::from_str(&text).unwrap();
            assert!(told.get("ticket").is_none(), "{told}");
        }
    }

    async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let told = self.told().await.expect("the socket ended");
            if wanted(&told) {
                return told;
            }
        }
    }
}

fn whole() -> Value {
    json!({ "guild": ACME })
}

fn one(ticket: &Ticket) -> Value {
    json!({ "guild": ACME, "ticket": ticket.id })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_rings_for_those_who_may_hear_it() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    let mut mia = Line::of(&world, MIA).await;
    let mut ben = Line::of(&world, BEN).await;
    let mut noah = Line::of(&world, NOAH).await;
    let mut sam = Line::of(&world, SAM).await;
    mia.watch(json!([one(&ticket)])).await;
    ben.watch(json!([whole()])).await;
    noah.watch(json!([whole(), one(&ticket)])).await;
    sam.watch(json!([whole(), one(&ticket)])).await;
    assert_eq!(noah.told().await, Some(json!({ "refused": one(&ticket) })));
    assert_eq!(sam.told().await, Some(json!({ "refused": whole() })));
    assert_eq!(sam.told().await, Some(json!({ "refused": one(&ticket) })));
    for (line, topics) in [(&mut mia, 1), (&mut ben, 1), (&mut noah, 1), (&mut sam, 0)] {
        line.holds(topics).await;
    }
    let said = world.control.say(id(MIA), id(ticket.channel.unwrap()), "hello").await.unwrap();
    let wanted = json!({ "event": "message", "guild": ACME, "ticket": ticket.id, "message": said["id"] });
    for line in [&mut mia, &mut ben] {
        line.until(|told| *told == wanted).await;
    }
    for line in [&mut noah, &mut sam] {
        line.is_quiet().await;
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_staff_let_in_hears_until_they_are_taken_out() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    let ben = world.store.access(ACME, BEN, now()).await.unwrap();
    let mut noah = Line::of(&world, NOAH).await;
    noah.watch(json!([whole()])).await;
    noah.holds(1).await;
    // His list is read again.
    world.store.add_member(&ben, ticket.id, NOAH, Via::Web, now()).await.unwrap();
    noah.until(|told| told["event"] == "ticket" && told["ticket"] == json!(ticket.id)).await;
    noah.until(|told| told["event"] == "access").await;
    noah.watch(json!([whole(), one(&ticket)])).await;
    noah.holds(2).await;
    let said = world.control.say(id(MIA), id(ticket.channel.unwrap()), "hello").await.unwrap();
    noah.until(|told| told["message"] == said["id"]).await;
    // The open page is told that it is his no more, and so is the list.
    world.store.remove_member(&ben, ticket.id, NOAH, Via::Web, now()).await.unwrap();
    noah.until(|told| *told == json!({ "refused": one(&ticket) })).await;
    noah.until(|told| told["event"] == "access").await;
    world.control.say(id(MIA), id(ticket.channel.unwrap()), "and again").await.unwrap();
    noah.is_quiet().await;
    noah.watch(json!([one(&ticket)])).await;
    assert_eq!(noah.told().await, Some(json!({ "refused": one(&ticket) })));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_told_to_staff_alone() {
    let world = World::start().await;
    let owner = world.store.guild(ACME).await.unwrap().unwrap().owner;
    let admin = world.store.access_with(ACME, owner, &MemberFacts::default()).await.unwrap().admin().unwrap();
    let opening = world.opening(NOAH).await;
    let catalog = world.store.catalog(ACME).await.unwrap();
    let kind = catalog.types.iter().find(|kind| kind.id == opening.ticket_type).unwrap();
    let rules = OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() };
    let draft = TypeRulesDraft { opening: rules, ..TypeRulesDraft::from(kind) };
    world.store.save_type_rules(&admin, kind.id, kind.revision, &draft, Via::Web, now()).await.unwrap();
    world.ticket(MIA).await;
    let mut ben = Line::of(&world, BEN).await;
    let mut mia = Line::of(&world, MIA).await;
    for line in [&mut ben, &mut mia] {
        line.watch(json!([whole()])).await;
        line.holds(1).await;
    }
    let wanted = json!({ "event": "line", "guild": ACME });
    let told = world.store.open_ticket(&opening, now()).await;
    assert!(matches!(told, Err(store::Error::Refused(Refusal::InLine { position: 1 }))), "{told:?}");
    ben.until(|told| *told == wanted).await;
    assert!(world.store.leave_line(ACME, kind.id, NOAH).await.unwrap());
    ben.until(|told| *told == wanted).await;
    while let Ok(Some(Ok(frame))) = timeout(Duration::from_millis(600), mia.0.next()).await {
        assert!(!matches!(&frame, Message::Text(text) if text.contains("line")), "{frame:?}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_with_its_login_its_rights_and_its_process() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    // Without a login it is told so.
    let mut stranger = connect(&world, &world.browser(), &world.origin).await.unwrap();
    assert_eq!(stranger.told().await, Some(json!({ "closed": "login" })));
    assert_eq!(stranger.told().await, None);
    // Another site's page is not let in at all.
    let browser = world.logged_in(MIA).await;
    for origin in ["https://evil.example", "null"] {
        let refused = connect(&world, &browser, origin).await.err().expect("a foreign page was let in");
        assert!(matches!(refused, Error::Http(answer) if answer.status() == 403), "{origin}");
    }
    // Logged out elsewhere.
    let mut line = connect(&world, &browser, &world.origin).await.unwrap();
    line.watch(json!([one(&ticket)])).await;
    assert_eq!(browser.clone().post("/logout").await.status, 303);
    line.until(|told| *told == json!({ "closed": "login" })).await;
    // A role was taken away in Discord.
    let mut ben = Line::of(&world, BEN).await;
    ben.watch(json!([whole(), one(&ticket)])).await;
    ben.holds(2).await;
    world.control.member(id(ACME), id(BEN), &json!({ "roles": [] })).await.unwrap();
    timeout(Duration::from_secs(5), ben.until(|told| *told == json!({ "closed": "access" }))).await.unwrap();
    assert_eq!(ben.told().await, None);
    // Nonsense ends it too.
    let mut mia = Line::of(&world, MIA).await;
    mia.0.send(Message::text("{")).await.unwrap();
    assert_eq!(mia.told().await, None);
    // At the end every page is let go within a moment.
    let mut last = Line::of(&world, MIA).await;
    last.watch(json!([one(&ticket)])).await;
    last.holds(1).await;
    let (end, stopped) = tokio::join!(last.told(), timeout(Duration::from_secs(5), world.stop()));
    assert_eq!(end, None);
    stopped.unwrap();
}

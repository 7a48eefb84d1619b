//! Knows a small world for the pages to show, and how a page is asked for as the server would: through the router,
//! with the contexts of the contract. The store is real, on SQLite in a folder of its own.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#![cfg_attr(test, allow(dead_code, clippy::allow_attributes, reason = "each test file uses its part of the world"))]

use app::ssr::{Later, Module, Pocket, Pocketed, SiteManifest, Visitor, register_server_functions, routes};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::post;
use domain::{
    Admin, AttachmentFacts, AttachmentId, ChannelId, GuildFacts, GuildId, MemberFacts, MessageId, Person, RawAnswer,
    RoleFacts, RoleId, RoleKind, Said, Ticket, Timestamp, UserId, Via, first_snowflake,
};
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, Method, StatusCode};
use leptos::prelude::*;
use leptos_axum::LeptosRoutes;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{BotStatus, MemberSeen, Opening, Store};
use tempfile::TempDir;
use tower::ServiceExt;

/// Monday noon, some weeks ago.
pub const MONDAY: Timestamp = Timestamp(1_793_016_000_000);
pub const ACME: GuildId = GuildId(800_000_000_000_000_001);
pub const FAR: GuildId = GuildId(800_000_000_000_000_002);
pub const OWNER: UserId = UserId(700_000_000_000_000_001);
/// Staff of billing.
pub const BEA: UserId = UserId(701_000_000_000_000_002);
/// Staff of tech support.
pub const TED: UserId = UserId(702_000_000_000_000_003);
pub const MIA: UserId = UserId(703_000_000_000_000_004);
pub const LAN: UserId = UserId(704_000_000_000_000_005);
/// Owns the other guild, has no business in this one.
pub const STRANGER: UserId = UserId(705_000_000_000_000_006);
pub const BOT: UserId = UserId(706_000_000_000_000_007);
pub const BILLING: RoleId = RoleId(600_000_000_000_000_001);
pub const TECH: RoleId = RoleId(600_000_000_000_000_002);

pub const PEOPLE: [(UserId, &str); 6] = [
    (OWNER, "Oskar Lind"),
    (BEA, "Bea Ortiz"),
    (TED, "Ted"),
    (MIA, "Mia Chen"),
    (LAN, "Đặng Thị Lan"),
    (BOT, "Docket"),
];

pub struct World {
    pub store: Store,
    pub pocket: Arc<Kept>,
    _data: TempDir,
}

/// What a session keeps, for one person at a time.
#[derive(Default)]
pub struct Kept(Mutex<Option<String>>);

impl Pocketed for Kept {
    fn get(&self) -> Later<'_, Option<String>> {
        Box::pin(async { self.0.lock().unwrap().clone() })
    }

    fn put(&self, text: Option<String>) -> Later<'_, ()> {
        *self.0.lock().unwrap() = text;
        Box::pin(async {})
    }
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub fn at(minutes: u64) -> Timestamp {
    MONDAY.plus(Duration::from_secs(60 * minutes))
}

pub fn message_id(minutes: u64) -> MessageId {
    MessageId(first_snowflake(at(minutes)))
}

pub fn person(id: UserId) -> Person {
    let name = PEOPLE.iter().find(|(known, _)| *known == id).map_or("Sam Stranger", |(_, name)| name);
    let username = name.to_lowercase().replace(' ', "_");
    Person { id, username, display_name: name.to_owned(), avatar: None, bot: id == BOT }
}

impl World {
    pub async fn new() -> Self {
        let data = TempDir::new().unwrap();
        let store = Store::sqlite(data.path()).await.unwrap();
        let world = Self { store, pocket: Arc::default(), _data: data };
        world.settle().await;
        world
    }

    /// Who may change the settings of a guild.
    pub async fn owner_of(&self, guild: GuildId, owner: UserId) -> Admin {
        self.store.access_with(guild, owner, &MemberFacts::default()).await.unwrap().admin().unwrap()
    }

    async fn settle(&self) {
        self.store.set_bot_status(BotStatus::Connected);
        for (guild, name, owner) in [(ACME, "Acme Games", OWNER), (FAR, "Far Away", STRANGER)] {
            let role = |id: RoleId, name: &str, colour: i32| RoleFacts {
                id,
                name: name.to_owned(),
                colour,
                position: 1,
                permissions: 0,
            };
            let roles = if guild == ACME {
                vec![role(BILLING, "Billing team", 0xE7_4C3C), role(TECH, "Tech team", 0x34_98DB)]
            } else {
                Vec::new()
            };
            let everyone = role(RoleId(guild.0), "@everyone", 0);
            let facts = GuildFacts {
                id: guild,
                name: name.to_owned(),
                owner,
                roles: roles.into_iter().chain([everyone]).collect(),
                ..GuildFacts::default()
            };
            self.store.guild_joined(&facts, MONDAY).await.unwrap();
            self.store.set_up(&self.owner_of(guild, owner).await, Via::Web, MONDAY).await.unwrap();
        }
        let catalog = self.store.catalog(ACME).await.unwrap();
        for (key, role) in [("billing", BILLING), ("tech-support", TECH)] {
            let department = catalog.departments.iter().find(|d| d.key == key).unwrap().id;
            let owner = self.owner_of(ACME, OWNER).await;
            self.store.give_role(&owner, department, role, RoleKind::Staff, Via::Web, MONDAY).await.unwrap();
        }
        let seen = |id, roles: &[RoleId]| MemberSeen { person: person(id), nick: None, roles: roles.to_vec() };
        let members = [
            seen(OWNER, &[]),
            seen(BEA, &[BILLING]),
            seen(TED, &[TECH]),
            seen(MIA, &[]),
            seen(LAN, &[]),
            seen(BOT, &[]),
        ];
        self.store.members_seen(ACME, &members, MONDAY).await.unwrap();
        self.store.members_seen(FAR, &[seen(STRANGER, &[])], MONDAY).await.unwrap();
        let all: Vec<UserId> = members.iter().map(|seen| seen.person.id).collect();
        self.store.members_are(ACME, &all, MONDAY).await.unwrap();
        self.store.members_are(FAR, &[STRANGER], MONDAY).await.unwrap();
    }

    /// Opens a ticket of a preset type, with its channel.
    pub async fn open(&self, customer: UserId, kind: &str, minutes: u64) -> Ticket {
        let catalog = self.store.catalog(ACME).await.unwrap();
        let kind = catalog.types.iter().find(|found| found.key == kind).unwrap();
        let answers = kind
            .form
            .questions
            .iter()
            .map(|question| {
                let value = match &question.kind {
                    domain::form::QuestionKind::Choice { choices } => choices[0].value.clone(),
                    domain::form::QuestionKind::Number { .. } => "1500".to_owned(),
                    domain::form::QuestionKind::Text { .. } => "as we said".to_owned(),
                };
                RawAnswer { key: question.key.clone(), value }
            })
            .collect();
        let opening = Opening {
            guild: ACME,
            ticket_type: kind.id,
            form_revision: kind.form.revision,
            customer: person(customer),
            customer_name: person(customer).display_name,
            roles: vec![],
            joined_at: None,
            answers,
            description: None,
            interaction: None,
            reply: None,
            via: Via::Discord,
        };
        let ticket = self.store.open_ticket(&opening, at(minutes)).await.unwrap().ticket;
        let channel = ChannelId(500_000_000_000_000_000 + ticket.number);
        self.store.channel_made(ticket.id, channel).await.unwrap();
        self.store.ticket_placed(ticket.id, ticket.revision).await.unwrap();
        self.store.ticket(ACME, ticket.id).await.unwrap().unwrap()
    }

    /// Records something said.
    pub async fn say(&self, ticket: &Ticket, minutes: u64, author: UserId, content: &str) -> Said {
        let said = said(ticket, minutes, author, content);
        self.record(&said).await;
        said
    }

    pub async fn record(&self, said: &Said) {
        let now = said.edited_at.unwrap_or(said.id.time());
        self.store.record_message(said, now).await.unwrap();
    }

    /// A page as this person sees it.
    pub async fn page(&self, path: &str, who: Option<UserId>) -> Answer {
        self.ask(Method::GET, path, who, Body::empty(), &[]).await
    }

    /// A server function's answer to this JSON.
    pub async fn call(&self, name: &str, who: Option<UserId>, json: &str) -> Answer {
        let path = if name.starts_with('/') { name.to_owned() } else { format!("/fn/{name}") };
        self.ask(Method::POST, &path, who, Body::from(json.to_owned()), &[(CONTENT_TYPE.as_str(), "application/json")])
            .await
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        who: Option<UserId>,
        body: Body,
        headers: &[(&str, &str)],
    ) -> Answer {
        let visitor = Visitor { person: who.map(person), is_operator: who == Some(OWNER) };
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = router(self.store.clone(), visitor, self.pocket.clone())
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// With the theme cookie.
    pub async fn page_with_theme(&self, path: &str, who: UserId, theme: &str) -> Answer {
        let cookie = format!("session=x; theme={theme}");
        self.ask(Method::GET, path, Some(who), Body::empty(), &[(COOKIE.as_str(), &cookie)]).await
    }
}

/// Pages and server functions as the contract has them mounted.
pub fn router(store: Store, visitor: Visitor, pocket: Arc<Kept>) -> Router {
    register_server_functions();
    let options = LeptosOptions::builder().output_name("app").build();
    let contexts = move || {
        provide_context(visitor.clone());
        provide_context(store.clone());
        provide_context(Pocket(pocket.clone()));
        provide_context(SiteManifest {
            desk: Module { js: "pkg/desk-1.js".into(), wasm: "pkg/desk-1_bg.wasm".into() },
            departments: Module { js: "pkg/departments-1.js".into(), wasm: "pkg/departments-1_bg.wasm".into() },
            editor: Module { js: "pkg/editor-1.js".into(), wasm: "pkg/editor-1_bg.wasm".into() },
            settings: Module { js: "pkg/settings-1.js".into(), wasm: "pkg/settings-1_bg.wasm".into() },
            css: "pkg/style-1.css".into(),
            ..SiteManifest::default()
        });
    };
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let functions = contexts.clone();
    let elsewhere = leptos_axum::render_app_async_with_context(contexts.clone(), shell.clone());
    Router::new()
        .route(
            "/fn/{*name}",
            post(move |request: Request| leptos_axum::handle_server_fns_with_context(functions, request)),
        )
        .leptos_routes_with_context(&options, routes(), contexts, shell)
        .fallback(elsewhere)
        .with_state(options)
}

pub fn said(ticket: &Ticket, minutes: u64, author: UserId, content: &str) -> Said {
    Said {
        id: message_id(minutes),
        channel: ticket.channel.expect("the ticket has a channel"),
        author: person(author),
        by_us: author == BOT,
        content: content.to_owned(),
        ..Said::default()
    }
}

pub fn attachment(id: i64, filename: &str, kind: &str) -> AttachmentFacts {
    AttachmentFacts {
        id: AttachmentId(id),
        filename: filename.to_owned(),
        content_type: Some(kind.to_owned()),
        size: 70,
        width: None,
        height: None,
        url: "https://cdn.example/x".to_owned(),
    }
}

//! Knows how a story runs on both databases: SQLite in a folder of its own, PostgreSQL in a schema of its own
//! (`DOCKET_TEST_POSTGRES`), and who lives in the small world that stories are told about.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use domain::setting::Saved;
use domain::{
    Access, Admin, ChannelFacts, ChannelId, DepartmentId, GuildFacts, GuildId, InteractionId, MANAGE_GUILD,
    MemberFacts, MessageId, Person, RawAnswer, RoleFacts, RoleId, RoleKind, Said, Ticket, TicketTypeId, Timestamp,
    UserId, Via, first_snowflake,
};
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use std::path::Path;
use std::time::Duration;
use store::{BotStatus, MemberSeen, Opening, Store};
use tempfile::TempDir;
use tokio::task::JoinSet;

/// What is held while many deeds start at once: the guild's row, the tickets', or what is due.
pub const GUILD_ROW: &str = "update guild set name = name";
pub const TICKET_ROWS: &str = "update ticket set customer_name = customer_name";
pub const DUE_ROWS: &str = "update due set attempts = attempts";

/// When every story begins.
pub const START: Timestamp = Timestamp(1_790_000_000_000);
/// The guild of the stories and, beside it, one whose people have no business here.
pub const ACME: GuildId = GuildId(1_000);
pub const OTHER: GuildId = GuildId(2_000);
pub const OWNER: UserId = UserId(1);
/// Staff of billing.
pub const ANNA: UserId = UserId(2);
/// Staff of billing too.
pub const BEN: UserId = UserId(3);
/// Staff of tech support.
pub const TOM: UserId = UserId(4);
/// Reads billing.
pub const VERA: UserId = UserId(5);
/// Members.
pub const MIA: UserId = UserId(6);
pub const NOAH: UserId = UserId(7);
/// Owner of the other guild.
pub const OLGA: UserId = UserId(8);
pub const DOCKET: UserId = UserId(9);
pub const BILLING_STAFF: RoleId = RoleId(101);
pub const TECH_STAFF: RoleId = RoleId(102);
pub const BILLING_VIEWER: RoleId = RoleId(103);

/// The moment so many seconds after the start.
pub fn at(seconds: u64) -> Timestamp {
    START.plus(Duration::from_secs(seconds))
}

/// A message id of that moment.
pub fn id_at(seconds: u64) -> MessageId {
    MessageId(first_snowflake(at(seconds)))
}

#[derive(Clone)]
enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A store with two guilds in it, and a way around its verbs to look at rows.
#[derive(Clone)]
pub struct World {
    pub store: Store,
    raw: Raw,
}

/// Makes two tests of one story.
#[macro_export]
macro_rules! both {
    ($($(#[$doc:meta])* async fn $name:ident($world:ident: World) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;
            async fn story($world: World) $body
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $crate::common::on_sqlite(story).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                $crate::common::on_postgres(story).await;
            }
        }
    )+};
}

pub async fn on_sqlite<F: Future<Output = ()>>(story: impl FnOnce(World) -> F) {
    let data = TempDir::new().unwrap();
    let store = Store::sqlite(data.path()).await.unwrap();
    let raw = SqlitePool::connect(&format!("sqlite://{}", data.path().join("docket.db").display())).await.unwrap();
    let world = World { store, raw: Raw::Sqlite(raw) };
    world.settle().await;
    story(world.clone()).await;
    world.store.close().await;
}

pub async fn on_postgres<F: Future<Output = ()>>(story: impl FnOnce(World) -> F) {
    let Some(server) = postgres() else { return };
    let schema = format!("story_{:016x}", rand::random::<u64>());
    let admin = PgPool::connect(&server).await.unwrap();
    let run = async |sql: String| sqlx::raw_sql(AssertSqlSafe(sql)).execute(&admin).await.unwrap();
    run(format!("create schema {schema}")).await;
    let data = TempDir::new().unwrap();
    let (store, raw) = in_schema(&server, &schema, data.path()).await;
    let world = World { store, raw: Raw::Postgres(raw) };
    world.settle().await;
    story(world.clone()).await;
    world.store.close().await;
    if let Raw::Postgres(raw) = &world.raw {
        raw.close().await;
    }
    run(format!("drop schema {schema} cascade")).await;
}

/// The server that tests may use. On a developer's machine it may be missing, in CI it may not.
pub fn postgres() -> Option<String> {
    let server = std::env::var("DOCKET_TEST_POSTGRES").ok();
    assert!(
        server.is_some() || std::env::var_os("CI").is_none(),
        "DOCKET_TEST_POSTGRES is not set: in CI every story runs on PostgreSQL too"
    );
    server
}

async fn in_schema(server: &str, schema: &str, data: &Path) -> (Store, PgPool) {
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options=-csearch_path%3D{schema}");
    (Store::postgres(&url, data).await.unwrap(), PgPool::connect(&url).await.unwrap())
}

impl World {
    /// Two guilds with the presets, and their people.
    async fn settle(&self) {
        self.store.set_bot_status(BotStatus::Connected);
        for (guild, owner) in [(ACME, OWNER), (OTHER, OLGA)] {
            let role = |id, name: &str, colour, position, permissions| RoleFacts {
                id,
                name: name.to_owned(),
                colour,
                position,
                permissions,
            };
            let facts = GuildFacts {
                id: guild,
                name: format!("Guild {guild}"),
                icon: None,
                owner,
                bot: None,
                roles: vec![
                    role(RoleId(guild.0), "@everyone", 0, 0, 0),
                    role(BILLING_STAFF, "Billing", 0x00_AA00, 2, 0),
                    role(TECH_STAFF, "Tech", 0x00_00AA, 3, 0),
                    role(BILLING_VIEWER, "Auditor", 0, 1, 0),
                    role(RoleId(104), "Deputy", 0xAA_0000, 4, MANAGE_GUILD),
                ],
                channels: vec![],
                emoji: vec![],
            };
            self.store.guild_joined(&facts, START).await.unwrap();
            self.store.set_up(&self.owner(guild).await, Via::Web, START).await.unwrap();
        }
        let billing = self.department("billing").await;
        let tech = self.department("tech-support").await;
        self.give(billing, BILLING_STAFF, RoleKind::Staff).await;
        self.give(tech, TECH_STAFF, RoleKind::Staff).await;
        self.give(billing, BILLING_VIEWER, RoleKind::Viewer).await;
        let people: Vec<MemberSeen> = [
            (OWNER, "Olaf", vec![]),
            (ANNA, "Anna", vec![BILLING_STAFF]),
            (BEN, "Ben", vec![BILLING_STAFF]),
            (TOM, "Tom", vec![TECH_STAFF]),
            (VERA, "Vera", vec![BILLING_VIEWER]),
            (MIA, "Mia", vec![]),
            (NOAH, "Noah", vec![]),
        ]
        .into_iter()
        .map(|(id, name, roles)| MemberSeen { person: person(id, name), nick: None, roles })
        .collect();
        self.store.members_seen(ACME, &people, START).await.unwrap();
        let olga = MemberSeen { person: person(OLGA, "Olga"), nick: None, roles: vec![] };
        self.store.members_seen(OTHER, &[olga], START).await.unwrap();
        self.store
            .members_are(ACME, &people.iter().map(|seen| seen.person.id).collect::<Vec<_>>(), START)
            .await
            .unwrap();
        self.store.members_are(OTHER, &[OLGA], START).await.unwrap();
    }

    /// Who may change the settings of a guild: its owner.
    pub async fn owner(&self, guild: GuildId) -> Admin {
        let owner = if guild == OTHER { OLGA } else { OWNER };
        self.store.access_with(guild, owner, &MemberFacts::default()).await.unwrap().admin().unwrap()
    }

    /// Gives a department of Acme's a role.
    pub async fn give(&self, department: DepartmentId, role: RoleId, kind: RoleKind) {
        let given =
            self.store.give_role(&self.owner(ACME).await, department, role, kind, Via::Web, START).await.unwrap();
        assert!(matches!(given, Saved::Done { .. }), "{given:?}");
    }

    /// The rights of one of Acme's people; of Olga in her own guild.
    pub async fn who(&self, user: UserId) -> Access {
        let guild = if user == OLGA { OTHER } else { ACME };
        self.store.access(guild, user, START).await.unwrap()
    }

    pub async fn department(&self, key: &str) -> DepartmentId {
        let catalog = self.store.catalog(ACME).await.unwrap();
        catalog.departments.iter().find(|found| found.key == key).expect("a preset department").id
    }

    pub async fn type_of(&self, guild: GuildId, key: &str) -> TicketTypeId {
        let catalog = self.store.catalog(guild).await.unwrap();
        catalog.types.iter().find(|found| found.key == key).expect("a preset type").id
    }

    /// What this member submits to buy gold (billing; archived when closed).
    pub async fn buying(&self, customer: UserId, name: &str) -> Opening {
        Opening {
            guild: ACME,
            ticket_type: self.type_of(ACME, "buy-gold").await,
            form_revision: 1,
            customer: person(customer, name),
            customer_name: name.to_owned(),
            roles: vec![],
            joined_at: None,
            answers: answers(&[("amount", "1,500"), ("delivery", "mail"), ("username", "mia_the_great")]),
            description: None,
            interaction: None,
            reply: None,
            via: Via::Discord,
        }
    }

    /// What this member submits for a general ticket (tech support; deleted when closed).
    pub async fn asking(&self, customer: UserId, name: &str) -> Opening {
        Opening {
            ticket_type: self.type_of(ACME, "general").await,
            answers: answers(&[("description", "My sword is gone."), ("contact", "discord")]),
            ..self.buying(customer, name).await
        }
    }

    /// A ticket of Mia's to buy gold, with its channel.
    pub async fn ticket(&self) -> Ticket {
        self.placed(&self.buying(MIA, "Mia").await).await
    }

    /// Opens, makes the channel (its id is 10,000 and the number), places.
    pub async fn placed(&self, opening: &Opening) -> Ticket {
        let ticket = self.store.open_ticket(opening, START).await.unwrap().ticket;
        let channel = ChannelId(10_000 + ticket.number);
        assert!(self.store.channel_made(ticket.id, channel).await.unwrap());
        let facts = ChannelFacts { id: channel, name: ticket.channel_name.clone(), kind: 0, parent: None };
        self.store.channel_changed(ACME, &facts).await.unwrap();
        self.store.ticket_placed(ticket.id, ticket.revision).await.unwrap();
        self.again(&ticket).await
    }

    /// The ticket as it is now.
    pub async fn again(&self, ticket: &Ticket) -> Ticket {
        self.store.ticket(ticket.guild, ticket.id).await.unwrap().expect("the ticket is there")
    }

    /// The deeds of a ticket's timeline, in order.
    pub async fn deeds(&self, ticket: &Ticket) -> Vec<String> {
        let view = self.store.ticket_view(&self.who(OWNER).await, ticket.number).await.unwrap();
        view.timeline.iter().map(|event| event.deed.to_string()).collect()
    }

    /// Changes rows behind the verbs' back, where no verb of today comes to such a state.
    pub async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.raw {
            Raw::Sqlite(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
            Raw::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
        }
    }

    /// What only one of the two has a table for.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.raw, Raw::Sqlite(_))
    }

    pub async fn run_on_sqlite(&self, sql: &str) {
        if self.is_sqlite() {
            self.run(sql).await;
        }
    }

    /// One number from rows.
    pub async fn count(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Raw::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// Lines of text from rows.
    pub async fn lines(&self, sqlite: &str, postgres: &str) -> Vec<String> {
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(AssertSqlSafe(sqlite.to_owned())).fetch_all(pool).await.unwrap(),
            Raw::Postgres(pool) => {
                sqlx::query_scalar(AssertSqlSafe(postgres.to_owned())).fetch_all(pool).await.unwrap()
            }
        }
    }

    /// Starts the same deed many times while these rows are held by somebody else, so that all have read what they read
    /// before the first may write; then lets go.
    pub async fn at_once<T, F>(&self, hold: &str, times: i64, deed: impl Fn(i64) -> F) -> Vec<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let hold = AssertSqlSafe(hold.to_owned());
        let mut all = JoinSet::new();
        let mut start = || {
            for n in 0..times {
                all.spawn(deed(n));
            }
            tokio::time::sleep(Duration::from_millis(200))
        };
        match &self.raw {
            Raw::Sqlite(pool) => {
                let mut held = pool.begin_with("begin immediate").await.unwrap();
                sqlx::raw_sql(hold).execute(&mut *held).await.unwrap();
                start().await;
                held.commit().await.unwrap();
            }
            Raw::Postgres(pool) => {
                let mut held = pool.begin().await.unwrap();
                sqlx::raw_sql(hold).execute(&mut *held).await.unwrap();
                start().await;
                held.commit().await.unwrap();
            }
        }
        all.join_all().await
    }

    /// Puts a ticket into a status that no verb of today leads to.
    pub async fn force_status(&self, ticket: &Ticket, status: &str) {
        self.run(&format!("update ticket set status = '{status}' where id = {}", ticket.id)).await;
    }
}

pub fn person(id: UserId, name: &str) -> Person {
    Person { id, username: name.to_lowercase(), display_name: name.to_owned(), avatar: None, bot: id == DOCKET }
}

pub fn answers(pairs: &[(&str, &str)]) -> Vec<RawAnswer> {
    pairs.iter().map(|(key, value)| RawAnswer { key: (*key).to_owned(), value: (*value).to_owned() }).collect()
}

pub fn submitted(mut opening: Opening, interaction: i64) -> Opening {
    opening.interaction = Some(InteractionId(interaction));
    opening
}

/// Something said in the ticket's channel so many seconds after the start.
pub fn said(ticket: &Ticket, seconds: u64, author: UserId, content: &str) -> Said {
    Said {
        id: id_at(seconds),
        channel: ticket.channel.expect("the ticket has a channel"),
        author: person(author, &format!("Person {author}")),
        by_us: author == DOCKET,
        content: content.to_owned(),
        ..Said::default()
    }
}

/// The same message after an edit so many seconds after the start.
pub fn edited(said: &Said, seconds: u64, content: &str) -> Said {
    Said { content: content.to_owned(), edited_at: Some(at(seconds)), ..said.clone() }
}

/// The words of the refusal, or a failure of the test.
pub fn refusal<T: std::fmt::Debug>(result: store::Result<T>) -> domain::Refusal {
    match result {
        Err(store::Error::Refused(refusal)) => refusal,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

//! A sandbox and a dashboard with its bot, in this process, and the people of the sandbox's own world.

use super::browser::{Answer, Browser};
use domain::{GuildId, MemberFacts, Provisioning, RawAnswer, RoleId, RoleKind, Ticket, Timestamp, UserId, Via};
use sandbox::{Control, Id, Sandbox};
use server::config::Config;
use server::serve::{self, Running};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use store::{BotStatus, Opening, Store};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

pub const ACME: GuildId = GuildId(1_200_000_000_000_000_001);
pub const BEN: UserId = UserId(1_100_000_000_000_000_003);
pub const CHLOE: UserId = UserId(1_100_000_000_000_000_004);
pub const MIA: UserId = UserId(1_100_000_000_000_000_005);
pub const NOAH: UserId = UserId(1_100_000_000_000_000_006);
pub const SAM: UserId = UserId(1_100_000_000_000_000_008);
const GOLD_TEAM: RoleId = RoleId(1_210_000_000_000_000_003);
const TECH_TEAM: RoleId = RoleId(1_210_000_000_000_000_004);

pub struct World {
    pub sandbox: Sandbox,
    pub control: Control,
    pub running: Running,
    pub store: Store,
    pub base: String,
    /// As browsers say it.
    pub origin: String,
    data: TempDir,
}

pub fn id(of: impl Into<u64>) -> Id {
    Id(of.into())
}

/// What the clock of the tests says.
pub fn now() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

/// Asks again and again, for twenty seconds at most.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{what} did not come");
        sleep(Duration::from_millis(20)).await;
    }
}

impl World {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With settings of its own.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let data = TempDir::new().unwrap();
        let place = sandbox::Config::new("127.0.0.1:0".parse().unwrap(), data.path().join("sandbox"));
        let sandbox = Sandbox::start(place).await.unwrap();
        let mut all: BTreeMap<String, String> = [
            ("token", sandbox.token.clone()),
            ("client_id", sandbox.client_id.to_string()),
            ("client_secret", sandbox.client_secret.clone()),
            ("discord.base", sandbox.base.clone()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into();
        all.extend(settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let config =
            Config::judge(&all.into_iter().collect(), "127.0.0.1:0".parse().unwrap(), data.path().join("docket"))
                .unwrap();
        let running = serve::start(config).await.unwrap();
        let world = Self {
            control: sandbox.control(),
            sandbox,
            store: running.store.clone(),
            base: format!("http://localhost:{}", running.addr.port()),
            origin: running.public_url.origin(),
            running,
            data,
        };
        world.settle().await;
        world
    }

    /// The bot has met the guild and its people; billing is Ben's, tech support Chloe's.
    async fn settle(&self) {
        let store = &self.store;
        until("the bot", async || (store.bot_status() == BotStatus::Connected).then_some(())).await;
        until("the guild", async || store.guild(ACME).await.unwrap()).await;
        until("the members", async || {
            let known = store.people(&[BEN, CHLOE, MIA, NOAH, SAM]).await.unwrap();
            (known.len() == 5).then_some(())
        })
        .await;
        let owner = store.guild(ACME).await.unwrap().unwrap().owner;
        let owner = store.access_with(ACME, owner, &MemberFacts::default()).await.unwrap().admin().unwrap();
        store.set_up(&owner, Via::Web, now()).await.unwrap();
        for (key, role) in [("billing", GOLD_TEAM), ("tech-support", TECH_TEAM)] {
            let catalog = store.catalog(ACME).await.unwrap();
            let department = catalog.departments.iter().find(|department| department.key == key).unwrap();
            store.give_role(&owner, department.id, role, RoleKind::Staff, Via::Web, now()).await.unwrap();
        }
    }

    /// Someone's form to buy gold.
    pub async fn opening(&self, customer: UserId) -> Opening {
        let store = &self.store;
        let catalog = store.catalog(ACME).await.unwrap();
        let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").unwrap();
        let person = store.people(&[customer]).await.unwrap().remove(0);
        let answers: HashMap<&str, &str> = [("amount", "1500"), ("delivery", "mail"), ("username", "hero")].into();
        Opening {
            guild: ACME,
            ticket_type: kind.id,
            form_revision: kind.form.revision,
            customer_name: person.display_name.clone(),
            customer: person,
            roles: vec![],
            joined_at: None,
            answers: answers
                .iter()
                .map(|(key, value)| RawAnswer { key: (*key).into(), value: (*value).into() })
                .collect(),
            description: None,
            interaction: None,
            reply: None,
            via: Via::Discord,
        }
    }

    /// Someone opens a ticket to buy gold, and the bot makes its channel.
    pub async fn ticket(&self, customer: UserId) -> Ticket {
        let store = &self.store;
        let ticket = store.open_ticket(&self.opening(customer).await, now()).await.unwrap().ticket;
        until("the ticket's channel", async || {
            let ticket = store.ticket(ACME, ticket.id).await.unwrap().unwrap();
            (ticket.provisioning == Provisioning::Done).then_some(ticket)
        })
        .await
    }

    /// Where the dashboard keeps everything.
    pub fn docket_data(&self) -> std::path::PathBuf {
        self.data.path().join("docket")
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// A browser in which this person is logged in.
    pub async fn logged_in(&self, user: UserId) -> Browser {
        let mut browser = self.browser();
        let back = self.consent(&mut browser, "/login", Some(user)).await;
        let landed = browser.get(&back).await;
        assert_eq!(landed.status, 303, "{}", landed.text());
        browser
    }

    /// From our login over Discord's page of consent: the path that Discord leads back to. Nobody: pressed Cancel.
    pub async fn consent(&self, browser: &mut Browser, login: &str, user: Option<UserId>) -> String {
        let left = browser.get(login).await;
        assert_eq!(left.status, 303, "{}", left.text());
        self.decide(&left, user).await
    }

    /// What a person decides on the page that an answer of ours led to.
    pub async fn decide(&self, left: &Answer, user: Option<UserId>) -> String {
        let to = url::Url::parse(left.header("location")).unwrap();
        assert_eq!(to.origin().ascii_serialization(), self.sandbox.base);
        let mut form: Vec<(String, String)> = to.query_pairs().into_owned().collect();
        form.push(("decision".into(), if user.is_some() { "authorize".into() } else { "cancel".into() }));
        form.extend(user.map(|user| ("user".to_owned(), user.to_string())));
        let mut discord = Browser::new(&self.sandbox.base);
        let decided = discord.bare(reqwest::Method::POST, "/oauth2/authorize").form(&form);
        let answer = discord.send(decided).await;
        let back = url::Url::parse(answer.header("location")).unwrap();
        assert!(back.as_str().starts_with(&self.origin), "{back}");
        format!("{}?{}", back.path(), back.query().unwrap_or_default())
    }

    pub async fn stop(self) {
        self.running.stop().await;
        self.sandbox.stop().await;
    }
}

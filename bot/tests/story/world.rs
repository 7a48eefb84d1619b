//! A small world for stories: the sandbox, a store on a fresh folder, and the bot between them, all real.

use bot::{Config, Handle};
use domain::setting::{DepartmentDraft, Saved, TypeDraft, TypeRulesDraft};
use domain::{
    Admin, Conduct, DepartmentId, GuildId, GuildRules, MemberFacts, Panel, RoleId, RoleKind, Ticket, Timestamp, UserId,
    Via,
};
use sandbox::{Answered, Control, Id, Sandbox};
use serde_json::{Value, json};
use std::future::Future;
use std::time::Duration;
use store::{BotStatus, Store};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

pub const OLIVIA: Id = Id(1_100_000_000_000_000_001);
pub const ADA: Id = Id(1_100_000_000_000_000_002);
pub const BEN: Id = Id(1_100_000_000_000_000_003);
pub const CHLOE: Id = Id(1_100_000_000_000_000_004);
pub const MIA: Id = Id(1_100_000_000_000_000_005);
pub const NOAH: Id = Id(1_100_000_000_000_000_006);
pub const ACME: Id = Id(1_200_000_000_000_000_001);
pub const ADMIN: RoleId = RoleId(1_210_000_000_000_000_002);
pub const GOLD: RoleId = RoleId(1_210_000_000_000_000_003);
pub const TECH: RoleId = RoleId(1_210_000_000_000_000_004);
pub const ONCALL: RoleId = RoleId(1_210_000_000_000_000_006);

pub fn now() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

/// Asks again and again until there is an answer, for half a minute (the machine may be busy).
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < end, "not within 30 s: {what}");
        sleep(Duration::from_millis(25)).await;
    }
}

pub struct World {
    pub sandbox: Sandbox,
    pub control: Control,
    pub store: Store,
    pub guild: GuildId,
    handle: Option<(Handle, CancellationToken)>,
    folders: (TempDir, TempDir),
    /// Numbers of traffic that a story expects to be refused.
    pub lease: Duration,
}

/// Writes what the bot logs if `DOCKET_LOG` asks for it.
fn log() {
    let Ok(filter) = std::env::var("DOCKET_LOG") else { return };
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
}

impl World {
    /// Everything set up and published, the bot connected.
    pub async fn new() -> Self {
        let world = Self::unpublished().await;
        world.publish().await;
        world
    }

    pub async fn unpublished() -> Self {
        let mut world = Self::asleep().await;
        world.wake().await;
        world.settle().await;
        world
    }

    /// Departments with their roles, the preset types and their panels, unpublished.
    pub async fn settle(&self) {
        let owner = self.owner().await;
        self.store.set_up(&owner, Via::Web, now()).await.unwrap();
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let department = |key: &str| catalog.departments.iter().find(|d| d.key == key).unwrap().id;
        let (billing, tech) = (department("billing"), department("tech-support"));
        self.change_department(billing, |draft| {
            draft.roles = vec![(GOLD, RoleKind::Staff)];
            draft.oncall_role = Some(ONCALL);
        })
        .await;
        self.change_department(tech, |draft| draft.roles = vec![(TECH, RoleKind::Staff)]).await;
        self.store.set_admin_roles(&owner, 1, &[ADMIN], Via::Web, now()).await.unwrap();
    }

    /// Who may change the settings: the guild's owner.
    pub async fn owner(&self) -> Admin {
        self.store.access_with(self.guild, user(OLIVIA), &MemberFacts::default()).await.unwrap().admin().unwrap()
    }

    /// Saves a department as somebody does who sees it as it is now.
    pub async fn change_department(&self, department: DepartmentId, edit: impl FnOnce(&mut DepartmentDraft)) {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let known = catalog.departments.iter().find(|known| known.id == department).unwrap();
        let mut draft = DepartmentDraft::from(known);
        edit(&mut draft);
        let owner = self.owner().await;
        let saved = self.store.save_department(&owner, department, known.revision, &draft, Via::Web, now()).await;
        assert!(matches!(saved, Ok(Saved::Done { .. })), "{saved:?}");
    }

    /// Saves a type as somebody does who sees it as it is now.
    pub async fn change_type(&self, key: &str, edit: impl FnOnce(&mut TypeDraft)) {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let known = catalog.types.iter().find(|known| known.key == key).unwrap();
        let mut draft = TypeDraft::from(known);
        edit(&mut draft);
        let owner = self.owner().await;
        let saved = self.store.save_type(&owner, known.id, known.revision, &draft, Via::Web, now()).await;
        assert!(matches!(saved, Ok(Saved::Done { .. })), "{saved:?}");
    }

    /// Saves how tickets of a type are worked on; the bot has heard of it then.
    pub async fn change_conduct(&self, key: &str, edit: impl FnOnce(&mut Conduct)) {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let known = catalog.types.iter().find(|known| known.key == key).unwrap();
        let mut draft = TypeRulesDraft::from(known);
        edit(&mut draft.conduct);
        let owner = self.owner().await;
        let saved = self.store.save_type_rules(&owner, known.id, known.revision, &draft, Via::Web, now()).await;
        assert!(matches!(saved, Ok(Saved::Done { .. })), "{saved:?}");
        self.heard().await;
    }

    /// Saves what holds in the whole guild.
    pub async fn change_rules(&self, edit: impl FnOnce(&mut GuildRules)) {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let mut rules = catalog.rules.clone();
        edit(&mut rules);
        let owner = self.owner().await;
        let seen = catalog.settings_revision;
        let saved = self.store.save_guild_rules(&owner, seen, &rules, Via::Web, now()).await;
        assert!(matches!(saved, Ok(Saved::Done { .. })), "{saved:?}");
        self.heard().await;
    }

    /// The bell has rung some time ago.
    async fn heard(&self) {
        sleep(Duration::from_millis(300)).await;
    }

    /// The rights of somebody, as a page of the dashboard would have them.
    pub async fn access(&self, who: Id) -> domain::Access {
        self.store.access(self.guild, user(who), now()).await.unwrap()
    }

    /// Uses a command, with its subcommand after a blank, once it is registered; gives what is told.
    pub async fn told(&self, who: Id, channel: Id, name: &str, options: Value) -> String {
        said_to(who, &self.command(who, channel, name, options).await)
    }

    pub async fn command(&self, who: Id, channel: Id, name: &str, options: Value) -> Answered {
        let (name, options) = nested(name, &options, None);
        until("the command is there", || async {
            let used = self.control.command(who, channel, &name, options.clone()).await;
            match used {
                Err(refused) if refused.code == 10_063 => None,
                other => Some(other.unwrap()),
            }
        })
        .await
    }

    /// What is offered for an option, as shown and as sent.
    pub async fn offered(&self, who: Id, channel: Id, name: &str, option: &str, typed: &str) -> Vec<(String, String)> {
        let (name, options) = nested(name, &json!({ option: typed }), Some(option));
        let answered = until("the command is there", || async {
            let used = self.control.typing(who, channel, &name, options.clone()).await;
            match used {
                Err(refused) if refused.code == 10_063 => None,
                other => Some(other.unwrap()),
            }
        })
        .await;
        assert_eq!(answered.outcome, sandbox::Outcome::Choices);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        answered.choices.as_array().unwrap().iter().map(|c| (text(&c["name"]), text(&c["value"]))).collect()
    }

    /// What stands in the direct messages between the bot and this person.
    pub async fn direct(&self, who: Id) -> Vec<Value> {
        let all = self.control.dms(who).await.unwrap();
        let mut said = Vec::new();
        for channel in all.as_array().unwrap() {
            said.extend(self.control.messages(Id::of(&channel["id"])).await.unwrap());
        }
        said
    }

    /// The bot's message in the ticket's channel whose embed has this title, or whose text has these words.
    pub async fn notice(&self, ticket: &Ticket, words: &str) -> Value {
        until(words, || async {
            let said = self.messages(&self.ticket(ticket.number).await).await;
            said.into_iter().find(|m| m["embeds"][0]["title"] == words || text(m).contains(words))
        })
        .await
    }

    /// Presses a button of the bot's by its words.
    pub async fn press_on(&self, who: Id, message: &Value, label: &str) -> Answered {
        let rows = message["components"].as_array().unwrap();
        let mut buttons = rows.iter().flat_map(|row| row["components"].as_array().unwrap());
        let found = buttons.find(|button| button["label"] == label).unwrap_or_else(|| panic!("{label} in {message}"));
        let (channel, id) = (Id::of(&message["channel_id"]), Id::of(&message["id"]));
        self.control.press(who, channel, id, found["custom_id"].as_str().unwrap()).await.unwrap()
    }

    /// The bot is not started yet.
    pub async fn asleep() -> Self {
        log();
        let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let config = sandbox::Config::new("127.0.0.1:0".parse().unwrap(), folders.0.path());
        let sandbox = Sandbox::start(config).await.unwrap();
        let control = sandbox.control();
        // A bot that is woken again within five seconds would wait for its turn.
        control.settings(&json!({ "identify_window_ms": 0 })).await.unwrap();
        let store = Store::sqlite(folders.1.path()).await.unwrap();
        let guild = GuildId(i64::try_from(sandbox.guild_id.0).unwrap());
        Self { sandbox, control, store, guild, handle: None, folders, lease: Duration::from_secs(1) }
    }

    pub fn config(&self) -> Config {
        let mut config =
            Config::new(&self.sandbox.token, &self.sandbox.base, self.store.clone(), "http://localhost:9999");
        config.lease = self.lease;
        config
    }

    pub async fn wake(&mut self) {
        self.start();
        until("the bot is connected and knows its guild", || async {
            let connected = self.store.bot_status() == BotStatus::Connected;
            let known = self.store.guild(self.guild).await.unwrap().is_some();
            (connected && known).then_some(())
        })
        .await;
    }

    pub fn start(&mut self) {
        let stop = CancellationToken::new();
        self.handle = Some((bot::start(self.config(), &stop), stop));
    }

    /// The bot is gone between two breaths, and its store with it.
    pub async fn crash(&mut self) {
        if let Some((handle, stop)) = self.handle.take() {
            stop.cancel();
            handle.ended().await;
            drop(handle);
        }
        self.store.close().await;
        self.store = Store::sqlite(self.folders.1.path()).await.unwrap();
    }

    pub async fn publish(&self) {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let panels: Vec<_> = catalog.panels.iter().map(|panel| panel.id).collect();
        self.store.publish_panels(&self.owner().await, &panels, Via::Web, now()).await.unwrap();
        until("all panels stand", || async { self.store.panels_behind().await.unwrap().is_empty().then_some(()) })
            .await;
    }

    pub async fn panel(&self, key: &str) -> Panel {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        catalog.panels.into_iter().find(|panel| panel.key == key).unwrap()
    }

    /// Presses a panel's button.
    pub async fn press_panel(&self, who: Id, key: &str) -> Answered {
        let panel = self.panel(key).await;
        let (channel, message) = (id(panel.channel.unwrap().0), id(panel.message.unwrap().0));
        let custom_id = format!("v1:ticket-open:{}:{}", panel.types[0], panel.id);
        self.control.press(who, channel, message, &custom_id).await.unwrap()
    }

    /// Opens a ticket, from the press to the confirmation.
    pub async fn open(&self, who: Id, key: &str, values: Value) -> Ticket {
        let modal = self.press_panel(who, key).await.modal;
        assert!(modal.is_object(), "a form");
        let before = self.tickets().await.len();
        let answered = self.control.submit(who, &modal, &values).await.unwrap();
        assert_eq!(answered.outcome, sandbox::Outcome::Deferred);
        self.placed(before + 1).await
    }

    pub async fn open_gold(&self, who: Id) -> Ticket {
        self.open(who, "buy-gold", gold()).await
    }

    /// The newest ticket, once so many are there and all have their place.
    pub async fn placed(&self, count: usize) -> Ticket {
        until("the ticket has its place", || async {
            let all = self.tickets().await;
            let last = all.last().cloned()?;
            (all.len() == count && last.provisioning != domain::Provisioning::Wanted).then_some(last)
        })
        .await
    }

    /// All tickets by number.
    pub async fn tickets(&self) -> Vec<Ticket> {
        let mut all = Vec::new();
        while let Some(ticket) =
            self.store.ticket_by_number(self.guild, i64::try_from(all.len()).unwrap() + 1).await.unwrap()
        {
            all.push(ticket);
        }
        all
    }

    pub async fn ticket(&self, number: i64) -> Ticket {
        self.store.ticket_by_number(self.guild, number).await.unwrap().unwrap()
    }

    /// Presses one of the welcome message's buttons.
    pub async fn press(&self, who: Id, ticket: &Ticket, verb: &str) -> Answered {
        let (channel, message) = (place(ticket), id(ticket.welcome_message.unwrap().0));
        self.control.press(who, channel, message, &format!("v1:ticket-{verb}:{}", ticket.id)).await.unwrap()
    }

    /// The newest ephemeral message that this person sees in a channel, once it says something.
    pub async fn whispered(&self, who: Id, channel: Id, after: &str) -> String {
        until("a whisper", || async {
            let seen = self.control.view(who, channel).await.ok()?;
            let whisper = seen.iter().find(|m| m["flags"].as_i64().unwrap_or(0) & 64 != 0)?;
            let text = whisper["content"].as_str()?.to_owned();
            (!text.is_empty() && text.contains(after)).then_some(text)
        })
        .await
    }

    /// Whether this person sees the ticket's channel.
    pub async fn sees(&self, who: Id, ticket: &Ticket) -> bool {
        let channel = place(ticket);
        let seen = self.control.channels(who, ACME).await.unwrap();
        seen.iter().any(|c| Id::of(&c["id"]) == channel)
    }

    /// All channels of all guilds.
    pub async fn channels(&self) -> Vec<Value> {
        let state = self.control.state().await.unwrap();
        let guilds = state["guilds"].as_array().unwrap();
        guilds.iter().flat_map(|guild| guild["channels"].as_array().unwrap().clone()).collect()
    }

    /// The name of a channel's category; nothing where it has none, as for a moment after that was deleted.
    pub async fn category_of(&self, ticket: &Ticket) -> String {
        let all = self.channels().await;
        let channel = all.iter().find(|c| Id::of(&c["id"]) == place(ticket)).expect("the channel");
        let parent = all.iter().find(|c| c["id"] == channel["parent_id"]);
        parent.map_or_else(String::new, |parent| parent["name"].as_str().unwrap().to_owned())
    }

    /// A channel as Discord has it; `None`: gone.
    pub async fn channel(&self, channel: Id) -> Option<Value> {
        self.channels().await.into_iter().find(|c| Id::of(&c["id"]) == channel)
    }

    /// Discord's channels that carry the mark of a ticket.
    pub async fn marked(&self, ticket: &Ticket) -> Vec<Value> {
        let mark = format!("({})", ticket.id);
        let mut all = self.channels().await;
        all.retain(|c| c["topic"].as_str().is_some_and(|topic| topic.contains(&mark)));
        all
    }

    /// What was said in the channel for everybody; that something was pinned is not said by anyone.
    pub async fn messages(&self, ticket: &Ticket) -> Vec<Value> {
        let mut all = self.control.messages(place(ticket)).await.unwrap_or_default();
        all.retain(|m| m["flags"].as_i64().unwrap_or(0) & 64 == 0 && m["type"] != 6);
        all
    }

    pub async fn closed_and_published(&self, number: i64) -> Ticket {
        until("the close is shown", || async {
            let ticket = self.ticket(number).await;
            (ticket.status.is_over() && ticket.revision == ticket.published_revision).then_some(ticket)
        })
        .await
    }

    /// Nothing was sent that Discord would not understand, nothing came that the bot does not know.
    pub async fn end(mut self) {
        let violations = self.control.violations().await.unwrap();
        assert!(violations.is_empty(), "{}", serde_json::to_string_pretty(&violations).unwrap());
        let traffic = self.control.traffic().await.unwrap();
        let strange = traffic["unknown_routes"].as_array().cloned().unwrap_or_default();
        assert!(strange.is_empty(), "{strange:?}");
        if let Some((handle, stop)) = self.handle.take() {
            assert_eq!(handle.unknown_events(), (0, None));
            stop.cancel();
            handle.ended().await;
        }
        self.sandbox.stop().await;
    }
}

/// A command's own name, and its options within its subcommand.
fn nested(name: &str, options: &Value, focused: Option<&str>) -> (String, Value) {
    let one = |(name, value): (&String, &Value)| match focused {
        Some(focused) if focused == name => json!({"name": name, "value": value, "focused": true}),
        _ => json!({"name": name, "value": value}),
    };
    let all: Vec<Value> = options.as_object().into_iter().flatten().map(one).collect();
    match name.split_once(' ') {
        Some((name, sub)) => (name.to_owned(), json!([{"name": sub, "options": all}])),
        None => (name.to_owned(), json!(all)),
    }
}

pub fn text(message: &Value) -> String {
    message["content"].as_str().unwrap_or_default().to_owned()
}

pub fn gold() -> Value {
    json!({"amount": "1,500", "delivery": ["mail"], "username": "MiaTheBrave", "notes": "Evenings, please"})
}

pub fn general() -> Value {
    json!({"description": "The launcher does not start", "contact": ["discord"]})
}

pub fn id(of: i64) -> Id {
    Id(of.cast_unsigned())
}

pub fn place(ticket: &Ticket) -> Id {
    id(ticket.channel.expect("a channel").0)
}

pub fn user(of: Id) -> UserId {
    UserId(of.0.cast_signed())
}

/// What the bot tells this person alone in answer.
pub fn said_to(who: Id, answered: &Answered) -> String {
    let text = answered.message["content"].as_str().unwrap_or_default();
    assert!(!text.is_empty(), "nothing was said to {who} in {answered:?}");
    text.to_owned()
}

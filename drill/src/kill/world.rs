//! Knows one world of a drill: a sandbox, a Docket beside it with the presets in place, and its people.

use super::ledger::Ledger;
use super::life::{Cast, Lived};
use super::verify::Judge;
use super::{Kill, Options};
use crate::furnish::furnish;
use crate::people::{person, until};
use crate::processes::{Folders, Process};
use crate::visitor::Visitor;
use anyhow::{Context, Result, bail};
use domain::setting::{DepartmentDraft, TypeRulesDraft};
use domain::{Admin, DueAction, Via};
use sandbox::{Control, Id};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use store::Store;
use tokio::time::Instant;

/// How long everything may take to settle: what another process wrote is found by the look of each minute.
const SETTLES_WITHIN: Duration = Duration::from_secs(75);

/// The role that is called when somebody needs help with gold.
pub const ON_CALL: &str = "Helper on-call";
/// In this time a `serve` is ready to do what is due.
const STARTS_WITHIN: Duration = Duration::from_millis(800);

pub struct World {
    pub cast: Cast,
    pub ledger: Ledger,
    pub(super) store: Store,
    docket: Option<Process>,
    /// An admin's browser: its login outlives kills.
    pub(super) visitor: Visitor,
    start: Start,
    bot: Id,
    // Dropped last: first the processes end.
    _sandbox: Process,
    folder: tempfile::TempDir,
}

/// How `serve` is started, each time alike.
#[derive(Clone)]
struct Start {
    binary: PathBuf,
    args: Vec<String>,
    env: Vec<(&'static str, String)>,
    log: PathBuf,
}

impl Start {
    async fn run(&self, kill_point: Option<&str>) -> Result<Process> {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        let mut env = self.env.clone();
        env.extend(kill_point.map(|point| ("DOCKET_KILL_POINT", point.to_owned())));
        Process::start(&self.binary, &args, &env, &self.log).await
    }

    async fn run_until_it_dies(&self, point: &str) -> Result<()> {
        // It may die before or after it is ready.
        let Ok(mut docket) = self.run(Some(point)).await else { return Ok(()) };
        dies(&mut docket, point).await
    }
}

async fn dies(docket: &mut Process, point: &str) -> Result<()> {
    let died = tokio::time::timeout(Duration::from_secs(30), async {
        while !docket.has_ended()? {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        anyhow::Ok(())
    });
    died.await.unwrap_or_else(|_| bail!("the point `{point}` was never reached"))
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl World {
    /// With a point, `serve` is first started to die there while it makes categories and panels.
    pub async fn start(options: &Options, point: Option<&str>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let folders = Folders::new(folder.path())?;
        let data = folders.sandbox().display().to_string();
        let running = Process::start(
            &options.docket,
            &["sandbox", "--listen", "127.0.0.1:0", "--data", &data],
            &[],
            &folders.log("sandbox"),
        )
        .await?;
        let said =
            |key: &str| running.ready.get(key).cloned().with_context(|| format!("the sandbox did not say {key}"));
        let base = said("sandbox")?;
        let control = Control::new(&base);
        let guild: Id = said("guild")?.parse()?;
        control.settings(&json!({ "rename_window_ms": 2_000, "rate_limits": false, "identify_window_ms": 0 })).await?;

        let store = Store::sqlite(&folders.docket()).await?;
        let admin = furnish(&store, &control, guild).await?;
        rule(&store, &admin).await?;
        let port = free_port()?;
        let env = vec![
            ("DOCKET_TOKEN", said("token")?),
            ("DOCKET_CLIENT_ID", said("client_id")?),
            ("DOCKET_CLIENT_SECRET", said("client_secret")?),
            ("DOCKET_PUBLIC_URL", format!("http://localhost:{port}")),
            ("DOCKET_DISCORD_BASE", base.clone()),
            // Which points were passed.
            ("DOCKET_LOG", "info,sqlx=warn,hyper=warn,serenity=warn,tracing=warn,bot::drill=trace".to_owned()),
        ];
        let mut start = Start {
            binary: options.docket.clone(),
            args: [
                "serve",
                "--listen",
                &format!("127.0.0.1:{port}"),
                "--data",
                &folders.docket().display().to_string(),
            ]
            .map(str::to_owned)
            .to_vec(),
            env,
            log: folders.log("serve"),
        };
        if options.without_adoption {
            start.env.push(("DOCKET_NO_ADOPTION", "1".to_owned()));
        }
        if let Some(point) = point {
            start.run_until_it_dies(point).await?;
        }
        let docket = start.run(None).await?;
        let cast = Cast {
            member: person(&control, "mia").await?,
            gold: person(&control, "ben").await?,
            tech: person(&control, "chloe").await?,
            control: control.clone(),
            guild,
        };
        let bot = bot_id(&control).await?;
        let mut visitor = Visitor::new(port)?;
        visitor.log_in("Olivia").await?;
        let world = Self {
            cast,
            ledger: Ledger::default(),
            store,
            docket: Some(docket),
            visitor,
            start,
            bot,
            _sandbox: running,
            folder,
        };
        until("the panels", || async { Ok(world.store.panels_behind().await?.is_empty().then_some(())) }).await?;
        Ok(world)
    }

    pub fn take_docket(&mut self) -> Result<Process> {
        self.docket.take().context("serve is not running")
    }

    pub fn put_docket(&mut self, docket: Process) {
        self.docket = Some(docket);
    }

    /// Days go by until this of a ticket is almost due, and nobody runs meanwhile: its times and what is due of it lie
    /// so much further back. Then `serve` starts, perhaps to die at a named point.
    pub async fn sleep_until(&mut self, lived: &Lived, action: DueAction, point: Option<&str>) -> Result<()> {
        let ticket = self.ticket(lived).await?;
        let due = until(&format!("{action} to be due in ticket {}", lived.number), || async {
            Ok(self.store.due_of(ticket.id).await?.into_iter().find(|due| due.action == action))
        })
        .await?;
        self.take_docket()?.kill().await?;
        let died = Instant::now();
        let span = due.at.0 - crate::day::now()?.plus(STARTS_WITHIN).0;
        let database = format!("sqlite://{}", self.folders().docket().join("docket.db").display());
        let pool = sqlx::SqlitePool::connect(&database).await?;
        for text in [
            "update ticket set last_at = last_at - $2, asked_at = asked_at - $2, resolved_at = resolved_at - $2,
               snoozed_until = snoozed_until - $2, closed_at = closed_at - $2 where id = $1",
            "update event set at = at - $2 where ticket = $1",
            "update due set at = at - $2, created_at = created_at - $2 where ticket = $1 and done_at is null",
        ] {
            sqlx::query(text).bind(ticket.id.0).bind(span).execute(&pool).await?;
        }
        pool.close().await;
        self.docket = Some(self.start.run(point).await?);
        self.ledger.was_away(died);
        Ok(())
    }

    fn folders(&self) -> Folders {
        Folders { root: self.folder.path().to_owned() }
    }

    /// How much was logged so far.
    pub fn log_length(&self) -> Result<usize> {
        Ok(std::fs::read(self.folders().log("serve"))?.len())
    }

    /// Whether `serve` has passed a point since its log was so long.
    pub fn has_passed(&self, point: &str, since: usize) -> Result<bool> {
        let log = std::fs::read(self.folders().log("serve"))?;
        let told = String::from_utf8_lossy(log.get(since..).unwrap_or_default()).into_owned();
        Ok(told.lines().any(|line| line.contains("bot::drill") && line.contains(&format!("\"{point}\""))))
    }

    /// Starts `serve` anew, to die at a named point.
    pub async fn restart_with(&mut self, point: Option<&str>) -> Result<()> {
        self.take_docket()?.kill().await?;
        self.docket = Some(self.start.run(point).await?);
        Ok(())
    }

    /// Kills `serve` when it is time, lets people go on without it, and starts it again.
    pub async fn interrupt(
        &self,
        mut docket: Process,
        kill: Kill,
        away: Duration,
        lived: Option<&Lived>,
        round: u64,
    ) -> Result<Process> {
        match kill {
            Kill::After(time) => {
                tokio::time::sleep(time).await;
                docket.kill().await?;
            }
            Kill::At(point) => dies(&mut docket, point).await?,
        }
        let died = Instant::now();
        if let Some(lived) = lived {
            // The channel may be gone, or closed to the member: then there is nothing to say.
            if !self.cast.member.lost(self.cast.guild, lived.channel).await? {
                self.cast.talk_while_away(&self.ledger, lived, round).await?;
            }
        }
        tokio::time::sleep(away).await;
        let docket = self.start.run(None).await?;
        self.ledger.was_away(died);
        Ok(docket)
    }

    pub(super) fn judge(&self) -> Judge<'_> {
        Judge {
            store: &self.store,
            control: &self.cast.control,
            ledger: &self.ledger,
            guild: self.cast.guild,
            bot: self.bot,
        }
    }

    /// Waits until everything agrees; what still does not in the end is a fault.
    pub async fn verdict(&self) -> Result<Vec<String>> {
        let judge = self.judge();
        let deadline = Instant::now() + SETTLES_WITHIN;
        loop {
            let settled = judge.settled().await?;
            let mut faults = if settled { judge.faults().await? } else { vec!["it never settled".to_owned()] };
            if faults.is_empty() || Instant::now() > deadline {
                if !settled {
                    faults.extend(judge.faults().await?);
                }
                faults.extend(self.folders().panics());
                return Ok(faults);
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }
}

/// Tickets for gold close after two days of silence, with a warning a day before; somebody is on call for them.
async fn rule(store: &Store, admin: &Admin) -> Result<()> {
    let catalog = store.catalog(admin.guild()).await?;
    let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").context("no type buy-gold")?;
    let mut rules = TypeRulesDraft::from(kind);
    (rules.conduct.silence_hours, rules.conduct.silence_warning_hours) = (48, 24);
    store.save_type_rules(admin, kind.id, kind.revision, &rules, Via::Web, crate::day::now()?).await?;
    let billing = catalog.departments.iter().find(|one| one.id == kind.department).context("no department of gold")?;
    let roles = store.roles(admin.guild()).await?;
    let oncall = roles.iter().find(|role| role.name == ON_CALL).map(|role| role.id);
    let draft = DepartmentDraft { oncall_role: oncall, ..DepartmentDraft::from(billing) };
    store.save_department(admin, billing.id, billing.revision, &draft, Via::Web, crate::day::now()?).await?;
    Ok(())
}

async fn bot_id(control: &Control) -> Result<Id> {
    let people = control.people().await?;
    let bot = people.as_array().into_iter().flatten().find(|person| person["bot"] == true);
    Ok(Id::of(&bot.context("no bot among the people")?["id"]))
}

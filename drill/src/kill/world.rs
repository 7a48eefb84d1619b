//! Knows one world of a drill: a sandbox, a Docket beside it with the presets in place, and its people.

use super::ledger::Ledger;
use super::life::{Cast, Lived};
use super::verify::Judge;
use super::{Kill, Options};
use crate::draft::relabelled;
use crate::furnish::furnish;
use crate::people::{all_channels, person, until};
use crate::processes::{Folders, Process};
use crate::visitor::Visitor;
use anyhow::{Context, Result, bail};
use domain::{GuildId, Ticket, TicketType};
use sandbox::{Control, Id};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use store::Store;
use tokio::time::Instant;

/// How long everything may take to settle: what another process wrote is found by the look of each minute.
const SETTLES_WITHIN: Duration = Duration::from_secs(75);

pub struct World {
    pub cast: Cast,
    pub ledger: Ledger,
    store: Store,
    docket: Option<Process>,
    /// An admin's browser: its login outlives kills.
    visitor: Visitor,
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
        furnish(&store, &control, guild).await?;
        let port = free_port()?;
        let env = vec![
            ("DOCKET_TOKEN", said("token")?),
            ("DOCKET_CLIENT_ID", said("client_id")?),
            ("DOCKET_CLIENT_SECRET", said("client_secret")?),
            ("DOCKET_PUBLIC_URL", format!("http://localhost:{port}")),
            ("DOCKET_DISCORD_BASE", base.clone()),
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

    fn judge(&self) -> Judge<'_> {
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
                faults.extend(Folders { root: self.folder.path().to_owned() }.panics());
                return Ok(faults);
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }

    async fn ticket(&self, lived: &Lived) -> Result<Ticket> {
        let guild = GuildId(self.cast.guild.to_string().parse()?);
        self.store
            .ticket_by_number(guild, lived.number)
            .await?
            .with_context(|| format!("ticket {} is not in the database", lived.number))
    }

    pub async fn is_over(&self, lived: &Lived) -> Result<bool> {
        Ok(self.ticket(lived).await?.status.is_over())
    }

    pub async fn claim(&self, lived: &Lived) -> Result<()> {
        self.cast
            .press_until(&self.cast.gold, lived, "Claim", None, || async {
                Ok(self.ticket(lived).await?.claimed_at.is_some())
            })
            .await
    }

    pub async fn ask_for_help(&self, lived: &Lived) -> Result<()> {
        self.cast
            .press_until(&self.cast.member, lived, "Need help", None, || async {
                Ok(self.ticket(lived).await?.needed_help_at.is_some())
            })
            .await
    }

    pub async fn works(&self, lived: &Lived) -> Result<()> {
        self.cast.press_until(&self.cast.member, lived, "It works!", None, || self.is_over(lived)).await?;
        self.until_hidden(lived).await
    }

    /// Saves another label for gold until it is saved, as somebody presses "Save" again who was not answered.
    pub async fn save(&self, round: u64) -> Result<()> {
        let label = format!("Buy gold {round}");
        until("the save", || async {
            let kind = self.gold().await?;
            if kind.label == label {
                return Ok(Some(()));
            }
            // Nobody may be there to answer: then it is sent again.
            if let Ok((status, said)) = self.visitor.send("/fn/type-save", &relabelled(&kind, &label)).await
                && status != 200
            {
                bail!("a save was answered with {status}: {said}");
            }
            Ok(None)
        })
        .await?;
        until("the panel to show the save", || async {
            let panel = self.cast.panel("purchase-gold", &label).await?;
            Ok(panel.map(|_| ()))
        })
        .await
    }

    async fn gold(&self) -> Result<TicketType> {
        let catalog = self.store.catalog(GuildId(self.cast.guild.to_string().parse()?)).await?;
        catalog.types.into_iter().find(|kind| kind.key == "buy-gold").context("no type buy-gold")
    }

    pub async fn close(&self, lived: &Lived) -> Result<()> {
        let staff = if lived.general { &self.cast.tech } else { &self.cast.gold };
        let form = json!({ "reason": "Delivered, thank you." });
        self.cast.press_until(staff, lived, "Close", Some(&form), || self.is_over(lived)).await?;
        self.until_hidden(lived).await
    }

    /// What the staff of a ticket do beside: they let somebody in, name the channel, raise the priority. Each is a
    /// command, given again until what it should do is seen.
    pub async fn work(&self, lived: &Lived, round: u64) -> Result<()> {
        let guest = person(&self.cast.control, "noah").await?;
        let option =
            |name: &str, value: serde_json::Value, kind: u8| json!([{ "name": name, "value": value, "type": kind }]);
        self.command_until(lived, "add", option("member", json!(guest.id), 6), || async {
            Ok(!guest.lost(self.cast.guild, lived.channel).await?)
        })
        .await?;
        let name = format!("drill-{round}-{}", lived.number);
        self.command_until(lived, "rename", option("name", json!(name), 3), || async {
            Ok(self.ticket(lived).await?.channel_name == name)
        })
        .await?;
        self.command_until(lived, "priority", option("priority", json!("high"), 3), || async {
            Ok(self.ticket(lived).await?.priority == domain::Priority::High)
        })
        .await?;
        self.command_until(lived, "escalate", json!([]), || async {
            Ok(self.ticket(lived).await?.escalated_at.is_some())
        })
        .await
    }

    /// To another department; the claim is given up, and those who had it see it no more.
    pub async fn hand_over(&self, lived: &Lived) -> Result<()> {
        let before = self.ticket(lived).await?.department;
        let to = json!([{ "name": "department", "value": "tech-support", "type": 3 }]);
        self.command_until(lived, "transfer", to, || async { Ok(self.ticket(lived).await?.department != before) }).await
    }

    /// A ticket that is over begins again; staff ask whether it is solved, and it is.
    pub async fn again(&self, lived: &Lived) -> Result<()> {
        self.command_until(lived, "reopen", json!([]), || async { Ok(!self.is_over(lived).await?) }).await?;
        if self.is_over(lived).await? {
            return Ok(());
        }
        until("the member to see it again", || async {
            Ok((!self.cast.member.lost(self.cast.guild, lived.channel).await?).then_some(()))
        })
        .await?;
        self.command_until(lived, "solve", json!([]), || async {
            Ok(self.ticket(lived).await?.status == domain::Status::AwaitingConfirmation)
        })
        .await
    }

    /// A command of staff; of one that is not registered nothing is wanted.
    async fn command_until<F: Future<Output = Result<bool>>>(
        &self,
        lived: &Lived,
        name: &str,
        options: serde_json::Value,
        seen: impl Fn() -> F,
    ) -> Result<()> {
        let state = self.cast.control.state().await?;
        if !state["commands"].as_array().into_iter().flatten().any(|known| known["name"] == name) {
            return Ok(());
        }
        until(&format!("`/{name}` in ticket {}", lived.number), || async {
            if seen().await? {
                return Ok(Some(()));
            }
            // Nobody may be there to answer.
            let _ = self.cast.control.command(self.cast.gold.id, lived.channel, name, options.clone()).await;
            for _ in 0..20 {
                if seen().await? {
                    return Ok(Some(()));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Ok(None)
        })
        .await
    }

    /// Whoever owns the guild.
    pub async fn owner(&self) -> Result<Id> {
        Ok(person(&self.cast.control, "Olivia").await?.id)
    }

    /// A ticket whose channel somebody deleted is closed where it still is: in the database, as the browser does.
    pub async fn end_without_a_channel(&self, lived: &Lived) -> Result<()> {
        until("the channel to be known as gone", || async {
            Ok(self.ticket(lived).await?.channel_gone_at.map(|_| ()))
        })
        .await?;
        let ticket = self.ticket(lived).await?;
        let owner = domain::UserId(self.owner().await?.to_string().parse()?);
        let all = domain::MemberFacts { is_owner: true, ..domain::MemberFacts::default() };
        let who = self.store.access_with(ticket.guild, owner, &all).await?;
        let closing = store::Closing::Close { reason: None, confirmed: true };
        self.store.close_ticket(&who, ticket.id, &closing, domain::Via::Web, crate::day::now()?).await?;
        Ok(())
    }

    async fn until_hidden(&self, lived: &Lived) -> Result<()> {
        let taken = || async { Ok(self.cast.member.lost(self.cast.guild, lived.channel).await?.then_some(())) };
        until("the member's access to be taken", taken).await
    }

    pub async fn until_gone(&self, lived: &Lived) -> Result<()> {
        until("the channel to be deleted", || async {
            let channels = all_channels(&self.cast.control, self.cast.guild).await?;
            Ok(channels.iter().all(|channel| Id::of(&channel["id"]) != lived.channel).then_some(()))
        })
        .await
    }
}

async fn bot_id(control: &Control) -> Result<Id> {
    let people = control.people().await?;
    let bot = people.as_array().into_iter().flatten().find(|person| person["bot"] == true);
    Ok(Id::of(&bot.context("no bot among the people")?["id"]))
}

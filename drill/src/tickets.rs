//! `bench tickets`: tickets opened and closed again by twenty people at once, for a minute: how many a second, how long
//! each waits, what it costs; with few open tickets and with many, without Discord's limits and under them.

use crate::flow::figures::{Figures, since};
use crate::flow::world::{Limits, World};
use crate::flow::{answers, form, made_at, unix_ms};
use crate::people::{Person, person};
use anyhow::{Context, Result, bail};
use sandbox::{Id, Outcome};
use serde_json::{Value, json};
use sqlx::SqlitePool;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const AT_A_TIME: usize = 20;
/// Cycles before the first that counts.
const WARM_UP: usize = 40;
const LOOK: Duration = Duration::from_millis(4);
const PATIENCE: Duration = Duration::from_secs(30);
/// Linux counts a process's time in hundredths of a second.
const TICK_MS: f64 = 10.0;

pub struct Options {
    pub seconds: u64,
    /// Open tickets beside, the second time.
    pub open: usize,
    /// Also under Discord's limits.
    pub limits: bool,
}

pub async fn run(docket: &Path, options: &Options) -> Result<()> {
    let bench = Bench::start(docket, Limits::Off).await?;
    bench.cycles(Until::Count(WARM_UP)).await?;
    bench.measure("few open", options.seconds).await?;
    if options.open > 0 {
        bench.leave_open(options.open).await?;
        bench.measure("many open", options.seconds).await?;
    }
    drop(bench);
    if options.limits {
        Bench::start(docket, Limits::On).await?.measure("limits on", options.seconds).await?;
    }
    Ok(())
}

/// What a ticket's row says, as far as it is waited for.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    welcome: Option<i64>,
    channel: Option<i64>,
    /// Closed, and Discord shows it so.
    is_over: bool,
}

/// By the interaction that opened it: what is known of each ticket that somebody waits for.
type Rows = Arc<Mutex<HashMap<i64, Row>>>;

#[derive(Clone, Copy)]
enum Until {
    Count(usize),
    Moment(Instant),
}

struct Bench {
    world: World,
    staff: Person,
    panel: (Id, Arc<Value>),
    rows: Rows,
    watcher: tokio::task::JoinHandle<()>,
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.watcher.abort();
    }
}

impl Bench {
    async fn start(docket: &Path, limits: Limits) -> Result<Self> {
        let world = World::start(docket, limits).await?;
        world.control.settings(&json!({ "guild_channels": 0 })).await?;
        let database = world.folder().join("docket.db");
        let pool = SqlitePool::connect(&format!("sqlite://{}", database.display())).await?;
        let (channel, message) = world.panel().await?;
        let rows = Rows::default();
        let watcher = crate::beside(watch(pool, Arc::clone(&rows)));
        let staff = person(&world.control, "ben").await?;
        Ok(Self { panel: (channel, Arc::new(message)), staff, rows, watcher, world })
    }

    /// So many people at once, again and again; what each waited, for the welcome and for the end.
    async fn cycles(&self, until: Until) -> Result<(Vec<f64>, Vec<f64>)> {
        let done = Arc::new(AtomicUsize::new(0));
        let mut all = JoinSet::new();
        for first in 0..AT_A_TIME {
            let one = self.worker(first);
            let done = Arc::clone(&done);
            all.spawn(async move {
                let (mut opened, mut closed) = (Vec::new(), Vec::new());
                loop {
                    let goes_on = match until {
                        Until::Count(count) => done.fetch_add(1, Ordering::Relaxed) < count,
                        Until::Moment(end) => Instant::now() < end,
                    };
                    if !goes_on {
                        return anyhow::Ok((opened, closed));
                    }
                    let (wait, ticket) = one.open().await?;
                    opened.push(wait);
                    closed.push(one.close(ticket).await?);
                }
            });
        }
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        while let Some(one) = all.join_next().await {
            let (more, ends) = one??;
            opened.extend(more);
            closed.extend(ends);
        }
        Ok((opened, closed))
    }

    fn worker(&self, first: usize) -> Worker {
        Worker {
            member: self.world.members[first % self.world.members.len()].clone(),
            staff: self.staff.clone(),
            panel: (self.panel.0, Arc::clone(&self.panel.1)),
            rows: Arc::clone(&self.rows),
        }
    }

    async fn measure(&self, case: &'static str, seconds: u64) -> Result<()> {
        let pid = self.world.docket.pid()?;
        let (start, before) = (Instant::now(), cpu_ms(pid)?);
        let (opened, closed) = self.cycles(Until::Moment(start + Duration::from_secs(seconds))).await?;
        let (took, cost) = (start.elapsed().as_secs_f64(), cpu_ms(pid)? - before);
        let count = f64::from(u32::try_from(opened.len())?);
        let more = [("a_second", count / took), ("cpu_ms_a_ticket", cost / count.max(1.0)), ("rss_mb", rss_mb(pid)?)];
        eprintln!("{case}: {count} tickets in {took:.1} s");
        Figures::named("tickets", labels(case)[0], opened).print(&more);
        Figures::named("tickets", labels(case)[1], closed).print(&[]);
        Ok(())
    }

    async fn leave_open(&self, count: usize) -> Result<()> {
        let mut all = JoinSet::new();
        for first in 0..AT_A_TIME {
            let one = self.worker(first);
            let mine = (first..count).step_by(AT_A_TIME).count();
            all.spawn(async move {
                for _ in 0..mine {
                    one.open().await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(one) = all.join_next().await {
            one??;
        }
        Ok(())
    }
}

fn labels(case: &str) -> [&'static str; 2] {
    match case {
        "few open" => ["press to welcome, few open", "close to access gone, few open"],
        "many open" => ["press to welcome, many open", "close to access gone, many open"],
        _ => ["press to welcome, limits on", "close to access gone, limits on"],
    }
}

struct Worker {
    member: Person,
    staff: Person,
    panel: (Id, Arc<Value>),
    rows: Rows,
}

/// A ticket that stands.
struct Open {
    interaction: i64,
    channel: Id,
    welcome: Id,
    custom_id: String,
}

impl Worker {
    /// From the press to the moment in which the welcome message was posted (its id tells).
    async fn open(&self) -> Result<(f64, Open)> {
        let start = unix_ms()?;
        let modal = form(&self.member, self.panel.0, &self.panel.1).await?;
        let submitted = self.member.submit(&modal, &answers()).await?;
        if submitted.outcome != Outcome::Deferred {
            bail!("a submit was answered with {:?}: {}", submitted.outcome, submitted.message["content"]);
        }
        let interaction = i64::try_from(submitted.interaction_id.0)?;
        let row = self.until(interaction, |row| row.welcome.is_some() && row.channel.is_some()).await?;
        let (welcome, channel) = (row.welcome.context("a welcome")?, row.channel.context("a channel")?);
        let open = Open {
            interaction,
            channel: Id(channel.cast_unsigned()),
            welcome: Id(welcome.cast_unsigned()),
            custom_id: String::new(),
        };
        Ok((made_at(welcome) - start, self.with_button(open).await?))
    }

    /// What the button to close it is called by, as the message has it.
    async fn with_button(&self, open: Open) -> Result<Open> {
        let all = self.member.control.messages(open.channel).await?;
        let message = all.iter().find(|one| Id::of(&one["id"]) == open.welcome).context("the welcome message")?;
        let button = crate::people::button(message, "Close").context("a button to close")?;
        Ok(Open { custom_id: button["custom_id"].as_str().unwrap_or_default().to_owned(), ..open })
    }

    /// From the reason being sent to the moment in which Discord lets the member in no more.
    async fn close(&self, open: Open) -> Result<f64> {
        let pressed = self.staff.control.press(self.staff.id, open.channel, open.welcome, &open.custom_id).await?;
        let start = Instant::now();
        let answered = self.staff.submit(&pressed.modal, &json!({ "reason": "Delivered" })).await?;
        if answered.outcome == Outcome::Failed {
            bail!("a close was not answered");
        }
        self.until(open.interaction, |row| row.is_over).await?;
        Ok(since(start))
    }

    /// Looks after the ticket until it is so, and not a moment longer: nobody reads what nobody waits for.
    async fn until(&self, interaction: i64, ready: impl Fn(&Row) -> bool) -> Result<Row> {
        let held = || self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        held().insert(interaction, Row::default());
        let start = Instant::now();
        loop {
            let row = held().get(&interaction).copied().unwrap_or_default();
            if ready(&row) {
                held().remove(&interaction);
                return Ok(row);
            }
            if start.elapsed() > PATIENCE {
                bail!("a ticket is not where it should be after {PATIENCE:?}: {row:?}");
            }
            sleep(LOOK).await;
        }
    }
}

/// Interaction, channel, welcome message, whether it is over and shown so.
type Seen = (i64, Option<i64>, Option<i64>, bool);

/// Reads the tickets that are waited for: one reader for all who wait.
async fn watch(pool: SqlitePool, rows: Rows) {
    let text = "select interaction, channel, welcome_message, status = 'closed' and revision = published_revision
                from ticket where interaction in (select value from json_each($1))";
    loop {
        sleep(LOOK).await;
        let waited: Vec<i64> = rows.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect();
        let list = json!(waited).to_string();
        let Ok(found) = sqlx::query_as::<_, Seen>(text).bind(list).fetch_all(&pool).await else { continue };
        let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
        for (interaction, channel, welcome, is_over) in found {
            if let Some(row) = rows.get_mut(&interaction) {
                *row = Row { welcome, channel, is_over };
            }
        }
    }
}

/// What the process has used of the processor.
fn cpu_ms(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after = stat.rsplit_once(')').context("no name in stat")?.1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<u32>().ok()).map(f64::from);
    Ok((ticks(11).context("no user time")? + ticks(12).context("no system time")?) * TICK_MS)
}

fn rss_mb(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kb: u32 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(f64::from(kb) / 1_024.0)
}

//! Knows the process of `docket serve`: what starts in which order, and how it ends within five seconds.

use crate::config::{Config, PublicUrl};
use crate::login::Discord;
use crate::state::Desk;
use crate::{clock, page, router, site, upkeep};
use anyhow::Context;
use axum::serve::ListenerExt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// For requests under way when the end comes.
const LAST_ANSWERS: Duration = Duration::from_secs(2);
/// For what the bot is doing in Discord.
const LAST_DEEDS: Duration = Duration::from_secs(2);
const LAST_WRITES: Duration = Duration::from_millis(800);
const SWEEP: Duration = Duration::from_hours(1);

/// A dashboard with its bot, in this process.
pub struct Running {
    pub addr: SocketAddr,
    pub public_url: Arc<PublicUrl>,
    pub store: Store,
    stop: CancellationToken,
    tasks: JoinSet<anyhow::Result<()>>,
    bot: bot::Handle,
}

/// Opens the store, starts the bot, listens. Returns when connections are accepted.
pub async fn start(config: Config) -> anyhow::Result<Running> {
    let data = &config.data;
    std::fs::create_dir_all(data).with_context(|| format!("the data folder {} can't be made", data.display()))?;
    let store = Store::sqlite(data).await.with_context(|| format!("the data in {} can't be opened", data.display()))?;
    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("can't listen on {}", config.listen))?;
    let addr = listener.local_addr()?;
    let public_url = config.public_url.clone().or_else(|| PublicUrl::localhost(addr.port()));
    let public_url = Arc::new(public_url.context("the dashboard has no address")?);
    let stop = CancellationToken::new();
    let desk = Desk {
        discord: Discord::new(&config, &public_url)?,
        config: Arc::new(config),
        store: store.clone(),
        public_url: public_url.clone(),
        leptos: page::options(),
        ended: broadcast::Sender::new(64),
        stop: stop.clone(),
    };
    site::check();
    let bot = bot::start(bot_config(&desk), &stop);
    let mut tasks = JoinSet::new();
    tasks.spawn(listen(listener, desk));
    tasks.spawn(sweep_sessions(store.clone(), stop.clone()));
    tasks.spawn(upkeep::index_search(store.clone(), stop.clone()));
    tasks.spawn(upkeep::checkpoint(store.clone(), stop.clone()));
    Ok(Running { addr, public_url, store, stop, tasks, bot })
}

async fn listen(listener: TcpListener, desk: Desk) -> anyhow::Result<()> {
    let app = router::router(&desk);
    // A page is sent in pieces; without this each piece waits for the last one's acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("A connection goes without TCP_NODELAY: {error}");
        }
    });
    axum::serve(listener, app).with_graceful_shutdown(desk.stop.clone().cancelled_owned()).await?;
    Ok(())
}

async fn sweep_sessions(store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let mut hours = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            _ = hours.tick() => match store.sessions_expire(clock::now()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(sessions = count, "Sessions that ended were deleted"),
                Err(error) => tracing::error!("Sessions that ended could not be deleted: {error}"),
            },
        }
    }
}

impl Running {
    /// Until `end` comes, or something that must not end does.
    pub async fn until(&mut self, end: impl Future<Output = ()>) -> anyhow::Result<()> {
        tokio::select! {
            () = end => Ok(()),
            ended = self.tasks.join_next() => match ended {
                Some(Ok(Ok(()))) | None => anyhow::bail!("the dashboard ended by itself"),
                Some(Ok(Err(error))) => Err(error),
                Some(Err(panic)) => Err(panic).context("a task of the front door panicked"),
            },
        }
    }

    /// No new connections; sockets close, the bot puts down what it holds, the database is closed.
    pub async fn stop(mut self) {
        self.stop.cancel();
        let bot = timeout(LAST_DEEDS, self.bot.ended());
        let answers = timeout(LAST_ANSWERS, async { while self.tasks.join_next().await.is_some() {} });
        let (bot, answers) = tokio::join!(bot, answers);
        if bot.is_err() {
            tracing::warn!("The bot did not end in time; what it left is taken up at the next start");
        }
        if answers.is_err() {
            tracing::warn!("Some requests were cut off at the end");
        }
        self.tasks.abort_all();
        if timeout(LAST_WRITES, self.store.close()).await.is_err() {
            tracing::warn!("The database was not closed in time; it mends itself at the next start");
        }
    }
}

fn bot_config(desk: &Desk) -> bot::Config {
    let config = &desk.config;
    let base = config.discord.as_str().trim_end_matches('/');
    bot::Config {
        attachment_cap: config.attachment_bytes,
        global_limit: config.global_per_second,
        ..bot::Config::new(config.token.expose(), base, desk.store.clone(), desk.public_url.origin())
    }
}

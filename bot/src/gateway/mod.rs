//! Knows how the bot gets and stays connected: what it asks Discord first, serenity over the relay, and what is said
//! about it when it can't.

mod serenity_client;
mod words;

use crate::bot::{Bot, Locks};
use crate::memory::Memory;
use crate::port::Port;
use crate::relay::{Ended, Relay};
use crate::rest::message::id_of;
use crate::rest::{Error, Rest, client};
use crate::task::Tasks;
use crate::work::Work;
use crate::{Config, base::Base, dispatch, due, event, file, owed, reconcile};
use domain::UserId;
use serde_json::Value;
use serenity_client::Ending;
pub use serenity_client::Unknown;
use std::sync::Arc;
use std::time::Duration;
use store::BotStatus;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep};

/// Between two tries to start; doubled each time up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Why the bot does not run, for the operator.
struct Failed {
    why: String,
    mend: String,
}

/// Runs until the tasks end, or until someone must act.
pub async fn run(config: Config, tasks: Tasks, unknown: Unknown, rest_seen: watch::Sender<Option<Rest>>) {
    let store = config.store.clone();
    store.set_bot_status(BotStatus::Starting);
    let prepared = tokio::select! {
        prepared = prepare(config, &tasks, unknown) => prepared,
        () = tasks.ended().cancelled() => return,
    };
    let failed = match prepared {
        Ok(bot) => {
            rest_seen.send_replace(Some(bot.rest.clone()));
            match connected(&bot).await {
                Some(failed) => failed,
                None => return,
            }
        }
        Err(failed) => failed,
    };
    tracing::error!(why = failed.why, mend = failed.mend, "the bot can't run; everything else goes on");
    store.set_bot_status(BotStatus::Failed { why: failed.why, mend: failed.mend });
}

/// Asks Discord who we are, as long as it takes.
async fn prepare(config: Config, tasks: &Tasks, unknown: Unknown) -> Result<Arc<Bot>, Failed> {
    let base = Base::parse(&config.base).map_err(words::bad_address)?;
    if config.token.reveal().trim().is_empty() {
        return Err(words::no_token());
    }
    let files = reqwest::Client::builder()
        .use_rustls_tls()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(Duration::from_secs(5))
        .build();
    let (Ok(http), Ok(files)) = (client(), files) else { return Err(words::no_client()) };
    let rest = Rest::new(http, &base, config.token.clone(), config.global_limit);
    let mut wait = FIRST_WAIT;
    let (me, application) = loop {
        match who(&rest).await {
            Ok(ids) => break ids,
            Err(Error::Refused { status: 401, .. }) => return Err(words::bad_token()),
            Err(error) => {
                tracing::warn!(%error, retry_s = wait.as_secs(), "Discord can't be asked who we are");
                config.store.set_bot_status(BotStatus::Reconnecting { why: error.to_string() });
                sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    };
    let bot = Arc::new(Bot {
        store: config.store.clone(),
        rest,
        base,
        me,
        application,
        public_url: config.public_url.clone(),
        attachment_cap: config.attachment_cap,
        lease: config.lease,
        since: crate::clock::now(),
        memory: Memory::default(),
        spots: crate::spots::Spots::default(),
        fresh: crate::ticket::Fresh::default(),
        shown: crate::ticket::Shown::default(),
        locks: Locks::default(),
        work: Work::default(),
        tasks: tasks.clone(),
        files,
        files_bell: Notify::new(),
        due_bell: Notify::new(),
        token: config.token,
        unknown,
    });
    bot.store.set_discord(Arc::new(Port::new(bot.rest.clone())));
    Ok(bot)
}

async fn who(rest: &Rest) -> Result<(UserId, UserId), Error> {
    let me = rest.me().await?;
    let application = rest.application().await?;
    let id = |value: &Value| UserId(id_of(value));
    Ok((id(&me), id(&application)))
}

/// Connects, and connects again, until someone must act (and then says what) or the bot ends.
async fn connected(bot: &Arc<Bot>) -> Option<Failed> {
    let (events, incoming) = mpsc::unbounded_channel();
    bot.tasks.spawn("events", event::keep(Arc::clone(bot), incoming));
    bot.tasks.spawn("reconcile", reconcile::keep(Arc::clone(bot), bot.store.subscribe()));
    bot.tasks.spawn("due", due::keep(Arc::clone(bot)));
    bot.tasks.spawn("files", file::keep(Arc::clone(bot)));
    bot.tasks.spawn("owed answers", owed::tell(Arc::clone(bot), owed::waiting(bot).await));
    let inner = Arc::clone(bot);
    bot.tasks.spawn("commands", async move { dispatch::register(&inner).await });
    let mut wait = FIRST_WAIT;
    loop {
        let began = Instant::now();
        let asked = tokio::select! {
            asked = bot.rest.gateway() => asked,
            () = bot.tasks.ended().cancelled() => return None,
        };
        let why = match asked {
            Err(Error::Refused { status: 401, .. }) => return Some(words::bad_token()),
            Err(error) => error.to_string(),
            Ok(answer) => {
                let url = answer["url"].as_str().unwrap_or_default().to_owned();
                let shards = answer["shards"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1);
                // A relay for each try: its address is a secret of that try.
                let round = Tasks::default();
                let outcome = match Relay::listen(&url, &bot.base, events.clone(), &round).await {
                    Err(crate::relay::Error::PlainText(url)) => return Some(words::plain_gateway(&url)),
                    Err(error) => Ending::Again(error.to_string()),
                    Ok(listening) => serenity_client::run(bot, &listening, shards).await,
                };
                round.ended().cancel();
                match outcome {
                    Ending::Final(ended) => return Some(final_words(&ended)),
                    Ending::Stopped => return None,
                    Ending::Again(why) => why,
                }
            }
        };
        tracing::warn!(why, retry_s = wait.as_secs(), "the bot is not connected");
        bot.store.set_bot_status(BotStatus::Reconnecting { why });
        // One that held for a while is no failing start.
        if began.elapsed() > LONGEST_WAIT {
            wait = FIRST_WAIT;
        }
        tokio::select! {
            () = sleep(wait) => {}
            () = bot.tasks.ended().cancelled() => return None,
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

fn final_words(ended: &Ended) -> Failed {
    match ended.code {
        Some(4004) => words::bad_token(),
        Some(4014) => words::intents(),
        _ => words::refused_connection(ended.code, &ended.why),
    }
}

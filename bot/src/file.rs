//! Knows how files are copied out of Discord before their links die.

use crate::bot::Bot;
use crate::clock;
use crate::drill::kill_point;
use crate::task::caught;
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use store::WantedFile;
use tokio::time::sleep;

const AT_ONCE: usize = 4;
/// What the limit's setting counts in.
const MEGABYTE: u64 = 1024 * 1024;
const PAGE: i64 = 32;
const TRIES: i64 = 5;
const LOOK: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_mins(2);

/// Why a file is not there yet, or never will be.
enum Failure {
    Never(String),
    Later(String),
    /// The link no longer works.
    Stale(String),
}

pub async fn keep(bot: Arc<Bot>) {
    loop {
        let wanted = match bot.store.files_wanted(clock::now(), PAGE).await {
            Ok(wanted) => wanted,
            Err(error) => {
                tracing::error!(%error, "the files to be copied can't be read");
                Vec::new()
            }
        };
        if wanted.is_empty() {
            tokio::select! {
                () = sleep(LOOK) => {}
                () = bot.files_bell.notified() => {}
            }
            continue;
        }
        stream::iter(wanted)
            .for_each_concurrent(AT_ONCE, |file| {
                let bot = &bot;
                async move {
                    let _ = caught("file", one(bot, &file)).await;
                }
            })
            .await;
    }
}

async fn one(bot: &Bot, file: &WantedFile) {
    let mut outcome = fetch(bot, file, &file.url).await;
    if let Err(Failure::Stale(_)) = &outcome {
        outcome = match fresh(bot, file).await {
            Ok(link) => fetch(bot, file, &link).await,
            Err(failure) => Err(failure),
        };
    }
    let written = match outcome {
        Ok(stored) => {
            kill_point("after-file-fetched");
            let written = bot.store.file_stored(file.id, &stored).await;
            kill_point("after-file-stored");
            written
        }
        Err(Failure::Never(why)) => failed(bot, file, &why, None).await,
        Err(Failure::Later(why) | Failure::Stale(why)) if file.attempts + 1 >= TRIES => {
            failed(bot, file, &why, None).await
        }
        Err(Failure::Later(why) | Failure::Stale(why)) => {
            let wait = Duration::from_secs(2 << (2 * u32::try_from(file.attempts).unwrap_or(0).min(6)));
            failed(bot, file, &why, Some(wait)).await
        }
    };
    if let Err(error) = written {
        tracing::error!(attachment.id = %file.id, %error, "a file's fate could not be written down");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn failed(bot: &Bot, file: &WantedFile, why: &str, wait: Option<Duration>) -> Result<(), store::Error> {
    let for_good = wait.is_none();
    tracing::warn!(attachment.id = %file.id, ticket.id = %file.ticket, for_good, why, "a file was not copied");
    bot.store.file_failed(file.id, why, wait.map(|wait| clock::now().plus(wait))).await
}

async fn fetch(bot: &Bot, file: &WantedFile, url: &str) -> Result<store::StoredFile, Failure> {
    let cap = bot.attachment_cap;
    let too_large = || Failure::Never(format!("larger than {} MB, the most that is kept", cap / MEGABYTE));
    if u64::try_from(file.size).unwrap_or(0) > cap {
        return Err(too_large());
    }
    if !bot.base.allows_file(url) {
        return Err(Failure::Never("its link does not lead to Discord".into()));
    }
    let later = |error: reqwest::Error| Failure::Later(format!("Discord did not hand it out: {}", error.without_url()));
    let answer = bot.files.get(url).timeout(TIMEOUT).send().await.map_err(later)?;
    let status = answer.status();
    if matches!(status.as_u16(), 403 | 404 | 410) {
        return Err(Failure::Stale(format!("its link has died (status {})", status.as_u16())));
    }
    if !status.is_success() {
        return Err(Failure::Later(format!("Discord answered with status {}", status.as_u16())));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(file.size.clamp(0, 1 << 24)).unwrap_or(0));
    let mut stream = answer.bytes_stream();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk.map_err(later)?);
        if bytes.len() as u64 > cap {
            return Err(too_large());
        }
    }
    bot.store.files().put(bytes).await.map_err(|error| Failure::Later(format!("it could not be stored: {error}")))
}

/// Every payload carries fresh links.
async fn fresh(bot: &Bot, file: &WantedFile) -> Result<String, Failure> {
    let lost = || Failure::Never("its message is no longer in Discord, and its link has died".into());
    let message = match bot.rest.message(file.channel.ok_or_else(lost)?, file.message).await {
        Ok(message) => message,
        Err(error) if error.is_gone() => return Err(lost()),
        Err(error) => return Err(Failure::Later(error.to_string())),
    };
    let id = file.id.to_string();
    let mut files = message["attachments"].as_array().into_iter().flatten();
    let ours = files.find(|a| a["id"].as_str() == Some(id.as_str())).ok_or_else(lost)?;
    ours["url"].as_str().map(str::to_owned).ok_or_else(lost)
}

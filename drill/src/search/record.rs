//! Recording while others search: one message a transaction, its index with it, eight readers beside.
#![expect(clippy::cast_precision_loss, reason = "figures are told in a few digits")]

use super::plant::{GUILD, OWNER};
use super::{Bench, percentile, text};
use anyhow::{Context, Result};
use domain::{Access, ChannelId, MemberFacts, MessageId, Person, Said, Timestamp, UserId, first_snowflake};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use store::{InboxFilter, Order};
use tokio::task::JoinSet;
use tokio::time::Instant;

const READERS: u64 = 8;
const LASTS: Duration = Duration::from_secs(10);
/// When the recorded messages are said: after all others, and each run's after the one's before.
const SAID: Timestamp = Timestamp(1_800_000_000_000);

pub async fn run(bench: &Bench<'_>) -> Result<()> {
    let owner = MemberFacts { is_owner: true, ..MemberFacts::default() };
    let access = Access::decide(GUILD, OWNER, &owner, &[], &[]);
    let newest = bench.store.inbox(&access, &InboxFilter::default(), None, 1).await?;
    let ticket = newest.rows.first().map(|row| row.ticket.clone()).context("a ticket")?;
    let channel = ticket.channel.context("a channel")?;
    let from = ticket.last_at.0.max(SAID.0) + 1;
    let stop = Arc::new(AtomicBool::new(false));
    let searches = Arc::new(AtomicU64::new(0));
    let mut readers = JoinSet::new();
    for seed in 0..READERS {
        let (store, access, stop, searches) = (bench.store.clone(), access.clone(), stop.clone(), searches.clone());
        readers.spawn(async move {
            let mut random = StdRng::seed_from_u64(seed);
            while !stop.load(Ordering::Relaxed) {
                let word = text::word(text::rank(&mut random, text::WORDS));
                if let Ok(Ok(reading)) = store.read_question(&access, &word, SAID).await {
                    let _ = store.search(&access, &reading, Order::Newest, None, 25, SAID).await;
                    searches.fetch_add(1, Ordering::Relaxed);
                }
                // People read what they found.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
    }
    let mut random = StdRng::seed_from_u64(bench.options.seed);
    let (start, mut times, mut last_checkpoint) = (Instant::now(), Vec::new(), Instant::now());
    while start.elapsed() < LASTS {
        let said = said(channel, from + i64::try_from(times.len())?, &mut random);
        let began = Instant::now();
        bench.store.record_message(&said, SAID).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        if last_checkpoint.elapsed() > Duration::from_secs(1) {
            last_checkpoint = Instant::now();
            let store = bench.store.clone();
            readers.spawn(async move { drop(store.checkpoint().await) });
        }
    }
    let rate = (times.len() as f64 / start.elapsed().as_secs_f64()).round();
    stop.store(true, Ordering::Relaxed);
    readers.join_all().await;
    let (wanted_rate, wanted_p99) = if bench.database == "sqlite" { (3_000, 10.0) } else { (1_500, 5.0) };
    bench.tell(
        "recording, one a transaction, eight readers",
        json!({
            "n": times.len(), "value": rate, "unit": "messages/s", "wanted_at_least": wanted_rate,
            "p50_ms": percentile(&mut times, 0.5), "p99_ms": percentile(&mut times, 0.99), "wanted_p99_ms": wanted_p99,
            "max_ms": percentile(&mut times, 1.0), "wanted_max_ms": 250.0, "searches_beside": searches.load(Ordering::Relaxed),
        }),
    );
    Ok(())
}

fn said(channel: ChannelId, at: i64, random: &mut StdRng) -> Said {
    Said {
        id: MessageId(first_snowflake(Timestamp(at))),
        channel,
        author: Person {
            id: UserId(100),
            username: "member100".into(),
            display_name: "member100".into(),
            ..Person::default()
        },
        content: text::message(random),
        ..Said::default()
    }
}

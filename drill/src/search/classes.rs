//! Each class of question, asked of the largest guild again and again with other words: the whole request, its passages
//! included.

use super::plant::{GUILD, OWNER};
use super::{Bench, percentile, text};
use anyhow::{Result, bail};
use domain::search::{Field, Words, passage};
use domain::{Access, MemberFacts, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use store::{InboxFilter, Order};
use tokio::time::Instant;

const ROUNDS: usize = 200;
/// After every message.
const NOW: Timestamp = Timestamp(1_790_000_000_000);
const PAGE: usize = 25;

/// A name, what is wanted of SQLite and of PostgreSQL at a million, and how a question is made.
type Class = (&'static str, [f64; 2], fn(&mut StdRng) -> String);

const CLASSES: [Class; 15] = [
    ("word, the most common", [3.0, 10.0], |random| text::word(random.random_range(0..5))),
    ("word, common", [3.0, 10.0], |random| text::word(random.random_range(50..500))),
    ("word, rare", [3.0, 10.0], |random| text::word(random.random_range(20_000..150_000))),
    ("prefix of three", [3.0, 10.0], |random| format!("{}*", &text::word(random.random_range(50..5_000))[..3])),
    ("prefix of five", [3.0, 10.0], |random| format!("{}*", &text::word(random.random_range(5_000..50_000))[..5])),
    ("word within days", [3.0, 10.0], |random| format!("{} after:2023-05-01 before:2023-06-15", common(random))),
    ("two words", [3.0, 15.0], |random| format!("{} {}", common(random), common(random))),
    ("word of a type", [3.0, 15.0], |random| format!("{} type:buy-gold", common(random))),
    ("phrase of two", [5.0, 25.0], |random| format!("\"{} {}\"", common(random), common(random))),
    ("letters without blanks", [5.0, 25.0], |random| letters(random, 2)),
    ("phrase of three", [5.0, 25.0], |random| format!("\"{} {} {}\"", common(random), common(random), common(random))),
    ("word with a status", [10.0, 25.0], |random| format!("{} status:open", common(random))),
    ("word with an assignee", [10.0, 25.0], |random| format!("{} assignee:me", common(random))),
    ("word without another", [10.0, 25.0], |random| format!("{} -{}", common(random), common(random))),
    ("member's name", [3.0, 10.0], |random| format!("member{}", 100 + text::rank(random, 20_000.0))),
];

fn common(random: &mut StdRng) -> String {
    text::word(random.random_range(3..60))
}

fn letters(random: &mut StdRng, count: usize) -> String {
    (0..count).map(|_| text::letter(random.random_range(0..40))).collect()
}

pub async fn run(bench: &Bench<'_>) -> Result<()> {
    let owner = MemberFacts { is_owner: true, ..MemberFacts::default() };
    let access = Access::decide(GUILD, OWNER, &owner, &[], &[]);
    for (case, wanted, ask) in CLASSES {
        measure(bench, &access, case, wanted, Order::Newest, ask).await?;
    }
    measure(bench, &access, "best first", [5.0, 40.0], Order::Best, |random| {
        format!("{} {}", common(random), common(random))
    })
    .await?;
    measure(bench, &access, "best first, one word", [5.0, 40.0], Order::Best, common).await?;
    list(bench, &access).await?;
    suggestions(bench, &access).await
}

async fn measure(
    bench: &Bench<'_>,
    access: &Access,
    case: &str,
    wanted: [f64; 2],
    order: Order,
    ask: fn(&mut StdRng) -> String,
) -> Result<()> {
    let mut random = StdRng::seed_from_u64(bench.options.seed);
    let (mut times, mut found) = (Vec::with_capacity(ROUNDS), 0);
    for round in 0..ROUNDS + 20 {
        let question = ask(&mut random);
        let start = Instant::now();
        let Ok(reading) = bench.store.read_question(access, &question, NOW).await? else {
            bail!("`{question}` can't be read")
        };
        let page = bench.store.search(access, &reading, order, None, PAGE, NOW).await?;
        let hits = page.tickets.iter().flat_map(|ticket| &ticket.hits);
        let shown: usize = hits.map(|hit| cut(&hit.text, &reading.words)).sum();
        // The first ones warm it up.
        if round >= 20 {
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
            found += usize::from(shown > 0);
        }
    }
    tell(bench, case, wanted, times, found);
    Ok(())
}

fn cut(text: &str, words: &Words) -> usize {
    passage(text, words, 150).len()
}

async fn list(bench: &Bench<'_>, access: &Access) -> Result<()> {
    let mut times = Vec::with_capacity(ROUNDS);
    let (mut after, filter) = (None, InboxFilter::default());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let page = bench.store.inbox(access, &filter, after, 50).await?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        after = page.next;
    }
    let found = times.len();
    tell(bench, "page of the list", [2.0, 3.0], times, found);
    Ok(())
}

async fn suggestions(bench: &Bench<'_>, access: &Access) -> Result<()> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        bench.store.search_values(access, Field::From).await?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    let found = times.len();
    tell(bench, "people that are offered", [10.0, 25.0], times, found);
    Ok(())
}

fn tell(bench: &Bench<'_>, case: &str, wanted: [f64; 2], mut times: Vec<f64>, found: usize) {
    let wanted = if bench.database == "sqlite" { wanted[0] } else { wanted[1] };
    let p95 = percentile(&mut times, 0.95);
    let figures = json!({
        "n": times.len(), "with_finds": found, "p50_ms": percentile(&mut times, 0.5), "p95_ms": p95,
        "max_ms": percentile(&mut times, 1.0), "wanted_p95_ms": wanted, "held": p95 <= wanted, "unit": "ms",
    });
    bench.tell(case, figures);
}

//! `bench search`: what staff wait for when they look for what was said, among a million messages. Prints JSON lines,
//! each beside the figure that is wanted.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are told in a few digits"
)]

mod classes;
mod plant;
mod record;
mod text;

use anyhow::Result;
use serde_json::json;
use std::path::PathBuf;
use store::Store;
use tokio::time::Instant;

pub struct Options {
    /// Messages.
    pub n: u64,
    pub seed: u64,
    /// Kept here between runs.
    pub folder: PathBuf,
    /// A server to measure as well.
    pub postgres: Option<String>,
}

/// One of the two, with what was asked of it.
struct Bench<'a> {
    store: Store,
    database: &'static str,
    options: &'a Options,
}

pub async fn run(options: &Options) -> Result<()> {
    sqlite(options).await?;
    match &options.postgres {
        Some(url) => postgres(options, url).await,
        None => {
            eprintln!("PostgreSQL was left out: --postgres names a server");
            Ok(())
        }
    }
}

async fn sqlite(options: &Options) -> Result<()> {
    let folder = options.folder.join(format!("search-{}-{}", options.n, options.seed));
    let done = folder.join("planted");
    if !done.exists() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let store = Store::sqlite(&folder).await?;
        let raw = plant::Raw::sqlite(&folder.join("docket.db")).await?;
        plant::plant(&store, &raw, options.n, options.seed).await?;
        let bench = Bench { store, database: "sqlite", options };
        bench.rebuild().await?;
        bench.tell_size(raw.index_bytes().await?, raw.text_bytes().await?);
        bench.store.close().await;
        std::fs::write(&done, "")?;
    }
    let bench = Bench { store: Store::sqlite(&folder).await?, database: "sqlite", options };
    bench.measure().await?;
    bench.store.close().await;
    Ok(())
}

async fn postgres(options: &Options, url: &str) -> Result<()> {
    let files = tempfile::tempdir()?;
    let store = Store::postgres(url, files.path()).await?;
    let raw = plant::Raw::postgres(url).await?;
    let bench = Bench { store, database: "postgres", options };
    if raw.text_bytes().await? == 0 {
        plant::plant(&bench.store, &raw, options.n, options.seed).await?;
        bench.rebuild().await?;
        bench.tell_size(raw.index_bytes().await?, raw.text_bytes().await?);
        raw.settle().await?;
    }
    bench.measure().await?;
    bench.store.close().await;
    Ok(())
}

impl Bench<'_> {
    async fn measure(&self) -> Result<()> {
        classes::run(self).await?;
        record::run(self).await
    }

    /// The index from nothing.
    async fn rebuild(&self) -> Result<()> {
        eprintln!("{}: indexing …", self.database);
        self.store.forget_search().await?;
        let (start, mut documents) = (Instant::now(), 0);
        loop {
            let batch = self.store.rebuild_search(5_000).await?;
            documents += batch.documents;
            if batch.is_done {
                break;
            }
        }
        let rate = documents as f64 / start.elapsed().as_secs_f64();
        let wanted = if self.database == "sqlite" { 50_000 } else { 15_000 };
        self.tell(
            "rebuild",
            json!({ "n": documents, "value": rate.round(), "unit": "documents/s", "wanted_at_least": wanted }),
        );
        Ok(())
    }

    fn tell_size(&self, index: u64, text: u64) {
        let ratio = (index as f64 / text as f64 * 100.0).round() / 100.0;
        let wanted = if self.database == "sqlite" { 1.5 } else { 7.0 };
        self.tell("index size by text", json!({ "n": text, "value": ratio, "unit": "times", "wanted": wanted }));
    }

    fn tell(&self, case: &str, mut figures: serde_json::Value) {
        if let Some(figures) = figures.as_object_mut() {
            figures.insert("bench".into(), json!("search"));
            figures.insert("database".into(), json!(self.database));
            figures.insert("messages".into(), json!(self.options.n));
            figures.insert("case".into(), json!(case));
        }
        println!("{figures}");
    }
}

/// The value below which this share of them lies, in milliseconds.
fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = ((values.len().saturating_sub(1)) as f64 * share).round() as usize;
    (values.get(at).copied().unwrap_or(f64::NAN) * 100.0).round() / 100.0
}

//! The memory: SQL, transactions, announcements. Knows there are two databases; knows nothing of Discord's wire,
//! HTTP or HTML. Every verb is one transaction; what it announces rings after the commit.

mod attachment;
mod block;
mod bot;
mod catalog;
mod db;
mod due;
mod error;
mod files;
mod guild;
mod health;
mod ids;
mod inbox;
mod member;
mod message;
mod order;
mod panel;
mod preset;
mod problem;
mod search;
mod session;
mod setting;
mod text;
mod ticket;
mod transcript;

pub use attachment::WantedFile;
pub use block::BlockRow;
pub use bot::{BotStatus, Discord, Unreachable};
pub use catalog::Catalog;
pub use error::Error;
pub use files::{Files, StoredFile};
pub use guild::CategoryKind;
pub use health::{Check, CheckKind, Checkup, Disk, Ill, Inspection, Schema, free_bytes, inspect};
pub use inbox::{Cursor, InboxFilter, InboxPage, InboxRow, Picked};
pub use member::MemberSeen;
pub use message::{Compared, Recorded};
pub use panel::PanelDraft;
pub use problem::Problem;
pub use search::{Found, Hit, Order, Reading, Rebuilt, TicketHits};
pub use ticket::{Closing, Opened, Opening, Placement, Timed, Transfer, Waiting};
pub use transcript::{Names, OpenFile, Page, TicketView, TranscriptPage};

use db::Db;
use domain::{Bell, GuildId, Timestamp};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, RwLock};
use tokio::sync::{broadcast, watch};

pub type Result<T> = std::result::Result<T, Error>;

/// How many announcements a slow receiver may fall behind before it is told that it missed some.
const BELL_CAPACITY: usize = 4096;

/// The one way to everything that is remembered. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    bell: broadcast::Sender<Bell>,
    ids: ids::Ids,
    files: Files,
    bot: watch::Sender<BotStatus>,
    connected_since: RwLock<Option<Timestamp>>,
    health: RwLock<HashMap<GuildId, health::Watched>>,
    discord: RwLock<Option<Arc<dyn Discord>>>,
    /// Guilds whose whole list of members was read since the gateway was last lost.
    whole: RwLock<HashSet<GuildId>>,
    unseen: message::Unseen,
}

impl Store {
    /// Opens `docket.db` and `files/` in the data folder; makes and migrates what is missing.
    pub async fn sqlite(data: &Path) -> Result<Self> {
        let files = Files::open(data)?;
        Ok(Self::new(Db::sqlite(data).await?, files))
    }

    /// Opens what is there to be read, and nothing else: nothing is made or migrated. For a look from outside, beside a
    /// process that runs on it.
    pub async fn look(data: &Path) -> Result<Self> {
        Ok(Self::new(Db::sqlite_as_it_is(data).await?, Files::at(data)))
    }

    /// Connects to PostgreSQL; files lie in the data folder all the same.
    pub async fn postgres(url: &str, data: &Path) -> Result<Self> {
        let files = Files::open(data)?;
        Ok(Self::new(Db::postgres(url).await?, files))
    }

    fn new(db: Db, files: Files) -> Self {
        let inner = Inner {
            db,
            bell: broadcast::Sender::new(BELL_CAPACITY),
            ids: ids::Ids::default(),
            files,
            bot: watch::Sender::new(BotStatus::Starting),
            connected_since: RwLock::default(),
            health: RwLock::default(),
            discord: RwLock::default(),
            whole: RwLock::default(),
            unseen: message::Unseen::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Hears every announcement from now on. After `Lagged`, read again what you hold.
    pub fn subscribe(&self) -> broadcast::Receiver<Bell> {
        self.inner.bell.subscribe()
    }

    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// Works the write-ahead log into the database, as far as its readers let it, and gives how many pages are left.
    /// Nothing to do on PostgreSQL, which has a checkpointer of its own.
    pub async fn checkpoint(&self) -> Result<i64> {
        Ok(self.inner.db.checkpoint().await?)
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }

    /// Rings after a commit. Nobody listening is fine: the rows are the truth.
    fn ring(&self, bells: impl IntoIterator<Item = Bell>) {
        for bell in bells {
            let _ = self.inner.bell.send(bell);
        }
    }
}

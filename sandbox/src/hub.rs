//! The one lock around the world, and the way through it: a deed looks, decides, puts its steps and events;
//! the steps are on disk before anyone hears of them or the deed is answered.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::act::thread;
use crate::clock::Millis;
use crate::event::{Event, To};
use crate::id::{Id, Snowflakes};
use crate::oauth;
use crate::rate::Limiter;
use crate::traffic::Traffic;
use crate::wires::{Out, Touched, Wires};
use crate::world::journal::{self, Journal};
use crate::world::{Op, World};

struct Inner {
    world: World,
    wires: Wires,
    journal: Journal,
}

pub struct Hub {
    inner: Mutex<Inner>,
    pub ids: Arc<Snowflakes>,
    pub base: String,
    pub dir: PathBuf,
    pub traffic: Traffic,
    pub limiter: Limiter,
    /// Frames of the gateway wait while it is set.
    stalled: AtomicBool,
    /// Requests, answers and frames are kept while it is set.
    recording: AtomicBool,
}

/// One change of the world, or one look at it. Check first, put then: what was put stays.
pub struct Deed<'a> {
    pub world: &'a mut World,
    pub wires: &'a mut Wires,
    pub now: Millis,
    /// Why, for the audit log: the asker's own words.
    pub reason: Option<String>,
    line: Vec<u8>,
    events: Vec<Event>,
    touched: Touched,
}

impl Hub {
    pub fn new(world: World, journal: Journal, dir: PathBuf) -> Self {
        Self {
            ids: world.ids.clone(),
            base: world.base.clone(),
            dir,
            traffic: Traffic::default(),
            limiter: Limiter::default(),
            stalled: AtomicBool::new(world.faults.stall_gateway),
            recording: AtomicBool::new(world.settings.record),
            inner: Mutex::new(Inner { world, wires: Wires::default(), journal }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn deed<T>(&self, act: impl FnOnce(&mut Deed) -> T) -> T {
        let inner = &mut *self.lock();
        let (world, wires) = (&mut inner.world, &mut inner.wires);
        let mut deed = Deed {
            world,
            wires,
            now: self.ids.clock.now(),
            reason: None,
            line: Vec::new(),
            events: Vec::new(),
            touched: Touched::default(),
        };
        let answer = act(&mut deed);
        let Deed { mut line, events, touched, .. } = deed;
        if !line.is_empty() {
            journal::end(&mut line);
            if let Err(error) = inner.journal.append(&line) {
                tracing::error!(%error, "the journal could not be written; what follows would be lost");
            }
        }
        self.stalled.store(inner.world.faults.stall_gateway, Ordering::Relaxed);
        self.recording.store(inner.world.settings.record, Ordering::Relaxed);
        inner.wires.dispatch(&inner.world, &events, &touched);
        let abandoned = inner.world.abandoned();
        // Once nothing is written any more, the disk says that they are held.
        for id in abandoned.into_iter().filter(|_| inner.journal.is_open()) {
            drop(std::fs::remove_file(self.file(id)));
        }
        answer
    }

    pub fn is_stalled(&self) -> bool {
        self.stalled.load(Ordering::Relaxed)
    }

    pub fn is_recording(&self) -> bool {
        self.recording.load(Ordering::Relaxed)
    }

    /// Puts another world in the place of this one, on disk too. Bots begin anew, and so do those who watch.
    pub fn replace(&self, ops: Vec<Op>) -> anyhow::Result<()> {
        let inner = &mut *self.lock();
        let mut next = World::new(self.base.clone());
        next.ids = self.ids.clone();
        for op in ops {
            next.apply(op);
        }
        // Time never goes back, nor do the ids that are made of it.
        let (ahead, speed) = self.ids.clock.ahead();
        self.ids.clock.turn(next.ahead.saturating_sub(ahead), speed);
        next.ahead = self.ids.clock.ahead().0;
        next.ids.raise(next.newest());
        inner.journal.replace(&next)?;
        next.abandoned();
        inner.world = next;
        inner.wires.begin_anew();
        Ok(())
    }

    /// What time brings: threads fall asleep, sessions are forgotten, a clock that runs fast is written down, and a
    /// long journal is written anew without its history.
    pub fn tidy(&self) {
        let ahead = self.ids.clock.ahead().0;
        self.deed(|d| {
            thread::sweep(d);
            oauth::sweep(d);
            d.wires.forget_the_absent(d.now);
            if ahead > d.world.ahead + 1_000 {
                d.put(Op::Ahead(ahead));
            }
        });
        let inner = &mut *self.lock();
        if let Err(error) = inner.journal.trim(&inner.world, journal::LONG) {
            tracing::error!(%error, "the journal could not be written anew");
        }
    }

    /// Lets every listener go without a word, and writes nothing from now on.
    pub fn close(&self) {
        let inner = &mut *self.lock();
        inner.wires.tell_all(|| Out::Vanish);
        inner.wires.close_eyes();
        inner.journal.close();
    }

    pub fn file(&self, id: Id) -> PathBuf {
        self.dir.join("files").join(id.to_string())
    }
}

impl Deed<'_> {
    pub fn put(&mut self, op: Op) {
        journal::push(&mut self.line, &op);
        match &op {
            Op::Channel(c) => drop(self.touched.channels.insert(c.id)),
            Op::ChannelGone(id) => drop(self.touched.channels.insert(*id)),
            Op::Guild(_) | Op::GuildGone(_) | Op::Role(..) | Op::RoleGone(..) | Op::Member(..) | Op::MemberGone(..) => {
                self.touched.people = true;
            }
            _ => {}
        }
        self.world.apply(op);
    }

    pub fn tell(&mut self, kind: &'static str, to: To, body: Value) {
        self.events.push(Event { kind, to, body });
    }

    pub fn id(&self) -> Id {
        self.world.ids.next()
    }
}

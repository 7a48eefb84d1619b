//! Who is listening: the bots' gateway sessions with what they have not heard yet, the people before the
//! client, and those who wait for an interaction's answer. Knows frames, not sockets.

use std::collections::{HashMap, HashSet, VecDeque};

use axum::extract::ws::Utf8Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use crate::clock::Millis;
use crate::event::{Event, Listener, Share, To, bare, intent};
use crate::id::Id;
use crate::show;
use crate::world::{Channel, Settings, World, channel_kind};

/// How many events a session keeps for a bot that was away.
const RING: usize = 10_000;
/// How long it keeps them.
const AWAY: Millis = 5 * 60_000;
const DAY: Millis = 24 * 3_600_000;
/// How many frames wait for a connection that is slow: all that is kept, and a guild each for as many as a shard
/// holds. Who is slower still is let go, and may resume.
pub const QUEUE: usize = RING + 5_000;

/// What a connection is told to do.
#[derive(Debug)]
pub enum Out {
    Frame(Utf8Bytes),
    Close(u16, &'static str),
    /// Go, without a word.
    Vanish,
}

pub struct Session {
    pub listener: Listener,
    pub seq: u64,
    ring: VecDeque<(u64, Utf8Bytes)>,
    out: Option<(u64, mpsc::Sender<Out>)>,
    left: Millis,
    /// The channels it knows by name.
    seen: HashSet<Id>,
    /// Its guilds.
    homes: HashSet<Id>,
}

struct Live {
    user: Id,
    /// The channels this person sees, with what they may do there.
    seen: HashMap<Id, u64>,
    out: mpsc::Sender<String>,
}

/// What a deed put that may change who sees what.
#[derive(Default)]
pub struct Touched {
    pub channels: HashSet<Id>,
    /// Guilds, roles or members: anybody may see anything else now.
    pub people: bool,
}

impl Touched {
    /// The channels that this person may have begun or ceased to see: those that were put, and categories, which are
    /// seen with what stands in them.
    fn perhaps(&self, world: &World, user: Id, known: &HashSet<Id>) -> Vec<Id> {
        let may = |c: &&Channel| self.people || c.kind == channel_kind::CATEGORY;
        let mut all: HashSet<Id> = around(world, user).filter(may).map(|c| c.id).collect();
        all.extend(&self.channels);
        if self.people {
            all.extend(known);
            all.extend(world.dms_of(user).map(|c| c.id));
        }
        all.into_iter().collect()
    }
}

#[derive(Default)]
pub struct Wires {
    pub sessions: HashMap<String, Session>,
    lives: HashMap<u64, Live>,
    waiters: HashMap<Id, oneshot::Sender<()>>,
    next: u64,
    pub frames: u64,
    /// When bots identified, in the last 24 hours.
    pub identified: VecDeque<Millis>,
    /// Until when each place of `max_concurrency` is taken.
    places: HashMap<u64, Millis>,
}

impl Live {
    /// Whether it keeps up; who doesn't comes again and looks anew.
    fn tell(&self, text: String) -> bool {
        !matches!(self.out.try_send(text), Err(TrySendError::Full(_)))
    }
}

impl Session {
    /// Numbers an event and hands it to the connection, or keeps it for later.
    pub fn push(&mut self, kind: &str, body: &str) {
        self.seq += 1;
        let frame: Utf8Bytes = format!(r#"{{"t":"{kind}","s":{},"op":0,"d":{body}}}"#, self.seq).into();
        if self.ring.len() == RING {
            self.ring.pop_front();
        }
        self.ring.push_back((self.seq, frame.clone()));
        self.tell(Out::Frame(frame));
    }

    /// A connection whose queue is full is let go.
    pub fn tell(&mut self, out: Out) {
        if self.out.as_ref().is_some_and(|(_, to)| matches!(to.try_send(out), Err(TrySendError::Full(_)))) {
            self.out = None;
            // Its five minutes begin when the connection has ended.
            self.left = Millis::MAX;
        }
    }

    /// What came after `seq`; `None` if it is no longer known or never was.
    pub fn since(&self, seq: u64) -> Option<Vec<Utf8Bytes>> {
        let first = self.ring.front().map_or(self.seq + 1, |(n, _)| *n);
        if seq > self.seq || seq + 1 < first {
            return None;
        }
        Some(self.ring.iter().filter(|(n, _)| *n > seq).map(|(_, frame)| frame.clone()).collect())
    }

    pub fn attach(&mut self, connection: u64, out: mpsc::Sender<Out>) {
        if let Some((_, old)) = self.out.replace((connection, out)) {
            drop(old.try_send(Out::Close(4000, "Session resumed elsewhere.")));
        }
    }
}

impl Wires {
    pub fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub fn open(
        &mut self,
        id: String,
        listener: Listener,
        connection: u64,
        out: mpsc::Sender<Out>,
        now: Millis,
        world: &World,
    ) {
        let session = Session {
            listener,
            seq: 0,
            ring: VecDeque::new(),
            out: Some((connection, out)),
            left: now,
            seen: seen(world, listener.bot),
            homes: homes(world, listener.bot),
        };
        self.sessions.insert(id, session);
    }

    /// The connection is gone; its session stays for a while, unless it is over.
    pub fn detach(&mut self, id: &str, connection: u64, now: Millis, over: bool) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        if session.out.as_ref().is_some_and(|(c, _)| *c != connection) {
            return;
        }
        session.out = None;
        session.left = now;
        if over {
            self.sessions.remove(id);
        }
    }

    /// Sessions that nobody came back for.
    pub fn forget_the_absent(&mut self, now: Millis) {
        self.sessions.retain(|_, s| s.out.is_some() || s.left.saturating_add(AWAY) > now);
    }

    /// Whether a shard may identify now, which takes its place from others that share it.
    pub fn has_place(&mut self, settings: &Settings, shard: u64, now: Millis) -> bool {
        let place = shard % settings.max_concurrency.max(1);
        if settings.identify_window_ms == 0 {
            return true;
        }
        if self.places.get(&place).is_some_and(|until| *until > now) {
            return false;
        }
        self.places.retain(|_, until| *until > now);
        self.places.insert(place, now.saturating_add(settings.identify_window_ms));
        true
    }

    /// Frames of the gateway's own (reconnect, invalid) or none at all, to every bot.
    pub fn tell_all(&mut self, make: impl Fn() -> Out) {
        self.sessions.values_mut().for_each(|s| s.tell(make()));
    }

    /// All sessions are over, and nobody watches.
    pub fn begin_anew(&mut self) {
        self.tell_all(|| Out::Frame(r#"{"t":null,"s":null,"op":9,"d":false}"#.into()));
        self.tell_all(|| Out::Vanish);
        self.sessions.clear();
        self.close_eyes();
    }

    /// How many identified in the 24 hours before now.
    pub fn identifies(&mut self, now: Millis) -> usize {
        while self.identified.front().is_some_and(|at| at + DAY <= now) {
            self.identified.pop_front();
        }
        self.identified.len()
    }

    pub fn connected(&self) -> usize {
        self.sessions.values().filter(|s| s.out.is_some()).count()
    }

    pub fn watch(&mut self, user: Id, world: &World, out: mpsc::Sender<String>) -> u64 {
        let seen = visible(world, user);
        let number = self.number();
        self.lives.insert(number, Live { user, seen, out });
        number
    }

    pub fn unwatch(&mut self, number: u64) {
        self.lives.remove(&number);
    }

    /// Nobody watches any more.
    pub fn close_eyes(&mut self) {
        self.lives.clear();
    }

    pub fn wait_for(&mut self, interaction: Id) -> oneshot::Receiver<()> {
        let (tell, told) = oneshot::channel();
        self.waiters.insert(interaction, tell);
        told
    }

    pub fn answered(&mut self, interaction: Id) {
        if let Some(waiter) = self.waiters.remove(&interaction) {
            _ = waiter.send(());
        }
    }

    /// Brings what happened to everyone it concerns, in order.
    pub fn dispatch(&mut self, world: &World, events: &[Event], touched: &Touched) {
        for event in events {
            self.bots_hear(world, event);
            self.people_see(world, event);
        }
        if touched.people || !touched.channels.is_empty() {
            self.unveil(world, touched);
            self.show_channels(world, touched);
        }
    }

    fn bots_hear(&mut self, world: &World, event: &Event) {
        if world.faults.drop_events {
            return;
        }
        let (mut whole, mut less, mut hidden) = (None, None, None);
        for session in self.sessions.values_mut() {
            let body = match session.listener.share(event, world) {
                Share::Nothing => continue,
                Share::Whole => whole.get_or_insert_with(|| event.body.to_string()),
                Share::Bare => less.get_or_insert_with(|| bare(&event.body).to_string()),
                Share::Concealed => hidden.get_or_insert_with(|| {
                    let place = world.rooms.get(&Id::of(&event.body["id"]));
                    place.map_or(Value::Null, |room| show::concealed(&room.channel)).to_string()
                }),
            };
            for _ in 0..=u8::from(world.faults.duplicate_events) {
                session.push(event.kind, body);
                self.frames += 1;
            }
        }
    }

    /// Channels that come into a bot's sight or leave it without a change of their own (by a role, say).
    fn unveil(&mut self, world: &World, touched: &Touched) {
        for session in self.sessions.values_mut().filter(|s| s.listener.has(intent::GUILDS)) {
            let bot = session.listener.bot;
            let homes = homes(world, bot);
            // A guild that is new, or no more, is told as a whole.
            let both: HashSet<Id> = homes.intersection(&session.homes).copied().collect();
            let stays = |id: &Id| world.rooms.get(id).and_then(|r| r.channel.guild).is_some_and(|g| both.contains(&g));
            let mut turned = touched.perhaps(world, bot, &session.seen);
            turned.retain(|id| knows(world, bot, *id) != session.seen.contains(id));
            for id in &turned {
                if !session.seen.remove(id) {
                    session.seen.insert(*id);
                }
            }
            if !world.settings.conceal_channels {
                turned.clear();
            }
            turned.retain(stays);
            for id in turned.iter().filter(|id| session.seen.contains(id)).copied().collect::<Vec<_>>() {
                if let Some(sync) = show::thread_list(world, id, bot).filter(|_| session.listener.sees(world, id)) {
                    session.push("THREAD_LIST_SYNC", &sync.to_string());
                    self.frames += 1;
                }
            }
            for id in turned.iter().filter(|id| !touched.channels.contains(id)) {
                let Some(place) = world.rooms.get(id).map(|room| &room.channel) else { continue };
                if session.listener.serves(place.guild) {
                    session.push("CHANNEL_UPDATE", &show::known(world, place, bot).to_string());
                    self.frames += 1;
                }
            }
            session.homes = homes;
        }
    }

    fn people_see(&mut self, world: &World, event: &Event) {
        if matches!(event.kind, "GUILD_AUDIT_LOG_ENTRY_CREATE" | "WEBHOOKS_UPDATE") {
            return;
        }
        // Channels come and go for a person by what they may see: `show_channels` tells.
        if event.kind.starts_with("CHANNEL_") && event.kind != "CHANNEL_PINS_UPDATE" {
            return;
        }
        let mut frame = None;
        self.lives.retain(|_, live| {
            if !concerns(world, event, live.user) {
                return true;
            }
            let text = frame.get_or_insert_with(|| json!({ "t": event.kind, "d": event.body }).to_string());
            live.tell(text.clone())
        });
    }

    fn show_channels(&mut self, world: &World, touched: &Touched) {
        self.lives.retain(|_, live| {
            let known: HashSet<Id> = live.seen.keys().copied().collect();
            let (mut here, mut frames) = (Vec::new(), Vec::new());
            let frame = |kind: &str, body: Value| json!({ "t": kind, "d": body }).to_string();
            for id in touched.perhaps(world, live.user, &known) {
                match sight(world, live.user, id) {
                    Some(bits) => here.push((id, bits)),
                    None if live.seen.remove(&id).is_some() => {
                        frames.push(frame("CHANNEL_DELETE", json!({ "id": id })));
                    }
                    None => {}
                }
            }
            for (id, bits) in here {
                let kind = match live.seen.insert(id, bits) {
                    None => "CHANNEL_CREATE",
                    Some(old) if old != bits || touched.channels.contains(&id) => "CHANNEL_UPDATE",
                    Some(_) => continue,
                };
                if let Some(room) = world.rooms.get(&id) {
                    frames.push(frame(kind, show::channel_for(world, &room.channel, live.user)));
                }
            }
            frames.into_iter().all(|frame| live.tell(frame))
        });
    }
}

fn homes(world: &World, bot: Id) -> HashSet<Id> {
    world.guilds.values().filter(|h| h.members.contains_key(&bot)).map(|h| h.guild.id).collect()
}

/// The channels of a person's guilds.
fn around(world: &World, user: Id) -> impl Iterator<Item = &Channel> {
    let houses = world.guilds.values().filter(move |h| h.members.contains_key(&user));
    houses.flat_map(|h| &h.channels).filter_map(|id| world.rooms.get(id)).map(|room| &room.channel)
}

/// The guilds' channels that a bot may know by name.
fn seen(world: &World, bot: Id) -> HashSet<Id> {
    around(world, bot).filter(|c| world.lists(bot, c)).map(|c| c.id).collect()
}

fn knows(world: &World, bot: Id, channel: Id) -> bool {
    world
        .rooms
        .get(&channel)
        .is_some_and(|room| is_around(world, bot, &room.channel) && world.lists(bot, &room.channel))
}

fn is_around(world: &World, user: Id, channel: &Channel) -> bool {
    let house = channel.guild.and_then(|guild| world.guilds.get(&guild));
    house.is_some_and(|house| house.members.contains_key(&user) && house.channels.contains(&channel.id))
}

fn visible(world: &World, user: Id) -> HashMap<Id, u64> {
    let all = around(world, user).chain(world.dms_of(user));
    all.filter(|c| world.lists(user, c)).map(|c| (c.id, world.bits_in(user, c))).collect()
}

/// What a person may do in a channel that is theirs to see.
fn sight(world: &World, user: Id, channel: Id) -> Option<u64> {
    let channel = &world.rooms.get(&channel)?.channel;
    let theirs = channel.guild.is_none() || is_around(world, user, channel);
    (theirs && world.lists(user, channel)).then(|| world.bits_in(user, channel))
}

fn concerns(world: &World, event: &Event, user: Id) -> bool {
    match &event.to {
        To::Guild(g) => {
            world.guilds.get(g).is_some_and(|h| h.members.contains_key(&user))
                || event.body["user"]["id"] == json!(user)
        }
        To::Channel(id) => world.rooms.get(id).is_some_and(|room| world.sees(user, &room.channel)),
        To::Person(id) => *id == user,
        To::Those(_, users) => users.contains(&user),
        To::Bot(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_too_slow_is_let_go_and_may_resume() {
        let (out, mut inbox) = mpsc::channel(2);
        let listener = Listener { bot: Id(1), intents: 0, shard: (0, 1) };
        let mut wires = Wires::default();
        wires.open("s".into(), listener, 7, out, 0, &World::default());
        let session = wires.sessions.get_mut("s").unwrap();
        (0..4).for_each(|_| session.push("TYPING_START", "{}"));
        assert_eq!(session.since(2).map(|missed| missed.len()), Some(2));
        assert!(inbox.try_recv().is_ok() && inbox.try_recv().is_ok());
        assert_eq!(inbox.try_recv().unwrap_err(), mpsc::error::TryRecvError::Disconnected);
        wires.forget_the_absent(AWAY * 2);
        assert_eq!(wires.sessions.len(), 1, "its connection has not ended yet");
        wires.detach("s", 7, AWAY * 2, false);
        wires.forget_the_absent(AWAY * 3 - 1);
        assert_eq!(wires.sessions.len(), 1);
        wires.forget_the_absent(AWAY * 3);
        assert!(wires.sessions.is_empty());
    }

    #[test]
    fn shards_that_share_a_place_wait_for_it() {
        let settings = Settings { max_concurrency: 2, identify_window_ms: 5_000, ..Settings::default() };
        let mut wires = Wires::default();
        assert!(wires.has_place(&settings, 0, 0) && wires.has_place(&settings, 1, 0));
        assert!(!wires.has_place(&settings, 2, 4_999) && wires.has_place(&settings, 2, 5_000));
        let none = Settings { max_concurrency: 0, ..settings };
        assert!(Wires::default().has_place(&none, 3, 0) && !wires.has_place(&none, 2, 5_000));
    }
}

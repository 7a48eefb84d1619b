//! Knows the life of one live socket: one task that hears the page, the bell, the clock and the end.

use super::frame::{Told, Topic, Watch, Why};
use super::room::{Rights, Room};
use crate::reference;
use crate::session::Sessions;
use crate::state::Desk;
use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use domain::{Bell, GuildId, UserId};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::ControlFlow;
use std::time::Duration;
use store::Error;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tower_sessions::session::Id;

/// More topics than any page shows.
const MOST_TOPICS: usize = 64;
/// Sessions and rights are asked for again this often, whatever rang.
const AGAIN: Duration = Duration::from_mins(1);
/// Keeps middle boxes from closing a quiet socket, and finds pages that are gone.
const PING: Duration = Duration::from_secs(25);
/// A page that takes nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(10);

type Flow = ControlFlow<()>;
const ON: Flow = ControlFlow::Continue(());
const OVER: Flow = ControlFlow::Break(());

struct Live {
    desk: Desk,
    user: UserId,
    stream: WebSocket,
    rooms: HashMap<GuildId, Room>,
}

/// For a page whose login has ended.
pub async fn tell_login(mut stream: WebSocket) {
    let _ = say(&mut stream, &Told::Closed { closed: Why::Login }).await;
    close(&mut stream, close_code::POLICY).await;
}

pub async fn run(desk: Desk, sessions: Sessions, session: Id, user: UserId, stream: WebSocket) {
    let mut bells = desk.store.subscribe();
    let mut ended = desk.ended.subscribe();
    let stop = desk.stop.clone();
    let mut pings = every(PING);
    let mut again = every(AGAIN);
    let mut live = Live { desk, user, stream, rooms: HashMap::new() };
    loop {
        let flow = tokio::select! {
            biased;
            () = stop.cancelled() => break close(&mut live.stream, close_code::AWAY).await,
            end = ended.recv() => match end {
                Ok(id) if id != session => Ok(ON),
                Err(RecvError::Closed) => Ok(ON),
                // Its own end, or one that was missed: asked for.
                _ => live.check_session(&sessions, session).await,
            },
            bell = bells.recv() => match bell {
                Ok(bell) => live.ring(bell).await,
                Err(RecvError::Lagged(_)) => live.missed().await,
                Err(RecvError::Closed) => Ok(OVER),
            },
            frame = live.stream.recv() => match frame {
                Some(Ok(frame)) => live.hear(frame).await,
                _ => Ok(OVER),
            },
            _ = pings.tick() => Ok(send(&mut live.stream, Message::Ping(Bytes::new())).await),
            _ = again.tick() => live.minute(&sessions, session).await,
        };
        match flow {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => break,
            Err(error) => {
                let reference = reference::new();
                tracing::error!(error.reference = reference, "A live socket ended by a fault: {error}");
                break close(&mut live.stream, close_code::ERROR).await;
            }
        }
    }
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

impl Live {
    /// The page says what it shows.
    async fn hear(&mut self, frame: Message) -> Result<Flow, Error> {
        let text = match frame {
            Message::Text(text) => text,
            Message::Close(_) => return Ok(OVER),
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => return Ok(ON),
        };
        match serde_json::from_str::<Watch>(&text) {
            Ok(list) if list.watch.len() <= MOST_TOPICS => self.watch(list.watch).await,
            _ => {
                close(&mut self.stream, close_code::UNSUPPORTED).await;
                Ok(OVER)
            }
        }
    }

    async fn watch(&mut self, topics: Vec<Topic>) -> Result<Flow, Error> {
        let mut rooms = HashMap::new();
        let mut refused = Vec::new();
        let asked = topics.len();
        for topic in topics {
            let granted = grant(&self.desk.store, &mut rooms, self.user, topic).await?;
            if !granted {
                refused.push(topic);
            }
        }
        self.rooms = rooms;
        let watching = asked - refused.len();
        if self.refuse(refused).await?.is_break() {
            return Ok(OVER);
        }
        Ok(say(&mut self.stream, &Told::Watching { watching }).await)
    }

    async fn refuse(&mut self, topics: Vec<Topic>) -> Result<Flow, Error> {
        for refused in topics {
            if say(&mut self.stream, &Told::Refused { refused }).await.is_break() {
                return Ok(OVER);
            }
        }
        Ok(ON)
    }

    async fn ring(&mut self, bell: Bell) -> Result<Flow, Error> {
        let told = match bell {
            Bell::Bot => true,
            Bell::Due { .. } | Bell::Check { .. } => false,
            Bell::Access { guild, user } => {
                if user.is_some_and(|user| user != self.user) || !self.rooms.contains_key(&guild) {
                    return Ok(ON);
                }
                if self.ask_again(guild).await?.is_break() {
                    return Ok(OVER);
                }
                true
            }
            Bell::Ticket { guild, ticket } => {
                let Some(room) = self.rooms.get_mut(&guild) else { return Ok(ON) };
                let may = room.may_hear(&self.desk.store, ticket, true).await?;
                if !may && room.tickets.remove(&ticket) {
                    return self.refuse(vec![Topic { guild, ticket: Some(ticket) }]).await;
                }
                may && (room.whole || room.tickets.contains(&ticket))
            }
            Bell::Message { guild, ticket, .. } => {
                let Some(room) = self.rooms.get_mut(&guild) else { return Ok(ON) };
                (room.whole || room.tickets.contains(&ticket)) && room.may_hear(&self.desk.store, ticket, false).await?
            }
            Bell::Catalog { guild } | Bell::Panel { guild, .. } | Bell::Guild { guild } => {
                self.rooms.get(&guild).is_some_and(|room| room.whole)
            }
            Bell::Line { guild } => self.rooms.get(&guild).is_some_and(|room| room.whole && room.is_of_staff()),
        };
        if told { Ok(say(&mut self.stream, &Told::Bell(bell)).await) } else { Ok(ON) }
    }

    /// Rights in a guild may have changed: if any is gone the socket ends, and the page asks anew for what it may show.
    async fn ask_again(&mut self, guild: GuildId) -> Result<Flow, Error> {
        let Some(room) = self.rooms.get_mut(&guild) else { return Ok(ON) };
        if room.ask_again(&self.desk.store).await? == Rights::Lost {
            return Ok(self.end(Why::Access).await);
        }
        let topics: Vec<Topic> = room.topics().collect();
        let mut refused = Vec::new();
        for topic in topics {
            let Some(ticket) = topic.ticket else { continue };
            if !room.may_hear(&self.desk.store, ticket, true).await? {
                room.tickets.remove(&ticket);
                refused.push(topic);
            }
        }
        self.refuse(refused).await
    }

    async fn missed(&mut self) -> Result<Flow, Error> {
        if self.ask_everywhere().await?.is_break() {
            return Ok(OVER);
        }
        Ok(say(&mut self.stream, &Told::Lagged { lagged: true }).await)
    }

    async fn minute(&mut self, sessions: &Sessions, session: Id) -> Result<Flow, Error> {
        if self.check_session(sessions, session).await?.is_break() {
            return Ok(OVER);
        }
        self.ask_everywhere().await
    }

    async fn ask_everywhere(&mut self) -> Result<Flow, Error> {
        let guilds: Vec<GuildId> = self.rooms.keys().copied().collect();
        for guild in guilds {
            if self.ask_again(guild).await?.is_break() {
                return Ok(OVER);
            }
        }
        Ok(ON)
    }

    async fn check_session(&mut self, sessions: &Sessions, session: Id) -> Result<Flow, Error> {
        match sessions.is_of(session, self.user).await {
            Ok(true) => Ok(ON),
            Ok(false) => Ok(self.end(Why::Login).await),
            Err(error) => {
                tracing::warn!("A live socket's session could not be read, so it is closed: {error}");
                Ok(self.end(Why::Login).await)
            }
        }
    }

    async fn end(&mut self, why: Why) -> Flow {
        let _ = say(&mut self.stream, &Told::Closed { closed: why }).await;
        close(&mut self.stream, close_code::POLICY).await;
        OVER
    }
}

/// Lets one topic into its room, or not.
async fn grant(
    store: &store::Store,
    rooms: &mut HashMap<GuildId, Room>,
    user: UserId,
    topic: Topic,
) -> Result<bool, Error> {
    let room = match rooms.entry(topic.guild) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => match Room::enter(store, topic.guild, user).await? {
            Some(room) => place.insert(room),
            None => return Ok(false),
        },
    };
    let Some(ticket) = topic.ticket else {
        room.whole = true;
        return Ok(true);
    };
    let may = room.may_hear(store, ticket, false).await?;
    if may {
        room.tickets.insert(ticket);
    }
    Ok(may)
}

async fn say(stream: &mut WebSocket, told: &Told) -> Flow {
    let Ok(text) = serde_json::to_string(told) else { return OVER };
    send(stream, Message::text(text)).await
}

async fn send(stream: &mut WebSocket, message: Message) -> Flow {
    match timeout(PATIENCE, stream.send(message)).await {
        Ok(Ok(())) => ON,
        _ => OVER,
    }
}

async fn close(stream: &mut WebSocket, code: u16) {
    let _ = send(stream, Message::Close(Some(CloseFrame { code, reason: "".into() }))).await;
}

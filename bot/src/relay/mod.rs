//! A relay between serenity and Discord's gateway, on this machine. Knows frames, sessions and close codes; knows
//! nothing of tickets.
//!
//! serenity connects to `ws://127.0.0.1:PORT/SECRET`; the relay dials Discord with current TLS, passes frames both
//! ways, takes out what Docket reads itself ([`frame`]) and publishes why a connection ended.

pub mod frame;
#[cfg(test)]
mod tests;
mod tls;

use crate::base::Base;
use crate::task::Tasks;
use frame::Event;
use futures_util::{SinkExt, StreamExt};
use rustls::ClientConfig;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::{StatusCode, Uri};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, accept_hdr_async_with_config, client_async_tls_with_config,
};

/// For dialling Discord and for serenity's greeting.
const DIAL: Duration = Duration::from_secs(10);
/// serenity sends RESUME at once but waits for Discord's HELLO before IDENTIFY.
const FIRST_FRAME: Duration = Duration::from_millis(250);
/// Between a failed dial and serenity's next try, which comes at once.
const AFTER_FAILED_DIAL: Duration = Duration::from_secs(2);

type Upstream = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Downstream = WebSocketStream<TcpStream>;

/// Why the last connection ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Discord's close code, where it sent one.
    pub code: Option<u16>,
    pub why: String,
}

impl Ended {
    /// Nothing changes until someone acts
    /// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway>).
    pub fn is_final(&self) -> bool {
        matches!(self.code, Some(4004 | 4010..=4014))
    }
}

/// What the relay was given to do.
pub struct Relay {
    gateway: String,
    base: Base,
    tls: Arc<ClientConfig>,
    secret: String,
    /// session → where to resume it
    sessions: Mutex<HashMap<String, String>>,
    events: mpsc::UnboundedSender<Event>,
    ended: watch::Sender<Ended>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the relay can't listen: {0}")]
    Listen(#[from] std::io::Error),
    #[error("TLS can't be set up: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the gateway's address `{0}` is neither encrypted nor on this machine")]
    PlainText(String),
}

#[derive(Debug, thiserror::Error)]
enum Leg {
    #[error("{0}")]
    Socket(#[from] Box<tokio_tungstenite::tungstenite::Error>),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("the gateway can't be reached: {0}")]
    Dial(String),
    #[error("nobody greeted")]
    Silence,
}

impl From<tokio_tungstenite::tungstenite::Error> for Leg {
    fn from(error: tokio_tungstenite::tungstenite::Error) -> Self {
        Self::Socket(Box::new(error))
    }
}

/// A relay that listens.
pub struct Listening {
    /// For `Client::ws_url`.
    pub url: String,
    pub ended: watch::Receiver<Ended>,
}

impl Relay {
    /// Listens on a free port of this machine until the tasks end. Events arrive at `events` in Discord's order.
    pub async fn listen(
        gateway: &str,
        base: &Base,
        events: mpsc::UnboundedSender<Event>,
        tasks: &Tasks,
    ) -> Result<Listening, Error> {
        if !base.allows_gateway(gateway) {
            return Err(Error::PlainText(gateway.to_owned()));
        }
        let (ended, seen) = watch::channel(Ended::default());
        let relay = Arc::new(Self {
            gateway: gateway.to_owned(),
            base: base.clone(),
            tls: tls::config()?,
            secret: format!("{:032x}", rand::random::<u128>()),
            sessions: Mutex::default(),
            events,
            ended,
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("ws://{}/{}", listener.local_addr()?, relay.secret);
        let inner = tasks.clone();
        tasks.spawn("relay", async move {
            loop {
                match listener.accept().await {
                    Ok((socket, _)) => {
                        let relay = Arc::clone(&relay);
                        inner.spawn("relay connection", async move { relay.connection(socket).await });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "the relay can't accept a connection");
                        sleep(Duration::from_millis(100)).await;
                    }
                }
            }
        });
        Ok(Listening { url, ended: seen })
    }

    async fn connection(&self, socket: TcpStream) {
        if let Err(error) = self.pass(socket).await {
            self.publish(Ended { code: None, why: error.to_string() });
        }
    }

    fn publish(&self, ended: Ended) {
        tracing::info!(gateway.code = ended.code, gateway.why = %ended.why, "the gateway's connection ended");
        if ended.is_final() || matches!(ended.code, Some(4007 | 4009)) {
            self.sessions.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        self.ended.send_replace(ended);
    }

    /// Passes frames until one side ends.
    async fn pass(&self, socket: TcpStream) -> Result<(), Leg> {
        socket.set_nodelay(true)?;
        let Some((mut down, query)) = self.greet(socket).await? else { return Ok(()) };
        // A RESUME says where to dial: look for it, if there is a session to be resumed.
        let first = if self.sessions.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            None
        } else {
            match timeout(FIRST_FRAME, down.next()).await {
                Ok(Some(message)) => Some(message?),
                Ok(None) => return Ok(()),
                Err(_) => None,
            }
        };
        let gateway = first.as_ref().and_then(|message| self.resume_at(message)).unwrap_or(self.gateway.clone());
        let dialled = match timeout(DIAL, self.dial(&gateway, &query)).await {
            Ok(dialled) => dialled,
            Err(_) => Err(Leg::Dial("no answer".into())),
        };
        let mut up = match dialled {
            Ok(up) => up,
            Err(error) => {
                self.publish(Ended { code: None, why: error.to_string() });
                sleep(AFTER_FAILED_DIAL).await;
                return Ok(());
            }
        };
        if let Some(message) = first {
            up.send(message).await?;
        }
        loop {
            tokio::select! {
                message = up.next() => match message {
                    Some(Ok(Message::Close(close))) => {
                        // Before serenity hears of it: it hides the code.
                        self.publish(ended(close.as_ref()));
                        let _ = down.close(close).await;
                        drain(&mut down).await;
                        return Ok(());
                    }
                    Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => down.send(self.take(message)).await?,
                    // Pings are answered on each leg by itself.
                    Some(Ok(_)) => {}
                    // An abrupt end goes on as an abrupt end.
                    Some(Err(error)) => return Err(error.into()),
                    None => {
                        self.publish(Ended { code: None, why: "Discord hung up".into() });
                        return Ok(());
                    }
                },
                message = down.next() => match message {
                    Some(Ok(Message::Close(close))) => {
                        let _ = up.close(close).await;
                        drain(&mut up).await;
                        let _ = down.flush().await;
                        return Ok(());
                    }
                    Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => up.send(message).await?,
                    Some(Ok(_)) => {}
                    // No Close to Discord: 1000 and 1001 would end the session.
                    Some(Err(_)) | None => return Ok(()),
                },
            }
        }
    }

    /// serenity's greeting, with the query that it dials with. `None` for anyone who does not know the path.
    async fn greet(&self, socket: TcpStream) -> Result<Option<(Downstream, String)>, Leg> {
        let mut query = None;
        #[expect(clippy::result_large_err, reason = "the shape is the library's")]
        let check = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
            if request.uri().path().trim_start_matches('/') == self.secret {
                query = Some(request.uri().query().unwrap_or_default().to_owned());
                return Ok(response);
            }
            let mut refusal = ErrorResponse::new(None);
            *refusal.status_mut() = StatusCode::NOT_FOUND;
            Err(refusal)
        };
        let greeted = timeout(DIAL, accept_hdr_async_with_config(socket, check, Some(unbounded()))).await;
        match (greeted, query) {
            (Ok(Ok(down)), Some(query)) => Ok(Some((down, query))),
            (Ok(Err(error)), Some(_)) => Err(error.into()),
            (Err(_), _) => Err(Leg::Silence),
            _ => {
                tracing::warn!("something on this machine knocked at the relay without knowing its path");
                Ok(None)
            }
        }
    }

    async fn dial(&self, gateway: &str, query: &str) -> Result<Upstream, Leg> {
        if !self.base.allows_gateway(gateway) {
            return Err(Leg::Dial(format!("`{gateway}` is neither encrypted nor on this machine")));
        }
        let url = format!("{}/?{query}", gateway.trim_end_matches('/'));
        let uri: Uri = url.parse().map_err(|error| Leg::Dial(format!("`{gateway}`: {error}")))?;
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("ws") { 80 } else { 443 });
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let socket = TcpStream::connect((host, port)).await?;
        socket.set_nodelay(true)?;
        let tls = Connector::Rustls(Arc::clone(&self.tls));
        Ok(client_async_tls_with_config(url, socket, Some(unbounded()), Some(tls)).await?.0)
    }

    /// Takes out of a frame what is ours; gives what serenity is to see.
    fn take(&self, message: Message) -> Message {
        let read = frame::read(message);
        if let Some(event) = read.event {
            if let Some((session, url)) = frame::session(&event) {
                self.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(session, url);
            }
            // The receiver lives as long as the bot; after it nobody needs events.
            let _ = self.events.send(event);
        }
        read.forward
    }

    fn resume_at(&self, message: &Message) -> Option<String> {
        let session = frame::resumed_session(message)?;
        let url = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&session).cloned()?;
        self.base.allows_gateway(&url).then_some(url)
    }
}

fn ended(close: Option<&CloseFrame>) -> Ended {
    let code = close.map(|close| u16::from(close.code));
    let why = close.map_or_else(String::new, |close| close.reason.to_string());
    Ended { code, why: if why.is_empty() { "closed without a reason".into() } else { why } }
}

/// A guild's first event may be of any size.
fn unbounded() -> WebSocketConfig {
    WebSocketConfig::default().max_message_size(None).max_frame_size(None)
}

/// Reads a closing socket to its end, so that the other side sees the close and no reset.
async fn drain<S: AsyncRead + AsyncWrite + Unpin>(socket: &mut WebSocketStream<S>) {
    let _ = timeout(Duration::from_secs(2), async { while let Some(Ok(_)) = socket.next().await {} }).await;
}

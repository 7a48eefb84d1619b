//! A stand-in for Discord: REST v10, gateway, OAuth2 and CDN on one port, with a small client to click in and
//! controls for tests. It knows nothing of the bots that talk to it.
//!
//! ```no_run
//! # async fn f() -> anyhow::Result<()> {
//! let sandbox = sandbox::Sandbox::start(sandbox::Config::new("127.0.0.1:0".parse()?, "data")).await?;
//! println!("{}", sandbox.ready_line());
//! // point a bot at `sandbox.base` with `sandbox.token`; press, say and look by `/_sandbox/…`
//! sandbox.stop().await;
//! # Ok(()) }
//! ```
//! With the feature `control` there is [`Control`], a typed client of the controls. With `conformance` every
//! exchange of `/api/v10` is held against Discord's own description; what doesn't fit stands in
//! `/_sandbox/traffic`.

mod act;
mod cdn;
mod client;
mod clock;
#[cfg(feature = "conformance")]
mod conformance;
#[cfg(feature = "control")]
mod control;
mod controls;
mod error;
mod event;
mod gateway;
mod hub;
mod id;
mod limits;
mod oauth;
mod permission;
mod rate;
mod rest;
mod server;
mod show;
mod traffic;
mod wires;
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "control")]
pub use control::{Answered, Control, File, Outcome, Refused};
pub use id::Id;

/// Where to listen and where to keep the state.
#[derive(Clone, Debug)]
pub struct Config {
    /// Port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder of the journal and the files. A fresh one is given the default world.
    pub data: PathBuf,
    /// Where OAuth2 may lead back to, beside loopback addresses. Empty: as the folder has it.
    pub redirect_uris: Vec<String>,
}

impl Config {
    pub fn new(listen: SocketAddr, data: impl Into<PathBuf>) -> Self {
        Self { listen, data: data.into(), redirect_uris: Vec::new() }
    }
}

/// A running sandbox. Dropped, it goes on until its runtime ends; `stop` ends it.
pub struct Sandbox {
    pub addr: SocketAddr,
    /// `http://127.0.0.1:PORT`, no slash at the end.
    pub base: String,
    /// The bot's token, as it stands after `Bot `.
    pub token: String,
    pub client_id: Id,
    pub client_secret: String,
    /// The first guild, "Acme Games" in the default world.
    pub guild_id: Id,
    hub: Arc<hub::Hub>,
    stop: tokio::sync::watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Sandbox {
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        server::start(config).await
    }

    /// `ready sandbox=http://… token=… client_id=… client_secret=… guild=…`
    pub fn ready_line(&self) -> String {
        format!(
            "ready sandbox={} token={} client_id={} client_secret={} guild={}",
            self.base, self.token, self.client_id, self.client_secret, self.guild_id
        )
    }

    /// Until it ends.
    pub async fn wait(&mut self) {
        drop((&mut self.task).await);
    }

    /// Tells every connection to go and ends within a second.
    pub async fn stop(mut self) {
        _ = self.stop.send(true);
        self.wait().await;
    }

    /// Ends at once, as `kill -9` would: no word to anyone, nothing written any more.
    pub async fn kill(mut self) {
        self.task.abort();
        drop((&mut self.task).await);
        self.hub.close();
    }

    /// What the bots were told and twilight could not read.
    #[cfg(feature = "conformance")]
    fn strange_frames(&self) -> Vec<String> {
        self.hub.traffic.strange()
    }

    /// A client of this sandbox's controls.
    #[cfg(feature = "control")]
    pub fn control(&self) -> Control {
        Control::new(&self.base)
    }
}

/// Whatever a test is about: if a bot was told what twilight cannot read, it has failed.
#[cfg(feature = "conformance")]
impl Drop for Sandbox {
    fn drop(&mut self) {
        let strange = self.strange_frames();
        assert!(std::thread::panicking() || strange.is_empty(), "frames that twilight cannot read: {strange:#?}");
    }
}

#[cfg(all(test, feature = "conformance"))]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic(expected = "frames that twilight cannot read")]
    async fn a_strange_frame_fails_the_test() {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(Config::new("127.0.0.1:0".parse().unwrap(), folder.path())).await.unwrap();
        sandbox.hub.traffic.frame(r#"{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{}}"#);
        drop(sandbox);
    }
}

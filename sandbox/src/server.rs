//! Puts the parts on one port and keeps them running.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::extract::ConnectInfo;
use axum::routing::{any, get};
use axum::{Extension, Router};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::hub::Hub;
use crate::wires::Out;
use crate::world::journal::Journal;
use crate::world::{Application, Op, World, seed};
use crate::{Config, Sandbox, cdn, client, controls, gateway, oauth, rest};

fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/", get(client::index))
        .route("/client/{*path}", get(client::asset))
        .route("/gateway", get(gateway::open))
        .route("/gateway/", get(gateway::open))
        .route("/cdn/attachments/{channel}/{attachment}/{name}", get(cdn::attachment))
        .route("/cdn/emojis/{name}", get(cdn::emoji))
        .route("/cdn/{kind}/{owner}/{name}", get(cdn::picture))
        .merge(oauth::router())
        .merge(controls::router())
        .route("/api/{*path}", any(rest::door))
        .layer(axum::extract::DefaultBodyLimit::max(256 * 1024 * 1024))
        .with_state(hub)
}

/// Opens the folder (a fresh one is given the default world) and listens.
pub async fn start(config: Config) -> Result<Sandbox> {
    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    let addr = listener.local_addr()?;
    let mut world = World::new(base(addr));
    let journal = Journal::open(&config.data, &mut world)?;
    let fresh = world.applications.is_empty();
    if fresh {
        seed::plant(&mut world)?;
    }
    sweep(&config.data, &world);
    let hub = Arc::new(Hub::new(world, journal, config.data.clone()));
    let (app, guild) = hub.deed(|d| {
        if fresh {
            let mut all = Vec::new();
            d.world.dump(&mut |op| all.push(op.clone()));
            for op in all {
                d.put(op);
            }
        }
        if !config.redirect_uris.is_empty() {
            let mut settings = d.world.settings.clone();
            settings.redirect_uris.clone_from(&config.redirect_uris);
            d.put(Op::Settings(settings));
        }
        let app: Option<Application> = d.world.applications.values().next().cloned();
        (app, d.world.guilds.keys().next().copied())
    });
    let app = app.context("the folder holds no application")?;
    let guild = guild.context("the folder holds no guild")?;
    let (stop, stopped) = watch::channel(false);
    let task = serve(hub.clone(), listener, stopped);
    Ok(Sandbox {
        addr,
        token: app.token,
        client_id: app.id,
        client_secret: app.secret,
        guild_id: guild,
        base: hub.base.clone(),
        hub,
        stop,
        task,
    })
}

/// Files that no message holds any more.
fn sweep(data: &std::path::Path, world: &World) {
    let held: std::collections::HashSet<String> = world.file_ids().map(|id| id.to_string()).collect();
    for entry in std::fs::read_dir(data.join("files")).into_iter().flatten().flatten() {
        if !held.contains(&*entry.file_name().to_string_lossy()) {
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

/// The address that payloads carry. What listens everywhere is reached on this machine.
fn base(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() { format!("http://127.0.0.1:{}", addr.port()) } else { format!("http://{addr}") }
}

/// Accepts until told to stop; ends its connections with itself.
fn serve(hub: Arc<Hub>, listener: TcpListener, mut stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    let app = router(hub.clone());
    let accept = async move {
        let mut connections = JoinSet::new();
        let mut tick = tokio::time::interval(std::time::Duration::from_secs(1));
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, from)) => drop(connections.spawn(connection(stream, from, app.clone()))),
                    Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
                },
                Some(ended) = connections.join_next() => if let Err(error) = ended {
                    tracing::error!(%error, "a connection's task panicked");
                },
                _ = tick.tick() => hub.tidy(),
                _ = stopped.wait_for(|stop| *stop) => break,
            }
        }
        // Bots are told to come again; open sockets must not hold the end up.
        hub.deed(|d| {
            d.wires.tell_all(|| Out::Frame(r#"{"t":null,"s":null,"op":7,"d":null}"#.into()));
            d.wires.tell_all(|| Out::Vanish);
            d.wires.close_eyes();
        });
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    };
    #[expect(clippy::disallowed_methods, reason = "the room's one task; its handle is awaited by `Sandbox::wait`")]
    tokio::spawn(accept)
}

async fn connection(stream: TcpStream, from: SocketAddr, app: Router) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let service = TowerToHyperService::new(app.layer(Extension(ConnectInfo(from))));
    let served =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades();
    if let Err(error) = served.await {
        tracing::trace!(%error, "a connection broke off");
    }
}

//! The sandbox's own controls under `/_sandbox/`: seeing and acting as a person, and turning the world. For
//! loopback alone. Described in `openapi/controls.json`; a test holds the two together.

mod act;
mod guilds;
mod import;
mod keep;
mod live;
mod see;
mod thread;
mod world;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::handler::Handler;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use http::{HeaderMap, HeaderName, header};

use crate::error::{Failure, refused};
use crate::hub::Hub;
use crate::id::Id;

/// The description of all of this.
pub const DESCRIPTION: &str = include_str!("../../openapi/controls.json");

/// Routes, and a list of them to hold against the description.
struct Book {
    router: Router<Arc<Hub>>,
    listed: Vec<(MethodFilter, &'static str)>,
}

impl Book {
    fn on<H, T>(mut self, method: MethodFilter, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Hub>>,
        T: 'static,
    {
        self.router = self.router.route(path, on(method, handler));
        self.listed.push((method, path));
        self
    }

    fn get<H: Handler<T, Arc<Hub>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(MethodFilter::GET, path, handler)
    }

    fn post<H: Handler<T, Arc<Hub>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(MethodFilter::POST, path, handler)
    }

    fn put<H: Handler<T, Arc<Hub>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(MethodFilter::PUT, path, handler)
    }

    fn patch<H: Handler<T, Arc<Hub>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(MethodFilter::PATCH, path, handler)
    }

    fn delete<H: Handler<T, Arc<Hub>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(MethodFilter::DELETE, path, handler)
    }
}

fn book() -> Book {
    Book { router: Router::new(), listed: Vec::new() }
        .get("/_sandbox/openapi.json", description)
        .get("/_sandbox/people", see::people)
        .get("/_sandbox/as/{user}/guilds", see::guilds)
        .get("/_sandbox/as/{user}/dms", see::dms)
        .get("/_sandbox/as/{user}/channels/{channel}/messages", see::messages)
        .get("/_sandbox/as/{user}/channels/{channel}/pins", see::pins)
        .get("/_sandbox/as/{user}/live", live::open)
        .post("/_sandbox/as/{user}/channels/{channel}/messages", act::say)
        .patch("/_sandbox/as/{user}/channels/{channel}/messages/{message}", act::edit)
        .delete("/_sandbox/as/{user}/channels/{channel}/messages/{message}", act::delete)
        .put("/_sandbox/as/{user}/channels/{channel}/messages/{message}/reactions/{emoji}", act::react)
        .delete("/_sandbox/as/{user}/channels/{channel}/messages/{message}/reactions/{emoji}", act::unreact)
        .post("/_sandbox/as/{user}/channels/{channel}/typing", act::typing)
        .post("/_sandbox/as/{user}/channels/{channel}/threads", thread::start)
        .post("/_sandbox/as/{user}/dms", act::open_dm)
        .post("/_sandbox/as/{user}/press", act::press)
        .post("/_sandbox/as/{user}/command", act::command)
        .post("/_sandbox/as/{user}/autocomplete", act::autocomplete)
        .post("/_sandbox/as/{user}/submit", act::submit)
        .post("/_sandbox/guilds/{guild}/members/{user}", guilds::join)
        .delete("/_sandbox/guilds/{guild}/members/{user}", guilds::leave)
        .patch("/_sandbox/guilds/{guild}/members/{user}", guilds::member)
        .post("/_sandbox/guilds/{guild}/roles", guilds::create_role)
        .patch("/_sandbox/guilds/{guild}/roles/{role}", guilds::patch_role)
        .delete("/_sandbox/guilds/{guild}/roles/{role}", guilds::delete_role)
        .post("/_sandbox/guilds/{guild}/channels", guilds::create_channel)
        .patch("/_sandbox/guilds/{guild}/channels/{channel}", guilds::patch_channel)
        .delete("/_sandbox/guilds/{guild}/channels/{channel}", guilds::delete_channel)
        .patch("/_sandbox/guilds/{guild}", guilds::patch)
        .put("/_sandbox/guilds/{guild}/emojis", guilds::emojis)
        .patch("/_sandbox/guilds/{guild}/bot", guilds::bot)
        .patch("/_sandbox/users/{user}", guilds::user)
        .post("/_sandbox/import", import::import)
        .get("/_sandbox/snapshot", keep::snapshot)
        .put("/_sandbox/snapshot", keep::restore)
        .post("/_sandbox/reset", keep::reset)
        .get("/_sandbox/clock", keep::clock)
        .post("/_sandbox/clock", keep::turn)
        .get("/_sandbox/state", world::state)
        .get("/_sandbox/channels/{channel}/messages", world::messages)
        .get("/_sandbox/settings", world::settings)
        .put("/_sandbox/settings", world::set_settings)
        .get("/_sandbox/faults", world::faults)
        .put("/_sandbox/faults", world::set_faults)
        .post("/_sandbox/gateway/drop", world::drop_gateway)
        .post("/_sandbox/gateway/invalidate", world::invalidate)
        .post("/_sandbox/gateway/reconnect", world::reconnect)
        .get("/_sandbox/recording", world::recording)
        .get("/_sandbox/traffic", world::traffic)
        .delete("/_sandbox/traffic", world::clear_traffic)
}

pub fn router() -> Router<Arc<Hub>> {
    let limit = axum::extract::DefaultBodyLimit::max(256 * 1024 * 1024);
    book().router.layer(limit).layer(middleware::map_response(in_json)).layer(middleware::from_fn(loopback_only))
}

/// A refusal of the framework's own (a body that can't be read, a wrong id) looks like every other.
async fn in_json(response: Response) -> Response {
    let is_json =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
    let status = response.status();
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let words = axum::body::to_bytes(response.into_body(), 4096).await.unwrap_or_default();
    let words = String::from_utf8_lossy(&words).into_owned();
    refused(status.as_u16(), if words.is_empty() { status.to_string() } else { words }).into_response()
}

async fn description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION)
}

/// Whoever holds these holds the world: nobody from elsewhere.
async fn loopback_only(request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| from.ip());
    if !from.is_some_and(|ip| ip.to_canonical().is_loopback()) {
        return refused(403, "the controls answer this machine only").into_response();
    }
    if !own(request.headers()) {
        return refused(403, "the controls answer no page but the sandbox's own, and no proxy").into_response();
    }
    next.run(request).await
}

/// A page from elsewhere reaches this machine through its browser, and says its origin or a name of its own; a
/// proxy brings anybody.
fn own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST);
    let brought = headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
    !brought
        && host.is_none_or(is_this_machine)
        && text(header::ORIGIN).is_none_or(|from| host.is_some_and(|host| from == format!("http://{host}")))
}

fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<http::uri::Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// The person acted for; unknown ones are refused.
fn known(d: &crate::hub::Deed, user: Id) -> Result<(), Failure> {
    d.world.user(user).map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let described: serde_json::Value = serde_json::from_str(DESCRIPTION).unwrap();
        let paths = described["paths"].as_object().unwrap();
        let told: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(p, ops)| ops.as_object().unwrap().keys().map(move |m| (m.to_uppercase(), p.clone())))
            .filter(|(m, _)| m != "PARAMETERS")
            .collect();
        let name = |m: MethodFilter| match m {
            MethodFilter::GET => "GET",
            MethodFilter::POST => "POST",
            MethodFilter::PUT => "PUT",
            MethodFilter::PATCH => "PATCH",
            _ => "DELETE",
        };
        let real: BTreeSet<(String, String)> =
            book().listed.into_iter().map(|(m, p)| (name(m).to_owned(), p.to_owned())).collect();
        assert_eq!(real, told);
    }
}

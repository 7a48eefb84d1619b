//! `/oauth2/authorize`: who asks for what, and what the person decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::{may_lead_to, page};
use crate::cdn;
use crate::clock::Millis;
use crate::hub::{Deed, Hub};
use crate::id::Id;
use crate::world::{Application, Code, Op};

/// How long a code waits to be changed into tokens.
const CODE_LIFE: Millis = 10 * 60_000;
pub const SCOPES: [&str; 9] = [
    "identify",
    "email",
    "guilds",
    "guilds.members.read",
    "connections",
    "openid",
    "bot",
    "applications.commands",
    "guilds.join",
];

pub type Fields = BTreeMap<String, String>;

/// A request that makes sense.
pub struct Wish {
    pub app: Application,
    pub redirect_uri: String,
    pub scopes: Vec<String>,
    pub state: Option<String>,
    challenge: Option<String>,
    method: Option<String>,
}

/// Why not, and whether it may be told to the application.
enum No {
    /// Nobody to lead back to: said on the page.
    Here(&'static str),
    Back(String, &'static str, Option<String>),
}

fn read(d: &Deed, fields: &Fields) -> Result<Wish, No> {
    let field = |name: &str| fields.get(name).filter(|v| !v.is_empty()).cloned();
    let id: Option<Id> = field("client_id").and_then(|v| v.parse().ok());
    let app = id
        .and_then(|id| d.world.applications.get(&id))
        .ok_or(No::Here("Unknown application: the client_id names none."))?;
    let redirect_uri = field("redirect_uri").ok_or(No::Here("The redirect_uri is missing."))?;
    if !may_lead_to(&d.world.settings.redirect_uris, &redirect_uri) {
        return Err(No::Here("Invalid redirect_uri: it is not registered for this application."));
    }
    let state = field("state");
    let back = |error: &'static str| No::Back(redirect_uri.clone(), error, state.clone());
    if field("response_type").as_deref() != Some("code") {
        return Err(back("unsupported_response_type"));
    }
    let scopes: Vec<String> = field("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if scopes.is_empty() || scopes.iter().any(|s| !SCOPES.contains(&s.as_str())) {
        return Err(back("invalid_scope"));
    }
    let method = field("code_challenge_method");
    let challenge = field("code_challenge");
    if challenge.is_some() && !matches!(method.as_deref(), Some("S256" | "plain") | None) {
        return Err(back("invalid_request"));
    }
    Ok(Wish { app: app.clone(), redirect_uri, scopes, state, challenge, method })
}

fn refuse(no: No) -> Response {
    match no {
        No::Here(words) => (StatusCode::BAD_REQUEST, page::refusal(words)).into_response(),
        No::Back(uri, error, state) => lead_back(&uri, &[("error", error)], state.as_deref()),
    }
}

fn lead_back(uri: &str, pairs: &[(&str, &str)], state: Option<&str>) -> Response {
    let Ok(mut to) = url::Url::parse(uri) else { return StatusCode::BAD_REQUEST.into_response() };
    to.query_pairs_mut().extend_pairs(pairs).extend_pairs(state.map(|s| ("state", s)));
    Redirect::to(to.as_str()).into_response()
}

/// The page that asks.
pub async fn ask(State(hub): State<Arc<Hub>>, Query(fields): Query<Fields>) -> Response {
    let answer = hub.deed(|d| {
        let wish = read(d, &fields)?;
        let people = d.world.users.values().filter(|u| !u.bot).cloned().collect::<Vec<_>>();
        Ok((wish, people))
    });
    match answer {
        Ok((wish, people)) => page::consent(&wish, &fields, &people).into_response(),
        Err(no) => refuse(no),
    }
}

/// The same fields again, with `user` and `decision`.
pub async fn decide(State(hub): State<Arc<Hub>>, Form(fields): Form<Fields>) -> Response {
    let wish = match hub.deed(|d| read(d, &fields)) {
        Ok(wish) => wish,
        Err(no) => return refuse(no),
    };
    if fields.get("decision").map(String::as_str) != Some("authorize") {
        let words = [
            ("error", "access_denied"),
            ("error_description", "The resource owner or authorization server denied the request"),
        ];
        return lead_back(&wish.redirect_uri, &words, wish.state.as_deref());
    }
    let user: Option<Id> = fields.get("user").and_then(|v| v.parse().ok());
    let code = hub.deed(|d| {
        let user = user.and_then(|id| d.world.users.get(&id)).filter(|u| !u.bot)?.id;
        let code = cdn::random(22);
        d.put(Op::Code(Code {
            code: code.clone(),
            application: wish.app.id,
            user,
            scopes: wish.scopes.clone(),
            redirect_uri: wish.redirect_uri.clone(),
            challenge: wish.challenge.clone(),
            method: wish.method.clone(),
            expires: d.now + CODE_LIFE,
        }));
        Some(code)
    });
    match code {
        Some(code) => lead_back(&wish.redirect_uri, &[("code", &code)], wish.state.as_deref()),
        None => refuse(No::Here("Choose who you are.")),
    }
}

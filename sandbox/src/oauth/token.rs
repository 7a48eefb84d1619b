//! Codes into tokens, old tokens into new ones, tokens into nothing.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::authorize::{Fields, SCOPES};
use crate::cdn;
use crate::hub::{Deed, Hub};
use crate::id::Id;
use crate::world::{Code, Grant, Op};

/// A week, in seconds.
const TOKEN_LIFE: u64 = 604_800;

/// OAuth2's own way of refusing.
struct No(StatusCode, &'static str, &'static str);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        (self.0, axum::Json(json!({ "error": self.1, "error_description": self.2 }))).into_response()
    }
}

const fn bad(error: &'static str, words: &'static str) -> No {
    No(StatusCode::BAD_REQUEST, error, words)
}

/// A form and nothing else: JSON is not read.
fn form(headers: &HeaderMap, body: &[u8]) -> Fields {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Fields::new();
    }
    url::form_urlencoded::parse(body).into_owned().collect()
}

/// The application, by Basic or by the form's own fields.
fn client(d: &Deed, headers: &HeaderMap, fields: &Fields) -> Result<Id, No> {
    const WRONG: No = No(StatusCode::UNAUTHORIZED, "invalid_client", "The client is unknown or its secret is wrong.");
    let basic = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Basic "));
    let (id, secret) = if let Some(packed) = basic {
        let plain = STANDARD.decode(packed).ok().and_then(|b| String::from_utf8(b).ok()).ok_or(WRONG)?;
        let (id, secret) = plain.split_once(':').ok_or(WRONG)?;
        let open = |s: &str| {
            url::form_urlencoded::parse(format!("v={}", s.replace('+', "%2B")).as_bytes())
                .next()
                .map(|(_, v)| v.into_owned())
        };
        (open(id).unwrap_or_default(), open(secret).unwrap_or_default())
    } else {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        (field("client_id"), field("client_secret"))
    };
    let id: Id = id.parse().map_err(|_| WRONG)?;
    let app = d.world.applications.get(&id).filter(|a| a.secret == secret);
    app.map(|a| a.id).ok_or(WRONG)
}

/// `POST /api/oauth2/token`
pub async fn token(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    let fields = form(&headers, &body);
    let granted = hub.deed(|d| {
        let app = client(d, &headers, &fields)?;
        match fields.get("grant_type").map(String::as_str) {
            Some("authorization_code") => by_code(d, app, &fields),
            Some("refresh_token") => by_refresh(d, app, &fields),
            Some("client_credentials") => by_itself(d, app, &fields),
            _ => Err(bad(
                "unsupported_grant_type",
                "Only authorization_code, refresh_token and client_credentials, in a form, are supported.",
            )),
        }
    });
    let response = match granted {
        Err(no) => no.into_response(),
        Ok(g) => {
            let mut body = json!({
                "token_type": "Bearer", "access_token": g.access, "expires_in": TOKEN_LIFE,
                "scope": g.scopes.join(" "),
            });
            if !g.refresh.is_empty() {
                body["refresh_token"] = json!(g.refresh);
            }
            ([(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
        }
    };
    hub.traffic.count("POST /oauth2/token", response.status().as_u16());
    response
}

fn by_code(d: &mut Deed, app: Id, fields: &Fields) -> Result<Grant, No> {
    const WRONG: No = bad("invalid_grant", "Invalid \"code\" in request.");
    let code = fields.get("code").and_then(|c| d.world.codes.get(c)).ok_or(WRONG)?.clone();
    // Whatever comes of it, a code is good once.
    d.put(Op::CodeGone(code.code.clone()));
    if code.application != app || code.expires <= d.now {
        return Err(WRONG);
    }
    if fields.get("redirect_uri") != Some(&code.redirect_uri) {
        return Err(bad("invalid_grant", "Invalid \"redirect_uri\" in request."));
    }
    if !proven(&code, fields.get("code_verifier").map(String::as_str)) {
        return Err(bad("invalid_grant", "Invalid \"code_verifier\" in request."));
    }
    Ok(grant(d, app, code.user, code.scopes))
}

/// PKCE, where a challenge was sent.
fn proven(code: &Code, verifier: Option<&str>) -> bool {
    let Some(challenge) = &code.challenge else { return true };
    let Some(verifier) = verifier else { return false };
    match code.method.as_deref() {
        Some("S256") => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *challenge,
        _ => verifier == challenge,
    }
}

fn by_refresh(d: &mut Deed, app: Id, fields: &Fields) -> Result<Grant, No> {
    let refresh = fields.get("refresh_token").filter(|r| !r.is_empty());
    let old = d.world.grants.values().find(|g| Some(&g.refresh) == refresh && g.application == app).cloned();
    let old = old.ok_or(bad("invalid_grant", "Invalid \"refresh_token\" in request."))?;
    d.put(Op::GrantGone(old.access));
    Ok(grant(d, app, old.user, old.scopes))
}

/// The application's own owner, without asking them; such a token can't be renewed.
fn by_itself(d: &mut Deed, app: Id, fields: &Fields) -> Result<Grant, No> {
    let scopes: Vec<String> =
        fields.get("scope").map(|s| s.split_whitespace().map(str::to_owned).collect()).unwrap_or_default();
    if scopes.is_empty() || scopes.iter().any(|s| !SCOPES.contains(&s.as_str())) {
        return Err(bad("invalid_scope", "The requested scope is invalid, unknown, or malformed."));
    }
    let owner = d.world.applications.get(&app).map(|a| a.owner).ok_or(bad("invalid_client", "Unknown application."))?;
    let expires = d.now + TOKEN_LIFE * 1000;
    let grant =
        Grant { access: cdn::random(22), refresh: String::new(), application: app, user: owner, scopes, expires };
    d.put(Op::Grant(grant.clone()));
    Ok(grant)
}

fn grant(d: &mut Deed, application: Id, user: Id, scopes: Vec<String>) -> Grant {
    let expires = d.now + TOKEN_LIFE * 1000;
    let grant = Grant { access: cdn::random(22), refresh: cdn::random(22), application, user, scopes, expires };
    d.put(Op::Grant(grant.clone()));
    grant
}

/// `POST /api/oauth2/token/revoke`: the access and the refresh token of one consent go together.
pub async fn revoke(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    let fields = form(&headers, &body);
    let done = hub.deed(|d| {
        let app = client(d, &headers, &fields)?;
        let token = fields.get("token").filter(|t| !t.is_empty());
        let mine = |g: &&Grant| g.application == app && (Some(&g.access) == token || Some(&g.refresh) == token);
        let found = d.world.grants.values().find(mine).map(|g| g.access.clone());
        if let Some(access) = found {
            d.put(Op::GrantGone(access));
        }
        Ok::<_, No>(())
    });
    let response = match done {
        Ok(()) => axum::Json(json!({})).into_response(),
        Err(no) => no.into_response(),
    };
    hub.traffic.count("POST /oauth2/token/revoke", response.status().as_u16());
    response
}

//! The page on which a person lets an application in: plain HTML, no script. Its looks are the client's
//! `consent.css`.

use axum::response::{Html, IntoResponse, Response};
use http::header;

use super::authorize::{Fields, Wish};
use crate::world::User;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn page(title: &str, inside: &str) -> Response {
    let html = format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<link rel="icon" href="/client/icon.svg">
<link rel="stylesheet" href="/client/consent.css">
</head>
<body class="consent">
<main class="card">
{inside}
</main>
</body>
</html>
"#,
        escape(title)
    );
    let policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(html)).into_response()
}

pub fn refusal(words: &str) -> Response {
    page(
        "Not possible",
        &format!("<h1>This link does not work</h1>\n<p class=\"error\" role=\"alert\">{}</p>", escape(words)),
    )
}

/// What a scope means to the person.
fn meaning(scope: &str) -> &str {
    match scope {
        "identify" => "See your name and picture",
        "email" => "See your e-mail address",
        "guilds" => "See which servers you are in",
        "guilds.members.read" => "See your roles and nickname in servers",
        "guilds.join" => "Join servers for you",
        "connections" => "See your connected accounts",
        "openid" => "Confirm who you are",
        "bot" => "Add a bot to a server",
        "applications.commands" => "Add commands to a server",
        other => other,
    }
}

pub fn consent(wish: &Wish, fields: &Fields, people: &[User]) -> Response {
    let name = escape(&wish.app.name);
    let host = url::Url::parse(&wish.redirect_uri).ok();
    let host = host.as_ref().map(|u| u.origin().ascii_serialization()).unwrap_or_default();
    let scopes: Vec<String> = wish.scopes.iter().map(|s| format!("<li>{}</li>\n", escape(meaning(s)))).collect();
    let scopes = scopes.concat();
    let kept =
        ["client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"];
    let hidden: String = kept
        .iter()
        .filter_map(|k| {
            fields.get(*k).map(|v| format!("<input type=\"hidden\" name=\"{k}\" value=\"{}\">\n", escape(v)))
        })
        .collect();
    let first = people.first().map(|p| p.id);
    let people: String = people.iter().map(|p| person(p, Some(p.id) == first)).collect();
    page(
        &format!("Let {} in", wish.app.name),
        &format!(
            r#"<p class="app"><strong>{name}</strong> wants to know who you are</p>
<h1>Let {name} in?</h1>
<h2 id="may">It will be able to</h2>
<ul class="scopes" aria-labelledby="may">
{scopes}</ul>
<form method="post" action="/oauth2/authorize">
{hidden}<fieldset class="people">
<legend>Who are you?</legend>
{people}</fieldset>
<p>Afterwards you are led back to {}</p>
<div class="actions">
<button class="secondary" name="decision" value="cancel">Cancel</button>
<button class="primary" name="decision" value="authorize">Authorize</button>
</div>
</form>"#,
            escape(&host)
        ),
    )
}

fn person(p: &User, chosen: bool) -> String {
    let shown = escape(p.global_name.as_deref().unwrap_or(&p.username));
    let checked = if chosen { " checked" } else { "" };
    format!(
        "<label><input type=\"radio\" name=\"user\" value=\"{}\" required{checked}> <span>{shown} <small class=\"username\">@{}</small></span></label>\n",
        p.id,
        escape(&p.username)
    )
}

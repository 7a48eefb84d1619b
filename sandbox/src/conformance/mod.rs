//! Every exchange held against Discord's own description (`openapi/discord.json`), both ways. Where Discord's
//! documentation or practice differs from it, `openapi/exceptions.json` says so, with the reason.

mod frame;
mod schema;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Value, json};

pub use frame::frame;

use crate::rest::Route;
use crate::traffic::Violation;
use schema::Judge;

const DESCRIPTION: &str = include_str!("../../openapi/discord.json");
const EXCEPTIONS: &str = include_str!("../../openapi/exceptions.json");

/// A place where the description is not followed.
#[derive(Debug, Deserialize)]
struct Exception {
    /// `request`, `response`, or absent for both.
    side: Option<String>,
    /// The route's path; absent for all.
    route: Option<String>,
    /// The place in the body, `*` for any one step, `**` in front for any depth.
    field: String,
    /// `digits`: a string of digits is taken. `number`: a whole number is. Absent: anything is.
    accept: Option<String>,
    #[expect(dead_code, reason = "for the reader of the file")]
    reason: String,
}

/// A request and what it was answered with.
pub struct Exchange<'a> {
    pub route: &'a Route,
    pub path: &'a str,
    pub query: &'a BTreeMap<String, String>,
    pub body: &'a Value,
    pub form: bool,
    pub status: u16,
    pub answer: Option<&'a Value>,
}

fn description() -> &'static Value {
    static DOC: OnceLock<Value> = OnceLock::new();
    DOC.get_or_init(|| serde_json::from_str(DESCRIPTION).unwrap_or_default())
}

fn exceptions() -> &'static [Exception] {
    static LIST: OnceLock<Vec<Exception>> = OnceLock::new();
    LIST.get_or_init(|| {
        serde_json::from_str(EXCEPTIONS).unwrap_or_else(|error| {
            tracing::error!(%error, "the exceptions cannot be read");
            Vec::new()
        })
    })
}

/// What does not fit. A request that was refused as malformed is not held against the description again.
pub fn check(x: &Exchange) -> Vec<Violation> {
    let operation = &description()["paths"][x.route.path][x.route.method.to_lowercase()];
    let mut found = Vec::new();
    if operation.is_null() {
        found.push(("request", "the route is not in the description".to_owned()));
    } else {
        if x.status < 400 {
            found.extend(query(x, operation).into_iter().map(|e| ("request", e)));
            found.extend(request(x, operation).map(|e| ("request", e)));
        }
        found.extend(response(x, operation).map(|e| ("response", e)));
    }
    let (method, path) = (x.route.method, x.path);
    found.into_iter().map(|(side, error)| Violation { method: method.into(), path: path.into(), side, error }).collect()
}

fn excused(side: &'static str, route: &'static str) -> impl Fn(&str, &Value) -> bool {
    move |place, value| {
        exceptions().iter().any(|e| {
            e.side.as_deref().is_none_or(|s| s == side)
                && e.route.as_deref().is_none_or(|r| r == route)
                && matches(&e.field, place)
                && match e.accept.as_deref() {
                    None => true,
                    Some("number") => value.is_u64(),
                    Some(_) => value.as_str().is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())),
                }
        })
    }
}

fn matches(pattern: &str, place: &str) -> bool {
    if let Some(tail) = pattern.strip_prefix("**/") {
        let deeper = place.split('/').count().saturating_sub(tail.split('/').count());
        let end: Vec<&str> = place.split('/').skip(deeper).collect();
        return matches(tail, &end.join("/"));
    }
    let (mut p, mut v) = (pattern.split('/'), place.split('/'));
    loop {
        match (p.next(), v.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == "*" || a == b => {}
            _ => return false,
        }
    }
}

fn query(x: &Exchange, operation: &Value) -> Vec<String> {
    let known = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let judge = Judge { doc: description(), excused: &excused("request", x.route.path) };
    let one = |(name, text): (&String, &String)| {
        let Some(p) = known.iter().find(|p| p["in"] == "query" && p["name"] == json!(name)) else {
            return Some(format!("query {name}: not in the description"));
        };
        let candidates = [Some(json!(text)), text.parse::<i64>().ok().map(|n| json!(n)), truth(text).map(|b| json!(b))];
        let fits = candidates.into_iter().flatten().any(|v| judge.check(&p["schema"], &v, "").is_ok());
        (!fits).then(|| format!("query {name}: '{text}' does not fit"))
    };
    x.query.iter().filter_map(one).collect()
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    }
}

fn request(x: &Exchange, operation: &Value) -> Option<String> {
    let wanted = &operation["requestBody"];
    if wanted.is_null() {
        let empty = x.body.is_null() || x.body.as_object().is_some_and(serde_json::Map::is_empty);
        return (!empty).then(|| "a body where none is described".to_owned());
    }
    if x.body.is_null() {
        let known = excused("request", x.route.path)("(body)", &Value::Null);
        let bare = wanted["required"] == json!(true) && !x.form && !known;
        return bare.then(|| "the body is missing".to_owned());
    }
    let content = &wanted["content"];
    let plain = &content["application/json"]["schema"];
    let schema = if plain.is_null() { &content["multipart/form-data"]["schema"] } else { plain };
    let judge = Judge { doc: description(), excused: &excused("request", x.route.path) };
    judge.check(schema, x.body, "").err()
}

fn response(x: &Exchange, operation: &Value) -> Option<String> {
    let all = &operation["responses"];
    let by_code = &all[x.status.to_string()];
    let described = if by_code.is_null() && (400..500).contains(&x.status) { &all["4XX"] } else { by_code };
    if described.is_null() {
        return Some(format!("status {} is not described", x.status));
    }
    let judge = Judge { doc: description(), excused: &excused("response", x.route.path) };
    let described = judge.follow(described);
    let schema = &described["content"]["application/json"]["schema"];
    match (schema.is_null(), x.answer) {
        (true, None) => None,
        (true, Some(_)) => Some(format!("a body where status {} has none", x.status)),
        (false, None) => Some("the body is missing".to_owned()),
        (false, Some(body)) => judge.check(schema, body, "").err(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_discords() {
        for route in crate::rest::ROUTES {
            let operation = &description()["paths"][route.path][route.method.to_lowercase()];
            assert!(!operation.is_null(), "{} {}", route.method, route.path);
        }
        assert!(!exceptions().is_empty());
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let route = crate::rest::ROUTES.iter().find(|r| r.path == "/gateway/bot");
        let Some(route) = route else { panic!("no such route") };
        let answer = json!({ "url": "wss://x", "shards": "one" });
        let x = Exchange {
            route,
            path: route.path,
            query: &BTreeMap::new(),
            body: &Value::Null,
            form: false,
            status: 200,
            answer: Some(&answer),
        };
        assert_eq!(check(&x).len(), 1);
    }

    #[test]
    fn places_match_patterns() {
        assert!(matches("**/allow", "permission_overwrites/0/allow"));
        assert!(matches("components/*/id", "components/3/id"));
        assert!(!matches("components/*/id", "components/3/name"));
        assert!(!matches("**/allow", "disallow"));
        assert!(matches("**/_errors/*/code", "errors/content/_errors/0/code"));
    }
}

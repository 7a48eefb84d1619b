//! One generated request: its path, query, headers and bytes. Knows HTTP, and no answer.

use super::description::{Description, Operation};
use super::pool::Pool;
use super::spoil::spoil;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

const BOUNDARY: &str = "a-line-between";

pub struct Shot {
    pub method: String,
    /// With its query, behind `/api/v10`.
    pub path: String,
    pub authorization: Option<String>,
    pub reason: Option<String>,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

impl Shot {
    /// For people who look for a fault.
    pub fn shown(&self) -> String {
        let body: String = String::from_utf8_lossy(&self.body).chars().take(1_500).collect();
        let body = body.escape_debug();
        let kind = self.content_type.as_deref().unwrap_or("no type");
        format!("{} {} ({kind}, {} bytes) {body}", self.method, self.path, self.body.len())
    }
}

/// The bot's token and a person's.
pub struct Tokens {
    pub bot: String,
    pub person: String,
}

pub fn shot(about: &Description, operation: &Operation, pool: &Pool, tokens: &Tokens, dice: &mut StdRng) -> Shot {
    let path = path(operation, pool, dice) + &query(about, operation, pool, dice);
    let authorization = match dice.random_range(0..40) {
        0 => None,
        1 => Some("Bot nobody.knows.it".to_owned()),
        2 => Some(format!("Bearer {}", tokens.person)),
        3 => {
            Some(["Bearer", "Bot ", "Basic \u{fffd}", "Bot Bot Bot"].choose(dice).copied().unwrap_or("Bot").to_owned())
        }
        _ => Some(format!("Bot {}", tokens.bot)),
    };
    let reason = dice.random_bool(0.1).then(|| {
        let piece = ["why", "%F0%9F", "%zz", "%E2%9C%85", "%00"].choose(dice).copied().unwrap_or("why");
        piece.repeat(*[1, 3, 513].choose(dice).unwrap_or(&1))
    });
    let mut shot =
        Shot { method: operation.method.clone(), path, authorization, reason, content_type: None, body: Vec::new() };
    if operation.body.is_some() || dice.random_bool(0.05) {
        fill(&mut shot, about, operation, pool, dice);
    }
    shot
}

fn path(operation: &Operation, pool: &Pool, dice: &mut StdRng) -> String {
    let together = pool.together(dice);
    let step = |part: &str, dice: &mut StdRng| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
        Some(name) => pool.hole(name, &together, dice),
        None => part.to_owned(),
    };
    operation.path.split('/').map(|part| step(part, dice)).collect::<Vec<_>>().join("/")
}

fn query(about: &Description, operation: &Operation, pool: &Pool, dice: &mut StdRng) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, schema) in &operation.query {
        if dice.random_bool(0.6) {
            continue;
        }
        let mut value = about.draw(schema, name, 0, pool, dice);
        if dice.random_bool(0.3) {
            spoil(&mut value, pool, dice);
        }
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        // No client could write a longer address.
        pairs.append_pair(name, &text.chars().take(1_000).collect::<String>());
    }
    let pairs = pairs.finish();
    if pairs.is_empty() { pairs } else { format!("?{pairs}") }
}

fn fill(shot: &mut Shot, about: &Description, operation: &Operation, pool: &Pool, dice: &mut StdRng) {
    let mut value = operation.body.as_ref().map_or(json!({}), |schema| about.draw(schema, "", 0, pool, dice));
    if let Some(map) = value.as_object_mut() {
        map.retain(|name, _| !name.starts_with("files["));
    }
    // As good as it can be drawn, once; else spoiled in a few places.
    for _ in 0..*[0, 0, 1, 1, 2, 3, 5].choose(dice).unwrap_or(&1) {
        spoil(&mut value, pool, dice);
    }
    let text = value.to_string();
    let whole = shot_kind(operation, dice);
    let (kind, body) = match whole {
        Kind::Json => ("application/json", text.into_bytes()),
        Kind::Torn => ("application/json", torn(&text, dice)),
        Kind::Multipart => ("multipart", multipart(&value, dice)),
        Kind::TornMultipart => {
            let whole = multipart(&value, dice);
            let end = dice.random_range(0..whole.len());
            ("multipart", whole[..end].to_vec())
        }
        Kind::Odd => (
            *["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data"].choose(dice).unwrap_or(&""),
            text.into_bytes(),
        ),
        Kind::Nothing => ("application/json", Vec::new()),
    };
    shot.content_type = match kind {
        "" => None,
        "multipart" => Some(format!("multipart/form-data; boundary={BOUNDARY}")),
        other => Some(other.to_owned()),
    };
    shot.body = body;
}

enum Kind {
    Json,
    Torn,
    Multipart,
    TornMultipart,
    Odd,
    Nothing,
}

fn shot_kind(operation: &Operation, dice: &mut StdRng) -> Kind {
    match dice.random_range(0..40) {
        0 | 1 => Kind::Torn,
        2 => Kind::Odd,
        3 => Kind::Nothing,
        4 => Kind::TornMultipart,
        5 => Kind::Multipart,
        6..12 if operation.multipart => Kind::Multipart,
        _ => Kind::Json,
    }
}

/// What is no JSON: cut off, bytes that are no text, brackets without end.
fn torn(text: &str, dice: &mut StdRng) -> Vec<u8> {
    let bytes = text.as_bytes();
    match dice.random_range(0..5) {
        0 => bytes[..dice.random_range(0..bytes.len())].to_vec(),
        1 => [bytes, b"\xff\xfe"].concat(),
        2 => b"[".repeat(100_000),
        3 => b"{\"a\":".repeat(20_000),
        _ => b"\xff\xfe\x00{".to_vec(),
    }
}

fn multipart(value: &Value, dice: &mut StdRng) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: &str, bytes: &[u8]| {
        body.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    match dice.random_range(0..8) {
        0 => part("name=\"payload_json\"", b"{\"content\": "),
        1 => {}
        _ => part("name=\"payload_json\"", value.to_string().as_bytes()),
    }
    for n in 0..dice.random_range(0..13) {
        let name = *["files[N]", "files[N]", "file", "files[-1]", "", "files[9999999999999999999999]"]
            .choose(dice)
            .unwrap_or(&"file");
        let name = name.replace('N', &n.to_string());
        let filename =
            *["a.png", "a.txt", "../../a", "", "é✅.gif", "a\u{7}b", "SPOILER_a.jpg"].choose(dice).unwrap_or(&"a");
        let bytes: &[u8] =
            [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"[..], b"GIF89a\x01", b"\xff\xd8\xff\xc0", b"", b"words"]
                .choose(dice)
                .copied()
                .unwrap_or(b"");
        part(&format!("name=\"{name}\"; filename=\"{filename}\""), bytes);
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

//! How much fits into embeds, each and together.

use serde_json::Value;

use super::{list, number, text};
use crate::clock::parse_iso;
use crate::error::Form;

const TOGETHER: usize = 6000;

pub fn embeds(form: &mut Form, value: &Value) {
    let all = list(form, "embeds", value, 0, 10);
    for (n, e) in all.iter().enumerate() {
        embed(form, &format!("embeds.{n}"), e);
    }
    if all.iter().map(size).sum::<usize>() > TOGETHER {
        form.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", format!("Embed size exceeds maximum size of {TOGETHER}"));
    }
}

fn embed(form: &mut Form, at: &str, e: &Value) {
    if !e.is_object() {
        form.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        return;
    }
    text(form, &format!("{at}.title"), &e["title"], 0, 256);
    text(form, &format!("{at}.description"), &e["description"], 0, 4096);
    for (part, field, most) in [("footer", "text", 2048), ("author", "name", 256)] {
        if model(form, &format!("{at}.{part}"), &e[part]) {
            text(form, &format!("{at}.{part}.{field}"), &e[part][field], 1, most);
        }
    }
    model(form, &format!("{at}.image"), &e["image"]);
    model(form, &format!("{at}.thumbnail"), &e["thumbnail"]);
    let time = &e["timestamp"];
    if !time.is_null() && time.as_str().and_then(parse_iso).is_none() {
        form.add(&format!("{at}.timestamp"), "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.");
    }
    number(form, &format!("{at}.color"), &e["color"], 0, 0xff_ffff);
    let path = format!("{at}.fields");
    for (n, field) in list(form, &path, &e["fields"], 0, 25).iter().enumerate() {
        text(form, &format!("{path}.{n}.name"), &field["name"], 1, 256);
        text(form, &format!("{path}.{n}.value"), &field["value"], 1, 1024);
    }
    let links = [("url", &e["url"]), ("image.url", &e["image"]["url"]), ("thumbnail.url", &e["thumbnail"]["url"])];
    let author = [("author.icon_url", &e["author"]["icon_url"]), ("author.url", &e["author"]["url"])];
    let footer = [("footer.icon_url", &e["footer"]["icon_url"])];
    for (field, value) in links.into_iter().chain(author).chain(footer) {
        text(form, &format!("{at}.{field}"), value, 0, 2048);
        if value.as_str().is_some_and(|u| {
            !u.is_empty() && !["http://", "https://", "attachment://"].iter().any(|s| u.starts_with(s))
        }) {
            form.add(&format!("{at}.{field}"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').");
        }
    }
}

/// Whether there is an object to look into; what is neither one nor absent is told.
fn model(form: &mut Form, path: &str, value: &Value) -> bool {
    if !value.is_null() && !value.is_object() {
        form.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
    }
    value.is_object()
}

fn size(e: &Value) -> usize {
    let long = |v: &Value| v.as_str().map_or(0, |s| s.chars().count());
    let fields = e["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let inner: usize = fields.iter().map(|f| long(&f["name"]) + long(&f["value"])).sum();
    long(&e["title"]) + long(&e["description"]) + long(&e["footer"]["text"]) + long(&e["author"]["name"]) + inner
}

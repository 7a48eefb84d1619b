//! Components and embeds as Discord keeps them: numbered, defaults filled in, nothing null. Pure.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// The list with an `id` on every component and what was left out filled in.
pub fn kept(list: &Value) -> Vec<Value> {
    let mut list: Vec<Value> = list.as_array().cloned().unwrap_or_default();
    let mut taken = BTreeSet::new();
    for c in &list {
        given(c, &mut taken);
    }
    let mut next = 0;
    for c in &mut list {
        number(c, &mut next, &taken);
    }
    list
}

fn given(c: &Value, taken: &mut BTreeSet<u64>) {
    taken.extend(c["id"].as_u64().filter(|n| *n > 0));
    for i in inner(c) {
        given(i, taken);
    }
}

/// What a component holds inside.
pub fn inner(c: &Value) -> Vec<&Value> {
    let list = c["components"].as_array().into_iter().flatten();
    list.chain(c.get("accessory").filter(|v| v.is_object()))
        .chain(c.get("component").filter(|v| v.is_object()))
        .collect()
}

/// The component with this custom id, wherever it stands.
pub fn find<'a>(list: &'a [Value], custom_id: &str) -> Option<&'a Value> {
    list.iter().find_map(|c| {
        if c["custom_id"].as_str() == Some(custom_id) {
            return Some(c);
        }
        inner(c).into_iter().find_map(|i| find(std::slice::from_ref(i), custom_id))
    })
}

fn number(c: &mut Value, next: &mut u64, taken: &BTreeSet<u64>) {
    let Some(map) = c.as_object_mut() else { return };
    map.retain(|_, v| !v.is_null());
    plain_emoji(map);
    if map.get("id").and_then(Value::as_u64).is_none_or(|n| n == 0) {
        *next += 1;
        while taken.contains(next) {
            *next += 1;
        }
        map.insert("id".into(), json!(*next));
    }
    defaults(map);
    if let Some(Value::Array(list)) = map.get_mut("components") {
        for i in list {
            number(i, next, taken);
        }
    }
    for key in ["accessory", "component"] {
        if let Some(i) = map.get_mut(key) {
            number(i, next, taken);
        }
    }
}

/// One of Unicode's has a name alone.
fn plain_emoji(map: &mut Map<String, Value>) {
    if let Some(Value::Object(emoji)) = map.get_mut("emoji") {
        emoji.retain(|_, v| !v.is_null());
    }
}

fn defaults(map: &mut Map<String, Value>) {
    let kind = map.get("type").and_then(Value::as_u64).unwrap_or(0);
    let mut fill = |key: &str, value: Value| _ = map.entry(key).or_insert(value);
    match kind {
        3 | 5..=8 => {
            fill("min_values", json!(1));
            fill("max_values", json!(1));
        }
        11 => {
            fill("description", Value::Null);
            fill("spoiler", json!(false));
        }
        13 => fill("spoiler", json!(false)),
        14 => {
            fill("divider", json!(true));
            fill("spacing", json!(1));
        }
        17 => {
            fill("accent_color", Value::Null);
            fill("spoiler", json!(false));
        }
        _ => {}
    }
    for list in ["options", "items"] {
        let Some(Value::Array(items)) = map.get_mut(list) else { continue };
        for item in items.iter_mut().filter_map(Value::as_object_mut) {
            item.retain(|_, v| !v.is_null());
            plain_emoji(item);
            if list == "items" {
                item.entry("description").or_insert(Value::Null);
                item.entry("spoiler").or_insert(json!(false));
            }
        }
    }
}

/// What of an embed may be set, and of its parts.
const OF_EMBED: [&str; 10] =
    ["title", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "author", "fields"];
const OF_PART: [(&str, &[&str]); 4] = [
    ("footer", &["text", "icon_url"]),
    ("author", &["name", "url", "icon_url"]),
    ("image", &["url"]),
    ("thumbnail", &["url"]),
];

pub fn embeds(list: &Value) -> Vec<Value> {
    let mut list: Vec<Value> = list.as_array().cloned().unwrap_or_default();
    for e in &mut list {
        tidy(e);
        e["type"] = json!("rich");
        for (part, known) in OF_PART {
            if let Some(map) = e[part].as_object_mut() {
                map.retain(|key, _| known.contains(&key.as_str()));
            }
        }
        for media in ["image", "thumbnail"] {
            if !e[media]["url"].is_string() {
                e[media] = Value::Null;
            }
        }
        for field in e["fields"].as_array_mut().into_iter().flatten() {
            if !field["inline"].is_boolean() {
                field["inline"] = json!(false);
            }
        }
        if let Some(map) = e.as_object_mut() {
            map.retain(|key, v| !v.is_null() && (key == "type" || OF_EMBED.contains(&key.as_str())));
        }
    }
    list
}

fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, v| !v.is_null() && v.as_str() != Some(""));
            map.values_mut().for_each(tidy);
        }
        Value::Array(list) => list.iter_mut().for_each(tidy),
        Value::String(text) => {
            let trimmed = text.trim();
            if trimmed.len() != text.len() {
                *text = trimmed.to_owned();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_given_and_found() {
        let list = kept(&json!([
            { "type": 1, "components": [{ "type": 2, "style": 1, "custom_id": "a", "emoji": null, "id": 1 }] },
            { "type": 17, "components": [{ "type": 9, "components": [], "accessory": { "type": 2, "custom_id": "b" } }] }
        ]));
        assert_eq!(list[0]["id"], 2);
        assert_eq!(list[0]["components"][0], json!({ "type": 2, "style": 1, "custom_id": "a", "id": 1 }));
        assert_eq!(find(&list, "b").map(|c| c["type"].clone()), Some(json!(2)));
        assert!(find(&list, "c").is_none());
    }

    #[test]
    fn of_an_embed_only_what_may_be_set_is_kept() {
        let wish =
            json!([{ "title": "t", "video": {}, "image": {}, "author": { "name": "a", "id": 5 }, "type": 1e308 }]);
        assert_eq!(embeds(&wish), [json!({ "title": "t", "author": { "name": "a" }, "type": "rich" })]);
    }
}

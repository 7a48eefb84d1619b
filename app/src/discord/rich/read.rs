//! Knows Discord's JSON of embeds, components and stickers
//! (<https://discord.com/developers/docs/resources/message>, <https://discord.com/developers/docs/components/reference>).
//! What it does not know it leaves out; nothing in it can fail.

use super::{ButtonLook, Component, Control, Embed, EmbedField};
use crate::discord::markdown::is_safe;
use serde_json::Value;

/// Components may lie in containers and sections; this deep they are read.
const DEPTH: usize = 6;

pub fn embeds(values: &[Value]) -> Vec<Embed> {
    values.iter().map(embed).filter(|embed| *embed != Embed::default()).collect()
}

fn embed(value: &Value) -> Embed {
    let pictures = ["image", "thumbnail", "video"].into_iter().filter_map(|key| link(&value[key]["url"]));
    Embed {
        colour: value["color"].as_i64().and_then(|colour| i32::try_from(colour).ok()),
        author: text(&value["author"]["name"]),
        title: text(&value["title"]),
        url: link(&value["url"]),
        text: text(&value["description"]),
        fields: list(&value["fields"]).iter().filter_map(field).collect(),
        pictures: pictures.collect(),
        footer: text(&value["footer"]["text"]),
    }
}

fn field(value: &Value) -> Option<EmbedField> {
    Some(EmbedField {
        name: text(&value["name"])?,
        value: text(&value["value"])?,
        inline: value["inline"].as_bool().unwrap_or_default(),
    })
}

pub fn stickers(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(|sticker| text(&sticker["name"])).collect()
}

pub fn components(values: &[Value]) -> Vec<Component> {
    let mut out = Vec::new();
    for value in values {
        component(value, DEPTH, &mut out);
    }
    out
}

fn component(value: &Value, depth: usize, out: &mut Vec<Component>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    let inner = list(&value["components"]);
    match value["type"].as_u64() {
        Some(1) => {
            let controls: Vec<Control> = inner.iter().filter_map(control).collect();
            if !controls.is_empty() {
                out.push(Component::Row(controls));
            }
        }
        // Section (its accessory stands beside it) and container.
        Some(9 | 17) => {
            for value in inner {
                component(value, deeper, out);
            }
            out.extend(control(&value["accessory"]).map(|control| Component::Row(vec![control])));
        }
        Some(10) => out.extend(text(&value["content"]).map(Component::Text)),
        Some(14) => out.push(Component::Rule),
        _ => out.extend(control(value).map(|control| Component::Row(vec![control]))),
    }
}

fn control(value: &Value) -> Option<Control> {
    match value["type"].as_u64()? {
        2 => {
            let words = [emoji(&value["emoji"]), text(&value["label"])];
            let label = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let style = match value["style"].as_u64() {
                Some(1) => ButtonLook::Primary,
                Some(3) => ButtonLook::Success,
                Some(4) => ButtonLook::Danger,
                Some(5) => ButtonLook::Link,
                _ => ButtonLook::Secondary,
            };
            (!label.is_empty()).then(|| Control::Button { label, style, url: link(&value["url"]) })
        }
        3 | 5..=8 => Some(Control::Select(text(&value["placeholder"]).unwrap_or_else(|| "…".to_owned()))),
        _ => None,
    }
}

/// Its sign, or the name of a guild's own.
fn emoji(value: &Value) -> Option<String> {
    let name = text(&value["name"])?;
    let own = value["id"].as_str().is_some();
    Some(if own { format!(":{name}:") } else { name })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn link(value: &Value) -> Option<String> {
    text(value).filter(|url| is_safe(url))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_embed_keeps_what_is_read() {
        let read = embeds(&[
            json!({
                "type": "rich", "title": "T", "description": "**d**", "color": 3_447_003, "url": "javascript:x",
                "fields": [{"name": "n", "value": "v", "inline": true}, {"name": ""}],
                "image": {"url": "https://cdn.example/a.png"}, "footer": {"text": "f"}
            }),
            json!({"type": "rich"}),
        ]);
        assert_eq!(read.len(), 1, "an embed without content is none");
        assert_eq!(read[0].url, None, "only https is a link");
        assert_eq!(read[0].fields, [EmbedField { name: "n".into(), value: "v".into(), inline: true }]);
        assert_eq!(read[0].pictures, ["https://cdn.example/a.png"]);
    }

    #[test]
    fn buttons_are_found_at_any_depth() {
        let button = json!({"type": 2, "style": 3, "label": "It works!", "emoji": {"name": "✅"}, "custom_id": "x"});
        let read = components(&[
            json!({"type": 1, "components": [button]}),
            json!({"type": 17, "components": [
                {"type": 10, "content": "words"},
                {"type": 14},
                {"type": 9, "components": [{"type": 10, "content": "beside"}], "accessory": button},
                {"type": 1, "components": [{"type": 3, "placeholder": "Pick"}]}
            ]}),
        ]);
        let row = Component::Row(vec![Control::Button {
            label: "✅ It works!".into(),
            style: ButtonLook::Success,
            url: None,
        }]);
        assert_eq!(
            read,
            [
                row.clone(),
                Component::Text("words".into()),
                Component::Rule,
                Component::Text("beside".into()),
                row,
                Component::Row(vec![Control::Select("Pick".into())]),
            ]
        );
    }

    #[test]
    fn endless_nesting_is_cut() {
        let mut value = json!({"type": 10, "content": "deep"});
        for _ in 0..50 {
            value = json!({"type": 17, "components": [value]});
        }
        assert!(components(&[value]).is_empty());
    }
}

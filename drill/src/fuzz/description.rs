//! Discord's own description as a source of requests: its operations, and bodies that fit their schemas. Knows
//! nothing of what is wrong.

use super::pool::Pool;
use anyhow::{Context, Result};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Beyond it only what must be there is drawn, and soon nothing.
const DEEP: u32 = 4;
const BOTTOM: u32 = 9;

pub struct Operation {
    pub method: String,
    pub path: String,
    /// Name and schema.
    pub query: Vec<(String, Value)>,
    pub body: Option<Value>,
    /// Takes files.
    pub multipart: bool,
}

pub struct Description {
    doc: Value,
}

impl Description {
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Ok(Self { doc: serde_json::from_str(&text)? })
    }

    pub fn operations(&self) -> Vec<Operation> {
        let mut all = Vec::new();
        for (path, item) in self.doc["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if operation["operationId"].is_null() {
                    continue;
                }
                let parameters = [&item["parameters"], &operation["parameters"]];
                let parameters = parameters.into_iter().filter_map(Value::as_array).flatten();
                let query = parameters
                    .filter(|p| p["in"] == "query")
                    .filter_map(|p| Some((p["name"].as_str()?.to_owned(), p["schema"].clone())));
                let content = &operation["requestBody"]["content"];
                let plain = &content["application/json"]["schema"];
                let form = &content["multipart/form-data"]["schema"];
                let body = if plain.is_null() { form } else { plain };
                all.push(Operation {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    query: query.collect(),
                    body: Some(body.clone()).filter(|schema| !schema.is_null()),
                    multipart: !form.is_null(),
                });
            }
        }
        all
    }

    /// A value that fits the schema as far as schemas say it; `name` is the field's.
    pub fn draw(&self, schema: &Value, name: &str, depth: u32, pool: &Pool, dice: &mut StdRng) -> Value {
        if depth > BOTTOM {
            return Value::Null;
        }
        if let Some(path) = schema["$ref"].as_str() {
            let target = self.doc.pointer(path.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.draw(target, name, depth, pool, dice);
        }
        if let Some(only) = schema.get("const") {
            return only.clone();
        }
        if let Some(one) = schema["enum"].as_array().and_then(|all| all.choose(dice)) {
            return one.clone();
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let mut whole = Value::Null;
            for part in parts {
                whole = merge(whole, self.draw(part, name, depth + 1, pool, dice));
            }
            return whole;
        }
        for word in ["oneOf", "anyOf"] {
            let Some(branches) = schema[word].as_array() else { continue };
            let solid: Vec<&Value> = branches.iter().filter(|b| b["type"] != "null").collect();
            if dice.random_bool(0.1) && solid.len() < branches.len() {
                return Value::Null;
            }
            if let Some(branch) = solid.choose(dice) {
                return self.draw(branch, name, depth + 1, pool, dice);
            }
        }
        self.plain(schema, name, depth, pool, dice)
    }

    fn plain(&self, schema: &Value, name: &str, depth: u32, pool: &Pool, dice: &mut StdRng) -> Value {
        match kind(schema, dice) {
            "string" => text(schema, name, pool, dice),
            "boolean" => json!(dice.random_bool(0.5)),
            "integer" => json!(whole(schema, dice)),
            "number" => json!(dice.random_range(0.0..1_000.0)),
            "array" => {
                let least = schema["minItems"].as_u64().unwrap_or(0);
                let most = schema["maxItems"].as_u64().unwrap_or(3).min(least + 3);
                let count = dice.random_range(least..=most.max(least));
                (0..count).map(|_| self.draw(&schema["items"], name, depth + 1, pool, dice)).collect()
            }
            "object" => self.object(schema, depth, pool, dice),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Value, depth: u32, pool: &Pool, dice: &mut StdRng) -> Value {
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut map = Map::new();
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            let must = required.iter().any(|r| r == name.as_str());
            if must || depth < DEEP && dice.random_bool(0.3) {
                map.insert(name.clone(), self.draw(inner, name, depth + 1, pool, dice));
            }
        }
        Value::Object(map)
    }
}

fn kind<'s>(schema: &'s Value, dice: &mut StdRng) -> &'s str {
    match &schema["type"] {
        Value::String(one) => one,
        Value::Array(all) => {
            let solid: Vec<&str> = all.iter().filter_map(Value::as_str).filter(|k| *k != "null").collect();
            if dice.random_bool(0.15) { "null" } else { solid.choose(dice).copied().unwrap_or("null") }
        }
        _ if schema["properties"].is_object() => "object",
        _ => "null",
    }
}

fn text(schema: &Value, name: &str, pool: &Pool, dice: &mut StdRng) -> Value {
    match schema["format"].as_str() {
        Some("snowflake") => return json!(pool.id(name, dice)),
        Some("date-time") => {
            let year = dice.random_range(2020..2031);
            return json!(format!("{year}-{:02}-15T12:00:00+00:00", dice.random_range(1..13)));
        }
        Some("uri") => return json!("https://example.com/a.png"),
        _ => {}
    }
    let least = schema["minLength"].as_u64().unwrap_or(0).min(6_000);
    let most = schema["maxLength"].as_u64().unwrap_or(24).min(least + 24).max(least);
    let count = dice.random_range(least..=most);
    let letters = ['a', 'b', 'k', 'z', '0', '7', '-', '_', 'é', '✅'];
    json!((0..count).filter_map(|_| letters.choose(dice)).collect::<String>())
}

fn whole(schema: &Value, dice: &mut StdRng) -> i64 {
    let least = schema["minimum"].as_i64().unwrap_or(0);
    let most = schema["maximum"].as_i64().unwrap_or(least.saturating_add(64)).max(least);
    if dice.random_bool(0.2) {
        return *[least, most].choose(dice).unwrap_or(&least);
    }
    dice.random_range(least..=most.min(least.saturating_add(4_096)))
}

fn merge(one: Value, two: Value) -> Value {
    match (one, two) {
        (Value::Object(mut a), Value::Object(b)) => {
            a.extend(b);
            Value::Object(a)
        }
        (Value::Null, two) => two,
        (one, _) => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn the_same_seed_draws_the_same_body() {
        let doc = json!({ "components": { "schemas": { "Name": { "type": "string", "maxLength": 9 } } } });
        let description = Description { doc };
        let schema = json!({
            "type": "object", "required": ["name", "kind"],
            "properties": { "name": { "$ref": "#/components/schemas/Name" }, "kind": { "oneOf": [{ "const": 3 }] } },
        });
        let draw = |seed| description.draw(&schema, "", 0, &Pool::default(), &mut StdRng::seed_from_u64(seed));
        assert_eq!(draw(4), draw(4));
        assert!(draw(1)["name"].is_string() || draw(2)["name"].is_string());
    }
}

//! Judges a value by a JSON schema, as far as Discord's description uses the language.

use serde_json::Value;

pub struct Judge<'a> {
    pub doc: &'a Value,
    /// Whether the place (`a/0/b`) may hold this value whatever the schema says.
    pub excused: &'a dyn Fn(&str, &Value) -> bool,
}

type Verdict = Result<(), String>;

impl Judge<'_> {
    /// What a reference leads to.
    pub fn follow<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let Some(path) = schema["$ref"].as_str() else { return schema };
        self.doc.pointer(path.trim_start_matches('#')).unwrap_or(&Value::Null)
    }

    pub fn check(&self, schema: &Value, value: &Value, at: &str) -> Verdict {
        if (self.excused)(at, value) {
            return Ok(());
        }
        if schema["$ref"].is_string() {
            self.check(self.follow(schema), value, at)?;
        }
        of_type(schema, value, at)?;
        self.unions(schema, value, at)?;
        bounds(schema, value, at)?;
        self.inside(schema, value, at)
    }

    fn unions(&self, schema: &Value, value: &Value, at: &str) -> Verdict {
        for part in list(schema, "allOf") {
            self.check(part, value, at)?;
        }
        for word in ["oneOf", "anyOf"] {
            let branches = list(schema, word);
            if branches.is_empty() {
                continue;
            }
            let verdicts: Vec<Verdict> = branches.iter().map(|b| self.check(b, value, at)).collect();
            if verdicts.iter().any(Result::is_ok) {
                continue;
            }
            return Err(self.nearest(branches, verdicts, value, at));
        }
        Ok(())
    }

    /// Of a union nothing of which fits, what the branch of the same `type` has against the value.
    fn nearest(&self, branches: &[Value], verdicts: Vec<Verdict>, value: &Value, at: &str) -> String {
        let same = |b: &Value| {
            let kind = &self.follow(b)["properties"]["type"];
            kind["enum"].as_array().is_some_and(|l| l.contains(&value["type"]))
        };
        let chosen = branches.iter().position(same).or(if branches.len() == 2 { Some(1) } else { None });
        let told = chosen.and_then(|n| verdicts.into_iter().nth(n)).and_then(Result::err);
        told.unwrap_or_else(|| format!("{at}: {} fits none of the kinds", short(value)))
    }

    fn inside(&self, schema: &Value, value: &Value, at: &str) -> Verdict {
        if let Some(items) = value.as_array().filter(|_| !schema["items"].is_null()) {
            for (n, item) in items.iter().enumerate() {
                self.check(&schema["items"], item, &below(at, &n.to_string()))?;
            }
        }
        let Some(map) = value.as_object() else { return Ok(()) };
        for name in list(schema, "required").iter().filter_map(Value::as_str) {
            if !map.contains_key(name) && !(self.excused)(&below(at, name), &Value::Null) {
                return Err(format!("{}: missing", below(at, name)));
            }
        }
        let known = schema["properties"].as_object();
        for (name, inner) in map {
            let place = below(at, name);
            match (known.and_then(|k| k.get(name)), &schema["additionalProperties"]) {
                (None, Value::Bool(false)) if !(self.excused)(&place, inner) => {
                    return Err(format!("{place}: not described"));
                }
                (Some(s), _) | (None, s @ Value::Object(_)) => self.check(s, inner, &place)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn list<'v>(schema: &'v Value, word: &str) -> &'v [Value] {
    schema[word].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn below(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    text.chars().take(120).collect()
}

fn of_type(schema: &Value, value: &Value, at: &str) -> Verdict {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!("{at}: {} is not {}", short(value), schema["type"])) }
}

fn bounds(schema: &Value, value: &Value, at: &str) -> Verdict {
    let no = |why: &str| Err(format!("{at}: {} {why}", short(value)));
    let choices = list(schema, "enum");
    if !choices.is_empty() && !choices.contains(value) {
        return no("is none of the choices");
    }
    if let Some(only) = schema.get("const")
        && only != value
    {
        return no("is not the one value");
    }
    let count = |word: &str| schema[word].as_u64().and_then(|n| usize::try_from(n).ok());
    let within = |size: usize, min: &str, max: &str| {
        count(min).is_none_or(|n| size >= n) && count(max).is_none_or(|n| size <= n)
    };
    match value {
        Value::String(text) => {
            if !within(text.chars().count(), "minLength", "maxLength") {
                return no("has the wrong length");
            }
            if !formed(schema, text) {
                return no("has the wrong form");
            }
        }
        Value::Array(items) => {
            if !within(items.len(), "minItems", "maxItems") {
                return no("has the wrong count");
            }
            let twice = || items.iter().enumerate().any(|(n, i)| items[..n].contains(i));
            if schema["uniqueItems"] == Value::Bool(true) && twice() {
                return no("holds something twice");
            }
        }
        Value::Object(map) if !within(map.len(), "minProperties", "maxProperties") => return no("has the wrong count"),
        Value::Number(n) => {
            let n = n.as_f64().unwrap_or(0.0);
            let low = schema["minimum"].as_f64().is_some_and(|min| n < min);
            let high = schema["maximum"].as_f64().is_some_and(|max| n > max);
            if low || high {
                return no("is out of bounds");
            }
        }
        _ => {}
    }
    Ok(())
}

fn formed(schema: &Value, text: &str) -> bool {
    match schema["format"].as_str() {
        Some("snowflake") => {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
        }
        Some("date-time") => crate::clock::parse_iso(text).is_some(),
        Some("uri") => url::Url::parse(text).is_ok(),
        _ => true,
    }
}

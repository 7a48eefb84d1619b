//! Knows which texts a database can't hold: PostgreSQL refuses the character NUL, in text and in documents alike.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;

/// The text with each NUL made visible as U+FFFD. Almost always the text itself.
pub(crate) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// The same for all texts in documents.
pub(crate) fn documents_without_nul(documents: &[Value]) -> Vec<Value> {
    documents.iter().map(clean).collect()
}

/// The same for all texts in a value that is kept as a document.
pub(crate) fn clean_value<T: Serialize + DeserializeOwned>(value: &T) -> crate::Result<T> {
    let read = |document| serde_json::from_value(document);
    let cleaned = serde_json::to_value(value).and_then(|document| read(clean(&document)));
    cleaned.map_err(|error| sqlx::Error::Encode(Box::new(error)).into())
}

fn clean(document: &Value) -> Value {
    match document {
        Value::String(text) => Value::String(without_nul(text).into_owned()),
        Value::Array(items) => Value::Array(items.iter().map(clean).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (without_nul(key).into_owned(), clean(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nul_is_made_visible_everywhere() {
        assert_eq!(without_nul("a\0b"), "a\u{FFFD}b");
        assert!(matches!(without_nul("plain"), Cow::Borrowed(_)));
        let cleaned = documents_without_nul(&[json!({"a\0": ["\0", 1, null, true]})]);
        assert_eq!(cleaned, [json!({"a\u{FFFD}": ["\u{FFFD}", 1, null, true]})]);
    }
}

//! Who is mentioned by a text, and of those, who is meant to be notified (`allowed_mentions`). Pure.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::{Failure, invalid};
use crate::id::Id;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    pub users: BTreeSet<Id>,
    pub roles: BTreeSet<Id>,
    pub everyone: bool,
}

/// All that the text mentions.
pub fn parse(text: &str) -> Mentions {
    let mut found = Mentions { everyone: text.contains("@everyone") || text.contains("@here"), ..Mentions::default() };
    for piece in text.split('<').skip(1) {
        let Some((inner, _)) = piece.split_once('>') else { continue };
        if let Some(id) = inner.strip_prefix("@&").and_then(|n| n.parse().ok()) {
            found.roles.insert(id);
        } else if let Some(id) = inner.strip_prefix('@').and_then(|n| n.trim_start_matches('!').parse().ok()) {
            found.users.insert(id);
        }
    }
    found
}

/// Leaves what `allowed_mentions` allows; without it, everything.
pub fn allow(found: Mentions, allowed: &Value) -> Result<Mentions, Failure> {
    if allowed.is_null() {
        return Ok(found);
    }
    let parse = |word: &str| allowed["parse"].as_array().is_some_and(|l| l.iter().any(|v| v == word));
    let ids = |field: &str| -> BTreeSet<Id> { Id::list(&allowed[field]).into_iter().collect() };
    let pick = |found: BTreeSet<Id>, field: &str| -> Result<BTreeSet<Id>, Failure> {
        let named = ids(field);
        if parse(field) && !named.is_empty() {
            let words = format!("parse:[\"{field}\"] and {field}: [ids...] are mutually exclusive.");
            return Err(invalid("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words));
        }
        Ok(if parse(field) { found } else { found.intersection(&named).copied().collect() })
    };
    Ok(Mentions {
        users: pick(found.users, "users")?,
        roles: pick(found.roles, "roles")?,
        everyone: found.everyone && parse("everyone"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn left(allowed: &Value) -> (usize, usize, bool) {
        let m = allow(parse("<@1> <@!2> <@&3> @everyone <#4> <@x>"), allowed).unwrap();
        (m.users.len(), m.roles.len(), m.everyone)
    }

    #[test]
    fn only_the_allowed_are_meant() {
        assert_eq!(left(&Value::Null), (2, 1, true));
        assert_eq!(left(&json!({ "parse": [] })), (0, 0, false));
        assert_eq!(left(&json!({ "parse": ["users"] })), (2, 0, false));
        assert_eq!(left(&json!({ "users": [2], "roles": ["3"] })), (1, 1, false));
        assert!(allow(parse("<@1>"), &json!({ "parse": ["users"], "users": ["1"] })).is_err());
    }
}

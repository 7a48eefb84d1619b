//! Knows the names that templates may use and fills them in. Where the text goes is not known here.

use crate::{Answer, Refusal};

/// The names of a welcome template; `{answer.KEY}` beside them.
pub const WELCOME_NAMES: &[&str] = &[
    "customer",
    "support",
    "service",
    "price",
    "ticket_id",
    "customer_name",
    "type",
    "department",
    "number",
    "answers",
    "response_time",
    "instructions",
    "hours",
    "position",
];

/// The names of a channel's naming template.
pub const NAMING_NAMES: &[&str] = &["username", "type", "number", "random6", "department", "service"];

/// What a channel is called unless the type says otherwise.
pub const DEFAULT_NAMING: &str = "{username}-{type}-{number}";

/// What the names stand for in one ticket.
#[derive(Clone, Debug, Default)]
pub struct Values<'a> {
    pub pairs: Vec<(&'static str, String)>,
    pub answers: &'a [Answer],
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// `{name}` is a name where it is all lower-case letters, digits, `_` and `.`; any other brace is text.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = template;
    let mut from = 0;
    while let Some(open) = rest[from..].find('{').map(|i| i + from) {
        let end = rest[open + 1..]
            .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-')));
        match end {
            Some(length) if length > 0 && rest[open + 1 + length..].starts_with('}') => {
                found.push(Piece::Text(&rest[..open]));
                found.push(Piece::Name(&rest[open + 1..open + 1 + length]));
                rest = &rest[open + length + 2..];
                from = 0;
            }
            _ => from = open + 1,
        }
    }
    found.push(Piece::Text(rest));
    found
}

/// An unknown name is an error in the editor, never in the channel.
pub fn check(template: &str, names: &[&str], answer_keys: &[&str]) -> Result<(), Refusal> {
    for piece in pieces(template) {
        let Piece::Name(name) = piece else { continue };
        let known = names.contains(&name) || name.strip_prefix("answer.").is_some_and(|key| answer_keys.contains(&key));
        if !known {
            return Err(Refusal::UnknownName { name: name.to_owned() });
        }
    }
    Ok(())
}

/// Fills a checked template; a name without a value leaves nothing behind.
pub fn render(template: &str, values: &Values<'_>) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Name(name) => {
                if let Some(key) = name.strip_prefix("answer.") {
                    out.push_str(values.answers.iter().find(|a| a.key == key).map_or("", |a| &a.shown));
                } else if let Some((_, value)) = values.pairs.iter().find(|(n, _)| *n == name) {
                    out.push_str(value);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_filled_and_other_braces_stay() {
        let answers = [Answer { key: "amount".into(), label: "Amount".into(), value: "5".into(), shown: "5".into() }];
        let values = Values { pairs: vec![("customer", "<@1>".into())], answers: &answers };
        assert_eq!(render("Hi {customer}, {answer.amount} {x {} { {service}!", &values), "Hi <@1>, 5 {x {} { !");
    }

    #[test]
    fn what_was_filled_in_is_not_read_again() {
        let values =
            Values { pairs: vec![("customer_name", "{support}".into()), ("support", "<@&1>".into())], answers: &[] };
        assert_eq!(render("{customer_name}", &values), "{support}");
    }

    #[test]
    fn an_unknown_name_is_told() {
        assert_eq!(check("{custmer}", WELCOME_NAMES, &[]), Err(Refusal::UnknownName { name: "custmer".into() }));
        assert_eq!(check("{answer.amount}{customer}", WELCOME_NAMES, &["amount"]), Ok(()));
        assert!(check("{answer.amount}", WELCOME_NAMES, &[]).is_err());
    }

    proptest! {
        #[test]
        fn any_text_renders(text in "\\PC{0,80}") {
            let _ = render(&text, &Values::default());
            let _ = check(&text, WELCOME_NAMES, &[]);
        }
    }
}

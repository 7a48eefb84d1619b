//! What the list is asked, as it stands in the address: a link reproduces the screen. There is one question; what the
//! menus say is written into it.

use crate::page::link::encoded;
use domain::search::pieces::with_values;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What the menus write, and what addresses of before said apart from the question.
const MENUS: [(&str, &str); 5] =
    [("status", "status"), ("type", "type"), ("priority", "priority"), ("is", "is"), ("member", "from")];

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// As it was typed.
    pub q: String,
    /// The best first, in place of the newest.
    #[serde(default)]
    pub best: bool,
    /// Where the page begins.
    #[serde(default)]
    pub before: Option<String>,
}

impl Ask {
    /// Reads `q=&sort=best&before=`, and the menus' `status=&type=&priority=` into the question: an empty one takes its
    /// field away.
    pub fn read(map: &ParamsMap) -> Self {
        let word = |name: &str| map.get_str(name).map(str::trim).filter(|word| !word.is_empty());
        let mut q = map.get_str("q").unwrap_or_default().trim().to_owned();
        for (name, field) in MENUS {
            if let Some(values) = map.get_all(name) {
                q = with_values(&q, field, values.iter().map(|value| value.trim()));
            }
        }
        if let Some(number) = word("number").and_then(|text| text.trim_start_matches('#').parse::<i64>().ok()) {
            if !q.is_empty() {
                q.push(' ');
            }
            q.push('#');
            q.push_str(&number.to_string());
        }
        Self { q, best: word("sort") == Some("best"), before: word("before").map(str::to_owned) }
    }

    /// The address's query that reads as this; nothing for what is not asked.
    pub fn query(&self) -> String {
        let mut pairs: Vec<String> = Vec::new();
        if !self.q.is_empty() {
            pairs.push(format!("q={}", encoded(&self.q)));
        }
        if self.best {
            pairs.push("sort=best".to_owned());
        }
        pairs.extend(self.before.iter().map(|before| format!("before={}", encoded(before))));
        pairs.join("&")
    }

    /// The same question, answered from the beginning.
    pub fn first_page(&self) -> Self {
        Self { before: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Ask {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert((*name).to_owned(), (*value).to_owned());
        }
        Ask::read(&map)
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        let ask = read(&[("q", " \"buy gold\" status:open "), ("sort", "best"), ("before", "1700000000000.9")]);
        assert_eq!(ask.q, "\"buy gold\" status:open");
        assert_eq!(ask.query(), "q=%22buy%20gold%22%20status%3Aopen&sort=best&before=1700000000000.9");
        assert_eq!(ask.first_page().query(), "q=%22buy%20gold%22%20status%3Aopen&sort=best");
        assert_eq!(Ask::default().query(), "");
    }

    #[test]
    fn menus_write_into_the_question() {
        assert_eq!(read(&[("q", "gold status:open"), ("status", "closed"), ("type", "")]).q, "gold status:closed");
        assert_eq!(read(&[("q", "gold status:open"), ("status", "")]).q, "gold");
    }

    #[test]
    fn addresses_of_before_say_the_same() {
        let ask = read(&[
            ("status", "open"),
            ("status", "closed"),
            ("type", "7"),
            ("member", " Mia & co "),
            ("number", "#201"),
        ]);
        assert_eq!(ask.q, "status:open,closed type:7 from:\"Mia & co\" #201");
        assert_eq!(read(&[("status", ""), ("number", "x"), ("before", "")]), Ask::default());
    }
}

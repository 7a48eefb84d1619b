//! Knows a form as it travels: names and what was typed. The same in a page, on the way, in a session. Nothing is
//! parsed here, so what can't be read is kept as it was written.

#[cfg(any(feature = "hydrate", test))]
use crate::page::link::encoded;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Few enough for a list, which is kept in the order of the names. Rows of a list are called `questions.0.label`, from 0 on without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

/// What goes along with the fields and is none: it makes no difference between two forms.
const ALONG: &[&str] = &["guild", "key", "id", "seen", "step", "theirs", "add_kind", "add_allow", "add_log_kind"];

/// Fields of one form, more than any has. Anybody may send one, before it is known who they are, and each field is put
/// among those before it.
const MOST: usize = 4_096;

impl Form {
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    pub fn get(&self, name: &str) -> &str {
        self.find(name).map_or("", |at| &self.0[at].1)
    }

    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.put(name.into(), value.into());
    }

    fn put(&mut self, name: String, value: String) {
        match self.find(&name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.set(name, value.to_string());
        self
    }

    /// Without blanks around; none if nothing is left.
    pub fn words(&self, name: &str) -> Option<String> {
        let words = self.get(name).trim();
        (!words.is_empty()).then(|| words.to_owned())
    }

    pub fn is_ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// How many rows a list has.
    pub fn rows(&self, list: &str) -> usize {
        (0..self.0.len()).take_while(|row| self.row(list, *row).next().is_some()).count()
    }

    fn row(&self, list: &str, row: usize) -> impl Iterator<Item = &(String, String)> {
        let prefix = format!("{list}.{row}.");
        self.0.iter().filter(move |(name, _)| name.starts_with(&prefix))
    }

    fn take_row(&mut self, list: &str, row: usize) -> Vec<(String, String)> {
        let prefix = format!("{list}.{row}.");
        let mut taken = Vec::new();
        self.0.retain_mut(|(name, value)| match name.strip_prefix(&prefix) {
            Some(field) => {
                taken.push((field.to_owned(), std::mem::take(value)));
                false
            }
            None => true,
        });
        taken
    }

    fn put_row(&mut self, list: &str, row: usize, fields: Vec<(String, String)>) {
        for (name, value) in fields {
            self.put(format!("{list}.{row}.{name}"), value);
        }
    }

    pub fn swap_rows(&mut self, list: &str, one: usize, other: usize) {
        let (first, second) = (self.take_row(list, one), self.take_row(list, other));
        self.put_row(list, one, second);
        self.put_row(list, other, first);
    }

    pub fn remove_row(&mut self, list: &str, row: usize) {
        let rows = self.rows(list);
        self.take_row(list, row);
        for later in row + 1..rows {
            let fields = self.take_row(list, later);
            self.put_row(list, later - 1, fields);
        }
    }

    /// The rest of each name that begins so, with its value.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.find(name) {
            self.0.remove(at);
        }
    }

    /// A browser ends lines as it likes.
    #[must_use]
    pub fn plain(mut self) -> Self {
        for (_, value) in &mut self.0 {
            *value = value.replace("\r\n", "\n");
        }
        self
    }

    /// Whether the fields say the same: an empty one says what a missing one says.
    pub fn says_as(&self, other: &Self) -> bool {
        let said = |(name, value): &&(String, String)| !value.is_empty() && !ALONG.contains(&name.as_str());
        self.0.iter().filter(said).eq(other.0.iter().filter(said))
    }

    /// As a request's body.
    #[cfg(any(feature = "hydrate", test))]
    pub fn encoded(&self) -> String {
        let pair = |(name, value): &(String, String)| format!("{}={}", encoded(name), encoded(value));
        self.0.iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

/// A map to whoever writes or reads it.
impl Serialize for Form {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Form;

    fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.write_str("fields")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Form, M::Error> {
        let mut form = Form::default();
        while let Some((name, value)) = map.next_entry()? {
            form.put(name, value);
            if form.0.len() > MOST {
                return Err(serde::de::Error::custom("too many fields"));
            }
        }
        Ok(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(values: &[&str]) -> Form {
        let row = |form: Form, (at, value): (usize, &&str)| form.with(format!("q.{at}.label"), value);
        values.iter().enumerate().fold(Form::default().with("title", "t"), row)
    }

    #[test]
    fn rows_move_and_leave_without_gaps() {
        let mut form = list(&["a", "b", "c"]).with("q.2.more", "x");
        assert_eq!(form.rows("q"), 3);
        form.swap_rows("q", 1, 2);
        assert_eq!(form, list(&["a", "c", "b"]).with("q.1.more", "x"));
        form.remove_row("q", 0);
        assert_eq!(form, list(&["c", "b"]).with("q.0.more", "x"));
        form.remove_row("q", 5);
        assert_eq!(form.rows("q"), 2);
    }

    #[test]
    fn what_goes_along_is_no_change() {
        let form = list(&["a"]);
        assert!(form.says_as(&form.clone().with("seen", 4).with("guild", 1).with("note", "")));
        assert!(!form.says_as(&form.clone().with("note", "b")));
        assert!(!form.says_as(&list(&["b"])));
    }

    #[test]
    fn a_flood_of_fields_is_no_form() {
        let fields = |count: usize| {
            let all = (0..count).rev().map(|at| (format!("{at:05}"), serde_json::json!(""))).collect();
            serde_json::from_value::<Form>(serde_json::Value::Object(all))
        };
        assert_eq!(fields(MOST).unwrap().below("").count(), MOST);
        assert!(fields(MOST + 1).is_err());
    }

    #[test]
    fn a_body_reads_as_it_was_written() {
        let form = Form::default().with("a.b", "ä&=+ \n").with("c", "");
        assert_eq!(form.encoded(), "a.b=%C3%A4%26%3D%2B%20%0A&c=");
        assert_eq!(Form::default().with("a", "1\r\n2").plain().get("a"), "1\n2");
    }
}

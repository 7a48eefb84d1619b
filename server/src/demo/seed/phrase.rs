//! Knows what people say, in four languages, and how a sentence is filled in.

use anyhow::Context;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    Vietnamese,
    Chinese,
    Spanish,
}

impl Language {
    #[cfg(test)]
    pub const ALL: &'static [Self] = &[Self::English, Self::Vietnamese, Self::Chinese, Self::Spanish];

    /// What is said in it.
    pub fn phrases(self) -> anyhow::Result<&'static Phrases> {
        static READ: [OnceLock<Phrases>; 4] = [const { OnceLock::new() }; 4];
        let text = match self {
            Self::English => include_str!("phrase/en.toml"),
            Self::Vietnamese => include_str!("phrase/vi.toml"),
            Self::Chinese => include_str!("phrase/zh.toml"),
            Self::Spanish => include_str!("phrase/es.toml"),
        };
        let place = &READ[self as usize];
        if let Some(read) = place.get() {
            return Ok(read);
        }
        let read = toml::from_str(text).with_context(|| format!("the phrases in {self:?}"))?;
        Ok(place.get_or_init(|| read))
    }
}

#[derive(Debug, Deserialize)]
pub struct Phrases {
    pub hello: Vec<String>,
    pub thanks: Vec<String>,
    pub bye: Vec<String>,
    /// Said and deleted.
    pub slips: Vec<String>,
    /// Added when something is edited.
    pub fixed: Vec<String>,
    pub reasons: Vec<String>,
    pub called_off: Vec<String>,
    /// The member says while nobody has come yet.
    pub alone: Vec<String>,
    pub picture: Vec<String>,
    pub file: Vec<String>,
    /// Staff, then the customer.
    pub pairs: Vec<(String, String)>,
    pub words: Words,
    #[serde(flatten)]
    pub types: HashMap<String, OfType>,
}

/// What is said of one type of ticket.
#[derive(Debug, Deserialize)]
pub struct OfType {
    pub ask: Vec<String>,
    pub pairs: Vec<(String, String)>,
    pub done: Vec<String>,
}

/// What is written into forms.
#[derive(Debug, Deserialize)]
pub struct Words {
    pub service: Vec<String>,
    pub notes: Vec<String>,
    pub description: Vec<String>,
}

/// What the names in a sentence stand for.
pub struct Filling<'a> {
    pub name: &'a str,
    pub staff: &'a str,
    pub amount: i64,
}

impl Filling<'_> {
    pub fn fill(&self, sentence: &str) -> String {
        let amount = self.amount.to_string();
        sentence.replace("{name}", self.name).replace("{staff}", self.staff).replace("{amount}", &amount)
    }
}

/// One of them.
pub fn one<'a>(rng: &mut StdRng, of: &'a [String]) -> &'a str {
    of.choose(rng).map_or("…", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::plan::TYPES;
    use super::*;

    #[test]
    fn every_language_has_enough_to_say_of_every_type() {
        for language in Language::ALL {
            let phrases = language.phrases().unwrap();
            for key in TYPES {
                let of_type = &phrases.types[*key];
                assert!(of_type.ask.len() >= 2 && !of_type.done.is_empty(), "{language:?} {key}");
                assert!(of_type.pairs.len() + phrases.pairs.len() >= 16, "{language:?} {key}");
            }
            let filled = Filling { name: "n", staff: "s", amount: 1 };
            for sentence in phrases.hello.iter().chain(&phrases.thanks).chain(&phrases.bye) {
                assert!(!filled.fill(sentence).contains(['{', '}']), "{sentence}");
            }
        }
    }
}

//! Knows elements that are no more than their name, their class and what is in them. They share one type, which the
//! browser's half carries once, where each element of a `view!` brings machinery of its own.

use leptos::prelude::*;

pub fn plain(tag: &'static str, class: impl Into<String>, inside: impl IntoAny) -> AnyView {
    leptos::html::custom(tag).class(class.into()).child(inside.into_any()).into_any()
}

/// Several things in it.
pub fn plain_all(tag: &'static str, class: impl Into<String>, inside: Vec<AnyView>) -> AnyView {
    plain(tag, class, inside)
}

/// Words in it.
pub fn words(tag: &'static str, class: impl Into<String>, words: impl Into<String>) -> AnyView {
    plain(tag, class, words.into())
}

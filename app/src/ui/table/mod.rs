//! Knows rows under heads that stay in sight: how they are sorted is in the address, and so is which page of them is
//! shown. Knows no row from inside.

use crate::words::{Word as W, w};
use leptos::prelude::*;

/// What stands above a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub words: String,
    /// Where the rows are sorted by this one.
    pub href: Option<String>,
    pub sorted: Option<Sorted>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    Up,
    Down,
}

/// The rows are `<tr>`s with a `<td class="cell">` for each head.
#[component]
pub fn Table(
    #[prop(into)] label: String,
    heads: Vec<Head>,
    /// The way to the rows before and after these.
    #[prop(optional, into)]
    before: Option<String>,
    #[prop(optional, into)] after: Option<String>,
    children: Children,
) -> impl IntoView {
    let heads = heads
        .into_iter()
        .map(|head| {
            let (sort, mark) = match head.sorted {
                Some(Sorted::Up) => (Some("ascending"), " ↑"),
                Some(Sorted::Down) => (Some("descending"), " ↓"),
                None => (None, ""),
            };
            let words = match head.href {
                Some(href) => view! { <a href=href class="hover:text-text">{head.words}{mark}</a> }.into_any(),
                None => head.words.into_any(),
            };
            view! { <th scope="col" aria-sort=sort class="head">{words}</th> }
        })
        .collect_view();
    let way = |href: Option<String>, words: W| {
        href.map(|href| view! { <a href=href class="rounded-sm px-2 py-1 text-soft hover:bg-hover">{w(words)}</a> })
    };
    let foot = (before.is_some() || after.is_some()).then(|| {
        view! {
            <div class="flex justify-between border-t border-line px-2 py-2 text-sm">
                <span>{way(before, W::Newer)}</span>
                <span>{way(after, W::Older)}</span>
            </div>
        }
    });
    view! {
        <div class="overflow-hidden rounded-md border border-line bg-surface">
            <div class="max-h-[70dvh] overflow-auto" tabindex="0" role="region" aria-label=label.clone()>
                <table class="table">
                    <caption class="sr-only">{label.clone()}</caption>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{children()}</tbody>
                </table>
            </div>
            {foot}
        </div>
    }
}

//! Knows how something looks that is on its way: its final shape without its words.

use crate::words::{Word as W, w};
use leptos::prelude::*;

/// `rows` pairs of lines, as tall as the rows that will stand there.
#[component]
pub fn Skeleton(#[prop(default = 8)] rows: usize) -> impl IntoView {
    let lines = (0..rows)
        .map(|row| {
            let width = ["width:72%", "width:58%", "width:64%"][row % 3];
            view! {
                <div class="flex flex-col gap-2 px-4 py-3">
                    <div class="skeleton h-4" style=width></div>
                    <div class="skeleton h-3 w-full"></div>
                </div>
            }
        })
        .collect_view();
    view! {
        <div role="status">
            <span class="sr-only">{w(W::Loading)}</span>
            {lines}
        </div>
    }
}

//! How the process is, for whoever runs it.

use super::Section;
use super::shown::ProcessShown;
use crate::words::{Word as W, files_words, size_words, w};
use leptos::prelude::*;

#[component]
pub fn Process(process: ProcessShown) -> impl IntoView {
    let free = process.free_bytes.map(size_words);
    let rows = [
        (W::Version, Some(process.version)),
        (W::Database, Some(size_words(process.database_bytes))),
        (W::SchemaStep, Some(process.schema.to_string())),
        (W::FilesKept, Some(files_words(process.files, process.file_bytes))),
        (W::FreeSpace, free),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(word, value)| Some((word, value?)))
        .map(|(word, value)| {
            view! {
                <div class="flex items-baseline gap-3 px-4 py-2">
                    <dt class="w-40 flex-none text-soft">{w(word)}</dt>
                    <dd class="figures min-w-0 flex-1">{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <Section title=w(W::ThisDocket)>
            <dl class="divide-y divide-line">{rows}</dl>
        </Section>
    }
}

//! Draws Discord's markdown. Every text is set as text; only the shapes below exist, so nothing said becomes markup.

use super::shown::Names;
use crate::discord::colour;
use crate::discord::markdown::{Block, Inline, List, parse, parse_line};
use crate::ui::time::MomentForm;
use crate::ui::{Code, Moment};
use crate::words::{Word as W, w};
use domain::Timestamp;
use leptos::prelude::*;

#[component]
pub fn Markdown(text: String, names: Memo<Names>) -> impl IntoView {
    let blocks = names.with_untracked(|names| parse(&text).iter().map(|block| draw(block, names)).collect_view());
    view! { <div class="md">{blocks}</div> }
}

/// A single line: an embed's title, a field's name.
#[component]
pub fn Line(text: String, names: Memo<Names>) -> impl IntoView {
    names.with_untracked(|names| inlines(&parse_line(&text), names))
}

fn draw(block: &Block, names: &Names) -> AnyView {
    match block {
        Block::Text(text) => view! { <div class="md-text">{inlines(text, names)}</div> }.into_any(),
        // Not headings to assistive technology: the page has an outline of its own.
        Block::Heading(level, text) => {
            view! { <div class=format!("md-text md-h{level}")>{inlines(text, names)}</div> }.into_any()
        }
        Block::Small(text) => view! { <div class="md-text md-small">{inlines(text, names)}</div> }.into_any(),
        Block::Quote(inner) => {
            let inner = inner.iter().map(|block| draw(block, names)).collect_view();
            wrapped("blockquote", inner.into_any())
        }
        Block::List(list) => draw_list(list, names),
        Block::Code { language, text } => {
            let language = language.clone().unwrap_or_default();
            view! { <Code text=text.clone() language /> }.into_any()
        }
    }
}

fn draw_list(list: &List, names: &Names) -> AnyView {
    let items = list
        .items
        .iter()
        .map(|item| {
            let inner = item.inner.as_ref().map(|inner| draw_list(inner, names));
            view! { <li><span class="md-text">{inlines(&item.text, names)}</span>{inner}</li> }
        })
        .collect_view();
    match list.start {
        Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
        None => view! { <ul>{items}</ul> }.into_any(),
    }
}

/// An element by its name: one type for all of them, which the browser's half carries once.
fn wrapped(name: &'static str, inner: AnyView) -> AnyView {
    leptos::html::custom(name).child(inner).into_any()
}

fn inlines(text: &[Inline], names: &Names) -> AnyView {
    text.iter().map(|inline| draw_inline(inline, names)).collect_view().into_any()
}

fn draw_inline(inline: &Inline, names: &Names) -> AnyView {
    match inline {
        Inline::Text(text) => view! { <span>{text.clone()}</span> }.into_any(),
        Inline::Bold(inner) => wrapped("strong", inlines(inner, names)),
        Inline::Italic(inner) => wrapped("em", inlines(inner, names)),
        Inline::Underline(inner) => wrapped("u", inlines(inner, names)),
        Inline::Strike(inner) => wrapped("s", inlines(inner, names)),
        // A box to tick, so that it opens without a script; what it hides is not read out before.
        Inline::Spoiler(inner) => view! {
            <label class="spoiler">
                <input type="checkbox" class="sr-only" aria-label=w(W::ShowSpoiler) />
                <span>{inlines(inner, names)}</span>
            </label>
        }
        .into_any(),
        Inline::Code(text) => wrapped("code", text.clone().into_any()),
        Inline::Link { href, text } => view! {
            <a href=href.clone() target="_blank" rel="noopener noreferrer nofollow" title=href.clone()>
                {inlines(text, names)}
            </a>
        }
        .into_any(),
        Inline::User(id) => {
            let name = names.people.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str());
            mention('@', name.unwrap_or(w(W::UnknownPerson)), None)
        }
        Inline::Role(id) => match names.roles.iter().find(|(known, ..)| known == id) {
            Some((_, name, own)) => mention('@', name, colour::readable(*own)),
            None => mention('@', w(W::UnknownRole), None),
        },
        Inline::Channel(id) => {
            let name = names.channels.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str());
            mention('#', name.unwrap_or(w(W::UnknownChannel)), None)
        }
        Inline::All(word) => view! { <span class="mention">{*word}</span> }.into_any(),
        Inline::Time(seconds, style) => {
            let form = match style {
                't' | 'T' => MomentForm::Time,
                'd' | 'D' => MomentForm::Day,
                _ => MomentForm::Whole,
            };
            let at = Timestamp(seconds * 1_000);
            view! { <span class="moment"><Moment at form /></span> }.into_any()
        }
        Inline::Emoji(name) => view! { <span class="text-soft">{format!(":{name}:")}</span> }.into_any(),
        Inline::Command(name) => view! { <span class="mention">{format!("/{name}")}</span> }.into_any(),
    }
}

/// A role's own colour, made readable, stands on a ground mixed from it.
fn mention(sign: char, name: &str, own: Option<String>) -> AnyView {
    let style = own.map(|own| format!("color:{own};background:var(--sunken)"));
    view! { <span class="mention" style=style>{format!("{sign}{name}")}</span> }.into_any()
}

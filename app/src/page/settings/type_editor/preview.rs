//! How Discord shows what stands in the editor, drawn anew as somebody types: the channel, the panel's button, the
//! form, the welcome message.

use super::sample::{Sample, department};
use super::{Parts, Shared};
use crate::anew::{Anew, anew};
use crate::discord::look::{Shown, look_button, look_channel, look_embed, look_modal};
use crate::page::ticket::Names;
use crate::ui::{plain, plain_all, words};
use crate::words::{Word as W, w};
use domain::setting::{Choices, TypeDraft};
use domain::{ButtonStyle, ticket_ref};
use leptos::prelude::*;

#[component]
pub fn Preview(parts: Parts, sample: Sample) -> impl IntoView {
    let Shared { draft, choices, .. } = parts.get_value();
    let names = choices.with_value(|choices| names(choices, &sample));
    let names = Memo::new(move |_| names.clone());
    let sample = StoredValue::new(sample);
    let of_draft = move |draw: fn(&TypeDraft, &Sample, &Choices, Memo<Names>) -> AnyView| {
        anew(move || {
            draft.with(|draft| {
                choices.with_value(|choices| sample.with_value(|sample| draw(draft, sample, choices, names)))
            })
        })
    };
    let button = of_draft(|draft, _, _, _| look_button(&draft.label, draft.style, draft.emoji.as_deref()));
    let modal = of_draft(|draft, _, _, _| look_modal(draft.form_title.clone(), &draft.questions, w(W::Docket)));
    let welcome = of_draft(|draft, sample, choices, names| look_embed(shown(draft, sample, choices), names, &BUTTONS));
    let channel =
        of_draft(|draft, sample, choices, _| look_channel(category(draft, choices), sample.channel(draft, choices)));
    let parts = [
        words("h2", "text-lg font-semibold", w(W::Preview)),
        framed(W::PreviewButton, button),
        framed(W::PreviewForm, modal),
        framed(W::PreviewWelcome, welcome),
        framed(W::PreviewChannel, channel),
    ];
    view! {
        <aside class="flex min-w-0 flex-col gap-4 lg:sticky lg:top-0 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto lg:pb-4" aria-label=w(W::Preview) tabindex="0">
            {Vec::from(parts)}
        </aside>
    }
}

fn framed(title: W, inside: Anew<AnyView>) -> AnyView {
    let parts = vec![words("h3", "text-xs font-medium text-soft", w(title)), plain("div", "dc", inside)];
    plain_all("div", "flex flex-col gap-1.5", parts)
}

/// As the bot puts them under each welcome.
const BUTTONS: [(&str, ButtonStyle); 4] = [
    (w(W::DiscordClaim), ButtonStyle::Blurple),
    (w(W::DiscordClose), ButtonStyle::Red),
    (w(W::DiscordItWorks), ButtonStyle::Green),
    (w(W::DiscordHelp), ButtonStyle::Grey),
];

fn category(draft: &TypeDraft, choices: &Choices) -> String {
    let chosen = draft.category.and_then(|id| choices.category(id)).map(|category| category.name.clone());
    chosen.unwrap_or_else(|| w(W::CategoryUsual).to_owned())
}

fn shown(draft: &TypeDraft, sample: &Sample, choices: &Choices) -> Shown {
    let welcome = &draft.welcome;
    let filled = |template: &str| sample.filled(template, draft, choices);
    let department = department(draft, choices);
    let category = if department.is_empty() { draft.name.clone() } else { format!("{department} · {}", draft.name) };
    let mut fields = vec![(w(W::DiscordCategory).to_owned(), category, true)];
    if let Some(time) = &welcome.response_time {
        fields.push((w(W::DiscordResponseTime).to_owned(), time.clone(), true));
    }
    fields.extend(Sample::answers(draft).into_iter().map(|answer| (answer.label, answer.shown, false)));
    if let Some(text) = &welcome.instructions {
        fields.push((w(W::DiscordInstructions).to_owned(), filled(text), false));
    }
    Shown {
        mentions: sample.mentions(draft),
        title: filled(&welcome.title),
        text: filled(&welcome.text),
        fields,
        footer: welcome.footer.clone().unwrap_or_else(|| ticket_ref(sample.number)),
        colour: sample.colour(draft),
        banner: welcome.banner.is_some(),
        thumbnail: welcome.thumbnail.is_some(),
    }
}

fn names(choices: &Choices, sample: &Sample) -> Names {
    Names {
        people: vec![(sample.customer, sample.customer_name.clone())],
        roles: choices.roles.iter().map(|role| (role.id, role.name.clone(), role.colour)).collect(),
        channels: choices.channels.iter().map(|channel| (channel.id, channel.name.clone())).collect(),
    }
}

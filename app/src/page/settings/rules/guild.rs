//! The rules of the whole server: limits against members and raids, what tickets are about, where deeds are told.

use super::draft::{ADD_CHANNEL, ADD_KIND, check_guild, log_field, logs, risky_field, step_guild};
use super::ticket_type::{PAIR, Section};
use super::{GuildRulesShown, load_guild_rules};
use crate::page::guild_in_path;
use crate::page::missing::Refused;
use crate::page::settings::Page;
use crate::page::settings::editor::Editor;
use crate::page::settings::field::{Choose, Find, Line, More, id_of};
use crate::page::settings::form_view::{EditorForm, Reload};
use crate::page::settings::notice::KeptNotice;
use crate::page::settings::tool::Tool;
use crate::ui::{ButtonKind, Choice, Sign, Skeleton, awaited, words};
use crate::wire::Load;
use crate::words::rules::{RuleWord as R, r};
use crate::words::{Word as W, w};
use domain::setting::{Choices, log_words, order_words, rule_label};
use domain::{ChannelId, LogKind, OrderStatus};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;

#[component]
pub fn GuildRulesPage() -> impl IntoView {
    let guild = guild_in_path();
    let shown = Load::new(move || guild.get(), |guild| load_guild_rules(guild, None));
    view! {
        <Title text=w(W::ServerRules) />
        {awaited(
            || view! { <Skeleton rows=8 /> }.into_any(),
            move || async move {
                match shown.get().await {
                    Ok(shown) => view! { <Rules shown /> }.into_any(),
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Rules(shown: GuildRulesShown) -> impl IntoView {
    let GuildRulesShown { guild, opened, choices } = shown;
    let known = choices.clone();
    let editor = Editor::new(&opened, move |form| check_guild(form, &known)).called(rule_label);
    let choices = StoredValue::new(choices);
    let kept = opened.kept.clone();
    let reload: Reload = Arc::new(move |seen| {
        Box::pin(async move {
            let parcel = load_guild_rules(guild, Some(seen)).await.ok()?;
            parcel.open().ok().map(|shown: GuildRulesShown| shown.opened)
        })
    });
    let fields = move || view! { <Fields editor choices /> }.into_any();
    view! {
        <Page title=w(W::ServerRules) text=r(R::GuildRules)>
            <KeptNotice kept editor />
            <EditorForm
                editor
                action="/fn/guild-rules-save"
                guild
                along=Vec::new()
                step=step_guild
                reload
                fields=fields.into()
            />
        </Page>
    }
}

#[component]
fn Fields(editor: Editor, choices: StoredValue<Choices>) -> impl IntoView {
    let number = |hint: R| More { number: true, hint: Some(r(hint)), ..More::default() };
    let risky = OrderStatus::ALL.iter().map(|status| view! { <Risky editor status=*status /> }).collect::<Vec<_>>();
    view! {
        <div class="flex flex-col gap-8">
            <Section id="limits" title=R::Limits text=R::LimitsMore>
                <Line editor name="limit_in_all" more=number(R::InAllHint) />
                <div class=PAIR>
                    <Line editor name="throttle_opens" more=number(R::ThrottleHint) />
                    <Line editor name="throttle_minutes" more=number(R::ThrottleMinutesHint) />
                </div>
            </Section>
            <Section id="tickets" title=R::Tickets text=R::TicketsMore>
                <Line
                    editor
                    name="categories"
                    more=More { rows: 6, hint: Some(r(R::CategoriesHint)), ..More::default() }
                />
                <fieldset id=id_of("risky") class="flex flex-col gap-2" tabindex="-1">
                    <legend class="mb-1 text-xs font-medium text-soft">{r(R::Risky)}</legend>
                    <div class="grid gap-2 sm:grid-cols-3">{risky}</div>
                </fieldset>
            </Section>
            <Section id="logs" title=R::Logs text=R::LogsMore>
                <LogLines editor choices />
            </Section>
        </div>
    }
}

#[component]
fn Risky(editor: Editor, status: OrderStatus) -> impl IntoView {
    let name = risky_field(status);
    let checked = !editor.value(&name).is_empty();
    view! {
        <label class="inline-flex items-center gap-2">
            <input type="checkbox" name=name value="on" checked=checked class="size-4 accent-accent" />
            <span>{order_words(status)}</span>
        </label>
    }
}

#[component]
fn LogLines(editor: Editor, choices: StoredValue<Choices>) -> impl IntoView {
    let rows: Vec<(LogKind, ChannelId)> = editor.form.with_untracked(|form| logs(form).collect());
    let list = if rows.is_empty() {
        words("p", "text-sm text-faint", r(R::NoLogs)).into_any()
    } else {
        let rows = rows.into_iter().map(|log| view! { <Log log choices /> }).collect::<Vec<_>>();
        view! { <ul class="flex flex-col divide-y divide-line rounded-md border border-line">{rows}</ul> }.into_any()
    };
    let kinds = LogKind::ALL.iter().map(|kind| (kind.to_string(), log_words(*kind).to_owned())).collect();
    let channels = choices.with_value(|choices| {
        let none = Choice { words: r(R::ChooseChannel).to_owned(), ..Choice::default() };
        let one = |channel: &domain::setting::ChannelChoice| Choice {
            value: channel.id.to_string(),
            words: format!("#{}", channel.name),
            ..Choice::default()
        };
        std::iter::once(none).chain(choices.text_channels().map(one)).collect::<Vec<_>>()
    });
    view! {
        {list}
        <div class="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
            <Choose editor name=ADD_KIND options=kinds />
            <Find editor name=ADD_CHANNEL choices=channels />
            <div class="sm:pt-5">
                <button type="submit" name="step" value="add" class=ButtonKind::Secondary.classes()>{w(W::Add)}</button>
            </div>
        </div>
    }
}

#[component]
fn Log(log: (LogKind, ChannelId), choices: StoredValue<Choices>) -> impl IntoView {
    let (kind, channel) = log;
    let name = log_field(kind, channel);
    let known = choices.with_value(|choices| choices.text_channel(channel).map(|known| format!("#{}", known.name)));
    let (look, place) = match known {
        Some(place) => ("", place),
        None => ("text-faint line-through", r(R::GoneChannel).to_owned()),
    };
    let told = log_words(kind);
    let (id, remove) = (id_of(&name), format!("{}: {told}, {place}", w(W::Remove)));
    view! {
        <li id=id class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2" tabindex="-1">
            <span class="min-w-0 flex-1">{told}</span>
            <span class=format!("min-w-0 flex-1 truncate {look}")>{place}</span>
            <input type="hidden" name=name value="on" />
            <Tool words=remove sign=Sign::Trash step=format!("remove.{kind}.{channel}") />
        </li>
    }
}

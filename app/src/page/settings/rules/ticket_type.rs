//! The rules of one type, and who waits for a place of it.

use super::draft::{check, step};
use super::line::Line;
use super::roles::RoleLines;
use super::{TypeRulesShown, WaitingShown, load_type_rules};
use crate::live::{Live, News, Topic};
use crate::page::missing::Refused;
use crate::page::settings::deed_form::After;
use crate::page::settings::editor::Editor;
use crate::page::settings::field::{Choose, Line as Field, More, Tick};
use crate::page::settings::form_view::{EditorForm, Reload};
use crate::page::settings::notice::KeptNotice;
use crate::page::settings::{Page, key_in_path, on_catalog_news};
use crate::page::{guild_in_path, link};
use crate::ui::{Skeleton, awaited};
use crate::wire::Load;
use crate::words::rules::{RuleWord as R, r};
use crate::words::{Word as W, w};
use domain::setting::{Choices, claim_words, ratings_words, rule_label};
use domain::{Bell, ClaimMode, GuildId, Ratings};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;

pub const PAIR: &str = "grid items-start gap-4 sm:grid-cols-2";

#[component]
pub fn TypeRulesPage() -> impl IntoView {
    let (guild, key) = (guild_in_path(), key_in_path());
    let shown = Load::new(move || (guild.get(), key.get()), |(guild, key)| load_type_rules(guild, key, None));
    let rows = RwSignal::new(None::<Vec<WaitingShown>>);
    // The line follows by itself; the rules are an editor and see to themselves.
    let after = After::new(move || async move {
        if let Ok(parcel) = load_type_rules(guild.get_untracked(), key.get_untracked(), None).await
            && let Ok(shown) = parcel.open()
        {
            let shown: TypeRulesShown = shown;
            rows.try_set(Some(shown.line));
        }
    });
    on_catalog_news(guild, move || after.again());
    on_line_news(guild, after);
    awaited(
        || view! { <Skeleton rows=10 /> }.into_any(),
        move || async move {
            match shown.get().await {
                Ok(shown) => view! { <Rules shown rows after /> }.into_any(),
                Err(fault) => view! { <Refused fault /> }.into_any(),
            }
        },
    )
}

/// Many who join within a moment are read at once.
fn on_line_news(guild: Memo<GuildId>, after: After) {
    let Some(live) = Live::get() else { return };
    let waiting = StoredValue::new(false);
    let topic = move || Some(Topic { guild: guild.get(), ticket: None });
    live.listen(topic, move |news| {
        if !matches!(news, News::Bell(Bell::Line { .. })) || waiting.try_get_value() != Some(false) {
            return;
        }
        waiting.set_value(true);
        let read = move || {
            if waiting.try_set_value(false).is_none() {
                after.again();
            }
        };
        set_timeout(read, std::time::Duration::from_millis(120));
    });
}

#[component]
fn Rules(shown: TypeRulesShown, rows: RwSignal<Option<Vec<WaitingShown>>>, after: After) -> impl IntoView {
    let TypeRulesShown { guild, id, key, name, opened, choices, line } = shown;
    let known = choices.clone();
    let editor = Editor::new(&opened, move |form| check(form, &known)).called(rule_label);
    let choices = StoredValue::new(choices);
    let kept = opened.kept.clone();
    let along = vec![("key", key.clone()), ("id", id.to_string())];
    let back = link::ticket_type(guild, &key);
    let of = key.clone();
    let reload: Reload = Arc::new(move |seen| {
        let key = of.clone();
        Box::pin(async move {
            let parcel = load_type_rules(guild, key, Some(seen)).await.ok()?;
            parcel.open().ok().map(|shown: TypeRulesShown| shown.opened)
        })
    });
    let fields = move || view! { <Fields editor choices /> }.into_any();
    let title = format!("{name}: {}", w(W::Rules));
    view! {
        <Title text=title.clone() />
        <Page title text=r(R::TypeRules)>
            <p class="-mt-3 text-sm">
                <a href=back class="text-soft underline underline-offset-2 hover:text-text">{r(R::BackToType)}</a>
            </p>
            <KeptNotice kept editor />
            <EditorForm editor action="/fn/type-rules-save" guild along step=step reload fields=fields.into() />
            <Line guild key first=line rows after />
        </Page>
    }
}

#[component]
fn Fields(editor: Editor, choices: StoredValue<Choices>) -> impl IntoView {
    let number = |hint: R| More { number: true, hint: Some(r(hint)), ..More::default() };
    let hint = |hint: R| More { hint: Some(r(hint)), ..More::default() };
    let claims = ClaimMode::ALL.iter().map(|mode| (mode.to_string(), claim_words(*mode).to_owned())).collect();
    let ratings = Ratings::ALL.iter().map(|one| (one.to_string(), ratings_words(*one).to_owned())).collect();
    view! {
        <div class="flex flex-col gap-8">
            <Section id="who-opens" title=R::WhoOpens text=R::WhoOpensMore>
                <RoleLines editor choices />
                <div class=PAIR>
                    <Field editor name="account_days" more=number(R::AccountHint) />
                    <Field editor name="member_days" more=number(R::MemberHint) />
                </div>
            </Section>
            <Section id="how-many" title=R::HowMany text=R::HowManyMore>
                <div class=PAIR>
                    <Field editor name="limit_total" more=number(R::TotalHint) />
                    <Field editor name="cooldown_minutes" more=number(R::CooldownHint) />
                </div>
                <div class="flex flex-col gap-1">
                    <Tick editor name="waiting_list" />
                    <p class="text-xs text-faint">{r(R::WaitingMore)}</p>
                </div>
            </Section>
            <Section id="work" title=R::Work text=R::WorkMore>
                <div class=PAIR>
                    <Choose editor name="claim" options=claims more=hint(R::ClaimHint) />
                    <Choose editor name="ratings" options=ratings more=hint(R::RatingsHint) />
                </div>
                <Field editor name="request_hours" more=number(R::RequestHint) />
                <div class=PAIR>
                    <Field editor name="silence_hours" more=number(R::SilenceHint) />
                    <Field editor name="silence_warning_hours" more=number(R::WarningHint) />
                </div>
                <div class="flex flex-col gap-1">
                    <Tick editor name="close_on_leave" />
                    <p class="text-xs text-faint">{r(R::LeaveMore)}</p>
                </div>
            </Section>
        </div>
    }
}

/// A part of the rules with its heading.
#[component]
pub fn Section(id: &'static str, title: R, text: R, children: Children) -> impl IntoView {
    view! {
        <section id=id class="flex scroll-mt-4 flex-col gap-4" aria-label=r(title)>
            <div>
                <h2 class="text-lg font-semibold">{r(title)}</h2>
                <p class="text-sm text-faint text-pretty">{r(text)}</p>
            </div>
            {children()}
        </section>
    }
}

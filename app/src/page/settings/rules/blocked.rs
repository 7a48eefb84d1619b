//! Who may open nothing: the list, and how somebody gets into it.

use super::{BlockShown, BlockedShown, load_blocked};
use crate::anew::anew;
use crate::page::guild_in_path;
use crate::page::missing::Refused;
use crate::page::settings::answer::Kept;
use crate::page::settings::deed_form::{After, DeedForm};
use crate::page::settings::notice::KeptNotice;
use crate::page::settings::{Page, on_catalog_news};
use crate::ui::time::MomentForm;
use crate::ui::{Button, ButtonKind, EmptyState, Field, Moment, Select, Sign, Skeleton, awaited};
use crate::wire::Load;
use crate::words::rules::{RuleWord as R, r};
use crate::words::{Word as W, w};
use domain::GuildId;
use domain::setting::{limit, rule_label};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn BlockedPage() -> impl IntoView {
    let guild = guild_in_path();
    let shown = Load::new(move || guild.get(), load_blocked);
    let rows = RwSignal::new(None::<Vec<BlockShown>>);
    let after = After::new(move || async move {
        if let Ok(parcel) = load_blocked(guild.get_untracked()).await
            && let Ok(shown) = parcel.open()
        {
            let shown: BlockedShown = shown;
            rows.try_set(Some(shown.rows));
        }
    });
    on_catalog_news(guild, move || after.again());
    view! {
        <Title text=w(W::Blocked) />
        {awaited(
            || view! { <Skeleton rows=6 /> }.into_any(),
            move || async move {
                match shown.get().await {
                    Ok(shown) => view! { <Blocks shown rows after /> }.into_any(),
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Blocks(shown: BlockedShown, rows: RwSignal<Option<Vec<BlockShown>>>, after: After) -> impl IntoView {
    let BlockedShown { guild, rows: first, roles, kept } = shown;
    let count = {
        let first = first.len();
        Memo::new(move |_| rows.with(|rows| rows.as_ref().map_or(first, Vec::len)))
    };
    let list = anew(move || {
        after.drawn();
        let rows = rows.get().unwrap_or_else(|| first.clone());
        if rows.is_empty() {
            return view! { <EmptyState sign=Sign::Lock title=r(R::NoBlocks) text=r(R::NoBlocksMore) /> }.into_any();
        }
        let rows = rows.into_iter().map(|row| view! { <Row guild row after /> }).collect::<Vec<_>>();
        view! { <ul class="flex flex-col divide-y divide-line" aria-label=w(W::Blocked)>{rows}</ul> }.into_any()
    });
    // What was refused stays to be mended. Once somebody was added it is empty: by itself, unless it began with words that
    // the session kept. What others add meanwhile takes nothing away that is being typed.
    let began_full = kept.is_some();
    let typed = StoredValue::new(kept.clone());
    let form = anew(move || {
        if began_full {
            count.track();
        }
        let kept = typed.try_update_value(Option::take).flatten();
        view! { <Add guild roles=roles.clone() kept after /> }.into_any()
    });
    view! {
        <Page title=w(W::Blocked) text=r(R::BlockedMore)>
            <KeptNotice kept />
            <div class="rounded-md border border-line bg-surface">{list}</div>
            {form}
        </Page>
    }
}

#[component]
fn Row(guild: GuildId, row: BlockShown, after: After) -> impl IntoView {
    let name = if row.is_role { format!("@{}", row.name) } else { row.name.clone() };
    let end = match row.until {
        Some(until) => view! { {r(R::UntilThen)}" "<Moment at=until form=MomentForm::Whole /> }.into_any(),
        None => r(R::ForEver).into_any(),
    };
    let unblock = format!("{}: {name}", r(R::Unblock));
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3" data-block=row.id.to_string()>
            <div class="min-w-0 flex-1">
                <p class="font-semibold [overflow-wrap:anywhere]">{name}</p>
                <p class="text-soft empty:hidden [overflow-wrap:anywhere]">{row.reason}</p>
                <p class="text-sm text-faint">{end}{format!(" · {} {}", r(R::By), row.by_name)}</p>
            </div>
            <DeedForm
                action="/fn/block-remove"
                fields=vec![("guild", guild.to_string()), ("id", row.id.to_string())]
                after
            >
                <Button r#type="submit" title=unblock>{r(R::Unblock)}</Button>
            </DeedForm>
        </li>
    }
}

#[component]
fn Add(guild: GuildId, roles: Vec<(String, String)>, kept: Option<Kept>, after: After) -> impl IntoView {
    let form = kept.and_then(|kept| kept.form).unwrap_or_default();
    let typed = ["person", "role", "reason", "days"].map(|name| form.get(name).to_owned());
    let [person, chosen, reason, days] = typed;
    let role = (!roles.is_empty()).then(|| {
        view! { <Select id="block-role" name="role" label=r(R::OrRole) options=roles value=chosen /> }
    });
    view! {
        <section class="rounded-md border border-line bg-surface p-4" aria-label=r(R::AddBlock)>
            <h2 class="mb-3 text-lg font-semibold">{r(R::AddBlock)}</h2>
            <DeedForm
                action="/fn/block-add"
                fields=vec![("guild", guild.to_string())]
                after
                class="grid items-start gap-3 sm:grid-cols-2"
            >
                <Field id="block-person" name="person" label=rule_label("person") value=person hint=r(R::PersonHint) />
                {role}
                <Field
                    id="block-reason"
                    name="reason"
                    label=rule_label("reason")
                    value=reason
                    hint=r(R::ReasonHint)
                    most=limit::BLOCK_REASON
                />
                <Field
                    id="block-days"
                    name="days"
                    label=r(R::Days)
                    value=days
                    inputmode="numeric"
                    hint=r(R::DaysHint)
                />
                <div class="sm:col-span-2">
                    <Button kind=ButtonKind::Primary r#type="submit">{r(R::Block)}</Button>
                </div>
            </DeedForm>
        </section>
    }
}

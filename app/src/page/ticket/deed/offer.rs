//! What a line of the page offers while somebody types: people, tags, orders. For staff of the ticket alone.

use super::asked;
use crate::fault::Fault;
use crate::guard;
use crate::page::settings::form::Form;
use crate::page::settings::keep::guild_of;
use crate::ui::Avatar;
use crate::wire::{Packed, Parcel};
use crate::words::{Word as W, order_status_word, w};
use domain::{Person, Refusal, UserId};
use leptos::prelude::*;

const MOST: i64 = 12;

/// `offers` says what: `staff`, `member`, `tag`, `order`. Rows of the list, as they are put in it.
#[server(prefix = "/fn", endpoint = "ticket-offers", output = Packed)]
pub async fn ticket_offers(#[server(flatten)] form: Form) -> Result<Parcel<String>, Fault> {
    let response = use_context::<leptos_axum::ResponseOptions>();
    let found = offers(&form).await.inspect_err(|fault| guard::mark(response.as_ref(), fault))?;
    let list = form.get("offers").to_owned();
    // Only people that there are can be named; what else is typed may be new.
    if found.is_empty() && matches!(list.as_str(), "staff" | "member") {
        return Parcel::pack(&nothing().to_html());
    }
    let rows = found.into_iter().enumerate().map(|(at, offer)| row(&list, at, offer).to_html());
    Parcel::pack(&rows.collect::<String>())
}

fn nothing() -> AnyView {
    view! {
        <li role="option" aria-disabled="true" aria-selected="false" class="px-2 py-1.5 text-faint">
            {w(W::NoChoice)}
        </li>
    }
    .into_any()
}

/// What is written, how it is called, and whose it is.
struct Offer {
    value: String,
    words: String,
    note: String,
    person: Option<UserId>,
}

fn row(list: &str, at: usize, offer: Offer) -> AnyView {
    let Offer { value, words, note, person } = offer;
    let face = person.map(|id| view! { <Avatar id name=words.clone() size="size-5 text-[0.5625rem]" /> });
    view! {
        <li
            id=format!("offer-{list}-{at}")
            role="option"
            aria-selected="false"
            data-value=value
            class="flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-base hover:bg-hover aria-selected:bg-chosen"
        >
            {face}
            <span class="min-w-0 flex-1 truncate">{words}</span>
            <span class="max-w-[50%] truncate text-sm text-faint">{note}</span>
        </li>
    }
    .into_any()
}

async fn offers(form: &Form) -> Result<Vec<Offer>, Fault> {
    let guild = guild_of(form);
    let asked = asked(guild, form.get("number").parse().unwrap_or_default(), form).await?;
    if !asked.access.acts_in(asked.ticket.department) {
        return Err(Refusal::StaffOnly.into());
    }
    let (offers, typed) = (form.get("offers"), form.get("typed"));
    let (store, access) = (&asked.store, &asked.access);
    let typed = typed.trim();
    Ok(match offers {
        "staff" | "member" => {
            let department = (offers == "staff").then_some(asked.ticket.department);
            let people = store.people_like(access, department, typed).await?;
            let offer = |person: Person| Offer {
                value: person.username.clone(),
                words: person.display_name,
                note: person.username,
                person: Some(person.id),
            };
            people.into_iter().map(offer).collect()
        }
        "tag" => {
            let tags = store.tags_of_guild(guild, &typed.to_lowercase(), MOST).await?;
            tags.into_iter().map(|tag| plain(tag, "")).collect()
        }
        "order" => {
            let orders = store.orders(guild, typed, MOST).await?;
            orders.into_iter().map(|order| plain(order.number, order_status_word(order.status))).collect()
        }
        _ => Vec::new(),
    })
}

fn plain(value: String, note: &str) -> Offer {
    Offer { words: value.clone(), value, note: note.to_owned(), person: None }
}

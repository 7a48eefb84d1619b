//! What a line of the page offers while somebody types: people, tags, orders. For staff of the ticket alone.

use super::asked;
use crate::fault::Fault;
use crate::guard;
use crate::page::settings::form::Form;
use crate::page::settings::keep::guild_of;
use crate::wire::{Packed, Parcel};
use crate::words::order_status_word;
use domain::Refusal;
use leptos::prelude::*;

const MOST: i64 = 12;

/// `offers` says what: `staff`, `member`, `tag`, `order`; each is what is written, and what it is.
#[server(prefix = "/fn", endpoint = "ticket-offers", output = Packed)]
pub async fn ticket_offers(#[server(flatten)] form: Form) -> Result<Parcel<Vec<(String, String)>>, Fault> {
    let response = use_context::<leptos_axum::ResponseOptions>();
    let found = offers(&form).await.inspect_err(|fault| guard::mark(response.as_ref(), fault))?;
    Parcel::pack(&found)
}

async fn offers(form: &Form) -> Result<Vec<(String, String)>, Fault> {
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
            people.into_iter().map(|person| (person.username, person.display_name)).collect()
        }
        "tag" => {
            let tags = store.tags_of_guild(guild, &typed.to_lowercase(), MOST).await?;
            tags.into_iter().map(|tag| (tag, String::new())).collect()
        }
        "order" => {
            let orders = store.orders(guild, typed, MOST).await?;
            orders.into_iter().map(|order| (order.number, order_status_word(order.status).to_owned())).collect()
        }
        _ => Vec::new(),
    })
}

//! What a line of the page offers while somebody types: people, tags, orders. For staff of the ticket alone.

use super::asked;
use crate::fault::Fault;
use crate::guard;
use crate::page::settings::form::Form;
use crate::words::order_status_word;
use domain::{GuildId, Refusal};
use leptos::prelude::use_context;

const MOST: i64 = 12;

pub async fn offers(guild: GuildId, number: i64, offers: &str, typed: &str) -> Result<Vec<(String, String)>, Fault> {
    let response = use_context::<leptos_axum::ResponseOptions>();
    let asked = match asked(guild, number, &Form::default()).await {
        Ok(asked) if asked.access.acts_in(asked.ticket.department) => asked,
        Ok(_) => {
            let fault = Fault::from(Refusal::StaffOnly);
            guard::mark(response.as_ref(), &fault);
            return Err(fault);
        }
        Err(fault) => {
            guard::mark(response.as_ref(), &fault);
            return Err(fault);
        }
    };
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

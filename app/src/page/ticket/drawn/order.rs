//! What was ordered with it: its number, how it stands, what it costs, and whether closing is a risk.

use super::Drawing;
use super::facts::OVER;
use super::part::{Deed, Line, Named, Pick, Press, QUIET, Sheet};
use crate::ui::ButtonKind;
use crate::words::{Say, order_status_word, price_words, say};
use domain::{Act, Order, OrderStatus};
use leptos::prelude::*;

pub fn order(drawing: &Drawing) -> Option<AnyView> {
    let can = drawing.may(Act::Annotate);
    let order = drawing.view.order.as_ref();
    if order.is_none() && !can {
        return None;
    }
    let shown = match order {
        Some(order) => line(drawing, order),
        None => view! { <span class="text-faint">{say(Say::NoOrder)}</span> }.into_any(),
    };
    let section = view! {
        <section class="border-t border-line px-4 py-4" aria-label=say(Say::Order)>
            <p class="mb-2 text-sm font-semibold text-soft">{say(Say::Order)}</p>
            {shown}
            {can.then(|| deeds(drawing, order))}
        </section>
    };
    Some(section.into_any())
}

fn line(drawing: &Drawing, order: &Order) -> AnyView {
    let price = order.price.map(|price| price_words(price, order.currency.as_deref()));
    let facts: Vec<String> = [Some(order_status_word(order.status).to_owned()), price].into_iter().flatten().collect();
    let risky = drawing.is_at_risk(order).then(|| {
        view! { <span class="rounded-xs bg-warn-ground px-1.5 text-xs font-medium text-warn">{say(Say::AtRisk)}</span> }
    });
    view! {
        <p class="flex flex-wrap items-center gap-x-2"><span class="font-medium break-all">{order.number.clone()}</span> {risky}</p>
        <p class="text-sm text-soft">{facts.join(" · ")}</p>
    }
    .into_any()
}

fn deeds(drawing: &Drawing, order: Option<&Order>) -> AnyView {
    let of = drawing.of();
    let statuses = OrderStatus::ALL
        .iter()
        .map(|status| (status.to_string(), order_status_word(*status).to_owned()))
        .collect::<Vec<_>>();
    let status = order.map_or(OrderStatus::Pending, |order| order.status).to_string();
    let price = order.and_then(|order| Some(price_words(order.price?, order.currency.as_deref())));
    let price = price.unwrap_or_default().split(' ').next().unwrap_or_default().to_owned();
    let currency = order.and_then(|order| order.currency.clone()).unwrap_or_default();
    let number = order.map(|order| order.number.clone()).unwrap_or_default();
    let is_risky = order.is_some_and(|order| order.risky);
    let link = order.is_none().then(|| {
        view! {
            <Sheet id="do-link-order" words=say(Say::LinkOrder) class=QUIET place="left-0 w-[16.5rem]">
                <Deed of does="order-link">
                    <Named id="order-link-number" name="order" label=say(Say::OrderNumber) offers="order" />
                    <Press id="order-link-now" words=say(Say::LinkOrder) kind=ButtonKind::Primary />
                </Deed>
            </Sheet>
        }
    });
    let unlink = order.map(|_| {
        view! {
            <Deed of does="order-unlink" class="contents">
                <button type="submit" id="do-order-unlink" class=QUIET>{say(Say::UnlinkOrder)}</button>
            </Deed>
        }
    });
    let words = if order.is_some() { Say::Change } else { Say::NewOrder };
    view! {
        <div class="relative mt-1.5 flex flex-wrap gap-1">
            {link}
            <Sheet id="do-order" words=say(words) class=QUIET place=OVER>
                <Deed of does="order">
                    <Line id="order-number" name="order" label=say(Say::OrderNumber) value=number most=64 needed=true />
                    <Pick id="order-status" name="status" label=say(Say::OrderStatus) options=statuses value=status />
                    <div class="flex gap-2">
                        <Line id="order-price" name="price" label=say(Say::OrderPrice) value=price most=16 />
                        <Line id="order-currency" name="currency" label=say(Say::OrderCurrency) value=currency most=8 />
                    </div>
                    <label class="flex items-center gap-2">
                        <input type="checkbox" name="risky" value="yes" checked=is_risky class="accent-accent" />
                        {say(Say::OrderRisky)}
                    </label>
                    <Press id="order-now" words=say(Say::SaveOrder) kind=ButtonKind::Primary />
                </Deed>
            </Sheet>
            {unlink}
        </div>
    }
    .into_any()
}

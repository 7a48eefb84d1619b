//! Staff asked whether it is solved: to the member a question with its two answers.

use super::Drawing;
use super::part::{Deed, Press};
use crate::ui::{ButtonKind, Icon, Sign};
use crate::words::{Say, say};
use domain::Act;
use leptos::prelude::*;

pub fn asked(drawing: &Drawing) -> AnyView {
    if !drawing.is_customer() || !drawing.may(Act::Accept) {
        return ().into_any();
    }
    let of = drawing.of();
    view! {
        <section class="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-awaiting-ground px-4 py-3" aria-labelledby="asked-title">
            <span class="text-awaiting"><Icon sign=Sign::Awaiting large=true /></span>
            <div class="min-w-48 flex-1">
                <h2 id="asked-title" class="font-semibold">{say(Say::AskedTitle)}</h2>
                <p class="text-sm text-soft">{say(Say::AskedText)}</p>
            </div>
            <div class="flex gap-2">
                <Deed of does="accept" shows="status:closed" class="contents">
                    <Press id="do-accept" words=say(Say::AcceptSolved) kind=ButtonKind::Primary offered=true />
                </Deed>
                <Deed of does="refuse" shows="status:in_progress" class="contents">
                    <Press id="do-refuse" words=say(Say::NotYet) offered=true />
                </Deed>
            </div>
        </section>
    }
    .into_any()
}

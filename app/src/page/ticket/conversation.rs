//! The conversation: pages of messages between two links, scrolled from its end. The scroller runs in reverse, so the
//! newest message is in sight without a script and stays there when older ones are put on top.

use super::lightbox::Lightbox;
use super::message::Message;
use super::rows::{Row, rows};
use super::shown::{At, PageShown};
use super::versions::Unfolded;
use super::{Held, load_page};
use crate::anew::anew;
use crate::clock::Awake;
use crate::fault::Fault;
use crate::page::link;
use crate::ui::time::MomentForm;
use crate::ui::{EmptyState, Moment, Sign, Toasts};
use crate::words::{Word as W, w};
use domain::MessageId;
use leptos::prelude::*;

#[component]
pub fn Conversation(held: Held, at: At) -> impl IntoView {
    let page = held.page;
    let awake = Awake::get();
    let unfolded = Unfolded::provide();
    let drawn = Memo::new(move |_| {
        unfolded.note();
        #[cfg(feature = "hydrate")]
        crate::kept::keep_focus();
        // Days are the reader's own once the page is awake.
        let offset = move |at| awake.and_then(|awake| awake.offset_at(at));
        page.with(|page| rows(&page.messages, offset))
    });
    let older = move || page.with(|page| page.older);
    let newer = move || page.with(|page| page.newer);
    let empty = Memo::new(move |_| page.with(|page| page.messages.is_empty()));
    let names = Memo::new(move |_| page.with(|page| page.names.clone()));
    Lightbox::provide();
    #[cfg(feature = "hydrate")]
    show_linked(at);
    #[cfg(not(feature = "hydrate"))]
    let _ = at;
    view! {
        <div
            class="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain"
            role="region"
            tabindex="0"
            aria-label=w(W::Conversation)
        >
            <div class="mx-auto w-full max-w-[47.5rem] pt-4 pb-6">
                {anew(move || older().map(|id| view! { <More held id upwards=true /> }.into_any()))}
                {anew(move || {
                    empty.get().then(|| {
                        view! { <EmptyState sign=Sign::Reply title=w(W::NothingSaidYet) text=w(W::NothingSaidYetMore) /> }
                            .into_any()
                    })
                })}
                <ol class="flex flex-col">
                    <For each=move || drawn.get() key=Row::key let(row)>
                        {row.new_day.then(|| view! { <DayLine at=row.message.at /> })}
                        <Message row held names />
                    </For>
                </ol>
                {anew(move || newer().map(|id| view! { <More held id upwards=false /> }.into_any()))}
            </div>
        </div>
        <Lightbox />
    }
}

/// The line between two days.
#[component]
fn DayLine(at: domain::Timestamp) -> impl IntoView {
    view! {
        <li class="mx-4 my-3 flex items-center gap-3 text-xs font-medium text-faint">
            <span class="h-px flex-1 bg-line"></span>
            <Moment at form=MomentForm::Day />
            <span class="h-px flex-1 bg-line"></span>
        </li>
    }
}

/// A link to the page beside this one; in the browser it brings that page here.
#[component]
fn More(held: Held, id: MessageId, upwards: bool) -> impl IntoView {
    let toasts = Toasts::get();
    let (param, words) = if upwards { ("older", w(W::OlderMessages)) } else { ("newer", w(W::NewerMessages)) };
    let href = link::ticket(held.guild, held.number, &format!("{param}={id}"));
    let busy = RwSignal::new(false);
    let bring = move |event: leptos::ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let at = if upwards { At::Before(id) } else { At::After(id) };
            match load_page(held.guild, held.number, at).await.and_then(|page| page.open()) {
                Ok(found) => put(held, found, upwards),
                Err(fault) => tell(toasts, &fault),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="px-4 py-3 text-center">
            <a
                href=href
                class="inline-flex h-8 items-center rounded-sm border border-edge bg-surface px-3 hover:bg-hover"
                on:click=bring
            >
                {anew(move || if busy.get() { w(W::Loading) } else { words })}
            </a>
        </p>
    }
}

fn put(held: Held, found: PageShown, upwards: bool) {
    held.page.try_update(|page| if upwards { page.put_before(found) } else { page.put_after(found) });
}

fn tell(toasts: Toasts, fault: &Fault) {
    toasts.say(fault.words());
}

/// A link to one message shows it: the browser does so by itself only on a page that it loads whole.
#[cfg(feature = "hydrate")]
fn show_linked(at: At) {
    Effect::new(move || {
        let At::Around(id) = at else { return };
        request_animation_frame(move || {
            let Some(message) = document().get_element_by_id(&format!("m-{id}")) else { return };
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            message.scroll_into_view_with_scroll_into_view_options(&options);
            // And marks it so: to the browser it is no `:target`.
            let _ = message.set_attribute("data-linked", "");
        });
    });
}

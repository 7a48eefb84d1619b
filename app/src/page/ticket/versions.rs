//! What was said before it was edited, and that something was deleted: marked, and unfolded when asked for.

use super::markdown::Markdown;
use super::rich::Embeds;
use super::shown::{MessageShown, Names};
use crate::ui::time::MomentForm;
use crate::ui::{Icon, Moment, Sign};
use crate::words::{Word as W, w};
use domain::{MessageId, Timestamp};
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::wasm_bindgen::JsCast;

/// What the reader unfolded of the conversation, by the ids of its elements: a message that is drawn anew keeps it.
#[derive(Clone, Copy)]
pub struct Unfolded(StoredValue<Vec<String>>);

impl Unfolded {
    /// Made once, by the conversation.
    pub fn provide() -> Self {
        let unfolded = Self(StoredValue::new(Vec::new()));
        provide_context(unfolded);
        unfolded
    }

    /// Right before messages are drawn anew: the page itself knows what stands open, also what was opened before it
    /// was awake.
    pub fn note(self) {
        #[cfg(feature = "hydrate")]
        {
            let Ok(open) = document().query_selector_all("[data-message] details[open]") else { return };
            let id = |at| open.item(at)?.dyn_into::<web_sys::Element>().ok().map(|it| it.id());
            let _ = self.0.try_set_value((0..open.length()).filter_map(id).collect());
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self.0;
    }

    fn had(id: &str) -> bool {
        use_context::<Self>().is_some_and(|it| it.0.with_value(|open| open.iter().any(|known| known == id)))
    }
}

#[component]
pub fn Versions(message: std::sync::Arc<MessageShown>, names: Memo<Names>) -> impl IntoView {
    if message.versions.is_empty() {
        return view! { <span class="text-xs text-faint">{w(W::Edited)}</span> }.into_any();
    }
    let rows = message
        .versions
        .iter()
        .map(|version| {
            let away = version.while_away.then(|| view! { " · "{w(W::StepsUnknown)} });
            view! {
                <li class="border-l-2 border-line pl-2.5">
                    <p class="text-xs text-faint">
                        {w(W::Until)} " " <Moment at=version.until form=MomentForm::Whole /> {away}
                    </p>
                    <div class="text-soft">
                        <Markdown text=version.content.clone() names />
                        <Embeds embeds=version.embeds.clone() names />
                    </div>
                </li>
            }
        })
        .collect_view();
    let id = format!("v-{}", message.id);
    let open = Unfolded::had(&id);
    let edited = message.edited_at.map(|at| view! { " " <Moment at form=MomentForm::Whole /> });
    view! {
        <details class="mt-1 text-sm" id=id open=open>
            <summary class="inline-flex items-center gap-1 rounded-xs text-xs text-faint underline underline-offset-2 hover:text-text">
                <Icon sign=Sign::Pencil />
                {w(W::EditedShow)}
            </summary>
            <p class="sr-only">{w(W::Edited)} {edited}</p>
            <ol class="mt-1 flex flex-col gap-2">{rows}</ol>
        </details>
    }
    .into_any()
}

/// The mark, and under it what is gone from Discord.
#[component]
pub fn Deleted(message: MessageId, at: Timestamp, while_away: bool, children: Children) -> impl IntoView {
    let id = format!("d-{message}");
    let open = Unfolded::had(&id);
    let words = if while_away { w(W::DeletedWhileAway) } else { w(W::Deleted) };
    view! {
        <details id=id open=open>
            <summary class="inline-flex flex-wrap items-center gap-x-1.5 rounded-xs text-sm text-danger">
                <Icon sign=Sign::Trash />
                <span class="underline underline-offset-2">{words}</span>
                <span class="text-xs text-soft"><Moment at form=MomentForm::Whole /></span>
            </summary>
            <div class="mt-1 border-l-2 border-danger pl-2.5">{children()}</div>
        </details>
    }
}

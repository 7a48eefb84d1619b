//! Knows a form that is no more than its button: it does one thing at once. With the browser's half awake it is told
//! in a toast, with the way back.

use super::answer::{Answer, Undo};
use super::browser;
use super::form::Form;
use crate::ui::Toasts;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// Where a page goes on after a deed: its data is read again, and the focus comes back.
#[derive(Clone, Copy)]
pub struct After {
    again: Callback<()>,
    focus: StoredValue<Option<String>>,
    to: StoredValue<Option<Callback<String>>>,
    /// From the press until the page shows what came of it: what is pressed in between was meant for another page.
    busy: StoredValue<bool>,
}

impl After {
    /// `read` brings the page up to date.
    pub fn new<F: Future<Output = ()> + 'static>(read: impl Fn() -> F + Send + Sync + 'static) -> Self {
        let navigate = leptos_router::hooks::use_navigate();
        let go = Callback::new(move |to: String| navigate(&to, leptos_router::NavigateOptions::default()));
        let busy = StoredValue::new(false);
        let again = Callback::new(move |()| {
            let read = read();
            leptos::task::spawn_local(async move {
                read.await;
                busy.try_set_value(false);
            });
        });
        Self { again, focus: StoredValue::new(None), to: StoredValue::new(Some(go)), busy }
    }

    pub fn again(self) {
        self.again.run(());
    }

    /// To be called where the page is drawn anew.
    pub fn drawn(self) {
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
        #[cfg(feature = "hydrate")]
        Effect::new(move || {
            if let Some(id) = self.focus.try_update_value(Option::take).flatten() {
                browser::focus(id);
            }
        });
    }
}

#[component]
pub fn DeedForm(
    action: &'static str,
    /// What is sent beside the pressed button.
    fields: Vec<(&'static str, String)>,
    after: After,
    #[prop(default = "contents")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let toasts = Toasts::get();
    let node = NodeRef::new();
    let hidden =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let on_submit = move |event: SubmitEvent| {
        let Some((action, form)) = browser::read(&event) else { return };
        event.prevent_default();
        if after.busy.get_value() {
            return;
        }
        after.busy.set_value(true);
        after.focus.set_value(browser::focused());
        act(action, form, after, toasts, Some(node));
    };
    view! {
        <form method="post" action=action class=class autocomplete="off" on:submit=on_submit node_ref=node>
            {hidden}
            {children()}
        </form>
    }
}

/// What was typed in `node` is given up once it is done; what was refused stays to be mended.
fn act(action: String, form: Form, after: After, toasts: Toasts, node: Option<NodeRef<html::Form>>) {
    leptos::task::spawn_local(async move {
        match browser::send(&action, &form).await {
            Ok(Answer::Done(done)) => {
                if let Some(node) = node {
                    browser::show_what_is_drawn(node);
                }
                match done.undo {
                    Some(undo) => tell(done.say, undo, after, toasts),
                    None if !done.say.is_empty() => toasts.say(done.say),
                    None => {}
                }
                if let (Some(to), Some(go)) = (done.to, after.to.get_value()) {
                    go.run(to);
                    return;
                }
            }
            Ok(Answer::Faults(faults)) => faults.into_iter().for_each(|fault| toasts.say(fault.words)),
            Ok(Answer::Conflict(_)) => {}
            Ok(Answer::Refused(words)) => toasts.say(words),
            Err(fault) => toasts.say(fault.words()),
        }
        // Also what was refused: it may stand otherwise than the page shows.
        after.again();
    });
}

fn tell(say: String, undo: Undo, after: After, toasts: Toasts) {
    toasts.say_with_undo(say, move || act(undo.action.clone(), undo.form.clone(), after, toasts, None));
}

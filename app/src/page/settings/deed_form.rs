//! Knows a form that is no more than its button: it does one thing at once. With the browser's half awake it is told
//! in a toast, with the way back.

use super::answer::{Answer, Undo};
use super::browser;
use super::form::Form;
use crate::ui::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// Where a page goes on after a deed: its data is read again, and the focus comes back.
#[derive(Clone, Copy)]
pub struct After {
    again: Callback<()>,
    focus: StoredValue<Option<String>>,
    to: StoredValue<Option<Callback<String>>>,
}

impl After {
    pub fn new(again: impl Fn() + Send + Sync + 'static) -> Self {
        let navigate = leptos_router::hooks::use_navigate();
        let go = Callback::new(move |to: String| navigate(&to, leptos_router::NavigateOptions::default()));
        Self { again: Callback::new(move |()| again()), focus: StoredValue::new(None), to: StoredValue::new(Some(go)) }
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
    let hidden =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let on_submit = move |event: SubmitEvent| {
        let Some((action, form)) = browser::read(&event) else { return };
        event.prevent_default();
        after.focus.set_value(browser::focused());
        act(action, form, after, toasts);
    };
    view! {
        <form method="post" action=action class=class autocomplete="off" on:submit=on_submit>
            {hidden}
            {children()}
        </form>
    }
}

fn act(action: String, form: Form, after: After, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        match browser::send(&action, &form).await {
            Ok(Answer::Done(done)) => {
                match done.undo {
                    Some(undo) => tell(done.say, undo, after, toasts),
                    None if !done.say.is_empty() => toasts.say(done.say),
                    None => {}
                }
                match (done.to, after.to.get_value()) {
                    (Some(to), Some(go)) => go.run(to),
                    _ => after.again.run(()),
                }
            }
            Ok(Answer::Faults(faults)) => {
                for fault in faults {
                    toasts.say(fault.words);
                }
            }
            Ok(Answer::Conflict(_)) => after.again.run(()),
            Ok(Answer::Refused(words)) => toasts.say(words),
            Err(fault) => toasts.say(fault.words()),
        }
    });
}

fn tell(say: String, undo: Undo, after: After, toasts: Toasts) {
    toasts.say_with_undo(say, move || act(undo.action.clone(), undo.form.clone(), after, toasts));
}

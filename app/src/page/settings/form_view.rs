//! Knows how an editor stands in the page: a form that works by itself, and with the browser's half awake is sent,
//! answered and kept without leaving.

use super::answer::{Answer, InDiscord, Opened};
use super::browser;
use super::editor::Editor;
use super::field::id_of;
use super::form::Form;
use super::notice::{ChangedMeanwhile, Faults};
use crate::anew::anew;
use crate::live::{Live, News, Topic};
use crate::ui::{SaveBar, Toasts};
use crate::words::{Word as W, w};
use domain::{Bell, GuildId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::pin::Pin;
use std::sync::Arc;

type Reading = Pin<Box<dyn Future<Output = Option<Opened>> + Send>>;
/// Asks the server how it stands, from a revision on.
pub type Reload = Arc<dyn Fn(i64) -> Reading + Send + Sync>;
/// What a button of the form does to it, and where to go on.
pub type Step = fn(Form, &str) -> (Form, Option<String>);

#[component]
pub fn EditorForm(
    editor: Editor,
    action: &'static str,
    guild: GuildId,
    /// What goes along: names and values.
    along: Vec<(&'static str, String)>,
    step: Step,
    reload: Reload,
    /// It says whether Discord shows what is saved.
    #[prop(optional)]
    published: bool,
    fields: ViewFn,
) -> impl IntoView {
    let toasts = Toasts::get();
    hear(editor, guild, reload.clone());
    // What was typed before the page woke up.
    Effect::new(move || browser::take_over(editor));
    let on_submit = move |event: SubmitEvent| {
        let Some((action, form)) = browser::read(&event) else { return };
        event.prevent_default();
        if editor.busy.get_untracked() {
            return;
        }
        match form.get("step").to_owned().as_str() {
            "" => save(editor, action, form, toasts, reload.clone()),
            "theirs" => take_theirs(editor, reload.clone()),
            word => {
                let (form, next) = step(form, word);
                editor.put(form);
                if let Some(next) = next {
                    browser::focus(id_of(&next));
                }
            }
        }
    };
    let hidden = along
        .into_iter()
        .chain([("guild", guild.to_string())])
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <form
            node_ref=editor.node
            method="post"
            action=action
            autocomplete="off"
            class="flex min-w-0 flex-col gap-6"
            on:input=move |_| browser::take_over(editor)
            on:change=move |_| browser::take_over(editor)
            on:submit=on_submit
        >
            {hidden}
            <input type="hidden" name="seen" value=anew(move || editor.seen.get().to_string()) />
            // What Enter presses: the first button of a form.
            <button type="submit" tabindex="-1" aria-hidden="true" class="sr-only">{w(W::Save)}</button>
            <ChangedMeanwhile editor />
            <Faults editor />
            {anew(move || {
                editor.drawn.track();
                fields.run()
            })}
            <SaveBar
                form=editor.node
                dirty=Signal::derive(move || editor.is_dirty())
                busy=editor.busy
                on_discard=Callback::new(move |()| editor.put(editor.saved.get_untracked()))
                discards=("step", "theirs")
                note=Signal::derive(move || Some(note(editor, published)))
            />
        </form>
    }
}

fn save(editor: Editor, action: String, mut form: Form, toasts: Toasts, reload: Reload) {
    if let Some(seen) = form.words("theirs") {
        form.set("seen", seen);
    }
    editor.busy.set(true);
    leptos::task::spawn_local(async move {
        let answer = browser::send(&action, &form).await;
        editor.busy.set(false);
        match answer {
            Ok(Answer::Done(done)) => {
                if !done.say.is_empty() {
                    toasts.say(done.say);
                }
                done_with(editor, form, done.revision);
                if let Some(opened) = reload(done.revision).await {
                    tidy(editor, opened);
                }
            }
            Ok(Answer::Faults(faults)) => {
                let first = faults.first().map(|fault| id_of(&fault.field));
                editor.told.set(faults);
                if let Some(first) = first {
                    browser::focus(first);
                }
            }
            Ok(Answer::Conflict(conflict)) => {
                editor.changed.set(Some(conflict));
                browser::focus("changed-meanwhile".to_owned());
            }
            Ok(Answer::Refused(words)) => toasts.say(words),
            Err(fault) => toasts.say(fault.words()),
        }
    });
}

/// What was sent is saved; what was typed while it was on its way is not.
fn done_with(editor: Editor, sent: Form, revision: i64) {
    editor.saved.set(sent);
    editor.seen.set(revision);
    editor.changed.set(None);
    editor.theirs.set(None);
}

/// What the server made of it (blanks gone, a role in its row) is taken over if nothing was typed since.
fn tidy(editor: Editor, opened: Opened) {
    editor.live.set(opened.live);
    if opened.revision != editor.seen.get_untracked() {
        editor.hear(opened);
    } else if !editor.is_dirty_untracked() {
        if editor.form.with_untracked(|form| form.says_as(&opened.form)) {
            editor.saved.set(opened.form);
        } else {
            let focus = browser::focused();
            editor.adopt(opened.form, opened.revision);
            if let Some(focus) = focus {
                browser::focus(focus);
            }
        }
    }
}

fn take_theirs(editor: Editor, reload: Reload) {
    if let Some((form, revision)) = editor.theirs.get_untracked() {
        editor.adopt(form, revision);
        return;
    }
    let seen = editor.seen.get_untracked();
    leptos::task::spawn_local(async move {
        if let Some(opened) = reload(seen).await {
            editor.live.set(opened.live);
            editor.adopt(opened.form, opened.revision);
        }
    });
}

/// Whoever saves elsewhere rings; so does Discord's message once it follows.
fn hear(editor: Editor, guild: GuildId, reload: Reload) {
    let Some(live) = Live::get() else { return };
    let topic = move || Some(Topic { guild, ticket: None });
    live.listen(topic, move |news| {
        if !matches!(news, News::Again | News::Bell(Bell::Catalog { .. } | Bell::Guild { .. } | Bell::Access { .. })) {
            return;
        }
        let (seen, reload) = (editor.seen.get_untracked(), reload.clone());
        leptos::task::spawn_local(async move {
            if let Some(opened) = reload(seen).await
                && !editor.busy.try_get_untracked().unwrap_or(true)
            {
                editor.hear(opened);
            }
        });
    });
}

/// What is said while nothing is unsaved.
fn note(editor: Editor, published: bool) -> String {
    w(match editor.live.get() {
        _ if !published => W::AllSaved,
        InDiscord::Live => W::LiveInDiscord,
        InDiscord::Soon => W::SoonInDiscord,
        InDiscord::Nowhere => W::NowhereInDiscord,
    })
    .to_owned()
}

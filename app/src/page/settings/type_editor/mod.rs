//! One ticket type: all that can be set of it at the left, how Discord shows it at the right, while somebody types.

mod conduct;
#[cfg(feature = "ssr")]
pub mod deed;
pub mod draft;
#[cfg(feature = "ssr")]
mod load;
mod preview;
mod questions;
mod sample;
mod step;
mod welcome;

use super::answer::Opened;
use super::editor::Editor;
use super::form_view::{EditorForm, Reload};
use super::names::Names;
use super::notice::KeptNotice;
use super::{Page, key_in_path};
use crate::fault::Fault;
use crate::page::guild_in_path;
use crate::page::missing::Refused;
use crate::ui::{Skeleton, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, w};
pub use conduct::categories;
use conduct::{Basics, Conduct};
use domain::setting::{Choices, TypeDraft};
use domain::template::{NAMING_NAMES, WELCOME_NAMES};
use domain::{GuildId, TicketTypeId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use preview::Preview;
use questions::Questions;
use sample::Sample;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use welcome::WelcomeFields;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeShown {
    pub guild: GuildId,
    pub id: TicketTypeId,
    pub key: String,
    pub name: String,
    pub opened: Opened,
    pub choices: Choices,
    /// What the guild's categories are called that are used where none is chosen.
    pub sample: Sample,
}

/// `seen`: the revision that the asker knows, if any.
#[server(prefix = "/fn", endpoint = "type", input = Json, output = Packed)]
pub async fn load_type(guild: GuildId, key: String, seen: Option<i64>) -> Result<Parcel<TypeShown>, Fault> {
    Parcel::pack(&load::ticket_type(guild, key, seen).await?)
}

#[component]
pub fn TypePage() -> impl IntoView {
    let (guild, key) = (guild_in_path(), key_in_path());
    let shown = Load::new(move || (guild.get(), key.get()), |(guild, key)| load_type(guild, key, None));
    awaited(
        || view! { <Skeleton rows=10 /> }.into_any(),
        move || async move {
            match shown.get().await {
                Ok(shown) => view! { <TypeEditor shown /> }.into_any(),
                Err(fault) => view! { <Refused fault /> }.into_any(),
            }
        },
    )
}

/// What an editor's parts share, by a handle.
type Parts = StoredValue<Shared>;

#[derive(Clone, Copy)]
struct Shared {
    editor: Editor,
    choices: StoredValue<Choices>,
    draft: Memo<TypeDraft>,
    welcome_names: Names,
    naming_names: Names,
}

impl Shared {
    fn new(opened: &Opened, choices: Choices) -> Self {
        let known = choices.clone();
        let editor = Editor::new(opened, move |form| draft::check(form, &known));
        let draft = Memo::new(move |_| editor.form.with(|form| draft::read(form).0));
        let keys = move |draft: &TypeDraft| draft.questions.iter().map(|question| question.key.clone()).collect();
        let answers = Some(Memo::new(move |_| draft.with(keys)));
        let offer = RwSignal::new(None);
        Self {
            editor,
            choices: StoredValue::new(choices),
            draft,
            welcome_names: Names { known: WELCOME_NAMES, answers, offer },
            naming_names: Names { known: NAMING_NAMES, answers: None, offer },
        }
    }
}

#[component]
fn TypeEditor(shown: TypeShown) -> impl IntoView {
    let TypeShown { guild, id, key, name, opened, choices, sample } = shown;
    let shared = Shared::new(&opened, choices);
    let parts = StoredValue::new(shared);
    let along = vec![("key", key.clone()), ("id", id.to_string())];
    let kept = opened.kept.clone();
    let reload: Reload = Arc::new(move |seen| {
        let key = key.clone();
        Box::pin(async move {
            let parcel = load_type(guild, key, Some(seen)).await.ok()?;
            parcel.open().ok().map(|shown: TypeShown| shown.opened)
        })
    });
    let fields = move || {
        view! {
            <div class="flex flex-col gap-8">
                <Basics parts />
                <WelcomeFields parts />
                <Questions parts />
                <Conduct parts />
            </div>
        }
        .into_any()
    };
    view! {
        <Title text=name.clone() />
        <Page title=name text=w(W::TypeMore) wide=true>
            <KeptNotice kept editor=shared.editor />
            <noscript>
                <p class="rounded-sm bg-sunken px-4 py-2.5 text-soft">{w(W::WithoutScript)}</p>
            </noscript>
            <div class="grid items-start gap-8 lg:grid-cols-[minmax(0,40rem)_minmax(0,1fr)]">
                <EditorForm
                    editor=shared.editor
                    action="/fn/type-save"
                    guild
                    along
                    step=step::step
                    reload
                    published=true
                    fields=fields.into()
                />
                <Preview parts sample />
            </div>
        </Page>
    }
}

/// A part of the editor with its heading.
#[component]
fn Section(id: &'static str, title: &'static str, text: &'static str, children: Children) -> impl IntoView {
    view! {
        <section id=id class="flex scroll-mt-4 flex-col gap-4" aria-label=title>
            <div>
                <h2 class="text-lg font-semibold">{title}</h2>
                <p class="text-sm text-faint">{text}</p>
            </div>
            {children()}
        </section>
    }
}

//! Knows the parts that the pieces are made of: a form that does one thing, its button, a sheet that unfolds. They are
//! plain elements with what the browser's half goes by: `data-deed` on a form, `data-do` and `data-key` on what the
//! palette and the keys reach, `data-sheet` on what folds by itself, `data-now` on a choice that is sent as it is made.

use crate::page::ticket::shown::MomentLook;
use crate::ui::ButtonKind;
use crate::ui::time::whole;
use crate::ui::{Icon, Sign};
use crate::words::{Word as W, w};
use domain::{GuildId, Timestamp};
use leptos::prelude::*;

/// The ticket that a form is about.
#[derive(Clone, Copy)]
pub struct Of {
    pub guild: GuildId,
    pub number: i64,
}

pub const INPUT: &str =
    "h-8 w-full min-w-0 rounded-sm border border-edge bg-surface px-2 text-base text-text placeholder:text-faint";
const LABEL: &str = "text-xs font-medium text-soft";
/// A button that is no more than its words.
pub const QUIET: &str = "inline-flex h-7 flex-none items-center gap-1 rounded-sm px-1.5 text-sm font-medium text-accent-strong hover:bg-hover";

/// A form that does one thing.
#[component]
pub fn Deed(
    of: Of,
    /// The end of its address: `claim` of `/fn/ticket-claim`.
    does: &'static str,
    /// What the head shows at once: `status:closed`, `priority:high`.
    #[prop(default = "")]
    shows: &'static str,
    #[prop(default = "flex flex-col gap-3")] class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=format!("/fn/ticket-{does}") class=class autocomplete="off" data-deed="" data-shows=shows>
            <input type="hidden" name="guild" value=of.guild.to_string() />
            <input type="hidden" name="number" value=of.number.to_string() />
            {children()}
        </form>
    }
}

/// Its button.
#[component]
pub fn Press(
    #[prop(into)] id: String,
    #[prop(into)] words: String,
    #[prop(optional)] kind: ButtonKind,
    /// The key that presses it, beside its place in the palette.
    #[prop(default = "")]
    key: &'static str,
    /// Offered by the palette.
    #[prop(optional)]
    offered: bool,
) -> impl IntoView {
    let title = if key.is_empty() { words.clone() } else { format!("{words} ({key})") };
    let does = offered.then(|| words.clone());
    let key = (!key.is_empty()).then_some(key);
    view! {
        <button type="submit" id=id class=kind.classes() title=title data-do=does data-key=key aria-keyshortcuts=key>
            {words}
        </button>
    }
}

/// A button that unfolds what it needs to know.
#[component]
pub fn Sheet(
    #[prop(into)] id: String,
    #[prop(into)] words: String,
    #[prop(default = ButtonKind::Secondary.classes())] class: &'static str,
    #[prop(default = "")] key: &'static str,
    /// A sign in the words' place.
    #[prop(optional)]
    sign: Option<Sign>,
    /// Where and how large the sheet is.
    #[prop(default = "left-0 w-80")]
    place: &'static str,
    /// Sheets of one group fold each other.
    #[prop(default = "ticket")]
    group: &'static str,
    #[prop(default = true)] offered: bool,
    children: Children,
) -> impl IntoView {
    let title = if key.is_empty() { words.clone() } else { format!("{words} ({key})") };
    let does = offered.then(|| words.clone());
    let key = (!key.is_empty()).then_some(key);
    let button = match sign {
        Some(sign) => view! {
            <Icon sign />
            <span class="sr-only">{words}</span>
        }
        .into_any(),
        None => words.into_any(),
    };
    view! {
        <details class="sheet min-w-0" name=group data-sheet="">
            <summary id=id class=class title=title data-do=does data-key=key aria-keyshortcuts=key>
                {button}
            </summary>
            <div class=format!("sheet-body absolute top-full z-30 mt-1 rounded-md border border-line bg-raised p-3 shadow-float {place}")>
                {children()}
            </div>
        </details>
    }
}

/// A line to write in, with its label.
#[component]
pub fn Line(
    #[prop(into)] id: String,
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(default = "")] hint: &'static str,
    #[prop(optional)] most: Option<usize>,
    #[prop(optional)] rows: u8,
    #[prop(optional)] needed: bool,
) -> impl IntoView {
    let note = format!("{id}-note");
    let described = (!hint.is_empty()).then(|| note.clone());
    let place = if rows > 0 {
        let text = value.replace('&', "&amp;").replace('<', "&lt;");
        view! {
            <textarea
                id=id.clone()
                name=name
                rows=rows.to_string()
                maxlength=most.map(|most| most.to_string())
                required=needed
                aria-describedby=described
                class="w-full min-w-0 rounded-sm border border-edge bg-surface px-2 py-1.5 text-base text-text"
                inner_html=text
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id.clone()
                name=name
                type="text"
                value=value
                maxlength=most.map(|most| most.to_string())
                required=needed
                aria-describedby=described
                class=INPUT
            />
        }
        .into_any()
    };
    view! {
        <div class="flex min-w-0 flex-col gap-1">
            <label for=id class=LABEL>{label}</label>
            {place}
            {(!hint.is_empty()).then(|| view! { <p id=note class="text-xs text-faint">{hint}</p> })}
        </div>
    }
}

/// A choice of one, with its label; `now` sends the form as it is made.
#[component]
pub fn Pick(
    #[prop(into)] id: String,
    name: &'static str,
    #[prop(into)] label: String,
    /// Value and words; the value of none is empty.
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] now: bool,
    #[prop(default = "")] key: &'static str,
    #[prop(optional, into)] offered: Option<String>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(option, words)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{words}</option> }
        })
        .collect_view();
    let label_class = if now { "sr-only" } else { LABEL };
    let key = (!key.is_empty()).then_some(key);
    view! {
        <div class="flex min-w-0 flex-1 flex-col gap-1">
            <label for=id.clone() class=label_class>{label}</label>
            <select
                id=id
                name=name
                class="h-8 w-full min-w-0 rounded-sm border border-edge bg-surface px-1 text-base text-text"
                data-now=now.then_some("")
                data-do=offered
                data-key=key
                aria-keyshortcuts=key
            >
                {options}
            </select>
        </div>
    }
}

/// A line whose values the server knows: they are offered while somebody types.
#[component]
pub fn Named(
    #[prop(into)] id: String,
    name: &'static str,
    #[prop(into)] label: String,
    /// What is offered: `staff`, `member`, `tag`, `order`.
    offers: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(optional)] bare: bool,
    #[prop(default = "")] key: &'static str,
    #[prop(optional, into)] offered: Option<String>,
) -> impl IntoView {
    let list = format!("{id}-list");
    let key = (!key.is_empty()).then_some(key);
    // In a sheet there is room for it, and the button stays in sight below.
    let list_class = if bare { "absolute inset-x-0 top-full z-40 mt-1 shadow-float" } else { "" };
    let label_class = if bare { "sr-only" } else { LABEL };
    view! {
        <div class="relative flex min-w-0 flex-1 flex-col gap-1">
            <label for=id.clone() class=label_class>{label}</label>
            <input
                id=id
                name=name
                type="text"
                role="combobox"
                aria-expanded="false"
                aria-autocomplete="list"
                aria-controls=list.clone()
                required=true
                placeholder=hint
                class=INPUT
                data-offers=offers
                data-do=offered
                data-key=key
                aria-keyshortcuts=key
            />
            <ul
                id=list
                role="listbox"
                aria-label=w(W::Choices)
                hidden=true
                class=format!("max-h-56 overflow-y-auto rounded-md border border-line bg-raised p-1 {list_class}")
            ></ul>
        </div>
    }
}

/// A moment; the browser's half tells it by the reader's clock.
#[component]
pub fn Stamp(at: Timestamp, look: MomentLook, now: Timestamp) -> impl IntoView {
    let text = look.words(at, now, None);
    view! {
        <time
            datetime=at.rfc3339()
            title=whole(at, None)
            class="figures"
            data-at=at.0.to_string()
            data-look=look.as_str()
        >
            {text}
        </time>
    }
}

//! Knows how `{names}` are completed while somebody types: what fits stands below the field, arrows choose, Enter or
//! Tab takes, Escape leaves. Without the browser's half the names stand in a list that unfolds.

use crate::anew::anew;
use crate::words::name_meaning;
use leptos::ev;
use leptos::prelude::*;

/// The names that a field knows, and the questions whose answers it may name.
#[derive(Clone, Copy)]
pub struct Names {
    pub known: &'static [&'static str],
    pub answers: Option<Memo<Vec<String>>>,
    /// One a page: one field is typed in at a time.
    pub offer: RwSignal<Option<Offer>>,
}

impl Names {
    pub fn all(self) -> Vec<String> {
        let answers = self.answers.map(|keys| keys.get_untracked()).unwrap_or_default();
        let known = self.known.iter().map(|name| (*name).to_owned());
        known.chain(answers.into_iter().map(|key| format!("answer.{key}"))).collect()
    }
}

/// What is offered now, and below which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    field: String,
    /// Where the brace is, in the browser's units.
    brace: usize,
    names: Vec<String>,
    chosen: usize,
}

/// The list below a field.
#[component]
pub fn Offers(field: String, names: Names) -> impl IntoView {
    let list_id = format!("{field}-names");
    let shown = move || {
        let offer = names.offer.get().filter(|offer| offer.field == field)?;
        let rows = offer.names.iter().enumerate().map(|(at, name)| {
            let chosen = at == offer.chosen;
            let look = if chosen { "bg-chosen" } else { "" };
            let take = move |event: ev::MouseEvent| {
                // The field keeps its focus.
                event.prevent_default();
                take(names, at);
            };
            view! {
                <li
                    id=format!("{}-{at}", offer.field)
                    role="option"
                    aria-selected=if chosen { "true" } else { "false" }
                    class=format!("flex gap-3 rounded-sm px-2 py-1 {look}")
                    on:mousedown=take
                >
                    <span class="font-mono text-sm">{format!("{{{name}}}")}</span>
                    <span class="truncate text-sm text-faint">{name_meaning(name)}</span>
                </li>
            }
        });
        let rows = rows.collect_view();
        let list = view! {
            <ul
                id=list_id.clone()
                role="listbox"
                aria-label=crate::words::w(crate::words::Word::NamesToUse)
                class="absolute top-full left-0 z-20 mt-1 max-h-56 w-full max-w-md overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
            >
                {rows}
            </ul>
        };
        Some(list)
    };
    anew(move || shown().into_any())
}

/// The name that is being written at the end of this text, and where its brace stands.
#[cfg(any(feature = "hydrate", test))]
fn begun(before: &[u16]) -> Option<(usize, String)> {
    let text = String::from_utf16(before).ok()?;
    let (head, name) = text.rsplit_once('{')?;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    is_name.then(|| (head.encode_utf16().count(), name.to_lowercase()))
}

#[cfg(feature = "hydrate")]
pub fn look(event: ev::Event, names: Option<Names>) {
    let Some(names) = names else { return };
    let Some(field) = event.target().map(Field) else { return };
    let offer = field.before().and_then(|before| begun(&before)).and_then(|(brace, name)| {
        let fit = |known: &String| known.contains(&name) && *known != name;
        let mut fitting: Vec<String> = names.all().into_iter().filter(fit).collect();
        fitting.sort_by_key(|known| !known.starts_with(&name));
        (!fitting.is_empty()).then(|| Offer { field: field.text("id"), brace, names: fitting, chosen: 0 })
    });
    field.describe(offer.as_ref());
    names.offer.set(offer);
}

#[cfg(not(feature = "hydrate"))]
pub fn look(_: ev::Event, _: Option<Names>) {}

#[cfg(feature = "hydrate")]
pub fn steer(event: ev::KeyboardEvent, names: Option<Names>) {
    let Some(names) = names else { return };
    let Some(offer) = names.offer.get_untracked() else { return };
    let last = offer.names.len() - 1;
    let chosen = match event.key().as_str() {
        "ArrowDown" => Some(if offer.chosen == last { 0 } else { offer.chosen + 1 }),
        "ArrowUp" => Some(if offer.chosen == 0 { last } else { offer.chosen - 1 }),
        "Enter" | "Tab" => {
            event.prevent_default();
            take(names, offer.chosen);
            return;
        }
        "Escape" => {
            event.prevent_default();
            leave(Some(names));
            return;
        }
        _ => None,
    };
    if let Some(chosen) = chosen {
        event.prevent_default();
        let offer = Offer { chosen, ..offer };
        if let Some(field) = event.target().map(Field) {
            field.describe(Some(&offer));
        }
        names.offer.set(Some(offer));
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn steer(_: ev::KeyboardEvent, _: Option<Names>) {}

pub fn leave(names: Option<Names>) {
    if let Some(names) = names
        && names.offer.with_untracked(Option::is_some)
    {
        names.offer.set(None);
    }
}

/// Writes the name into its field.
#[cfg(feature = "hydrate")]
fn take(names: Names, at: usize) {
    let Some(offer) = names.offer.get_untracked() else { return };
    let Some(name) = offer.names.get(at) else { return };
    let Some(element) = document().get_element_by_id(&offer.field) else { return };
    let field = Field(element.into());
    let Some(before) = field.before() else { return };
    let text = field.text("value").encode_utf16().collect::<Vec<_>>();
    let mut after = text[before.len()..].to_vec();
    if after.first() == Some(&u16::from(b'}')) {
        after.remove(0);
    }
    let head: Vec<u16> = text[..offer.brace].iter().copied().chain(format!("{{{name}}}").encode_utf16()).collect();
    let caret = head.len();
    let whole: Vec<u16> = head.into_iter().chain(after).collect();
    field.write(&String::from_utf16_lossy(&whole), caret);
    field.describe(None);
    names.offer.set(None);
}

#[cfg(not(feature = "hydrate"))]
fn take(_: Names, _: usize) {}

/// An input or an area: by its properties, which both have.
#[cfg(feature = "hydrate")]
struct Field(web_sys::EventTarget);

#[cfg(feature = "hydrate")]
impl Field {
    fn property(&self, name: &str) -> leptos::wasm_bindgen::JsValue {
        js_sys::Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
        self.property(name).as_string().unwrap_or_default()
    }

    /// What stands before the caret.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a text")]
    fn before(&self) -> Option<Vec<u16>> {
        let caret = self.property("selectionStart").as_f64()? as usize;
        Some(self.text("value").encode_utf16().take(caret).collect())
    }

    fn write(&self, value: &str, caret: usize) {
        use leptos::wasm_bindgen::JsCast;
        let caret = leptos::wasm_bindgen::JsValue::from(u32::try_from(caret).unwrap_or_default());
        let _ = js_sys::Reflect::set(&self.0, &"value".into(), &value.into());
        for name in ["selectionStart", "selectionEnd"] {
            let _ = js_sys::Reflect::set(&self.0, &name.into(), &caret);
        }
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
            let _ = self.0.unchecked_ref::<web_sys::EventTarget>().dispatch_event(&event);
        }
    }

    /// Tells assistive technology which of the names is chosen.
    fn describe(&self, offer: Option<&Offer>) {
        use leptos::wasm_bindgen::JsCast;
        let element = self.0.unchecked_ref::<web_sys::Element>();
        let _ = match offer {
            Some(offer) => element.set_attribute("aria-controls", &format!("{}-names", offer.field)).and_then(|()| {
                element.set_attribute("aria-activedescendant", &format!("{}-{}", offer.field, offer.chosen))
            }),
            None => element
                .remove_attribute("aria-controls")
                .and_then(|()| element.remove_attribute("aria-activedescendant")),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_begun_with_a_brace() {
        let begun = |text: &str| begun(&text.encode_utf16().collect::<Vec<_>>());
        assert_eq!(begun("Hi {"), Some((3, String::new())));
        assert_eq!(begun("😀{Cus"), Some((2, "cus".to_owned())));
        assert_eq!(begun("{customer} {answer.am"), Some((11, "answer.am".to_owned())));
        assert_eq!(begun("{customer}"), None);
        assert_eq!(begun("{a b"), None);
        assert_eq!(begun("none"), None);
    }
}

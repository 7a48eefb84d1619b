//! Knows the modules that the browser's half comes as, and which of them wakes the page at a path: the desk is open all
//! day, the settings once a month, editors are as large as either, and none is to pay for the others. Between them
//! every way is a whole page load. Knows no page.

/// One of the modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Inbox, tickets.
    Desk,
    /// The editor of a ticket type.
    Editor,
    /// The departments and their editor.
    Departments,
    /// The rules of types and of the server, and who is blocked.
    Rules,
    /// What else admins set up and look after, and the front page, which is to be light.
    Settings,
}

/// The words after a guild's id that begin the settings' pages.
const SETTINGS: [&str; 2] = ["settings", "health"];

fn is_name(word: &str) -> bool {
    !word.is_empty()
}

impl Part {
    /// Whose the page at this path is; a query or fragment may follow.
    pub fn of(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let words: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let ["g", _, page, rest @ ..] = &words[..] else {
            return if words == [""] { Self::Settings } else { Self::Desk };
        };
        match (*page, rest) {
            ("settings", ["types", _, "rules", ..] | ["rules" | "blocked", ..]) => Self::Rules,
            ("settings", ["types", key, ..]) if is_name(key) => Self::Editor,
            ("settings", ["departments", ..]) => Self::Departments,
            _ if SETTINGS.contains(page) => Self::Settings,
            _ => Self::Desk,
        }
    }
}

#[cfg(feature = "hydrate")]
pub use crossing::{cross, wake};

#[cfg(feature = "hydrate")]
mod crossing {
    use super::Part;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;

    /// Wakes the page that the server drew.
    pub fn wake<V: IntoView + 'static>(part: Part, face: fn() -> V) {
        console_error_panic_hook::set_once();
        leave_to_the_browser(part);
        leptos::mount::hydrate_body(move || {
            provide_context(part);
            face()
        });
    }

    /// Links into another module are marked as such before the router hears of the press.
    fn leave_to_the_browser(part: Part) {
        let mark = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let Some(link) = pressed.and_then(|it| it.closest("a[href^='/']").ok().flatten()) else { return };
            if link.get_attribute("href").is_some_and(|href| Part::of(&href) != part) {
                let _ = link.set_attribute("rel", "external");
            }
        });
        // Captured: earlier than whatever else listens.
        let _ = window().add_event_listener_with_callback_and_bool("click", mark.as_ref().unchecked_ref(), true);
        mark.forget();
    }

    /// Where the router has no page: loads it if another module has one. True = it is on its way.
    pub fn cross() -> bool {
        let location = leptos_router::hooks::use_location();
        let path = location.pathname.get_untracked();
        if use_context::<Part>().is_none_or(|part| part == Part::of(&path)) {
            return false;
        }
        let browser = window().location();
        let _ = if browser.pathname().is_ok_and(|shown| shown == path) {
            browser.reload()
        } else {
            let query = location.search.get_untracked();
            browser.set_href(&if query.is_empty() { path } else { format!("{path}?{query}") })
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Part::{self, Departments, Desk, Editor, Rules, Settings};

    #[test]
    fn a_path_belongs_to_one_module() {
        for (path, part) in [
            ("/", Settings),
            ("", Settings),
            ("/?x=1", Settings),
            ("/g/1/inbox?status=open", Desk),
            ("/g/1/tickets/7#m-1", Desk),
            ("/g/settings", Desk),
            ("/settings", Desk),
            ("/g/1/settings", Settings),
            ("/g/1/settings?x=1", Settings),
            ("/g/1/settings/types", Settings),
            ("/g/1/settings/types?new=1", Settings),
            ("/g/1/settings/types/", Settings),
            ("/g/1/settings/types/buy-gold", Editor),
            ("/g/1/settings/types/buy-gold/rules?x=1", Rules),
            ("/g/1/settings/types/rules", Editor),
            ("/g/1/settings/rules", Rules),
            ("/g/1/settings/blocked#x", Rules),
            ("/g/1/settings/typeset", Settings),
            ("/g/1/settings/departments?x=1", Departments),
            ("/g/1/settings/departments/billing", Departments),
            ("/g/1/departments", Desk),
            ("/g/1/health#x", Settings),
            ("/g/1/healthy", Desk),
        ] {
            assert_eq!(Part::of(path), part, "{path}");
        }
    }
}

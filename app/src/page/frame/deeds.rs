//! Knows how a page tells the frame around it what can be done on it. The frame is in every module, what does it only
//! in the one that has the page.

use leptos::prelude::*;

/// Id, words, key of each.
type Listed = fn() -> Vec<(String, String, String)>;
/// What there is, and the way to one by its id.
type Told = (Listed, fn(&str));

#[derive(Clone, Copy)]
pub struct PageDeeds(StoredValue<Option<Told>>);

impl PageDeeds {
    /// Made once, by the frame.
    pub fn provide() {
        provide_context(Self(StoredValue::new(None)));
    }

    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self(StoredValue::new(None)))
    }

    /// By a page, as long as it stands.
    #[cfg(feature = "hydrate")]
    pub fn tell(self, list: Listed, reach: fn(&str)) {
        self.0.set_value(Some((list, reach)));
        on_cleanup(move || {
            self.0.try_set_value(None);
        });
    }

    pub fn deeds(self) -> Vec<(String, String, String)> {
        self.0.try_get_value().flatten().map(|(list, _)| list()).unwrap_or_default()
    }

    #[cfg(feature = "hydrate")]
    pub fn reach(self, id: &str) {
        if let Some((_, reach)) = self.0.try_get_value().flatten() {
            reach(id);
        }
    }
}

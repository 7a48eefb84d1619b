//! Knows how what bells ask for is read: a moment after the first of them, once for all that ring until then, and never
//! two at a time: an answer that comes late would cover a newer one. On the server nothing rings.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;
use std::pin::Pin;

type Reading = Pin<Box<dyn Future<Output = ()>>>;

/// As long as what made it.
#[derive(Clone, Copy)]
pub struct Reader {
    #[cfg(feature = "hydrate")]
    read: StoredValue<std::rc::Rc<dyn Fn() -> Reading>, LocalStorage>,
    #[cfg(feature = "hydrate")]
    wait: u64,
    /// Whether it is waiting or reading.
    #[cfg(feature = "hydrate")]
    busy: StoredValue<bool>,
    /// Whether something rang since the reading began.
    #[cfg(feature = "hydrate")]
    again: StoredValue<bool>,
}

#[cfg(feature = "hydrate")]
impl Reader {
    /// `wait` is in milliseconds.
    pub fn new(wait: u64, read: impl Fn() -> Reading + 'static) -> Self {
        let read: std::rc::Rc<dyn Fn() -> Reading> = std::rc::Rc::new(read);
        Self { read: StoredValue::new_local(read), wait, busy: StoredValue::new(false), again: StoredValue::new(false) }
    }

    pub fn ask(self) {
        match self.busy.try_get_value() {
            Some(false) => self.busy.set_value(true),
            Some(true) => return self.again.set_value(true),
            None => return,
        }
        set_timeout(
            move || {
                let _ = self.again.try_set_value(false);
                let Some(reading) = self.read.try_with_value(|read| read()) else { return };
                leptos::task::spawn_local(async move {
                    reading.await;
                    let _ = self.busy.try_set_value(false);
                    if self.again.try_get_value() == Some(true) {
                        self.ask();
                    }
                });
            },
            std::time::Duration::from_millis(self.wait),
        );
    }
}

#[cfg(not(feature = "hydrate"))]
impl Reader {
    pub fn new(_: u64, _: impl Fn() -> Reading + 'static) -> Self {
        Self {}
    }

    #[expect(clippy::unused_self, reason = "called as it is in the browser")]
    pub fn ask(self) {}
}

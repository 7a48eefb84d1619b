//! Knows how what bells ask for is read: a moment after the first of them, once for all that ring until then, and never
//! two at a time: an answer that comes late would cover a newer one.

use leptos::prelude::*;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

type Reading = Pin<Box<dyn Future<Output = ()>>>;

/// As long as what made it.
#[derive(Clone, Copy)]
pub struct Reader {
    read: StoredValue<Rc<dyn Fn() -> Reading>, LocalStorage>,
    wait: u64,
    /// Whether it is waiting or reading.
    busy: StoredValue<bool>,
    /// Whether something rang since the reading began.
    again: StoredValue<bool>,
}

impl Reader {
    /// `wait` is in milliseconds.
    pub fn new(wait: u64, read: impl Fn() -> Reading + 'static) -> Self {
        let read: Rc<dyn Fn() -> Reading> = Rc::new(read);
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
            Duration::from_millis(self.wait),
        );
    }
}

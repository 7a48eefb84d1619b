//! Knows what time it is: the room's one clock. Pages never read it while they render; loaders hand the moment
//! over with what they load, and the browser's ticks come after hydration.

use domain::Timestamp;
use leptos::prelude::*;

/// Now, at the edge.
#[cfg(feature = "ssr")]
pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the room's one clock")]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
}

/// What the browser adds once the page is awake: until then ages are those of the load, and times are UTC.
#[derive(Clone, Copy)]
pub struct Awake {
    now: RwSignal<Option<Timestamp>>,
}

impl Awake {
    /// Made once, by the app; ticks every 20 seconds in the browser.
    pub fn provide() {
        let awake = Self { now: RwSignal::new(None) };
        provide_context(awake);
        #[cfg(feature = "hydrate")]
        Effect::new(move || {
            awake.now.set(Some(browser_now()));
            let tick = set_interval_with_handle(
                move || awake.now.set(Some(browser_now())),
                std::time::Duration::from_secs(20),
            );
            on_cleanup(move || {
                if let Ok(tick) = tick {
                    tick.clear();
                }
            });
        });
    }

    pub fn get() -> Option<Self> {
        use_context()
    }

    /// The moment to measure ages from: the load's until the browser's is known, and never before it.
    pub fn now_or(self, loaded: Timestamp) -> Timestamp {
        self.now.get().map_or(loaded, |now| now.max(loaded))
    }

    /// Minutes to add to UTC for the reader's wall clock at that moment; none before the page is awake.
    pub fn offset_at(self, at: Timestamp) -> Option<i64> {
        self.now.with(Option::is_some).then(|| local_offset(at))
    }
}

#[cfg(feature = "hydrate")]
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds far below 2^53")]
fn browser_now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

#[cfg(feature = "hydrate")]
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "milliseconds far below 2^53")]
fn local_offset(at: Timestamp) -> i64 {
    let date = js_sys::Date::new(&(at.0 as f64).into());
    -(date.get_timezone_offset() as i64)
}

#[cfg(not(feature = "hydrate"))]
fn local_offset(_: Timestamp) -> i64 {
    0
}

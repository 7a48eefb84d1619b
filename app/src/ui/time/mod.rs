//! Knows how moments read: UTC and as old as at loading until the page is awake, then by the reader's clock.
//! The machine's form is always in `datetime`, the whole moment on hovering.

mod words;

use crate::anew::anew;
use crate::clock::Awake;
use domain::Timestamp;
use leptos::prelude::*;
pub use words::{age, day, day_number, time_of_day, whole};

fn offset(awake: Option<Awake>, at: Timestamp) -> Option<i64> {
    awake.and_then(|awake| awake.offset_at(at))
}

/// How long ago, short: `now`, `5m`, `3h`, `2d`, then the date. Measured from the load until the page is awake.
#[component]
pub fn Age(at: Timestamp, loaded: Timestamp) -> impl IntoView {
    let awake = Awake::get();
    let text = anew(move || {
        let now = awake.map_or(loaded, |awake| awake.now_or(loaded));
        age(at, now, offset(awake, at))
    });
    view! {
        <time datetime=at.rfc3339() title=anew(move || whole(at, offset(awake, at))) class="figures whitespace-nowrap">
            {text}
        </time>
    }
}

/// What of a moment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentForm {
    /// `09:30`
    Time,
    /// `21 November 2026`
    Day,
    /// `21 Nov 2026, 09:30`; ` UTC` is added before the page is awake.
    Whole,
}

#[component]
pub fn Moment(at: Timestamp, form: MomentForm) -> impl IntoView {
    let awake = Awake::get();
    let text = anew(move || match form {
        MomentForm::Time => time_of_day(at, offset(awake, at)),
        MomentForm::Day => day(at, offset(awake, at)),
        MomentForm::Whole => whole(at, offset(awake, at)),
    });
    view! {
        <time datetime=at.rfc3339() title=anew(move || whole(at, offset(awake, at))) class="figures">
            {text}
        </time>
    }
}

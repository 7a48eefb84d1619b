//! Moments that the server drew, told by the reader's clock.

use super::{all, body};
use crate::clock::Awake;
use crate::page::ticket::shown::MomentLook;
use crate::ui::time::whole;
use domain::Timestamp;
use leptos::prelude::*;
use web_sys::Element;

/// Once the page is awake, and at each tick.
pub fn tell() {
    let Some(awake) = Awake::get() else { return };
    Effect::new(move || {
        let now = awake.now_or(Timestamp(0));
        if let Some(body) = body() {
            tell_in(&body, awake, now);
        }
    });
}

/// In a piece that was just put in its place.
pub fn tell_new(piece: &Element) {
    if let Some(awake) = Awake::get() {
        tell_in(piece, awake, untrack(|| awake.now_or(Timestamp(0))));
    }
}

fn tell_in(below: &Element, awake: Awake, now: Timestamp) {
    if now.0 == 0 {
        return;
    }
    for moment in all::<Element>(below, "time[data-at]") {
        let at = moment.get_attribute("data-at").and_then(|at| at.parse().ok()).map(Timestamp);
        let look = moment.get_attribute("data-look").and_then(|look| MomentLook::named(&look));
        let (Some(at), Some(look)) = (at, look) else { continue };
        let offset = untrack(|| awake.offset_at(at));
        moment.set_text_content(Some(&look.words(at, now, offset)));
        let _ = moment.set_attribute("title", &whole(at, offset));
    }
}

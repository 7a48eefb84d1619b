//! Knows what texts that people write into a ticket may be: so long, and not blank.

use crate::Result;
use crate::text::without_nul;
use domain::Refusal;

/// Characters of a reason.
pub(super) const REASON_MAX: usize = 1_000;

/// The text without the blanks around it; `None` where nothing is left. Refuses: TooLong.
pub(super) fn written(field: &str, text: Option<&str>, max: usize) -> Result<Option<String>> {
    let text = text.unwrap_or_default().trim();
    let length = text.chars().count();
    if length > max {
        return Err(Refusal::TooLong { field: field.to_owned(), length, max }.into());
    }
    Ok(if text.is_empty() { None } else { Some(without_nul(text).into_owned()) })
}

pub(super) fn reason(why: Option<&str>) -> Result<Option<String>> {
    written("Reason", why, REASON_MAX)
}

/// The same for what can't be left out. Refuses: Empty, TooLong.
pub(super) fn required(field: &str, text: &str, max: usize) -> Result<String> {
    Ok(written(field, Some(text), max)?.ok_or(Refusal::Empty)?)
}

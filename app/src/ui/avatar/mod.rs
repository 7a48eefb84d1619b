//! Knows how a person is shown without a picture of theirs: initials on a colour that is always the same for them.

use domain::UserId;
use leptos::prelude::*;

/// White stands on each of these with more than 4.5 to 1.
const GROUNDS: [&str; 8] = ["#0f766e", "#4f46e5", "#b4430a", "#9d174d", "#15803d", "#6d28d9", "#1d64c8", "#525b69"];

/// The first letters of the first two words; of a script without capitals, the first sign.
pub(super) fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| c.is_whitespace() || "-_.".contains(c))
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next().unwrap_or('?');
    if !first.is_uppercase() && !first.is_lowercase() {
        return first.to_string();
    }
    let second = words.next().filter(|c| c.is_uppercase() || c.is_lowercase());
    first.to_uppercase().chain(second.into_iter().flat_map(char::to_uppercase)).collect()
}

fn ground(id: UserId) -> &'static str {
    // Ids made one after another differ in few bits: a multiplication spreads them over the top three.
    let index = usize::try_from(id.0.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61).unwrap_or_default();
    GROUNDS[index]
}

/// Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    id: UserId,
    #[prop(into)] name: String,
    /// `size-6`, `size-8`, `size-10` …
    #[prop(default = "size-8 text-xs")]
    size: &'static str,
) -> impl IntoView {
    view! {
        <span
            class=format!("inline-flex flex-none items-center justify-center rounded-full font-semibold select-none {size}")
            style=format!("background:{};color:#fff", ground(id))
            aria-hidden="true"
        >
            {initials(&name)}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_of_any_script_have_initials() {
        for (name, want) in [
            ("Mia Nguyen", "MN"),
            ("mia", "M"),
            ("đặng_thị", "ĐT"),
            ("王小明", "王"),
            ("", "?"),
            ("🙂 x", "X"),
            ("ßeta", "SS"),
            ("3CPO unit", "3"),
        ] {
            assert_eq!(initials(name), want, "{name}");
        }
    }
}

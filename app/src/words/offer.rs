//! Knows the words beside what may be written next in a search. The server alone says them.

use domain::search::Field;

/// Beside `me`.
pub const MYSELF: &str = "You";

/// Days that are offered, and what they are.
pub const DAYS: [(&str, &str); 3] =
    [("today", "Since midnight (UTC)"), ("7d", "Seven days ago"), ("30d", "Thirty days ago")];

/// What a field asks for.
pub const fn field_words(field: Field) -> &'static str {
    match field {
        Field::Status => "How the ticket stands",
        Field::Type => "What kind of ticket",
        Field::Department => "Whose work it is",
        Field::From => "Who opened it",
        Field::Assignee => "Who has claimed it",
        Field::Priority => "How urgent it is",
        Field::Tag => "What staff tagged it with",
        Field::Category => "What it is about",
        Field::Is => "Snoozed, or escalated",
        Field::Before => "Earlier than a day",
        Field::After => "From a day on",
    }
}

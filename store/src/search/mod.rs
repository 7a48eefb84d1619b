//! Knows what is found by whom: questions are read with what the guild has, matched by an index of our own terms, bound
//! by the reader's rights before anything is counted. What the two databases have of full text is in `index`,
//! `document`, `expression`, `rebuild` and `walk` alone.

mod best;
mod document;
mod expression;
mod found;
mod index;
mod names;
mod read;
mod rebuild;
mod slot;
mod walk;

pub use found::{Found, Hit, Order, TicketHits};
pub(crate) use index::{put_again, put_answers, put_head, put_message};
pub(crate) use names::escape_like;
pub use read::Reading;
pub use rebuild::Rebuilt;

/// Messages that one request looks at before it stops and offers to go on.
const MAX_CANDIDATES: i64 = 20_000;
/// Tickets among which the best are chosen.
const BEST_OF: usize = 300;
/// More finds than this are not counted.
const MAX_COUNT: i64 = 1_000;
/// Among so many of the newest messages, where more must be asked than the index knows.
const COUNTED_AMONG: i64 = 5_000;
/// Tickets that are looked up beforehand: what is said in them is picked out as the index is walked.
const FEW: usize = 1_000;
/// Finds shown of one ticket.
const PASSAGES: usize = 3;

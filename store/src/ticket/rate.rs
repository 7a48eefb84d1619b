//! Knows how a customer says how it went.

use super::words::written;
use crate::db::{execute, fetch_optional};
use crate::{Result, Store};
use domain::{Access, Act, Bell, Deed, DueId, Ratings, Refusal, Ticket, TicketId, Timestamp, Via};

const COMMENT_MAX: usize = 1_000;

impl Store {
    /// One to five stars, once, after the ticket was closed; words may follow once, with the same stars. Refuses:
    /// NoSuchTicket, CustomerOnly, NoRating, OutOfRange, TooLong, AlreadyCancelled. Timeline row (to: the stars). What
    /// asks for it is due at once, and has nothing to do any more. Rings Ticket and Due.
    pub async fn rate(
        &self,
        who: &Access,
        ticket: TicketId,
        stars: i64,
        comment: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let comment = written("Comment", comment, COMMENT_MAX)?;
        if !(1..=5).contains(&stars) {
            return Err(Refusal::OutOfRange { min: 1, max: 5 }.into());
        }
        let mut taken = self.take_to(who, ticket, Act::Rate, via, now).await?;
        let again = taken.row.rating.is_some();
        let allowed = match taken.row.rating {
            None => taken.conduct.ratings != Ratings::Off,
            Some(given) => given == stars && taken.row.rating_comment.is_none() && comment.is_some(),
        };
        if !allowed {
            return Err(Refusal::NoRating.into());
        }
        execute!(
            &mut taken.tx,
            "update ticket set rating = $2, rating_comment = $3, rated_at = coalesce(rated_at, $4) where id = $1",
            ticket,
            stars,
            comment.as_deref(),
            now,
        )?;
        // Whoever is asked in the channel sees it until they have answered.
        let waits = "select id from due where ticket = $1 and action = 'ask_rating' and done_at is null";
        if let Some((due,)) = fetch_optional!(&mut taken.tx, (DueId,), waits, ticket)? {
            execute!(&mut taken.tx, "update due set at = $2 where id = $1", due, now)?;
            taken.also_ring(Bell::Due { due });
        }
        let from = again.then(|| stars.to_string());
        taken.note(Deed::Rated, from, Some(stars.to_string()), comment.as_deref()).await?;
        taken.end().await
    }
}

//! Knows the tags of tickets: short words of the staff's own, which members are not shown.

use super::words::required;
use crate::db::{Tx, execute, fetch_all};
use crate::{Result, Store};
use domain::{Access, Act, Deed, GuildId, Refusal, Ticket, TicketId, Timestamp, Via};

/// Characters of a tag.
const TAG_MAX: usize = 32;
/// Tags of one ticket.
const TAGS_MAX: usize = 20;

impl Store {
    /// Lower case, blanks become `-`, and a `#` before it is none of it. Refuses: NoSuchTicket, StaffOnly, ClaimedBy,
    /// Empty, TooLong (32), TooMany (20). Timeline row; a tag that it has already changes nothing. Rings Ticket.
    pub async fn tag(&self, who: &Access, ticket: TicketId, tag: &str, via: Via, now: Timestamp) -> Result<Ticket> {
        let tag = clean(tag)?;
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let tags = tags(&mut taken.tx, ticket).await?;
        if tags.contains(&tag) {
            return Ok(taken.row);
        }
        if tags.len() >= TAGS_MAX {
            return Err(Refusal::TooMany { count: tags.len() + 1, max: TAGS_MAX }.into());
        }
        execute!(&mut taken.tx, "insert into ticket_tag (ticket, tag) values ($1, $2)", ticket, &tag)?;
        taken.note(Deed::Tagged, None, Some(tag), None).await?;
        taken.end().await
    }

    /// Refuses as `tag`; one that it has not changes nothing.
    pub async fn untag(&self, who: &Access, ticket: TicketId, tag: &str, via: Via, now: Timestamp) -> Result<Ticket> {
        let tag = clean(tag)?;
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let gone = execute!(&mut taken.tx, "delete from ticket_tag where ticket = $1 and tag = $2", ticket, &tag)?;
        if gone == 0 {
            return Ok(taken.row);
        }
        taken.note(Deed::Untagged, Some(tag), None, None).await?;
        taken.end().await
    }

    pub async fn ticket_tags(&self, ticket: TicketId) -> Result<Vec<String>> {
        let mut tx = self.inner.db.one_read().await?;
        tags(&mut tx, ticket).await
    }

    /// The tags that a guild uses and that begin so, in the order of their letters.
    pub async fn tags_of_guild(&self, guild: GuildId, begins: &str, limit: i64) -> Result<Vec<String>> {
        let begins = begins.trim().trim_start_matches('#').to_lowercase();
        let mut tx = self.inner.db.one_read().await?;
        let rows = fetch_all!(
            &mut tx,
            (String,),
            "select distinct tag from ticket_tag join ticket on ticket.id = ticket_tag.ticket
             where ticket.guild = $1 and substr(tag, 1, length($2)) = $2 order by tag limit $3",
            guild,
            begins,
            limit.clamp(1, 100),
        )?;
        Ok(rows.into_iter().map(|(tag,)| tag).collect())
    }
}

pub(crate) async fn tags(tx: &mut Tx, ticket: TicketId) -> Result<Vec<String>> {
    let rows = fetch_all!(tx, (String,), "select tag from ticket_tag where ticket = $1 order by tag", ticket)?;
    Ok(rows.into_iter().map(|(tag,)| tag).collect())
}

/// As a tag is kept, and asked for.
pub(crate) fn tidy_tag(tag: &str) -> String {
    let words: Vec<&str> = tag.trim().trim_start_matches('#').split_whitespace().collect();
    words.join("-").to_lowercase()
}

fn clean(tag: &str) -> Result<String> {
    required("Tag", &tidy_tag(tag), TAG_MAX)
}

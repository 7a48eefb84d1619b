//! What may be written next: fields by their beginning, and behind a field what there is of it, as far as the reader
//! sees it.

use super::shown::Suggestions;
use crate::fault::Fault;
use crate::guard;
use crate::words::{DAYS, MYSELF, Word as W, field_words, mark_word, priority_word, status_word, w};
use domain::search::pieces::{Kind, Text, pieces, quoted};
use domain::search::{Field, Mark, Named, folded};
use domain::{Access, GuildId, Priority, Standing, Status};
use store::Store;

/// More are no help.
const MOST: usize = 8;

/// `head` is what stands before the caret.
pub async fn suggest(guild: GuildId, head: &str) -> Result<Suggestions, Fault> {
    let (access, store) = guard::access(guild).await?;
    if head.trim().is_empty() {
        return Ok(fields(head.len(), "", false));
    }
    let all = pieces(head);
    let Some(last) = all.last().filter(|piece| piece.span.end == head.len()) else { return Ok(Suggestions::default()) };
    match &last.kind {
        Kind::Word { text, prefix: false } if !text.quoted => Ok(fields(text.span.start, text.text, last.without)),
        Kind::Word { .. } => Ok(Suggestions::default()),
        Kind::Field { name, values } => match (Field::named(name), values.last()) {
            (Some(field), Some(value)) if !value.quoted || value.open => values_of(&store, &access, field, value).await,
            _ => Ok(Suggestions::default()),
        },
    }
}

fn fields(keep: usize, begun: &str, without: bool) -> Suggestions {
    let begun = begun.to_lowercase();
    let fits = |field: &Field| {
        let is_day = matches!(field, Field::Before | Field::After);
        field.name().starts_with(&begun) && !(without && is_day)
    };
    let items =
        Field::ALL.into_iter().filter(fits).map(|field| (format!("{}:", field.name()), field_words(field).to_owned()));
    Suggestions { keep, items: items.collect() }
}

async fn values_of(store: &Store, access: &Access, field: Field, value: &Text<'_>) -> Result<Suggestions, Fault> {
    let named: Vec<Named> = match field {
        Field::Status => std::iter::once(Named::new("active", w(W::ActiveStatus)))
            .chain(Status::ALL.iter().map(|status| Named::new(status.as_str(), status_word(*status))))
            .collect(),
        Field::Priority => {
            Priority::ALL.iter().rev().map(|priority| Named::new(priority.as_str(), priority_word(*priority))).collect()
        }
        Field::Before | Field::After => DAYS.map(|(key, name)| Named::new(key, name)).into(),
        Field::Is => Mark::ALL.iter().map(|mark| Named::new(mark.as_str(), mark_word(*mark))).collect(),
        // Of tags there are many: those that begin so.
        Field::Tag if access.standing() == Standing::Member => Vec::new(),
        Field::Tag => {
            let limit = i64::try_from(MOST).unwrap_or(1);
            let tags = store.tags_of_guild(access.guild(), &folded(value.text), limit).await?;
            tags.into_iter().map(|tag| Named::new(tag, "")).collect()
        }
        Field::Type | Field::Department | Field::Category => store.search_values(access, field).await?,
        Field::From | Field::Assignee => people(store, access, field).await?,
    };
    let begun = folded(value.text);
    let fits = |named: &&Named| folded(&named.name).contains(&begun) || folded(&named.key).starts_with(&begun);
    let mut items: Vec<(String, String)> =
        named.iter().filter(fits).map(|named| (quoted(&named.key), named.name.clone())).take(MOST).collect();
    // All of it is there already.
    if matches!(items.as_slice(), [(write, _)] if *write == value.text) {
        items.clear();
    }
    Ok(Suggestions { keep: value.span.start, items })
}

/// Oneself and nobody, then those with tickets. Members have no one to choose from.
async fn people(store: &Store, access: &Access, field: Field) -> Result<Vec<Named>, Fault> {
    let mut named = vec![Named::new("me", MYSELF)];
    if field == Field::Assignee {
        named.push(Named::new("none", w(W::Nobody)));
    }
    if access.standing() != Standing::Member {
        named.extend(store.search_values(access, field).await?);
    }
    Ok(named)
}

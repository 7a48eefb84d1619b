//! Knows how Discord writes mentions in text: `<@1>`, `<@!1>`, `<@&1>`, `<#1>`
//! (<https://discord.com/developers/docs/reference#message-formatting>).

use domain::{ChannelId, RoleId, UserId};
use std::collections::BTreeSet;

/// Of each kind so many are named; whoever types thousands is shown them as numbers.
const MAX: usize = 1_000;

/// What texts mention.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    pub people: BTreeSet<UserId>,
    pub roles: BTreeSet<RoleId>,
    pub channels: BTreeSet<ChannelId>,
}

impl Mentions {
    pub fn read(&mut self, text: &str) {
        for (start, _) in text.match_indices('<') {
            let rest = &text[start + 1..];
            // The longer marks first: `@` begins all of the first three.
            if let Some(id) = id_after(rest, "@&") {
                put(&mut self.roles, RoleId(id));
            } else if let Some(id) = id_after(rest, "@!").or_else(|| id_after(rest, "@")) {
                put(&mut self.people, UserId(id));
            } else if let Some(id) = id_after(rest, "#") {
                put(&mut self.channels, ChannelId(id));
            }
        }
    }
}

fn put<T: Ord>(all: &mut BTreeSet<T>, id: T) {
    if all.len() < MAX {
        all.insert(id);
    }
}

fn id_after(text: &str, mark: &str) -> Option<i64> {
    let (digits, _) = text.strip_prefix(mark)?.split_once('>')?;
    if digits.len() > 20 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_is_found_and_nothing_else() {
        let mut found = Mentions::default();
        found.read("<@1> <@!2>, <@&3><#4> <@> <@x> <:smile:5> <@-6> <#7 <@99999999999999999999999> ăn <@8>");
        assert_eq!(found.people, [1, 2, 8].map(UserId).into());
        assert_eq!(found.roles, [RoleId(3)].into());
        assert_eq!(found.channels, [ChannelId(4)].into());
    }

    #[test]
    fn thousands_are_not_asked_for() {
        let mut found = Mentions::default();
        (0..5_000).for_each(|id| found.read(&format!("<@{id}><@&{id}><#{id}>")));
        assert_eq!((found.people.len(), found.roles.len(), found.channels.len()), (MAX, MAX, MAX));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[<@&!#>0-9é ]{0,60}") {
            Mentions::default().read(&text);
        }
    }
}

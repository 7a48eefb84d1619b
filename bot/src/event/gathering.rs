//! Knows a guild's list of members as it arrives in pieces, and when it is whole.

use domain::UserId;
use std::collections::HashSet;

/// Members of a guild as they arrive in pieces.
#[derive(Default)]
pub struct Gathering {
    pub seen: HashSet<UserId>,
    pieces: HashSet<u32>,
}

impl Gathering {
    /// Whether these are all: whoever is missing in a list with a hole has not left.
    pub fn add(&mut self, index: u32, count: u32, members: impl Iterator<Item = UserId>) -> bool {
        self.seen.extend(members);
        self.pieces.insert(index);
        (0..count).all(|index| self.pieces.contains(&index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_members_with_a_hole_is_no_list() {
        let member = |id| std::iter::once(UserId(id));
        let mut gathering = Gathering::default();
        assert!(!gathering.add(0, 3, member(1)));
        assert!(!gathering.add(2, 3, member(3)), "the second could not be read");
        assert!(gathering.add(1, 3, member(2)));
        assert_eq!(gathering.seen.len(), 3);
        // The last piece once more, as the list could not be written down the first time.
        assert!(!Gathering::default().add(2, 3, member(3)));
    }
}

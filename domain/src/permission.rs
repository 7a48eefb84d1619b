//! Knows Discord's permission bits that matter here, and how roles and overwrites add up to what one may do. Pure.
//! <https://discord.com/developers/docs/topics/permissions>

use crate::{ADMINISTRATOR, GuildId, RoleId, UserId};

pub const MANAGE_CHANNELS: i64 = 1 << 4;
pub const ADD_REACTIONS: i64 = 1 << 6;
pub const VIEW_CHANNEL: i64 = 1 << 10;
pub const SEND_MESSAGES: i64 = 1 << 11;
pub const SEND_TTS: i64 = 1 << 12;
pub const EMBED_LINKS: i64 = 1 << 14;
pub const ATTACH_FILES: i64 = 1 << 15;
pub const READ_HISTORY: i64 = 1 << 16;
pub const MENTION_EVERYONE: i64 = 1 << 17;
pub const MANAGE_ROLES: i64 = 1 << 28;
pub const PIN_MESSAGES: i64 = 1 << 51;

/// Every bit there is, and those to come.
const ALL: i64 = -1;
/// What goes with `SEND_MESSAGES`.
const NEEDS_SENDING: i64 = SEND_TTS | EMBED_LINKS | ATTACH_FILES | MENTION_EVERYONE;

/// Who one overwrite of a channel is for, and its bits. Numbers: newer bits than any library knows must survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overwrite {
    pub id: i64,
    pub is_member: bool,
    pub allow: i64,
    pub deny: i64,
}

impl Overwrite {
    pub fn role(id: impl Into<u64>, allow: i64, deny: i64) -> Self {
        Self { id: id.into().cast_signed(), is_member: false, allow, deny }
    }

    pub fn member(id: impl Into<u64>, allow: i64, deny: i64) -> Self {
        Self { id: id.into().cast_signed(), is_member: true, allow, deny }
    }
}

/// Guild-wide: the union of what one's roles may, `@everyone` among them. Owner and administrators may everything.
pub fn in_guild(is_owner: bool, roles: impl IntoIterator<Item = i64>) -> i64 {
    let held = roles.into_iter().fold(0, |all, one| all | one);
    if is_owner || held & ADMINISTRATOR != 0 { ALL } else { held }
}

/// In one channel, or in a category for what is made there: `@everyone`'s overwrite first, then those of one's roles
/// together, then one's own. A category's are copied when a channel is made, never inherited later.
pub fn in_channel(held: i64, guild: GuildId, me: UserId, roles: &[RoleId], overwrites: &[Overwrite]) -> i64 {
    if held & ADMINISTRATOR != 0 {
        return ALL;
    }
    let find = |id: i64, is_member: bool| overwrites.iter().find(|o| o.id == id && o.is_member == is_member);
    let apply = |bits: i64, deny: i64, allow: i64| (bits & !deny) | allow;
    let mut bits = held;
    if let Some(everyone) = find(guild.0, false) {
        bits = apply(bits, everyone.deny, everyone.allow);
    }
    let of_roles = roles.iter().filter(|role| role.0 != guild.0).filter_map(|role| find(role.0, false));
    let (deny, allow) = of_roles.fold((0, 0), |(deny, allow), o| (deny | o.deny, allow | o.allow));
    bits = apply(bits, deny, allow);
    if let Some(own) = find(me.0, true) {
        bits = apply(bits, own.deny, own.allow);
    }
    implied(bits)
}

/// Without sight nothing; without speech nothing that speech carries.
fn implied(bits: i64) -> i64 {
    match bits {
        bits if bits & VIEW_CHANNEL == 0 => 0,
        bits if bits & SEND_MESSAGES == 0 => bits & !NEEDS_SENDING,
        bits => bits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GUILD: GuildId = GuildId(1);
    const ME: UserId = UserId(2);
    const ROLE: RoleId = RoleId(3);
    const OTHER: RoleId = RoleId(4);
    const TALK: i64 = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES;

    fn here(overwrites: &[Overwrite]) -> i64 {
        in_channel(TALK, GUILD, ME, &[ROLE, OTHER], overwrites)
    }

    #[test]
    fn everyone_then_roles_then_oneself() {
        let closed = Overwrite::role(1_u64, 0, VIEW_CHANNEL);
        assert_eq!(here(&[]), TALK);
        assert_eq!(here(&[closed]), 0);
        assert_eq!(here(&[Overwrite::role(3_u64, VIEW_CHANNEL, 0), closed]), TALK, "the list's order says nothing");
        let torn = [closed, Overwrite::role(3_u64, VIEW_CHANNEL, 0), Overwrite::role(4_u64, 0, VIEW_CHANNEL)];
        assert_eq!(here(&torn), TALK, "one role's allow wins over another's deny");
        let mut mine = torn.to_vec();
        mine.push(Overwrite::member(2_u64, 0, VIEW_CHANNEL));
        assert_eq!(here(&mine), 0, "one's own comes last");
        assert_eq!(here(&[closed, Overwrite::role(9_u64, VIEW_CHANNEL, 0)]), 0, "a role that one hasn't");
        assert_eq!(here(&[closed, Overwrite::member(3_u64, VIEW_CHANNEL, 0)]), 0, "a member's id is no role's");
    }

    #[test]
    fn silence_takes_along_what_speech_carries() {
        assert_eq!(here(&[Overwrite::role(1_u64, 0, SEND_MESSAGES)]), VIEW_CHANNEL);
    }

    #[test]
    fn owners_and_administrators_may_everything() {
        assert_eq!(in_guild(true, [0]), ALL);
        assert_eq!(in_guild(false, [1, ADMINISTRATOR]), ALL);
        assert_eq!(in_guild(false, [1, 2]), 3);
        let hidden = [Overwrite::member(2_u64, 0, VIEW_CHANNEL)];
        assert_eq!(in_channel(ADMINISTRATOR, GUILD, ME, &[], &hidden), ALL);
    }

    proptest! {
        /// An overwrite that gives to whoever looks takes nothing from them; one that takes gives nothing.
        #[test]
        fn giving_never_takes(held in 0_i64..1 << 53, bits in 0_i64..1 << 53, which in 0_usize..3) {
            let held = held & !ADMINISTRATOR | VIEW_CHANNEL | SEND_MESSAGES;
            let one = |allow, deny| match which {
                0 => Overwrite::role(1_u64, allow, deny),
                1 => Overwrite::role(3_u64, allow, deny),
                _ => Overwrite::member(2_u64, allow, deny),
            };
            let with = |overwrite| in_channel(held, GUILD, ME, &[ROLE], &[overwrite]);
            prop_assert_eq!(with(one(bits, 0)) & held, held);
            prop_assert_eq!(with(one(0, bits)) & !held, 0);
            prop_assert_eq!(with(one(0, bits)) & bits, 0);
        }
    }
}

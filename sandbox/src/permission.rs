//! Who may do what where, computed as Discord computes it. Pure: takes facts, returns bits.
//! <https://docs.discord.com/developers/topics/permissions>

use crate::id::Id;
use crate::world::Overwrite;

pub const CREATE_INVITE: u64 = 1 << 0;
pub const KICK_MEMBERS: u64 = 1 << 1;
pub const BAN_MEMBERS: u64 = 1 << 2;
pub const ADMINISTRATOR: u64 = 1 << 3;
pub const MANAGE_CHANNELS: u64 = 1 << 4;
pub const MANAGE_GUILD: u64 = 1 << 5;
pub const ADD_REACTIONS: u64 = 1 << 6;
pub const VIEW_AUDIT_LOG: u64 = 1 << 7;
pub const VIEW_CHANNEL: u64 = 1 << 10;
pub const SEND_MESSAGES: u64 = 1 << 11;
pub const SEND_TTS: u64 = 1 << 12;
pub const MANAGE_MESSAGES: u64 = 1 << 13;
pub const EMBED_LINKS: u64 = 1 << 14;
pub const ATTACH_FILES: u64 = 1 << 15;
pub const READ_HISTORY: u64 = 1 << 16;
pub const MENTION_EVERYONE: u64 = 1 << 17;
pub const CHANGE_NICKNAME: u64 = 1 << 26;
pub const MANAGE_NICKNAMES: u64 = 1 << 27;
pub const MANAGE_ROLES: u64 = 1 << 28;
pub const MANAGE_WEBHOOKS: u64 = 1 << 29;
pub const USE_COMMANDS: u64 = 1 << 31;
pub const MANAGE_THREADS: u64 = 1 << 34;
pub const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub const CREATE_PRIVATE_THREADS: u64 = 1 << 36;
pub const SEND_IN_THREADS: u64 = 1 << 38;
pub const MODERATE_MEMBERS: u64 = 1 << 40;
pub const PIN_MESSAGES: u64 = 1 << 51;
pub const BYPASS_SLOWMODE: u64 = 1 << 52;

/// Every bit that Discord has given a meaning.
pub const ALL: u64 = (1 << 53) - 1;

/// What only those may use who have two-factor authentication, where a guild asks for it: of a bot its owner.
/// <https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags>
pub const MODERATION: u64 = KICK_MEMBERS
    | BAN_MEMBERS
    | ADMINISTRATOR
    | MANAGE_CHANNELS
    | MANAGE_GUILD
    | MANAGE_MESSAGES
    | MANAGE_ROLES
    | MANAGE_WEBHOOKS
    | MANAGE_THREADS;

/// What denying `SEND_MESSAGES` takes along.
const NEEDS_SENDING: u64 = SEND_TTS | EMBED_LINKS | ATTACH_FILES | MENTION_EVERYONE;

/// In the guild as a whole: the owner and administrators hold everything, the rest the union of their roles.
pub fn in_guild(owner: bool, everyone: u64, roles: impl IntoIterator<Item = u64>) -> u64 {
    if owner {
        return ALL;
    }
    let union = roles.into_iter().fold(everyone, |sum, bits| sum | bits);
    if union & ADMINISTRATOR != 0 { ALL } else { union }
}

/// What a time-out leaves: sight and what was said. Owners and administrators keep everything.
pub fn timed_out(bits: u64) -> u64 {
    if bits & ADMINISTRATOR == 0 { bits & (VIEW_CHANNEL | READ_HISTORY) } else { bits }
}

/// In one channel: its own overwrites (a category's are copied at creation, never inherited later), first
/// `@everyone`'s, then those of the roles together, then the member's own.
pub fn in_channel(guild_bits: u64, guild: Id, member: Id, roles: &[Id], overwrites: &[Overwrite]) -> u64 {
    implied(overwritten(guild_bits, guild, member, roles, overwrites))
}

/// In a thread of that channel: `SEND_MESSAGES` counts for nothing there, `SEND_MESSAGES_IN_THREADS` in its place.
pub fn in_thread(guild_bits: u64, guild: Id, member: Id, roles: &[Id], overwrites: &[Overwrite]) -> u64 {
    let bits = overwritten(guild_bits, guild, member, roles, overwrites);
    implied(if bits & SEND_IN_THREADS == 0 { bits & !SEND_MESSAGES } else { bits | SEND_MESSAGES })
}

fn overwritten(guild_bits: u64, guild: Id, member: Id, roles: &[Id], overwrites: &[Overwrite]) -> u64 {
    if guild_bits & ADMINISTRATOR != 0 {
        return ALL;
    }
    let (mut bits, mut deny, mut allow) = (guild_bits, 0, 0);
    let mut own = None;
    for o in overwrites {
        if !o.of_member && o.id == guild {
            bits = bits & !o.deny | o.allow;
        } else if !o.of_member && roles.contains(&o.id) {
            deny |= o.deny;
            allow |= o.allow;
        } else if o.of_member && o.id == member {
            own = Some(o);
        }
    }
    // @everyone's may stand anywhere in the list, the roles' only after it: so these are applied last.
    bits = bits & !deny | allow;
    if let Some(o) = own {
        bits = bits & !o.deny | o.allow;
    }
    bits
}

/// Without sight nothing; without speech nothing that speech carries.
fn implied(bits: u64) -> u64 {
    if bits & VIEW_CHANNEL == 0 {
        return 0;
    }
    if bits & SEND_MESSAGES == 0 { bits & !NEEDS_SENDING } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: Id = Id(1);
    const ME: Id = Id(2);
    const ROLE: Id = Id(3);
    const OTHER: Id = Id(4);

    fn of_role(id: Id, allow: u64, deny: u64) -> Overwrite {
        Overwrite { id, of_member: false, allow, deny }
    }

    fn of_me(allow: u64, deny: u64) -> Overwrite {
        Overwrite { id: ME, of_member: true, allow, deny }
    }

    #[test]
    fn roles_add_up_and_administrators_hold_all() {
        assert_eq!(in_guild(false, 1, [2, 4]), 7);
        assert_eq!(in_guild(true, 0, []), ALL);
        assert_eq!(in_guild(false, 0, [ADMINISTRATOR]), ALL);
        let hidden = [of_role(GUILD, 0, VIEW_CHANNEL)];
        assert_eq!(in_channel(ALL, GUILD, ME, &[], &hidden), ALL);
    }

    #[test]
    fn everyone_then_roles_then_member() {
        let base = VIEW_CHANNEL | SEND_MESSAGES;
        let closed = of_role(GUILD, 0, VIEW_CHANNEL);
        let see = |list: &[Overwrite]| in_channel(base, GUILD, ME, &[ROLE, OTHER], list) & VIEW_CHANNEL != 0;
        assert!(!see(&[closed]));
        assert!(see(&[of_role(ROLE, VIEW_CHANNEL, 0), closed]), "the order in the list says nothing");
        assert!(
            see(&[closed, of_role(ROLE, VIEW_CHANNEL, 0), of_role(OTHER, 0, VIEW_CHANNEL)]),
            "a role's allow wins over a role's deny"
        );
        assert!(!see(&[closed, of_role(ROLE, VIEW_CHANNEL, 0), of_me(0, VIEW_CHANNEL)]), "the member's own comes last");
        assert!(!see(&[closed, of_role(Id(9), VIEW_CHANNEL, 0)]), "a role one hasn't counts for nothing");
    }

    #[test]
    fn a_thread_has_a_voice_of_its_own() {
        let base = VIEW_CHANNEL | SEND_MESSAGES | SEND_IN_THREADS | ATTACH_FILES;
        let mute = [of_role(GUILD, 0, SEND_MESSAGES)];
        assert_eq!(in_channel(base, GUILD, ME, &[], &mute) & ATTACH_FILES, 0);
        assert_eq!(
            in_thread(base, GUILD, ME, &[], &mute) & (SEND_MESSAGES | ATTACH_FILES),
            SEND_MESSAGES | ATTACH_FILES
        );
        let quiet = [of_role(GUILD, 0, SEND_IN_THREADS)];
        assert_eq!(in_thread(base, GUILD, ME, &[], &quiet), VIEW_CHANNEL);
    }

    #[test]
    fn silence_and_blindness_take_along() {
        let base = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES | EMBED_LINKS | MANAGE_MESSAGES;
        let mute = [of_role(GUILD, 0, SEND_MESSAGES)];
        assert_eq!(in_channel(base, GUILD, ME, &[], &mute), VIEW_CHANNEL | MANAGE_MESSAGES);
        let blind = [of_role(GUILD, 0, VIEW_CHANNEL)];
        assert_eq!(in_channel(base, GUILD, ME, &[], &blind), 0);
    }
}

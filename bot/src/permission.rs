//! Knows Discord's permission bits that matter here
//! (<https://discord.com/developers/docs/topics/permissions>), and who is let into a ticket's channel.

use domain::permission::{
    ADD_REACTIONS, ATTACH_FILES, EMBED_LINKS, MANAGE_CHANNELS, MANAGE_ROLES, Overwrite, READ_HISTORY, SEND_MESSAGES,
    VIEW_CHANNEL,
};
use domain::{ADMINISTRATOR, GuildId, RoleId, RoleKind, Ticket, UserId};
use store::Catalog;

/// To talk in a ticket.
const TALK: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | ADD_REACTIONS;
const READ: i64 = VIEW_CHANNEL | READ_HISTORY;
const BOT: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | MANAGE_CHANNELS;

/// A permission that the bot needs in a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    pub bit: i64,
    /// As Discord calls it.
    pub name: &'static str,
    /// What for.
    pub why: &'static str,
}

const fn needed(bit: i64, name: &'static str, why: &'static str) -> Needed {
    Needed { bit, name, why }
}

/// All that the bot needs, and nothing else: the invite link asks for these.
pub const NEEDED: &[Needed] = &[
    needed(VIEW_CHANNEL, "View Channels", "to see the channels that it makes and looks after"),
    needed(
        MANAGE_CHANNELS,
        "Manage Channels",
        "to make, move, rename and delete tickets' channels and their categories",
    ),
    needed(MANAGE_ROLES, "Manage Roles", "to decide who sees a ticket's channel; it never gives anyone a role"),
    needed(SEND_MESSAGES, "Send Messages", "to post panels, welcome messages and what is said at the close"),
    needed(EMBED_LINKS, "Embed Links", "because those messages are embeds"),
    needed(ATTACH_FILES, "Attach Files", "to let members attach files: a bot can allow only what it may itself"),
    needed(READ_HISTORY, "Read Message History", "to keep the transcript, also of what was said while it was away"),
    needed(ADD_REACTIONS, "Add Reactions", "to let members react in tickets, for the same reason"),
];

/// As the one number that an invite link carries.
pub fn needed_bits() -> i64 {
    NEEDED.iter().fold(0, |all, one| all | one.bit)
}

/// The names of those of `wanted` that are not held.
pub fn lacking(held: i64, wanted: i64) -> Vec<&'static str> {
    if held & ADMINISTRATOR != 0 {
        return Vec::new();
    }
    NEEDED.iter().filter(|one| wanted & one.bit != 0 && held & one.bit == 0).map(|one| one.name).collect()
}

/// Who the guild is, for the sake of overwrites.
pub struct Place<'a> {
    pub guild: GuildId,
    pub me: UserId,
    /// What the bot holds guild-wide: it can hand out nothing else.
    pub held: i64,
    /// Roles that exist. An overwrite for one that does not is refused as a whole.
    pub roles: &'a dyn Fn(RoleId) -> bool,
}

/// The overwrites of a ticket's channel: whoever is not named sees nothing. The customer only while `customer_in`.
pub fn of_ticket(place: &Place<'_>, catalog: &Catalog, ticket: &Ticket, customer_in: bool) -> Vec<Overwrite> {
    let may = if place.held & ADMINISTRATOR == 0 { place.held } else { -1 };
    let everyone = u64::from(place.guild);
    let mut all = vec![Overwrite::role(everyone, 0, VIEW_CHANNEL & may), Overwrite::member(place.me, BOT & may, 0)];
    let mut role = |id: RoleId, allow: i64, deny: i64| {
        let known = all.iter_mut().find(|o| !o.is_member && o.id == id.0);
        match known {
            // Staff of one kind and viewer of another: what lets do more wins.
            Some(o) if allow & !o.allow != 0 => *o = Overwrite::role(id, allow & may, deny & may),
            None if (place.roles)(id) && u64::from(id) != everyone => {
                all.push(Overwrite::role(id, allow & may, deny & may));
            }
            _ => {}
        }
    };
    if let Some(department) = catalog.departments.iter().find(|d| d.id == ticket.department) {
        for (id, kind) in &department.roles {
            match kind {
                RoleKind::Staff | RoleKind::Supervisor => role(*id, TALK, 0),
                RoleKind::Viewer => role(*id, READ, SEND_MESSAGES),
            }
        }
        // Whoever is pinged must be able to come.
        if let Some(id) = department.oncall_role
            && !department.roles.iter().any(|(role, _)| *role == id)
        {
            role(id, TALK, 0);
        }
    }
    for id in &catalog.admin_roles {
        role(*id, TALK, 0);
    }
    if customer_in {
        all.push(Overwrite::member(ticket.customer, TALK & may, 0));
    }
    all
}

/// A category of ours: its channels carry their own overwrites, it shows itself to nobody.
pub fn of_category(place: &Place<'_>, hidden: bool) -> Vec<Overwrite> {
    let may = if place.held & ADMINISTRATOR == 0 { place.held } else { -1 };
    let mut all = vec![Overwrite::member(place.me, BOT & may, 0)];
    if hidden {
        all.push(Overwrite::role(u64::from(place.guild), 0, VIEW_CHANNEL & may));
    }
    all
}

/// A panel's channel: everybody reads, nobody but the bot writes.
pub fn of_panel(place: &Place<'_>) -> Vec<Overwrite> {
    let may = if place.held & ADMINISTRATOR == 0 { place.held } else { -1 };
    vec![
        Overwrite::role(u64::from(place.guild), READ & may, SEND_MESSAGES & may),
        Overwrite::member(place.me, BOT & may, 0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_named() {
        let all = needed_bits();
        assert_eq!(lacking(ADMINISTRATOR, all), Vec::<&str>::new());
        assert_eq!(lacking(!(MANAGE_ROLES | ADMINISTRATOR), all), ["Manage Roles"]);
        assert_eq!(lacking(0, VIEW_CHANNEL | SEND_MESSAGES), ["View Channels", "Send Messages"]);
    }

    /// A bot can hand out only what it holds: whatever stands in an overwrite of ours must be on the list.
    #[test]
    fn whatever_is_handed_out_is_needed() {
        assert_eq!((TALK | READ | BOT) & !needed_bits(), 0);
    }
}

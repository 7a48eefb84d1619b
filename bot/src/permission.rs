//! Knows Discord's permission bits that matter here
//! (<https://discord.com/developers/docs/topics/permissions>), and who is let into a ticket's channel.

use crate::rest::Overwrite;
use domain::{ADMINISTRATOR, GuildId, RoleId, RoleKind, Ticket, UserId};
use store::Catalog;

pub const ADD_REACTIONS: i64 = 1 << 6;
pub const VIEW_CHANNEL: i64 = 1 << 10;
pub const SEND_MESSAGES: i64 = 1 << 11;
pub const MANAGE_CHANNELS: i64 = 1 << 4;
pub const EMBED_LINKS: i64 = 1 << 14;
pub const ATTACH_FILES: i64 = 1 << 15;
pub const READ_HISTORY: i64 = 1 << 16;
pub const MANAGE_ROLES: i64 = 1 << 28;

/// To talk in a ticket.
const TALK: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | ADD_REACTIONS;
const READ: i64 = VIEW_CHANNEL | READ_HISTORY;
const BOT: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | MANAGE_CHANNELS;

/// What the bot needs in a guild, with Discord's names.
const NEEDED: &[(i64, &str)] = &[
    (VIEW_CHANNEL, "View Channels"),
    (MANAGE_CHANNELS, "Manage Channels"),
    (MANAGE_ROLES, "Manage Roles"),
    (SEND_MESSAGES, "Send Messages"),
    (EMBED_LINKS, "Embed Links"),
    (ATTACH_FILES, "Attach Files"),
    (READ_HISTORY, "Read Message History"),
    (ADD_REACTIONS, "Add Reactions"),
];

/// The names of what is needed and not held.
pub fn lacking(held: i64) -> Vec<&'static str> {
    if held & ADMINISTRATOR != 0 {
        return Vec::new();
    }
    NEEDED.iter().filter(|(bit, _)| held & bit == 0).map(|(_, name)| *name).collect()
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
        assert_eq!(lacking(ADMINISTRATOR), Vec::<&str>::new());
        assert_eq!(lacking(!(MANAGE_ROLES | ADMINISTRATOR)), ["Manage Roles"]);
    }
}

//! Knows Discord's permission bits that matter here
//! (<https://discord.com/developers/docs/topics/permissions>), and who is let into a ticket's channel.

use domain::permission::{
    ADD_REACTIONS, ATTACH_FILES, EMBED_LINKS, MANAGE_CHANNELS, MANAGE_ROLES, Overwrite, PIN_MESSAGES, READ_HISTORY,
    SEND_MESSAGES, VIEW_CHANNEL,
};
use domain::{ADMINISTRATOR, ClaimMode, Department, GuildId, RoleId, RoleKind, Ticket, UserId};
use store::Catalog;

/// To talk in a ticket.
const TALK: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | ADD_REACTIONS;
const READ: i64 = VIEW_CHANNEL | READ_HISTORY;
/// What is added to that by whom a claim belongs to: sight itself comes from their roles, and goes with them.
const WRITE: i64 = TALK & !READ;
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
    needed(PIN_MESSAGES, "Pin Messages", "to pin a ticket's welcome message; without it everything else works"),
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

/// The overwrites of a ticket's channel: whoever is not named sees nothing. `let_in` are its customer and whom staff
/// added, as far as they are to see it.
pub fn of_ticket(place: &Place<'_>, catalog: &Catalog, ticket: &Ticket, let_in: &[UserId]) -> Vec<Overwrite> {
    let may = if place.held & ADMINISTRATOR == 0 { place.held } else { -1 };
    let everyone = u64::from(place.guild);
    let mut all = vec![Overwrite::role(everyone, 0, VIEW_CHANNEL & may), Overwrite::member(place.me, BOT & may, 0)];
    let claimed = claimed(catalog, ticket);
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
                RoleKind::Supervisor => role(*id, TALK, 0),
                RoleKind::Staff if claimed.is_none() => role(*id, TALK, 0),
                RoleKind::Staff | RoleKind::Viewer => role(*id, READ, SEND_MESSAGES),
            }
        }
        on_call(department, &mut role);
    }
    for id in &catalog.admin_roles {
        role(*id, TALK, 0);
    }
    let writes = claimed.filter(|person| !let_in.contains(person)).map(|person| (person, WRITE));
    all.extend(let_in.iter().map(|person| (*person, TALK)).chain(writes).map(|(person, bits)| {
        // One's own overwrite comes last in Discord's sum, so a role's "no" does not matter any more.
        Overwrite::member(person, bits & may, 0)
    }));
    all
}

/// Whose it is, where that keeps the others of the staff from writing.
fn claimed(catalog: &Catalog, ticket: &Ticket) -> Option<UserId> {
    let exclusive = catalog.kind(ticket.ticket_type).is_some_and(|kind| kind.conduct.claim == ClaimMode::Exclusive);
    ticket.assignee.filter(|_| exclusive && !ticket.status.is_over())
}

/// Whoever is pinged must be able to come.
fn on_call(department: &Department, role: &mut impl FnMut(RoleId, i64, i64)) {
    if let Some(id) = department.oncall_role
        && !department.roles.iter().any(|(role, _)| *role == id)
    {
        role(id, TALK, 0);
    }
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

    /// Who loses a role loses sight, whatever they have claimed.
    #[test]
    fn a_claim_gives_speech_and_no_sight() {
        assert_eq!(WRITE & READ, 0);
        assert_ne!(WRITE & SEND_MESSAGES, 0);
    }
}

//! Knows what the bot keeps in memory, so that a form can be the first answer: guilds' roles, their catalogue, the
//! tickets that are open. All of it is a copy; the database and Discord are the truth.

use crate::wire::guild::{Emoji, Guild, Role};
use domain::permission::{Overwrite, in_channel, in_guild};
use domain::{
    Access, ChannelId, DepartmentId, EmojiId, GuildId, MemberFacts, OpeningFacts, RawAnswer, Refusal, RoleId, Status,
    Ticket, TicketId, TicketType, TicketTypeId, Timestamp, UserId, ticket_ref,
};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;
use store::Catalog;

/// One guild as its events tell it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub name: String,
    pub owner: UserId,
    /// Role → its guild-wide permissions.
    pub roles: HashMap<RoleId, i64>,
    /// Those that anyone may ping.
    pub mentionable: HashSet<RoleId>,
    pub my_roles: Vec<RoleId>,
    /// Moderators need two-factor authentication: for a bot it is its owner's account that must have it.
    pub mfa: bool,
    /// The guild's own that can be used.
    pub emoji: HashSet<EmojiId>,
}

/// A message that shows any other is refused as a whole.
pub fn usable(all: &[Emoji]) -> HashSet<EmojiId> {
    all.iter().filter(|emoji| emoji.available).filter_map(|emoji| emoji.id).collect()
}

/// A guild's channels, with who is let in and who is kept out.
pub type Overwrites = HashMap<ChannelId, Vec<Overwrite>>;

impl Known {
    pub fn new(guild: &Guild, me: UserId) -> Self {
        let mine = guild.members.iter().find(|m| m.user.id == me);
        Self {
            name: guild.name.clone(),
            owner: guild.owner_id,
            roles: guild.roles.iter().map(|role| (role.id, role.permissions)).collect(),
            mentionable: guild.roles.iter().filter(|role| role.mentionable).map(|role| role.id).collect(),
            my_roles: mine.map(|m| m.roles.clone()).unwrap_or_default(),
            emoji: usable(&guild.emojis),
            mfa: guild.mfa_level > 0,
        }
    }

    pub fn put_role(&mut self, role: &Role) {
        self.roles.insert(role.id, role.permissions);
        if role.mentionable {
            self.mentionable.insert(role.id);
        } else {
            self.mentionable.remove(&role.id);
        }
    }

    /// The union of what these roles may, `@everyone` included.
    pub fn permissions(&self, guild: GuildId, roles: &[RoleId]) -> i64 {
        let everyone = RoleId(guild.0);
        let of = |role: &RoleId| self.roles.get(role).copied().unwrap_or(0);
        roles.iter().map(of).fold(of(&everyone), |all, one| all | one)
    }
}

/// An open ticket, as far as a press must know of it.
#[derive(Clone, Copy, Debug)]
pub struct OpenTicket {
    pub guild: GuildId,
    pub number: i64,
    pub ticket_type: TicketTypeId,
    pub department: DepartmentId,
    pub customer: UserId,
    pub channel: Option<ChannelId>,
    /// Counts against what one member may have open; a completed one does not.
    pub counts: bool,
}

/// Who presses.
pub struct Opener<'a> {
    pub guild: GuildId,
    pub user: UserId,
    pub roles: &'a [RoleId],
    pub joined_at: Option<Timestamp>,
}

#[derive(Default)]
struct Counted {
    theirs: i64,
    /// Number and channel of the last one.
    newest: Option<(i64, Option<ChannelId>)>,
    theirs_in_all: i64,
    in_total: i64,
}

/// What a member had written when the form was refused.
struct Draft {
    answers: Vec<RawAnswer>,
    at: Timestamp,
}

const DRAFT_KEPT: Duration = Duration::from_mins(15);
/// More than are written to between two looks; asking Discord again costs one request each.
const DIRECTS_KEPT: usize = 4_096;

#[derive(Default)]
pub struct Memory {
    guilds: RwLock<HashMap<GuildId, Known>>,
    overwrites: RwLock<HashMap<GuildId, Overwrites>>,
    catalogs: RwLock<HashMap<GuildId, Arc<Catalog>>>,
    open: RwLock<HashMap<TicketId, OpenTicket>>,
    drafts: RwLock<HashMap<(UserId, TicketTypeId), Draft>>,
    /// Where a person is written to directly: Discord gives the same channel every time.
    directs: RwLock<HashMap<UserId, ChannelId>>,
    /// Channels in which somebody spoke before the database knew whose they are.
    early: RwLock<HashSet<ChannelId>>,
    /// Problems that are written down, so that their solving is written once.
    problems: RwLock<HashSet<(GuildId, String)>>,
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    pub fn guild(&self, guild: GuildId) -> Option<Known> {
        read(&self.guilds).get(&guild).cloned()
    }

    /// What the bot may guild-wide; `None` of a guild that is not known.
    pub fn held(&self, guild: GuildId, me: UserId) -> Option<i64> {
        let guilds = read(&self.guilds);
        let known = guilds.get(&guild)?;
        Some(in_guild(known.owner == me, [known.permissions(guild, &known.my_roles)]))
    }

    /// What the bot may in a channel; `None` of one that is not known.
    pub fn held_in(&self, guild: GuildId, me: UserId, channel: ChannelId) -> Option<i64> {
        let guilds = read(&self.guilds);
        let known = guilds.get(&guild)?;
        let held = in_guild(known.owner == me, [known.permissions(guild, &known.my_roles)]);
        let overwrites = read(&self.overwrites);
        Some(in_channel(held, guild, me, &known.my_roles, overwrites.get(&guild)?.get(&channel)?))
    }

    pub fn put_guild(&self, guild: GuildId, known: Known) {
        write(&self.guilds).insert(guild, known);
    }

    pub fn change_guild(&self, guild: GuildId, change: impl FnOnce(&mut Known)) {
        if let Some(known) = write(&self.guilds).get_mut(&guild) {
            change(known);
        }
    }

    pub fn drop_guild(&self, guild: GuildId) {
        write(&self.guilds).remove(&guild);
        write(&self.catalogs).remove(&guild);
        write(&self.overwrites).remove(&guild);
    }

    pub fn put_overwrites(&self, guild: GuildId, all: Overwrites) {
        write(&self.overwrites).insert(guild, all);
    }

    /// Whether they are others than before.
    pub fn change_overwrites(&self, guild: GuildId, channel: ChannelId, now: Option<Vec<Overwrite>>) -> bool {
        let mut all = write(&self.overwrites);
        let known = all.entry(guild).or_default();
        match now {
            Some(now) if known.get(&channel) == Some(&now) => false,
            Some(now) => {
                known.insert(channel, now);
                true
            }
            None => known.remove(&channel).is_some(),
        }
    }

    pub fn overwrites(&self, guild: GuildId) -> Overwrites {
        read(&self.overwrites).get(&guild).cloned().unwrap_or_default()
    }

    /// The channels of the tickets that are open in a guild.
    pub fn ticket_channels(&self, guild: GuildId) -> Vec<ChannelId> {
        let open = read(&self.open);
        let mut channels: Vec<_> = open.values().filter(|t| t.guild == guild).filter_map(|t| t.channel).collect();
        channels.sort_unstable();
        channels
    }

    pub fn guilds(&self) -> Vec<GuildId> {
        read(&self.guilds).keys().copied().collect()
    }

    pub fn is_here(&self, guild: GuildId) -> bool {
        read(&self.guilds).contains_key(&guild)
    }

    pub fn catalog(&self, guild: GuildId) -> Option<Arc<Catalog>> {
        read(&self.catalogs).get(&guild).cloned()
    }

    pub fn put_catalog(&self, guild: GuildId, catalog: Arc<Catalog>) {
        write(&self.catalogs).insert(guild, catalog);
    }

    pub fn put_ticket(&self, ticket: &Ticket) {
        let mut open = write(&self.open);
        if ticket.status.is_over() || ticket.channel_gone_at.is_some() {
            open.remove(&ticket.id);
            return;
        }
        let known = OpenTicket {
            guild: ticket.guild,
            number: ticket.number,
            ticket_type: ticket.ticket_type,
            department: ticket.department,
            customer: ticket.customer,
            channel: ticket.channel,
            counts: ticket.status != Status::Completed,
        };
        open.insert(ticket.id, known);
    }

    /// These and no others are in the guild.
    pub fn put_tickets(&self, guild: GuildId, tickets: &[Ticket]) {
        write(&self.open).retain(|_, known| known.guild != guild);
        for ticket in tickets {
            self.put_ticket(ticket);
        }
    }

    pub fn ticket(&self, ticket: TicketId) -> Option<OpenTicket> {
        read(&self.open).get(&ticket).copied()
    }

    /// Whose tickets are open in a guild.
    pub fn customers(&self, guild: GuildId) -> HashSet<UserId> {
        read(&self.open).values().filter(|known| known.guild == guild).map(|known| known.customer).collect()
    }

    /// The checks of an opening, as far as memory knows: the type, blocks, roles, ages, what is open. When the member
    /// opened last, what others open at this moment and who waits is asked where the ticket is made.
    pub fn may_open(
        &self,
        catalog: &Catalog,
        ticket_type: TicketTypeId,
        member: &Opener<'_>,
        now: Timestamp,
    ) -> Result<TicketType, Refusal> {
        let kind = catalog.types.iter().find(|t| t.id == ticket_type).ok_or(Refusal::TypeGone)?;
        let open = self.counted(member.guild, ticket_type, member.user);
        let facts = OpeningFacts {
            opener: domain::Opener::Customer,
            state: kind.state,
            paused_message: kind.paused_message.as_deref(),
            limit_per_member: kind.limit_per_member,
            customer: member.user,
            roles: member.roles,
            joined_at: member.joined_at,
            blocks: &catalog.blocks,
            theirs: open.theirs,
            theirs_link: open
                .newest
                .map(|(number, channel)| channel.map_or_else(|| ticket_ref(number), |channel| format!("<#{channel}>"))),
            theirs_in_all: open.theirs_in_all,
            in_total: open.in_total,
            waiting: 0,
            last_opened_at: None,
            lately: 0,
        };
        domain::may_open(&kind.opening, &catalog.rules, &facts, now)?;
        Ok(kind.clone())
    }

    /// Open tickets, as they count against limits.
    fn counted(&self, guild: GuildId, ticket_type: TicketTypeId, user: UserId) -> Counted {
        let mut all = Counted::default();
        for ticket in read(&self.open).values().filter(|ticket| ticket.counts && ticket.guild == guild) {
            let (same, own) = (ticket.ticket_type == ticket_type, ticket.customer == user);
            all.in_total += i64::from(same);
            all.theirs_in_all += i64::from(own);
            if same && own {
                all.theirs += 1;
                all.newest = all.newest.max(Some((ticket.number, ticket.channel)));
            }
        }
        all
    }

    /// What decides a person's standing, from the roles that their interaction carries.
    pub fn facts(&self, guild: GuildId, user: UserId, roles: &[RoleId]) -> Option<MemberFacts> {
        let guilds = read(&self.guilds);
        let known = guilds.get(&guild)?;
        Some(MemberFacts {
            is_owner: known.owner == user,
            permissions: known.permissions(guild, roles),
            roles: roles.to_vec(),
            // An interaction comes from somebody who is there.
            has_left: false,
        })
    }

    /// A person's rights, from memory alone.
    pub fn access(&self, guild: GuildId, user: UserId, roles: &[RoleId]) -> Option<Access> {
        let facts = self.facts(guild, user, roles)?;
        let catalog = self.catalog(guild)?;
        Some(Access::decide(guild, user, &facts, &catalog.admin_roles, &catalog.departments))
    }

    pub fn keep_draft(&self, user: UserId, ticket_type: TicketTypeId, answers: Vec<RawAnswer>, at: Timestamp) {
        let mut drafts = write(&self.drafts);
        drafts.retain(|_, draft| at.since(draft.at) < DRAFT_KEPT);
        drafts.insert((user, ticket_type), Draft { answers, at });
    }

    pub fn draft(&self, user: UserId, ticket_type: TicketTypeId) -> Vec<RawAnswer> {
        read(&self.drafts).get(&(user, ticket_type)).map(|d| d.answers.clone()).unwrap_or_default()
    }

    pub fn drop_draft(&self, user: UserId, ticket_type: TicketTypeId) {
        write(&self.drafts).remove(&(user, ticket_type));
    }

    /// Something was said in a channel that is of no ticket yet, but so young that it may become one's.
    pub fn note_early(&self, channel: ChannelId, since: Timestamp) {
        let mut early = write(&self.early);
        early.retain(|known| known.time() >= since);
        early.insert(channel);
    }

    /// Whether somebody was early there.
    pub fn take_early(&self, channel: ChannelId) -> bool {
        let was = read(&self.early).contains(&channel);
        was && write(&self.early).remove(&channel)
    }

    pub fn direct(&self, user: UserId) -> Option<ChannelId> {
        read(&self.directs).get(&user).copied()
    }

    pub fn put_direct(&self, user: UserId, channel: ChannelId) {
        let mut directs = write(&self.directs);
        if directs.len() >= DIRECTS_KEPT {
            directs.clear();
        }
        directs.insert(user, channel);
    }

    pub fn drop_direct(&self, user: UserId) {
        write(&self.directs).remove(&user);
    }

    /// Whether it is a new one.
    pub fn note_problem(&self, guild: GuildId, subject: &str) -> bool {
        write(&self.problems).insert((guild, subject.to_owned()))
    }

    /// The subjects of a guild's problems.
    pub fn problems(&self, guild: GuildId) -> Vec<String> {
        read(&self.problems).iter().filter(|(of, _)| *of == guild).map(|(_, subject)| subject.clone()).collect()
    }

    /// Whether there was one.
    pub fn forget_problem(&self, guild: GuildId, subject: &str) -> bool {
        let key = (guild, subject.to_owned());
        read(&self.problems).contains(&key) && write(&self.problems).remove(&key)
    }
}

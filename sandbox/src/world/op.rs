//! The single steps in which the world changes; also the journal's words.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    Application, Channel, Code, Command, Entry, Faults, Grant, Guild, Holder, House, Interaction, Invite, Member,
    Message, Role, Room, Settings, User, Webhook, World, audit, channel_kind, message_kind,
};
use crate::id::Id;

/// "Put" replaces what bears the same id; "gone" of what isn't there does nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Key(String),
    Settings(Settings),
    Faults(Faults),
    User(User),
    Guild(Guild),
    GuildGone(Id),
    Role(Id, Role),
    RoleGone(Id, Id),
    Member(Id, Member),
    MemberGone(Id, Id),
    Channel(Channel),
    ChannelGone(Id),
    Message(Box<Message>),
    MessageGone(Id, Id),
    Application(Application),
    Command(Command),
    CommandGone(Id),
    Interaction(Box<Interaction>),
    InteractionGone(Id),
    Code(Code),
    CodeGone(String),
    Grant(Grant),
    GrantGone(String),
    Webhook(Webhook),
    WebhookGone(Id),
    Ban(Id, Id, Option<String>),
    BanGone(Id, Id),
    Audit(Box<Entry>),
    Ahead(u64),
    Invite(Invite),
    InviteGone(String),
}

impl World {
    pub fn apply(&mut self, op: Op) {
        match op {
            Op::Key(key) => self.key = key,
            Op::Settings(s) => self.settings = s,
            Op::Faults(f) => self.faults = f,
            Op::User(u) => drop(self.users.insert(u.id, u)),
            Op::Guild(g) => match self.guilds.get_mut(&g.id) {
                Some(house) => house.guild = g,
                None => drop(self.guilds.insert(g.id, House::new(g, self.ids.clone()))),
            },
            Op::GuildGone(id) => self.drop_guild(id),
            Op::Role(g, role) => self.in_house(g, |h| drop(h.roles.insert(role.id, role))),
            Op::RoleGone(g, id) => self.in_house(g, |h| drop(h.roles.remove(&id))),
            Op::Member(g, m) => self.in_house(g, |h| drop(h.members.insert(m.user, m))),
            Op::MemberGone(g, user) => self.in_house(g, |h| drop(h.members.remove(&user))),
            Op::Channel(c) => self.put_channel(c),
            Op::ChannelGone(id) => self.drop_channel(id),
            Op::Message(m) => self.put_message(*m),
            Op::MessageGone(channel, id) => self.drop_message(channel, id),
            Op::Application(a) => drop(self.applications.insert(a.id, a)),
            Op::Command(c) => drop(self.commands.insert(c.id, c)),
            Op::CommandGone(id) => drop(self.commands.remove(&id)),
            Op::Interaction(i) => self.put_interaction(*i),
            Op::InteractionGone(id) => self.drop_interaction(id),
            Op::Code(c) => drop(self.codes.insert(c.code.clone(), c)),
            Op::CodeGone(code) => drop(self.codes.remove(&code)),
            Op::Grant(g) => drop(self.grants.insert(g.access.clone(), g)),
            Op::GrantGone(access) => drop(self.grants.remove(&access)),
            Op::Webhook(w) => drop(self.webhooks.insert(w.id, w)),
            Op::WebhookGone(id) => drop(self.webhooks.remove(&id)),
            Op::Ban(g, user, why) => self.in_house(g, |h| drop(h.bans.insert(user, why))),
            Op::BanGone(g, user) => self.in_house(g, |h| drop(h.bans.remove(&user))),
            Op::Invite(i) => drop(self.invites.insert(i.code.clone(), i)),
            Op::InviteGone(code) => drop(self.invites.remove(&code)),
            Op::Ahead(ms) => self.ahead = ms,
            Op::Audit(entry) => self.in_house(entry.guild, |h| {
                h.audit.insert(entry.id, *entry);
                if h.audit.len() > audit::KEPT {
                    h.audit.pop_first();
                }
            }),
        }
    }

    fn in_house(&mut self, guild: Id, f: impl FnOnce(&mut House)) {
        if let Some(house) = self.guilds.get_mut(&guild) {
            f(house);
        }
    }

    fn drop_guild(&mut self, id: Id) {
        let Some(house) = self.guilds.remove(&id) else { return };
        house.channels.into_iter().chain(house.threads).for_each(|channel| self.drop_channel(channel));
    }

    fn put_channel(&mut self, channel: Channel) {
        if channel.kind == channel_kind::DM
            && let [a, b] = channel.recipients[..]
        {
            self.dms.insert((a.min(b), a.max(b)), channel.id);
        }
        if let Some(guild) = channel.guild {
            let of_threads = channel.thread.is_some();
            self.in_house(guild, |h| {
                _ = if of_threads { h.threads.insert(channel.id) } else { h.channels.insert(channel.id) };
            });
        }
        match self.rooms.get_mut(&channel.id) {
            Some(room) => room.channel = channel,
            None => drop(self.rooms.insert(channel.id, Room { channel, messages: BTreeMap::new() })),
        }
    }

    fn drop_channel(&mut self, id: Id) {
        let Some(room) = self.rooms.remove(&id) else { return };
        if let Some(guild) = room.channel.guild {
            let inner: Vec<Id> = self.threads(guild, Some(id)).map(|c| c.id).collect();
            self.in_house(guild, |h| _ = h.channels.remove(&id) | h.threads.remove(&id));
            if room.channel.thread.is_none() {
                for thread in inner {
                    self.drop_channel(thread);
                }
                self.webhooks.retain(|_, w| w.channel != id);
                self.invites.retain(|_, i| i.channel != id);
            }
        }
        room.messages.values().flat_map(|m| &m.attachments).for_each(|a| let_go(&mut self.files, &mut self.left, a.id));
    }

    fn put_message(&mut self, message: Message) {
        let Some(room) = self.rooms.get_mut(&message.channel) else { return };
        let holder = Holder::Message { channel: message.channel, message: message.id };
        message.attachments.iter().for_each(|a| _ = self.files.insert(a.id, holder));
        if message.is_public() && room.channel.last_message.is_none_or(|last| last < message.id) {
            room.channel.last_message = Some(message.id);
            let spoken = message.kind != message_kind::THREAD_STARTER;
            if let Some(thread) = room.channel.thread.as_mut().filter(|_| spoken) {
                thread.said += 1;
                thread.active = thread.active.max(message.at);
            }
        }
        let kept = |a: &super::Attachment| message.attachments.iter().any(|b| b.id == a.id);
        if let Some(old) = room.messages.get(&message.id) {
            old.attachments.iter().filter(|a| !kept(a)).for_each(|a| let_go(&mut self.files, &mut self.left, a.id));
        }
        room.messages.insert(message.id, message);
    }

    fn drop_message(&mut self, channel: Id, id: Id) {
        let gone = self.rooms.get_mut(&channel).and_then(|room| room.messages.remove(&id));
        gone.iter().flat_map(|m| &m.attachments).for_each(|a| let_go(&mut self.files, &mut self.left, a.id));
    }

    fn put_interaction(&mut self, interaction: Interaction) {
        let holder = Holder::Interaction { channel: interaction.channel, interaction: interaction.id };
        interaction.uploads.iter().for_each(|a| _ = self.files.insert(a.id, holder));
        self.interactions.insert(interaction.id, interaction);
    }

    fn drop_interaction(&mut self, id: Id) {
        let gone = self.interactions.remove(&id);
        gone.iter().flat_map(|i| &i.uploads).for_each(|a| let_go(&mut self.files, &mut self.left, a.id));
    }

    /// Everything there is, as the steps that would make it; in an order that holds when replayed.
    pub fn dump(&self, each: &mut dyn FnMut(&Op)) {
        each(&Op::Key(self.key.clone()));
        each(&Op::Settings(self.settings.clone()));
        each(&Op::Faults(self.faults.clone()));
        each(&Op::Ahead(self.ahead));
        self.users.values().for_each(|u| each(&Op::User(u.clone())));
        self.applications.values().for_each(|a| each(&Op::Application(a.clone())));
        for (id, house) in &self.guilds {
            each(&Op::Guild(house.guild.clone()));
            house.roles.values().for_each(|r| each(&Op::Role(*id, r.clone())));
            house.members.values().for_each(|m| each(&Op::Member(*id, m.clone())));
            house.bans.iter().for_each(|(user, why)| each(&Op::Ban(*id, *user, why.clone())));
            house.audit.values().for_each(|e| each(&Op::Audit(Box::new(e.clone()))));
        }
        for room in self.rooms.values() {
            each(&Op::Channel(room.channel.clone()));
            room.messages.values().for_each(|m| each(&Op::Message(Box::new(m.clone()))));
        }
        self.webhooks.values().for_each(|w| each(&Op::Webhook(w.clone())));
        self.invites.values().for_each(|i| each(&Op::Invite(i.clone())));
        self.commands.values().for_each(|c| each(&Op::Command(c.clone())));
        self.interactions.values().for_each(|i| each(&Op::Interaction(Box::new(i.clone()))));
        self.codes.values().for_each(|c| each(&Op::Code(c.clone())));
        self.grants.values().for_each(|g| each(&Op::Grant(g.clone())));
    }
}

/// Nothing holds the file any more.
fn let_go(files: &mut HashMap<Id, Holder>, left: &mut Vec<Id>, id: Id) {
    if files.remove(&id).is_some() {
        left.push(id);
    }
}

//! Knows how tickets look in Discord, told without speaking to Discord: for whoever lays down a past that this bot must
//! find as its own (the demo's sample data).

use crate::permission::{self, Place};
use crate::rest::overwrite_json;
use crate::ticket::View;
use crate::words::Word;
use crate::{category, ticket};
use domain::permission::Overwrite;
use domain::{Answer, GuildId, RoleId, Ticket, Timestamp, UserId};
use serde_json::Value;
use std::collections::HashSet;
use store::{Catalog, CategoryKind};

/// A guild as its overwrites see it.
pub struct Ground<'a> {
    pub guild: GuildId,
    /// The bot's user.
    pub me: UserId,
    /// What the bot holds in the guild.
    pub held: i64,
    pub roles: &'a HashSet<RoleId>,
}

impl Ground<'_> {
    fn place<T>(&self, decide: impl FnOnce(&Place<'_>) -> T) -> T {
        let exists = |role: RoleId| self.roles.contains(&role);
        decide(&Place { guild: self.guild, me: self.me, held: self.held, roles: &exists })
    }

    /// Of a ticket's channel. An archived one lets its customer no longer in.
    pub fn of_ticket(&self, catalog: &Catalog, ticket: &Ticket, archived: bool) -> Vec<Value> {
        let let_in = if archived { Vec::new() } else { vec![ticket.customer] };
        json(&self.place(|place| permission::of_ticket(place, catalog, ticket, &let_in)))
    }

    /// Of a category of Docket's.
    pub fn of_category(&self, kind: CategoryKind) -> Vec<Value> {
        json(&self.place(|place| permission::of_category(place, kind != CategoryKind::Create)))
    }
}

fn json(overwrites: &[Overwrite]) -> Vec<Value> {
    overwrites.iter().copied().map(overwrite_json).collect()
}

pub fn category_name(kind: CategoryKind) -> &'static str {
    category::name(kind)
}

/// What a ticket's channel is known by.
pub fn topic(of: &Ticket, type_name: &str) -> String {
    ticket::topic(of, type_name)
}

/// The welcome message as it stands now: `content`, `embeds`, `components`.
pub fn welcome(ticket: &Ticket, catalog: &Catalog, answers: &[Answer]) -> Value {
    View { ticket, catalog, answers }.message()
}

/// What is said when a ticket is over.
pub fn close_notice(ticket: &Ticket, catalog: &Catalog, deleted_soon: bool) -> Value {
    View { ticket, catalog, answers: &[] }.close_notice(deleted_soon)
}

/// "Is it solved?", as the customer is asked.
pub fn ask_solved(ticket: &Ticket, catalog: &Catalog, until: Option<Timestamp>) -> Value {
    View { ticket, catalog, answers: &[] }.ask_solved(until)
}

/// What is said when help is asked for.
pub fn help(ticket: &Ticket, catalog: &Catalog) -> String {
    let roles = View { ticket, catalog, answers: &[] }.helpers(&|_| true);
    Word::Help { customer: ticket.customer, roles: &roles }.to_string()
}

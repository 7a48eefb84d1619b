//! Knows every reason for which a person is refused, and the words they are told.

use crate::{Status, Timestamp};

/// The only text of errors that people see. One variant a reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum Refusal {
    #[error("This ticket type no longer exists. Please use a current panel.")]
    TypeGone,
    #[error("{message}")]
    TypePaused { message: String },
    #[error("You already have an open ticket of this type: {link}.")]
    OneIsOpen { link: String },
    #[error("You have {open} open tickets, the most that this type allows. Close one of them first.")]
    TooManyOpen { open: i64 },
    #[error(
        "The form has changed since you opened it and this version can no longer be read. Please press the button again."
    )]
    FormGone,
    #[error("{label} – {problem}")]
    Answer { key: String, label: String, problem: String },
    #[error("This ticket is already closed.")]
    AlreadyClosed,
    #[error("This ticket was cancelled.")]
    AlreadyCancelled,
    #[error("This ticket is {from} and can't become {to}.")]
    NoSuchMove { from: Status, to: Status },
    #[error("{name} has already claimed this ticket.")]
    ClaimedBy { name: String },
    #[error("You have already claimed this ticket.")]
    ClaimedByYou,
    #[error("Help was already asked for at <t:{}:t>; the team has been told.", at.0 / 1000)]
    HelpAsked { at: Timestamp },
    #[error("Only the member who opened this ticket can do that.")]
    CustomerOnly,
    #[error("Only staff of this ticket's department can do that.")]
    StaffOnly,
    #[error("Only an admin of this server can do that.")]
    AdminOnly,
    #[error("A ticket with an order is closed by staff.")]
    OrderTicket,
    #[error("There is no such ticket here, or it isn't yours to see.")]
    NoSuchTicket,
    #[error("There is nothing here by that name, or it isn't yours to see.")]
    NotFound,
    #[error("Nobody asked whether this ticket is solved, or the question was taken back.")]
    NothingAsked,
    #[error("This ticket is not closed.")]
    NotClosed,
    #[error("Tickets of this type are not claimed. An assignment does the same: `/assign`.")]
    NoClaims,
    #[error("Another member of the staff has claimed this ticket.")]
    ClaimedByAnother,
    #[error("Its order is still at risk. Closing it needs a second press: Confirm close.")]
    RiskyOrder,
    #[error("Staff have answered already, so only they can cancel it now. You can close it instead.")]
    CancelAnswered,
    #[error("Your roles don't allow you to open this kind of ticket.")]
    RoleNotAllowed,
    #[error("Your Discord account must be at least {days} days old to open this kind of ticket.")]
    AccountTooYoung { days: i64 },
    #[error("You must have been in this server for at least {days} days to open this kind of ticket.")]
    MemberTooYoung { days: i64 },
    #[error("You have {open} open tickets in this server, the most that one member may have. Close one of them first.")]
    TooManyInAll { open: i64 },
    #[error("All {open} places for this kind of ticket are taken at the moment. Please try again later.")]
    TypeFull { open: i64 },
    #[error("You can open the next ticket of this type <t:{}:R>.", until.0 / 1000)]
    Cooldown { until: Timestamp },
    #[error("{}", blocked(reason.as_deref(), *until))]
    Blocked { reason: Option<String>, until: Option<Timestamp> },
    #[error("A lot of tickets are being opened right now. Please try again in a few minutes.")]
    Throttled,
    #[error(
        "You are number {position} in line for this kind of ticket. Your ticket opens by itself when it is your turn."
    )]
    InLine { position: i64 },
    #[error(
        "This server has as many channels as Discord allows, so no ticket can be opened. Its admins have been told."
    )]
    GuildFull,
    #[error("There is no order `{number}` here.")]
    NoSuchOrder { number: String },
    #[error(
        "Order `{number}` is linked to a ticket of another department as well. Only staff of all of them or an admin can change it."
    )]
    OrderElsewhere { number: String },
    #[error("{name} is no staff of this ticket's department.")]
    NotStaff { name: String },
    #[error("{}", who_is_it(name, *found))]
    WhoIsIt { name: String, found: usize },
    #[error("A price like 12.50, please, without its currency.")]
    BadPrice,
    #[error("This is not a time that Docket understands. Try `2h`, `3d` or `2026-12-01 09:00`.")]
    BadTime,
    #[error("A time in the future, please.")]
    PastTime,
    #[error("This ticket has no channel any more.")]
    ChannelGone,
    #[error("A rating can be given once, by the member who opened the ticket, after it was closed.")]
    NoRating,
    #[error("It can no longer be stopped.")]
    TooLateToStop,
    #[error("This button or form is of an older version and no longer does anything. Please use a current one.")]
    OldControl,
    #[error("Your ticket is still being made; its channel will appear in a moment.")]
    StillOpening,
    #[error("“{field}” is too long: {length} of {max} characters.")]
    TooLong { field: String, length: usize, max: usize },
    #[error("Your login has expired. Please log in again.")]
    LoginExpired,
    #[error("Docket's bot is not in this server, or has not heard from it yet.")]
    GuildUnknown,
    #[error("`{{{name}}}` is not a name that this template knows.")]
    UnknownName { name: String },
    #[error("Tickets can only be opened in a server.")]
    OutsideGuild,
    // What an admin is told at the field of a setting.
    #[error("Please fill this in.")]
    Empty,
    #[error("{count} are more than Discord takes: {max} at most.")]
    TooMany { count: usize, max: usize },
    #[error("A form asks at least one question.")]
    NoQuestion,
    #[error("A number from {min} to {max}, please.")]
    OutOfRange { min: i64, max: i64 },
    #[error("The least may not be more than the most.")]
    LeastOverMost,
    #[error("`{key}` is taken already; each needs one of its own.")]
    KeyTaken { key: String },
    #[error("Up to {max} lower-case letters, digits, `-` and `_`, please.")]
    BadKey { max: usize },
    #[error("A web address that begins with https://, please.")]
    BadAddress,
    #[error("A colour from #000000 to #FFFFFF, please.")]
    BadColour,
    #[error("`{emoji}` is neither an emoji nor one of this server's own.")]
    NoSuchEmoji { emoji: String },
    #[error("This category is no longer in the server. Please choose another one, or none.")]
    NoSuchCategory,
    #[error("This role is no longer in the server. Please choose another one.")]
    NoSuchRole,
    #[error("This channel is no longer in the server. Please choose another one.")]
    NoSuchChannel,
    #[error("A letter, a digit or a name in braces, please: Discord drops the rest.")]
    NoLetters,
    #[error(
        "The role {name} stands above Docket's own, which Discord adds at the bottom. In Discord, open Server Settings, Roles, drag Docket's role above {name} and try again; or choose another role."
    )]
    RoleAboveBot { name: String },
    #[error("This department no longer exists. Please choose another one.")]
    NoSuchDepartment,
    #[error("This department still has {types} ticket types and {tickets} open tickets. Move or close them first.")]
    DepartmentInUse { types: i64, tickets: i64 },
    #[error("`{name}` is no ticket type here. There are: {known}.")]
    UnknownType { name: String, known: String },
    #[error("`{name}` is no department here. There are: {known}.")]
    UnknownDepartment { name: String, known: String },
    #[error("This search took too long. Add a word, or a field such as after:30d, to narrow it.")]
    SearchTooLong,
}

fn who_is_it(name: &str, found: usize) -> String {
    if found == 0 {
        format!("Nobody in this server is called “{name}”.")
    } else {
        format!("{found} people in this server are called “{name}”. Take the username of the one you mean.")
    }
}

fn blocked(reason: Option<&str>, until: Option<Timestamp>) -> String {
    let end = until.map_or_else(String::new, |until| format!(" until <t:{}:f>", until.0 / 1000));
    match reason {
        Some(reason) => format!("You can't open tickets here{end}: {reason}"),
        None => format!("You can't open tickets here{end}."),
    }
}

impl Refusal {
    /// In the admin's words, or in ours where they left none.
    pub fn type_paused(message: Option<&str>) -> Self {
        let words = message.map(str::trim).filter(|words| !words.is_empty());
        let words = words.unwrap_or("Tickets of this type can't be opened at the moment. Please try again later.");
        Self::TypePaused { message: words.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_type_always_says_something() {
        assert_eq!(Refusal::type_paused(Some("Back at nine.")).to_string(), "Back at nine.");
        assert!(!Refusal::type_paused(Some("  ")).to_string().trim().is_empty());
        assert_eq!(Refusal::type_paused(None), Refusal::type_paused(Some("")));
    }

    #[test]
    fn a_role_above_the_bots_is_told_with_the_mend() {
        let told = Refusal::RoleAboveBot { name: "Billing".into() }.to_string();
        assert!(told.contains("Server Settings, Roles, drag Docket's role above Billing"), "{told}");
    }
}

//! Every word that people in Discord read, in one table (refusals are `domain::Refusal`'s).

mod label;
mod notice;
mod told;

pub use label::Label;
pub use notice::{Notice, timer_in_words, value_in_words};
pub use told::Told;

use domain::{Priority, RoleId, RoleKind, Status, UserId, ticket_ref};
use std::fmt;

pub enum Word<'a> {
    // Buttons
    ClaimButton,
    CloseButton,
    ItWorksButton,
    HelpButton,
    RetryButton,
    LeaveLineButton,
    // Answers to one person
    Opened { channel: &'a str },
    OpeningFailed { reason: &'a str },
    CutOff,
    LeftLine,
    NotInLine,
    Claimed,
    Unclaimed,
    HelpIsAsked,
    Closed,
    Confirmed,
    NotATicket,
    Fault { reference: &'a str },
    Forbidden { mend: &'a str },
    YouWrote,
    // Setting up
    SetUpQuestion,
    SetUpButton,
    DashboardButton,
    SetUpDone,
    WhichTypes,
    WhichTypesHint,
    PanelStands,
    PanelRefused { why: &'a str, mend: &'a str },
    PanelTitle,
    PanelText,
    CategoryMade { category: &'a str, department: &'a str },
    CategoryThere { category: &'a str, department: &'a str },
    RoleGiven { role: RoleId, department: &'a str, kind: RoleKind },
    RoleThere { role: RoleId, department: &'a str, kind: RoleKind },
    Field { name: &'a str, fault: &'a str },
    NothingChosen,
    // In the ticket's channel
    Category,
    ResponseTime,
    Instructions,
    ClaimedBy,
    StatusField,
    Help { customer: UserId, roles: &'a [RoleId] },
    ClosedTitle { number: i64 },
    ConfirmedTitle { number: i64 },
    Reason,
    ClosesSoon,
    LinkNotDelivered { customer: UserId, link: &'a str },
    // By direct message
    LineSkipped { type_name: &'a str, guild: &'a str, why: &'a str },
    LineRemoved { type_name: &'a str, guild: &'a str },
    Link { number: i64, type_name: &'a str, guild: &'a str, link: &'a str },
    // Forms
    CloseTitle { number: i64 },
    CloseReason,
    CloseReasonHint,
    // Why an opening failed
    FailedForbidden,
    FailedTooMany,
    FailedRefused { why: &'a str },
    FailedSlow,
    FailedGone,
    // Settings that point at nothing
    // The audit log of the guild
    AuditOpen { number: i64, customer: &'a str },
    AuditPublish { number: i64 },
    AuditDelete { number: i64 },
    AuditCategory,
    AuditPanel { name: &'a str },
    AuditDouble { number: i64 },
    AuditDepartment { name: &'a str },
}

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClaimButton => f.write_str("Claim"),
            Self::CloseButton => f.write_str("Close"),
            Self::ItWorksButton => f.write_str("It works!"),
            Self::HelpButton => f.write_str("Need help"),
            Self::RetryButton => f.write_str("Try again"),
            Self::LeaveLineButton => f.write_str("Leave the line"),
            Self::LeftLine => f.write_str("You have left the line. Nothing of what you wrote was kept."),
            Self::NotInLine => f.write_str("You are not in line any more."),
            Self::LineSkipped { type_name, guild, why } => write!(
                f,
                "It was your turn in the line for **{type_name}** in **{guild}**, but no ticket could be opened: {why}"
            ),
            Self::LineRemoved { type_name, guild } => {
                write!(f, "The team of **{guild}** has taken you out of the line for **{type_name}**.")
            }
            Self::Opened { channel } => write!(f, "Your ticket is open: <#{channel}>."),
            Self::OpeningFailed { reason } => write!(f, "Your ticket could not be opened. {reason}"),
            Self::Claimed => f.write_str("You have claimed this ticket."),
            Self::Unclaimed => f.write_str("This ticket is free to be claimed again."),
            Self::HelpIsAsked => f.write_str("The team has been told that you need help."),
            Self::Closed => f.write_str("This ticket is closed."),
            Self::Confirmed => f.write_str("Glad that it works! This ticket is closed."),
            Self::NotATicket => f.write_str("Use this in the channel of a ticket."),
            Self::Fault { reference } => {
                write!(f, "Something went wrong on our side, and it has been noted. Reference: `{reference}`.")
            }
            Self::Forbidden { mend } => write!(f, "Discord does not let me do that. {mend}"),
            Self::YouWrote => f.write_str("This is what you wrote:"),
            Self::SetUpQuestion => f.write_str(
                "Nothing is set up in this server yet. Shall I make departments, ticket types and their channels to start \
                 with? Nobody sees a panel before you publish it.",
            ),
            Self::SetUpButton => f.write_str("Set up"),
            Self::DashboardButton => f.write_str("Open the dashboard"),
            Self::SetUpDone => f.write_str("Done: departments and ticket types are there. Use `/setup` again to put a panel here."),
            Self::WhichTypes => f.write_str("Which tickets shall be opened from this channel?"),
            Self::WhichTypesHint => f.write_str("Choose ticket types"),
            Self::PanelStands => f.write_str("The panel stands in this channel."),
            Self::PanelRefused { why, mend } => {
                write!(f, "The panel is saved, but Discord does not let me put it there yet: {why} {mend}")
            }
            Self::PanelTitle => f.write_str("Open a ticket"),
            Self::PanelText => f.write_str("Press a button and a private channel opens."),
            Self::CategoryMade { category, department } => {
                write!(f, "Tickets of **{department}** open under <#{category}> from now on.")
            }
            Self::CategoryThere { category, department } => {
                write!(f, "**{department}** has its category already: <#{category}>.")
            }
            Self::RoleGiven { role, department, kind } => {
                write!(f, "<@&{role}> is {} of **{department}** now. Its open tickets follow.", kind_in_words(*kind))
            }
            Self::RoleThere { role, department, kind } => {
                write!(f, "<@&{role}> is {} of **{department}** already.", kind_in_words(*kind))
            }
            Self::Field { name, fault } => write!(f, "**{name}**: {fault}"),
            Self::NothingChosen => f.write_str("Nothing was chosen. Use `/setup` again."),
            Self::AuditDepartment { name } => write!(f, "Category of the department {name}"),
            Self::Category => f.write_str("Category"),
            Self::ResponseTime => f.write_str("Response time"),
            Self::Instructions => f.write_str("Instructions"),
            Self::ClaimedBy => f.write_str("Claimed by"),
            Self::StatusField => f.write_str("Status"),
            Self::Help { customer, roles } => {
                for role in *roles {
                    write!(f, "<@&{role}> ")?;
                }
                write!(f, "<@{customer}> needs help.")
            }
            Self::ClosedTitle { number } => write!(f, "{} is closed", ticket_ref(*number)),
            Self::ConfirmedTitle { number } => write!(f, "{} is solved", ticket_ref(*number)),
            Self::Reason | Self::CloseReason => f.write_str("Reason"),
            Self::ClosesSoon => f.write_str("This channel closes in 5 seconds."),
            Self::LinkNotDelivered { customer, link } => {
                write!(f, "<@{customer}>, your direct messages are closed to me. Your transcript: {link}")
            }
            Self::Link { number, type_name, guild, link } => {
                write!(f, "Your **{}** ({type_name}) in **{guild}** is closed. ", ticket_ref(*number))?;
                write!(f, "You can read it again at any time: {link}")
            }
            Self::CloseTitle { number } => write!(f, "Close {}", ticket_ref(*number)),
            Self::CloseReasonHint => f.write_str("Optional. Everyone in the ticket reads it."),
            Self::FailedForbidden => f.write_str(
                "I lack a permission in this server; its admins find in Docket's dashboard which one to grant.",
            ),
            Self::FailedTooMany => f.write_str("This server has as many channels as Discord allows."),
            Self::FailedRefused { why } => write!(f, "Discord refused to make its channel: {why}"),
            Self::CutOff => f.write_str(
                "Docket was interrupted before your ticket could be made. Nothing was opened; please press the button again.",
            ),
            Self::FailedSlow => f.write_str("Discord did not answer for a long time. Please try again later."),
            Self::FailedGone => f.write_str("Its channel was deleted while it was being made."),
            Self::AuditOpen { number, customer } => write!(f, "{} opened by {customer}", ticket_ref(*number)),
            Self::AuditPublish { number } => write!(f, "{} changed", ticket_ref(*number)),
            Self::AuditDelete { number } => write!(f, "{} is over", ticket_ref(*number)),
            Self::AuditCategory => f.write_str("A category of Docket's"),
            Self::AuditPanel { name } => write!(f, "Channel of the panel {name}"),
            Self::AuditDouble { number } => write!(f, "{} had two channels", ticket_ref(*number)),
        }
    }
}

fn kind_in_words(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::Staff => "staff",
        RoleKind::Supervisor => "supervisor",
        RoleKind::Viewer => "a viewer",
    }
}

pub fn status_in_words(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::InProgress => "in progress",
        Status::AwaitingConfirmation => "awaiting confirmation",
        Status::Completed => "completed",
        Status::Closed => "closed",
        Status::Cancelled => "cancelled",
    }
}

pub fn priority_in_words(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Medium => "medium",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

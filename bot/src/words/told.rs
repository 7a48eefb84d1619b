//! What one person alone is told when they did, or asked, something.

use super::{priority_in_words, status_in_words};
use domain::{ChannelId, Priority, Status, Timestamp, UserId, ticket_ref};
use std::fmt;

pub enum Told<'a> {
    // Who works on it
    Assigned { to: UserId },
    AssignedToNobody,
    Transferred { to: &'a str },
    Escalated,
    // How it stands
    Solved,
    Unsolved,
    Refused,
    Accepted,
    Completed,
    Cancelled,
    Reopened { channel: Option<ChannelId> },
    Snoozed { until: Timestamp },
    Awake,
    // What it says of itself
    MemberAdded { who: UserId },
    MemberRemoved { who: UserId },
    NotLetIn { who: UserId },
    Renamed { name: &'a str },
    Moved { to: ChannelId },
    CategoryFull { to: ChannelId },
    CategoryShut { to: ChannelId },
    Prioritised { priority: Priority },
    Tagged { tag: &'a str, all: &'a [String] },
    Untagged { tag: &'a str },
    Subject { text: Option<&'a str> },
    Described,
    NoDescription,
    Category { name: Option<&'a str> },
    Noted { link: &'a str },
    // Orders
    OrderLinked { number: &'a str },
    OrderUnlinked,
    NoOrder,
    Risky { order: &'a str },
    // Timers
    TimerStopped,
    SilencePaused,
    SilenceResumed,
    NoSilence,
    NoTimer,
    OnlyWakes,
    Kept,
    // Ratings
    Rated { stars: i64 },
    Commented,
    // Questions
    Number { number: i64, subject: Option<&'a str> },
    State { status: Status, priority: Priority, since: Timestamp },
    Claimed { by: Option<UserId> },
    Tags { all: &'a [String] },
    SnoozedUntil { until: Timestamp },
    Transcript { number: i64, link: &'a str },
    Found { number: i64, status: Status, link: &'a str, type_name: &'a str, customer: &'a str, text: &'a str },
    MoreFound { link: &'a str },
    NothingFound { link: &'a str },
    // Panels
    PanelPublished { name: &'a str },
    Panels { lines: &'a str, link: &'a str },
    NoPanels { link: &'a str },
    // Blocks
    Blocked { who: &'a str, until: Option<Timestamp> },
    Unblocked,
    NoBlocks,
    // What was left out
    NobodyNamed,
    NothingNamed,
    NobodyByName { name: &'a str },
    NoTypeForYou,
    WhichType { customer: Option<UserId> },
    NotFromBots,
    NoWords,
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assigned { to } => write!(f, "This ticket is <@{to}>'s now."),
            Self::AssignedToNobody => f.write_str("This ticket is nobody's now."),
            Self::Transferred { to } => write!(f, "This ticket has gone to **{to}**."),
            Self::Escalated => f.write_str("This ticket is escalated; the supervisors are told."),
            Self::Solved => f.write_str("The member is asked whether it is solved."),
            Self::Unsolved => f.write_str("The question whether it is solved is taken back."),
            Self::Refused => f.write_str("Alright, this ticket goes on. Please say what is missing."),
            Self::Accepted => f.write_str("Glad that it is solved! This ticket is closed."),
            Self::Completed => f.write_str("This ticket is completed."),
            Self::Cancelled => f.write_str("This ticket is cancelled."),
            Self::Reopened { channel: Some(channel) } => write!(f, "This ticket goes on: <#{channel}>."),
            Self::Reopened { channel: None } => {
                f.write_str("This ticket goes on. Its channel was deleted, so a new one is being made.")
            }
            Self::Snoozed { until } => write!(f, "This ticket sleeps until <t:{}:f>.", until.0 / 1000),
            Self::Awake => f.write_str("This ticket is awake again."),
            Self::MemberAdded { who } => write!(f, "<@{who}> is in this ticket now."),
            Self::MemberRemoved { who } => write!(f, "<@{who}> is no longer in this ticket."),
            Self::NotLetIn { who } => write!(
                f,
                "Nobody has added <@{who}> to this ticket: who opened it sees it, and whose roles let them. Those stay."
            ),
            Self::Renamed { name } => {
                write!(f, "The channel is going to be called `{name}`. Discord takes two renames in ten minutes.")
            }
            Self::Moved { to } => write!(f, "The channel moves to <#{to}>."),
            Self::CategoryFull { to } => {
                write!(f, "<#{to}> is full: Discord takes 50 channels in a category. Choose another one.")
            }
            Self::CategoryShut { to } => write!(
                f,
                "In <#{to}> I lack View Channels or Manage Channels. Allow them there for the bot's role, or choose another category."
            ),
            Self::Prioritised { priority } => write!(f, "The priority is {}.", priority_in_words(*priority)),
            Self::Tagged { tag, all } => write!(f, "Tagged `{tag}`. Tags: {}", tags(all)),
            Self::Untagged { tag } => write!(f, "The tag `{tag}` is gone."),
            Self::Subject { text: Some(text) } => write!(f, "The subject is “{text}”."),
            Self::Subject { text: None } => f.write_str("This ticket has no subject now."),
            Self::Described => f.write_str("The description is written down."),
            Self::NoDescription => f.write_str("This ticket has no description now."),
            Self::Category { name: Some(name) } => write!(f, "It is about: {name}."),
            Self::Category { name: None } => f.write_str("This ticket has no category now."),
            Self::Noted { link } => write!(f, "The note is written down; the member never sees it. {link}"),
            Self::OrderLinked { number } => write!(f, "The order `{number}` belongs to this ticket now."),
            Self::OrderUnlinked => f.write_str("No order belongs to this ticket any more."),
            Self::NoOrder => f.write_str("No order belongs to this ticket."),
            Self::Risky { order } => {
                write!(f, "{order} is still at risk. Close this ticket all the same?")
            }
            Self::TimerStopped => f.write_str("It is called off."),
            Self::SilencePaused => f.write_str("This ticket does not close by itself for silence."),
            Self::SilenceResumed => f.write_str("This ticket closes by itself again if its member stays silent."),
            Self::NoSilence => f.write_str("Tickets of this type never close for silence; its settings say so."),
            Self::NoTimer => f.write_str("Nothing is to happen here by itself."),
            Self::OnlyWakes => f.write_str("This ticket only wakes up by itself. To bring it back now, use `/wake`."),
            Self::Kept => f.write_str("The channel is kept."),
            Self::Rated { stars } => write!(f, "Thank you for {}!", "★".repeat(usize::try_from(*stars).unwrap_or(0))),
            Self::Commented => f.write_str("Thank you, that helps."),
            Self::Number { number, subject: Some(subject) } => write!(f, "**{}** · {subject}", ticket_ref(*number)),
            Self::Number { number, subject: None } => write!(f, "**{}**", ticket_ref(*number)),
            Self::State { status, priority, since } => write!(
                f,
                "{}, priority {}, opened <t:{}:R>",
                status_in_words(*status),
                priority_in_words(*priority),
                since.0 / 1000
            ),
            Self::Claimed { by: Some(user) } => write!(f, "Claimed by <@{user}>"),
            Self::Claimed { by: None } => f.write_str("Not claimed yet"),
            Self::Tags { all } => write!(f, "Tags: {}", tags(all)),
            Self::SnoozedUntil { until } => write!(f, "Sleeps until <t:{}:f>", until.0 / 1000),
            Self::Transcript { number, link } => write!(f, "The transcript of **{}**: {link}", ticket_ref(*number)),
            Self::Found { number, status, link, type_name, customer, text } => {
                let status = status_in_words(*status);
                write!(f, "[**{}**]({link}) · {type_name} · {customer} · {status}", ticket_ref(*number))?;
                if text.is_empty() { Ok(()) } else { write!(f, "\n> {text}") }
            }
            Self::MoreFound { link } => write!(f, "[All finds]({link})"),
            Self::NothingFound { link } => write!(f, "Nothing was found. [Search in the dashboard]({link})"),
            Self::PanelPublished { name } => write!(f, "The panel **{name}** is published."),
            Self::Panels { lines, link } => write!(f, "{lines}\n\nChange them in the dashboard: {link}"),
            Self::NoPanels { link } => {
                write!(f, "There is no panel yet. `/setup` puts one here; or make one in the dashboard: {link}")
            }
            Self::Blocked { who, until: Some(until) } => {
                write!(f, "{who} can't open tickets until <t:{}:f>.", until.0 / 1000)
            }
            Self::Blocked { who, until: None } => write!(f, "{who} can't open tickets any more."),
            Self::Unblocked => f.write_str("They can open tickets again."),
            Self::NoBlocks => f.write_str("Nobody is blocked."),
            Self::NobodyNamed => f.write_str("Please name a member or a role."),
            Self::NothingNamed => f.write_str("Please name a department or a type."),
            Self::NobodyByName { name } => {
                write!(f, "Nobody here is called `{name}`. Choose one of those that are offered.")
            }
            Self::NoTypeForYou => f.write_str("There is no kind of ticket here that you could open."),
            Self::WhichType { customer: Some(customer) } => {
                write!(f, "Which ticket shall be opened for <@{customer}>?")
            }
            Self::WhichType { customer: None } => f.write_str("Which ticket do you want to open?"),
            Self::NotFromBots => f.write_str("Bots have no tickets."),
            Self::NoWords => f.write_str("This message has no text to keep."),
        }
    }
}

fn tags(all: &[String]) -> String {
    all.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(" ")
}

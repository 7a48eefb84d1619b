//! What Docket says in a ticket's channel, in a log channel or by direct message, of its own accord.

use super::status_in_words;
use domain::{ClosedPath, Deed, DueAction, Priority, RoleId, Status, Timestamp, UserId, ticket_ref};
use std::fmt;

pub enum Notice<'a> {
    // Is it solved?
    AskTitle,
    Ask { by: Option<UserId> },
    AskUntil { until: Timestamp },
    // Silence and sleep
    Silence { customer: UserId, until: Timestamp },
    Woken { assignee: Option<UserId> },
    // The end
    CancelledTitle { number: i64 },
    EndedBy { user: Option<UserId>, path: Option<ClosedPath> },
    // Going on
    ReopenedTitle { number: i64 },
    Reopened { by: Option<UserId>, reason: Option<&'a str> },
    Recent { link: &'a str },
    NothingRecent { link: &'a str },
    // Escalation
    Escalated { roles: &'a [RoleId], by: Option<UserId>, reason: Option<&'a str>, priority: Priority },
    // Ratings
    RateTitle,
    Rate { number: i64, guild: &'a str },
    // The line
    Admitted { number: i64, guild: &'a str, link: &'a str },
    // Logs
    Log { number: i64, deed: Deed, actor: Option<UserId> },
    LogChange { from: Option<&'a str>, to: Option<&'a str> },
    LogLink { link: &'a str },
    LogDead { channel: &'a str },
    LogMend,
}

impl fmt::Display for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AskTitle => f.write_str("Is it solved?"),
            Self::Ask { by: Some(user) } => write!(f, "<@{user}> thinks that this is solved. Is it?"),
            Self::Ask { by: None } => f.write_str("The team thinks that this is solved. Is it?"),
            Self::AskUntil { until } => write!(
                f,
                "Without an answer this ticket closes by itself <t:{}:R>. Just write if something is missing.",
                until.0 / 1000
            ),
            Self::Silence { customer, until } => write!(
                f,
                "<@{customer}>, the team waits for your answer. Without one this ticket closes by itself <t:{}:R>.",
                until.0 / 1000
            ),
            Self::Woken { assignee: Some(user) } => write!(f, "<@{user}>, this ticket is awake again."),
            Self::Woken { assignee: None } => f.write_str("This ticket is awake again."),
            Self::CancelledTitle { number } => write!(f, "{} is cancelled", ticket_ref(*number)),
            Self::EndedBy { user, path } => ended(f, *user, *path),
            Self::ReopenedTitle { number } => write!(f, "{} goes on", ticket_ref(*number)),
            Self::Reopened { by, reason } => {
                match by {
                    Some(user) => write!(f, "Reopened by <@{user}>.")?,
                    None => f.write_str("Reopened.")?,
                }
                reason.map_or(Ok(()), |reason| write!(f, " {reason}"))
            }
            Self::Recent { link } => write!(f, "This was said last; [all of it]({link}) is in the transcript."),
            Self::NothingRecent { link } => write!(f, "All that was said is in the [transcript]({link})."),
            Self::Escalated { roles, by, reason, priority } => {
                for role in *roles {
                    write!(f, "<@&{role}> ")?;
                }
                match by {
                    Some(user) => write!(f, "<@{user}> has escalated this ticket")?,
                    None => f.write_str("This ticket is escalated")?,
                }
                write!(f, "; its priority is {}.", super::priority_in_words(*priority))?;
                reason.map_or(Ok(()), |reason| write!(f, "\n> {reason}"))
            }
            Self::RateTitle => f.write_str("How was it?"),
            Self::Rate { number, guild } => {
                write!(f, "How did **{}** in **{guild}** go? One star is bad, five are great.", ticket_ref(*number))
            }
            Self::Admitted { number, guild, link } => {
                write!(f, "It is your turn: your **{}** in **{guild}** is open. {link}", ticket_ref(*number))
            }
            Self::Log { number, deed, actor } => {
                write!(f, "**{}** {}", ticket_ref(*number), deed_in_words(*deed))?;
                actor.map_or(Ok(()), |user| write!(f, " by <@{user}>"))
            }
            Self::LogChange { from, to } => match (from, to) {
                (Some(from), Some(to)) => write!(f, ": {from} → {to}"),
                (None, Some(to)) => write!(f, ": {to}"),
                (Some(from), None) => write!(f, ": {from}"),
                (None, None) => Ok(()),
            },
            Self::LogDead { channel } => write!(f, "The log channel {channel} can't be written to: it was deleted or is closed to the bot."),
            Self::LogMend => f.write_str(
                "Choose another channel for the log in the settings, or let the bot see that one and send messages there.",
            ),
            Self::LogLink { link } => write!(f, " · [open]({link})"),
        }
    }
}

fn ended(f: &mut fmt::Formatter<'_>, user: Option<UserId>, path: Option<ClosedPath>) -> fmt::Result {
    match (path, user) {
        (Some(ClosedPath::ItWorks | ClosedPath::AfterHelp), Some(user)) => write!(f, "<@{user}> says that it works."),
        (Some(ClosedPath::ItWorks | ClosedPath::AfterHelp), None) => f.write_str("It works."),
        (Some(ClosedPath::Accepted), Some(user)) => write!(f, "<@{user}> says that it is solved."),
        (Some(ClosedPath::Accepted), None) => f.write_str("It is solved."),
        (Some(ClosedPath::Timer), _) => f.write_str("Closed, as nobody answered whether it is solved."),
        (Some(ClosedPath::Silence), _) => f.write_str("Closed, as nothing was heard any more."),
        (Some(ClosedPath::Left), _) => f.write_str("Closed, as its member has left the server."),
        (Some(ClosedPath::Cancelled), Some(user)) => write!(f, "Cancelled by <@{user}>."),
        (Some(ClosedPath::Cancelled), None) => f.write_str("Cancelled."),
        (_, Some(user)) => write!(f, "Closed by <@{user}>."),
        (_, None) => f.write_str("Closed."),
    }
}

/// A word of the timeline's values as people read it.
pub fn value_in_words(deed: Deed, value: &str) -> String {
    match deed {
        Deed::Claimed | Deed::Unclaimed | Deed::Assigned | Deed::MemberAdded | Deed::MemberRemoved
            if value.parse::<UserId>().is_ok() =>
        {
            format!("<@{value}>")
        }
        Deed::Moved if value.parse::<UserId>().is_ok() => format!("<#{value}>"),
        Deed::Snoozed => value.parse::<i64>().map_or_else(|_| value.to_owned(), |at| format!("<t:{}:f>", at / 1000)),
        Deed::TimerStopped => {
            value.parse().ok().and_then(timer_in_words).map_or_else(|| value.to_owned(), str::to_lowercase)
        }
        _ => value.parse::<Status>().map_or_else(|_| value.to_owned(), |status| status_in_words(status).to_owned()),
    }
}

fn deed_in_words(deed: Deed) -> &'static str {
    match deed {
        Deed::Created => "opened",
        Deed::OpeningFailed => "could not be opened",
        Deed::FirstAnswer => "answered for the first time",
        Deed::Claimed => "claimed",
        Deed::Unclaimed => "given back",
        Deed::NeededHelp => "help asked for",
        Deed::Solved => "asked whether it is solved",
        Deed::Completed => "completed",
        Deed::Prioritised => "priority changed",
        Deed::Confirmed => "closed, as it works,",
        Deed::Closed => "closed",
        Deed::Cancelled => "cancelled",
        Deed::Assigned => "assigned",
        Deed::Transferred => "transferred",
        Deed::Escalated => "escalated",
        Deed::Unsolved => "question whether it is solved taken back",
        Deed::Refused => "not solved yet, said",
        Deed::Accepted => "solved, said",
        Deed::Expired => "closed without an answer",
        Deed::SilenceWarned => "warned for silence",
        Deed::SilencePaused => "silence timer paused",
        Deed::SilenceResumed => "silence timer resumed",
        Deed::Silenced => "closed for silence",
        Deed::CustomerLeft => "closed, as its member has left",
        Deed::Reopened => "reopened",
        Deed::MemberAdded => "member added",
        Deed::MemberRemoved => "member removed",
        Deed::Renamed => "renamed",
        Deed::Moved => "moved",
        Deed::Tagged => "tagged",
        Deed::Untagged => "tag removed",
        Deed::SubjectSet => "subject changed",
        Deed::DescriptionSet => "description changed",
        Deed::CategorySet => "category changed",
        Deed::Noted => "note written",
        Deed::Snoozed => "snoozed",
        Deed::Woken => "woken",
        Deed::OrderLinked => "order linked",
        Deed::OrderUnlinked => "order taken off",
        Deed::Rated => "rated",
        Deed::TimerStopped => "timer stopped",
        Deed::ChannelDeleted => "channel deleted",
    }
}

/// What is to happen by itself; `None`: nothing that anybody waits for.
pub fn timer_in_words(action: DueAction) -> Option<&'static str> {
    match action {
        DueAction::DeleteChannel => Some("The channel is deleted"),
        DueAction::RequestExpires => Some("Closes without an answer"),
        DueAction::SilenceWarning => Some("The member is warned for silence"),
        DueAction::SilenceEnds => Some("Closes for silence"),
        DueAction::Wake => Some("Wakes up"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_reads_as_people_do() {
        assert_eq!(value_in_words(Deed::Snoozed, "1795000000000"), "<t:1795000000:f>");
        assert_eq!(value_in_words(Deed::TimerStopped, "delete_channel"), "the channel is deleted");
        assert_eq!(value_in_words(Deed::Closed, "in_progress"), "in progress");
        assert_eq!(value_in_words(Deed::SubjectSet, "12"), "12");
    }
}

//! Knows the deeds of a ticket's timeline, and the bell that tells of changes.

use crate::word::words;
use crate::{DueId, EventId, GuildId, LogKind, MessageId, PanelId, TicketId, Timestamp, UserId, Via};
use serde::{Deserialize, Serialize};

words! {
    Deed {
        Created = "created",
        OpeningFailed = "opening_failed",
        FirstAnswer = "first_answer",
        Claimed = "claimed",
        Unclaimed = "unclaimed",
        NeededHelp = "needed_help",
        /// Staff asked the member whether it is solved.
        Solved = "solved",
        Completed = "completed",
        Prioritised = "prioritised",
        Confirmed = "confirmed",
        Closed = "closed",
        Cancelled = "cancelled",
        Assigned = "assigned",
        /// To another department or type.
        Transferred = "transferred",
        Escalated = "escalated",
        /// The question whether it is solved was taken back, or refused by the customer.
        Unsolved = "unsolved",
        Refused = "refused",
        Accepted = "accepted",
        Expired = "expired",
        SilenceWarned = "silence_warned",
        SilencePaused = "silence_paused",
        SilenceResumed = "silence_resumed",
        Silenced = "silenced",
        CustomerLeft = "customer_left",
        Reopened = "reopened",
        MemberAdded = "member_added",
        MemberRemoved = "member_removed",
        Renamed = "renamed",
        Moved = "moved",
        Tagged = "tagged",
        Untagged = "untagged",
        SubjectSet = "subject_set",
        DescriptionSet = "description_set",
        CategorySet = "category_set",
        Noted = "noted",
        Snoozed = "snoozed",
        Woken = "woken",
        OrderLinked = "order_linked",
        OrderUnlinked = "order_unlinked",
        Rated = "rated",
        /// What was due will not happen: a deletion was called off.
        TimerStopped = "timer_stopped",
        ChannelDeleted = "channel_deleted",
    }
}

impl Deed {
    /// Which of a guild's log channels is told of it.
    pub fn log_kind(self) -> LogKind {
        match self {
            Self::Created | Self::Reopened => LogKind::Opened,
            Self::Confirmed
            | Self::Closed
            | Self::Cancelled
            | Self::Accepted
            | Self::Expired
            | Self::Silenced
            | Self::CustomerLeft => LogKind::Closed,
            Self::Claimed | Self::Unclaimed | Self::Assigned | Self::Transferred | Self::Escalated => LogKind::Worked,
            Self::Rated => LogKind::Rated,
            _ => LogKind::Other,
        }
    }

    /// Whether only those who see a ticket's notes are told.
    pub fn is_internal(self) -> bool {
        matches!(self, Self::Noted | Self::Tagged | Self::Untagged)
    }
}

/// One deed of a ticket's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct TimelineEvent {
    pub id: EventId,
    pub ticket: TicketId,
    pub deed: Deed,
    /// None: Docket itself.
    pub actor: Option<UserId>,
    /// What was before and what is then: statuses, ids of people, names of departments and types, a priority's word.
    pub from_value: Option<String>,
    pub to_value: Option<String>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    pub via: Via,
    pub at: Timestamp,
}

/// What the bell says: ids only. Receivers read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Bell {
    /// The ticket's row changed.
    Ticket {
        guild: GuildId,
        ticket: TicketId,
    },
    /// Something was said, edited, deleted, or a file arrived.
    Message {
        guild: GuildId,
        ticket: TicketId,
        message: MessageId,
    },
    /// Types, forms, departments or their roles changed: what is held in memory is old.
    Catalog {
        guild: GuildId,
    },
    Panel {
        guild: GuildId,
        panel: PanelId,
    },
    /// Somebody's roles, or what roles may do, changed. `None`: of the whole guild.
    Access {
        guild: GuildId,
        user: Option<UserId>,
    },
    /// The guild's name, presence or categories changed.
    Guild {
        guild: GuildId,
    },
    /// Somebody joined the line for a type, left it or came in.
    Line {
        guild: GuildId,
    },
    /// A timed row was written or moved.
    Due {
        due: DueId,
    },
    /// An admin asked that the guild be looked over, and that what failed there be tried again.
    Check {
        guild: GuildId,
    },
    /// The bot's connection changed.
    Bot,
}

impl Bell {
    pub fn guild(self) -> Option<GuildId> {
        match self {
            Self::Ticket { guild, .. }
            | Self::Message { guild, .. }
            | Self::Catalog { guild }
            | Self::Panel { guild, .. }
            | Self::Access { guild, .. }
            | Self::Guild { guild }
            | Self::Line { guild }
            | Self::Check { guild } => Some(guild),
            Self::Due { .. } | Self::Bot => None,
        }
    }
}

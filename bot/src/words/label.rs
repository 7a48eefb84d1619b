//! Words on buttons, in selects and in forms.

use domain::ticket_ref;
use std::fmt;

pub enum Label {
    Accept,
    Refuse,
    ConfirmClose,
    Cancel,
    Reopen,
    Keep,
    Star { stars: i64 },
    Comment,
    ChooseType,
    // Forms
    CancelTitle { number: i64 },
    CancelHint,
    CommentTitle { number: i64 },
    CommentHint,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accept => f.write_str("It's solved"),
            Self::Refuse => f.write_str("Not yet"),
            Self::ConfirmClose => f.write_str("Confirm close"),
            Self::Cancel => f.write_str("Cancel"),
            Self::Reopen => f.write_str("Reopen"),
            Self::Keep => f.write_str("Keep the channel"),
            Self::Star { stars } => write!(f, "{stars} ★"),
            Self::Comment => f.write_str("Add a comment"),
            Self::ChooseType => f.write_str("Choose a kind of ticket"),
            Self::CancelTitle { number } => write!(f, "Cancel {}", ticket_ref(*number)),
            Self::CancelHint => f.write_str("Optional. What was asked is no longer wanted."),
            Self::CommentTitle { number } => write!(f, "About {}", ticket_ref(*number)),
            Self::CommentHint => f.write_str("The team reads it, nobody else."),
        }
    }
}

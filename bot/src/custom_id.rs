//! Knows what Docket's buttons and forms are called in Discord: `v1:noun-verb:id…`, under 100 characters. It proves
//! nothing: whoever sends one is asked for their rights all the same. What was ever shipped stays readable.

use domain::{GuildId, PanelId, TicketId, TicketTypeId};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CustomId {
    /// A panel's button: the form of this type.
    Open {
        ticket_type: TicketTypeId,
        panel: PanelId,
    },
    /// "Try again" under a refusal: the form once more, with what was written.
    Retry {
        ticket_type: TicketTypeId,
    },
    /// "Leave the line" under a place in it.
    LeaveLine {
        ticket_type: TicketTypeId,
    },
    /// The form of a type, in the revision that was shown.
    Submit {
        ticket_type: TicketTypeId,
        form_revision: i64,
    },
    Claim {
        ticket: TicketId,
    },
    ItWorks {
        ticket: TicketId,
    },
    Help {
        ticket: TicketId,
    },
    /// The button: asks for a reason.
    Close {
        ticket: TicketId,
    },
    /// The form with the reason.
    Closing {
        ticket: TicketId,
    },
    /// "Set up" under the question of `/setup`.
    SetUp {
        guild: GuildId,
    },
    /// The select of `/setup`: a panel of the chosen types, in this channel.
    ChooseTypes {
        guild: GuildId,
    },
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { ticket_type, panel } => write!(f, "v1:ticket-open:{ticket_type}:{panel}"),
            Self::Retry { ticket_type } => write!(f, "v1:ticket-retry:{ticket_type}"),
            Self::LeaveLine { ticket_type } => write!(f, "v1:line-leave:{ticket_type}"),
            Self::Submit { ticket_type, form_revision } => write!(f, "v1:ticket-submit:{ticket_type}:{form_revision}"),
            Self::Claim { ticket } => write!(f, "v1:ticket-claim:{ticket}"),
            Self::ItWorks { ticket } => write!(f, "v1:ticket-it_works:{ticket}"),
            Self::Help { ticket } => write!(f, "v1:ticket-help:{ticket}"),
            Self::Close { ticket } => write!(f, "v1:ticket-close:{ticket}"),
            Self::Closing { ticket } => write!(f, "v1:ticket-closing:{ticket}"),
            Self::SetUp { guild } => write!(f, "v1:guild-set_up:{guild}"),
            Self::ChooseTypes { guild } => write!(f, "v1:panel-choose:{guild}"),
        }
    }
}

impl CustomId {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        if parts.next()? != "v1" {
            return None;
        }
        let verb = parts.next()?;
        let mut number = || {
            let digits = parts.next()?;
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            if plain { digits.parse::<i64>().ok() } else { None }
        };
        let id = number()?;
        let ticket = TicketId(id);
        let ticket_type = TicketTypeId(id);
        let found = match verb {
            "ticket-open" => Self::Open { ticket_type, panel: PanelId(number()?) },
            "ticket-retry" => Self::Retry { ticket_type },
            "line-leave" => Self::LeaveLine { ticket_type },
            "ticket-submit" => Self::Submit { ticket_type, form_revision: number()? },
            "ticket-claim" => Self::Claim { ticket },
            "ticket-it_works" => Self::ItWorks { ticket },
            "ticket-help" => Self::Help { ticket },
            "ticket-close" => Self::Close { ticket },
            "ticket-closing" => Self::Closing { ticket },
            "guild-set_up" => Self::SetUp { guild: GuildId(id) },
            "panel-choose" => Self::ChooseTypes { guild: GuildId(id) },
            _ => return None,
        };
        if parts.next().is_some() { None } else { Some(found) }
    }
}

/// Every custom id in a message's components, however deep.
pub fn in_components(components: &serde_json::Value) -> Vec<CustomId> {
    let mut found = Vec::new();
    let mut open = vec![components];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(fields) => {
                found.extend(fields.get("custom_id").and_then(|id| CustomId::parse(id.as_str()?)));
                open.extend(fields.get("components"));
                open.extend(fields.get("accessory"));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every id that was ever shipped. Lines are added here, never taken away: messages keep their buttons.
    const SHIPPED: &[(&str, CustomId)] = &[
        ("v1:ticket-open:12:7", CustomId::Open { ticket_type: TicketTypeId(12), panel: PanelId(7) }),
        ("v1:ticket-retry:12", CustomId::Retry { ticket_type: TicketTypeId(12) }),
        ("v1:line-leave:12", CustomId::LeaveLine { ticket_type: TicketTypeId(12) }),
        ("v1:ticket-submit:12:3", CustomId::Submit { ticket_type: TicketTypeId(12), form_revision: 3 }),
        ("v1:ticket-claim:5", CustomId::Claim { ticket: TicketId(5) }),
        ("v1:ticket-it_works:5", CustomId::ItWorks { ticket: TicketId(5) }),
        ("v1:ticket-help:5", CustomId::Help { ticket: TicketId(5) }),
        ("v1:ticket-close:5", CustomId::Close { ticket: TicketId(5) }),
        ("v1:ticket-closing:5", CustomId::Closing { ticket: TicketId(5) }),
        ("v1:guild-set_up:7", CustomId::SetUp { guild: GuildId(7) }),
        ("v1:panel-choose:7", CustomId::ChooseTypes { guild: GuildId(7) }),
    ];

    #[test]
    fn whatever_was_shipped_is_still_read() {
        for (text, id) in SHIPPED {
            assert_eq!(CustomId::parse(text), Some(*id));
            assert_eq!(&id.to_string(), text);
        }
    }

    #[test]
    fn the_longest_fits() {
        let longest = CustomId::Open { ticket_type: TicketTypeId(i64::MAX), panel: PanelId(i64::MAX) };
        assert!(longest.to_string().len() < 100);
        assert_eq!(CustomId::parse(&longest.to_string()), Some(longest));
    }

    #[test]
    fn what_is_not_ours_is_nothing() {
        for text in [
            "",
            "v1",
            "v1:ticket-claim",
            "v1:ticket-claim:",
            "v1:ticket-claim:x",
            "v1:ticket-claim:-5",
            "v1:ticket-claim:+5",
            "v1:ticket-claim:5:6",
            "v1:ticket-claim:99999999999999999999",
            "v2:ticket-claim:5",
            "v1:ticket-open:5",
            "v1:ticket-eat:5",
            "something else",
        ] {
            assert_eq!(CustomId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ids_are_found_at_any_depth() {
        let row = serde_json::json!([{"type": 17, "components": [{"type": 1, "components": [
            {"type": 2, "custom_id": "v1:ticket-help:5"}, {"type": 2, "custom_id": "other"}]}]}]);
        assert_eq!(in_components(&row), [CustomId::Help { ticket: TicketId(5) }]);
    }
}

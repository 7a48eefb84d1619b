//! Knows how one field is judged, and how what is wrong is told at its place.

use super::words::field_name;
use super::{Choices, emoji, limit};
use crate::{ChannelId, Colour, Refusal, RoleId};
use serde::{Deserialize, Serialize};

/// What is wrong, and at which field: `label`, `welcome.text`, `questions.2.choices.0.label`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    pub field: String,
    pub refusal: Refusal,
}

/// Gathers them.
#[derive(Default)]
pub(super) struct Faults(pub Vec<FieldFault>);

impl Faults {
    pub fn add(&mut self, field: impl Into<String>, refusal: Refusal) {
        self.0.push(FieldFault { field: field.into(), refusal });
    }

    /// Text that may be left empty.
    pub fn fits(&mut self, field: &str, text: &str, max: usize) {
        let length = text.chars().count();
        if length > max {
            self.add(field, Refusal::TooLong { field: field_name(field), length, max });
        }
    }

    /// Text that must say something.
    pub fn says(&mut self, field: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.add(field, Refusal::Empty);
        } else {
            self.fits(field, text, max);
        }
    }

    pub fn within(&mut self, field: &str, number: i64, (min, max): (i64, i64)) {
        if !(min..=max).contains(&number) {
            self.add(field, Refusal::OutOfRange { min, max });
        }
    }

    pub fn colour(&mut self, field: &str, colour: Colour) {
        if !(0..=0xFF_FFFF).contains(&colour) {
            self.add(field, Refusal::BadColour);
        }
    }

    /// Discord fetches pictures itself, and only over https.
    pub fn address(&mut self, field: &str, address: Option<&str>) {
        let Some(address) = address else { return };
        let host = address.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
        if host.is_none_or(|host| !host.contains('.')) || address.chars().any(char::is_whitespace) {
            self.add(field, Refusal::BadAddress);
        } else {
            self.fits(field, address, limit::EMBED_ADDRESS);
        }
    }

    /// None, one of Unicode's, or one that the guild has.
    pub fn emoji(&mut self, field: &str, text: Option<&str>, choices: &Choices) {
        let Some(text) = text else { return };
        let known = emoji::own(text).is_some_and(|id| choices.emoji.iter().any(|known| known.id == id));
        if !known && !emoji::is_unicode(text) {
            let emoji = text.chars().take(40).collect();
            self.add(field, Refusal::NoSuchEmoji { emoji });
        }
    }

    pub fn category(&mut self, field: &str, category: Option<ChannelId>, choices: &Choices) {
        if category.is_some_and(|id| choices.category(id).is_none()) {
            self.add(field, Refusal::NoSuchCategory);
        }
    }

    pub fn role(&mut self, field: &str, role: RoleId, choices: &Choices) {
        match choices.role(role) {
            None => self.add(field, Refusal::NoSuchRole),
            Some(role) if role.above_bot => self.add(field, Refusal::RoleAboveBot { name: role.name.clone() }),
            Some(_) => {}
        }
    }
}

/// A key is fixed once made, and part of channels' names.
pub fn check_key(key: &str) -> Result<(), Refusal> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let good = (1..=limit::KEY).contains(&key.chars().count()) && key.chars().all(plain);
    if good { Ok(()) } else { Err(Refusal::BadKey { max: limit::KEY }) }
}

/// The guild's Docket admin roles; faults at `admin_roles.N`. Those that stood there `before` are nobody's mistake now.
pub fn check_admin_roles(roles: &[RoleId], before: &[RoleId], choices: &Choices) -> Vec<FieldFault> {
    let mut faults = Faults::default();
    for (index, role) in roles.iter().enumerate().filter(|(_, role)| !before.contains(role)) {
        faults.role(&format!("admin_roles.{index}"), *role, choices);
    }
    faults.0
}

//! Knows what an admin edits, and whether Discord and our own rules will take it. Pure, so that the editor asks while
//! somebody types and the store asks again. Where it is kept is not known here.

mod audit;
mod change;
mod choice;
mod department;
mod emoji;
mod fault;
mod guild_rules;
pub mod limit;
mod rule_words;
mod ticket_type;
mod type_rules;
mod words;

pub use audit::{AuditDeed, AuditPage, AuditRow, AuditSubject, Conflict, Saved};
pub use change::{FieldChange, admin_role_changes};
pub use choice::{ChannelChoice, Choices, DepartmentChoice, EmojiChoice, RoleChoice};
pub use department::DepartmentDraft;
pub use emoji::{is_unicode as is_unicode_emoji, own as own_emoji};
pub use fault::{FieldFault, check_admin_roles, check_key};
pub use guild_rules::{BlockDraft, Blocked};
pub use rule_words::{claim_words, log_words, order_words, ratings_words, rule_label};
pub use ticket_type::TypeDraft;
pub use type_rules::TypeRulesDraft;
pub use words::{field_name, label, roles_gone};

#[cfg(test)]
mod tests;

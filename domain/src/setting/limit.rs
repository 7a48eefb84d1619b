//! Knows how much fits: Discord's limits with their sources, and our own where Discord has none.

/// A button's label (<https://discord.com/developers/docs/components/reference#button>).
pub const LABEL: usize = 80;
/// A modal's title (<https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>).
pub const FORM_TITLE: usize = 45;
/// Components in a modal, from the same page.
pub const QUESTIONS: usize = 5;
/// A label over an input, and what stands under it (<https://discord.com/developers/docs/components/reference#label>).
pub const QUESTION_LABEL: usize = 45;
pub const QUESTION_DESCRIPTION: usize = 100;
/// (<https://discord.com/developers/docs/components/reference#text-input>)
pub const PLACEHOLDER: usize = 100;
pub const ANSWER: u16 = 4_000;
/// (<https://discord.com/developers/docs/components/reference#string-select>)
pub const CHOICES: usize = 25;
pub const CHOICE: usize = 100;
/// An embed's parts, and all of them together (<https://discord.com/developers/docs/resources/message#embed-object-embed-limits>).
pub const EMBED_TITLE: usize = 256;
pub const EMBED_TEXT: usize = 4_096;
pub const EMBED_FIELD: usize = 1_024;
pub const EMBED_FOOTER: usize = 2_048;
pub const EMBED: usize = 6_000;
pub const EMBED_ADDRESS: usize = 2_048;
/// A channel's or category's name (<https://discord.com/developers/docs/resources/channel#channel-object>).
pub const CHANNEL_NAME: usize = 100;
/// Buttons in a message: five rows of five (<https://discord.com/developers/docs/components/reference#action-row>).
pub const PANEL_TYPES: usize = 25;

/// Ours: a type's name on screen, what a paused type says, keys, counts.
pub const NAME: usize = 80;
pub const PAUSED_MESSAGE: usize = 500;
pub const KEY: usize = 32;
pub const OPEN_PER_MEMBER: (i64, i64) = (1, 50);
pub const ARCHIVE_DAYS: (i64, i64) = (1, 365);
/// Of the rules. A server has 500 channels at most, so no more tickets can be open.
pub const ROLE_RULES: usize = 50;
pub const AGE_DAYS: (i64, i64) = (0, 3_650);
pub const OPEN_IN_TOTAL: (i64, i64) = (0, 500);
pub const COOLDOWN_MINUTES: (i64, i64) = (0, 43_200);
pub const HOURS: (i64, i64) = (0, 8_760);
pub const THROTTLE_OPENS: (i64, i64) = (0, 10_000);
pub const THROTTLE_MINUTES: (i64, i64) = (1, 1_440);
pub const TICKET_CATEGORIES: usize = 25;
pub const TICKET_CATEGORY: usize = 50;
pub const BLOCK_REASON: usize = 500;

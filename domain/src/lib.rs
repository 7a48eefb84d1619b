//! The words of the trade: types and pure rules. Knows no I/O, no clock and no framework, and compiles
//! for the browser.

mod access;
mod act;
mod due;
mod event;
pub mod form;
mod guild;
mod id;
mod message;
pub mod naming;
mod opening;
mod order;
mod panel;
pub mod permission;
pub mod preset;
mod refusal;
mod rules;
pub mod search;
pub mod setting;
pub mod template;
mod ticket;
mod ticket_type;
mod timestamp;
mod word;

pub use access::{ADMINISTRATOR, Access, Admin, MANAGE_GUILD, MemberFacts, Standing};
pub use act::{Act, ActFacts, Claim, Decision, Ordered, Part, decide};
pub use due::{Due, DueAction};
pub use event::{Bell, Deed, TimelineEvent};
pub use form::{Answer, Form, Question, RawAnswer};
pub use guild::{ChannelFacts, EmojiFacts, Guild, GuildFacts, RoleFacts};
pub use id::{
    AttachmentId, AuditId, BlockId, ChannelId, DISCORD_EPOCH_MS, DepartmentId, DueId, EmojiId, EventId, FormId,
    GuildId, InteractionId, MessageId, OrderId, PanelId, RoleId, TicketId, TicketTypeId, UserId, WaitingId,
    first_snowflake,
};
pub use message::{
    AttachmentFacts, AttachmentState, MessageKind, MessageVersion, Person, Said, TranscriptFile, TranscriptMessage,
};
pub use opening::{Block, Opener, OpeningFacts, Opens, may_open, throttle_from};
pub use order::{Order, OrderDraft};
pub use panel::{Panel, PanelState};
pub use refusal::Refusal;
pub use rules::{ClaimMode, Conduct, GuildRules, LogKind, OpeningRules, OrderStatus, Ratings, RoleRule};
pub use ticket::{ClosedPath, Priority, Provisioning, Status, Ticket, Via, WaitingOn, ticket_ref, transition};
pub use ticket_type::{Actor, ButtonStyle, Colour, Department, RoleKind, TicketType, TypeState, Welcome, WhenClosed};
pub use timestamp::{Civil, Timestamp};
pub use word::UnknownWord;

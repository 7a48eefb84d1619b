//! Every command of Docket's: its name, what it says of itself, its options, and the deed behind it.

use super::super::used::Used;
use super::super::{Result, block, deed, open_for, panel, setup};
use super::option::{Kind, Opt, Suggest};
use std::pin::Pin;

pub type Doing<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// Where a command is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Slash,
    Member,
    Message,
}

/// How it is answered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// With words; if they take long, it is said that they come.
    Words,
    /// Perhaps with a form, which nothing may come before.
    Form,
}

pub struct Command {
    /// A subcommand's follows its command's: `tag add`.
    pub name: &'static str,
    pub about: &'static str,
    pub options: &'static [Opt],
    pub on: On,
    pub first: First,
    pub run: for<'a> fn(&'a Used<'a>) -> Doing<'a>,
}

/// What the commands say of themselves that have subcommands.
pub static GROUPS: &[(&str, &str)] = &[
    ("block", "Who can't open tickets"),
    ("category", "Categories of departments and of tickets"),
    ("order", "The order that belongs to this ticket"),
    ("role", "Roles of departments"),
    ("tag", "Tags of this ticket"),
    ("timer", "What happens to this ticket by itself"),
];

/// A deed in the ticket in whose channel the command is given.
macro_rules! here {
    ($name:literal, $about:literal, $options:expr, $($deed:tt)+) => {
        Command {
            name: $name,
            about: $about,
            options: $options,
            on: On::Slash,
            first: First::Words,
            run: |used| Box::pin(async move { $($deed)+(used, used.here().await?.id).await }),
        }
    };
}
/// A deed that finds out by itself what it is about.
macro_rules! anywhere {
    ($name:literal, $about:literal, $options:expr, $($deed:tt)+) => {
        Command {
            name: $name,
            about: $about,
            options: $options,
            on: On::Slash,
            first: First::Words,
            run: |used| Box::pin($($deed)+(used)),
        }
    };
}
/// What only sets things up.
macro_rules! settings {
    ($name:literal, $about:literal, $options:expr, $($deed:tt)+) => {
        Command {
            name: $name,
            about: $about,
            options: $options,
            on: On::Slash,
            first: First::Words,
            run: |used| Box::pin($($deed)+(used.asked, used.reply, used.options)),
        }
    };
}
/// What may begin with a form.
macro_rules! form {
    ($on:expr, $name:literal, $about:literal, $options:expr, $($deed:tt)+) => {
        Command {
            name: $name,
            about: $about,
            options: $options,
            on: $on,
            first: First::Form,
            run: |used| Box::pin($($deed)+(used)),
        }
    };
}

const fn text(name: &'static str, about: &'static str, max: u16) -> Opt {
    Opt::new(name, about, Kind::Text { max })
}

const fn suggested(name: &'static str, about: &'static str, from: Suggest) -> Opt {
    Opt::new(name, about, Kind::Suggested(from))
}

const REASON: Opt = text("reason", "Why, for everyone in the ticket", 1_000);
const TICKET: Opt =
    suggested("ticket", "Its number; the ticket of this channel unless said otherwise", Suggest::Tickets);
const TYPE: &str = "A ticket type, by its name or key";
const DEPARTMENT: Opt = suggested("department", "The department, by its name or key", Suggest::Departments);

pub static COMMANDS: &[Command] = &[
    // Setting up
    settings!(
        "setup",
        "Put a panel into this channel",
        &[
            suggested("type", TYPE, Suggest::Types),
            suggested("type-2", TYPE, Suggest::Types),
            suggested("type-3", TYPE, Suggest::Types),
            suggested("type-4", TYPE, Suggest::Types),
            suggested("type-5", TYPE, Suggest::Types),
        ],
        setup::panel
    ),
    anywhere!(
        "panel",
        "List the panels, or publish one again",
        &[suggested("panel", "Which one to publish", Suggest::Panels)],
        panel::panel
    ),
    settings!(
        "category create",
        "Make a department's category, and the channels that its panels lack",
        &[DEPARTMENT.required()],
        setup::category
    ),
    settings!(
        "role set",
        "Give a department a role",
        &[
            DEPARTMENT.required(),
            Opt::new("role", "The role", Kind::Role).required(),
            Opt::new(
                "as",
                "What its people are there; staff unless said otherwise",
                Kind::Choice(&["staff", "supervisor", "viewer"])
            ),
        ],
        setup::role
    ),
    anywhere!(
        "block add",
        "Let somebody open no tickets",
        &[
            Opt::new("member", "Who", Kind::Person),
            Opt::new("role", "Or everyone with this role", Kind::Role),
            text("reason", "Why; they are told", 300),
            suggested("until", "How long; for ever unless said otherwise", Suggest::Times),
        ],
        block::add
    ),
    anywhere!(
        "block remove",
        "Let them open tickets again",
        &[suggested("entry", "Who", Suggest::Blocks).required()],
        block::remove
    ),
    anywhere!("block list", "Who can't open tickets", &[], block::list),
    // Opening
    form!(
        On::Slash,
        "open",
        "Open a ticket",
        &[
            suggested("type", TYPE, Suggest::Types),
            Opt::new("member", "For whom; for yourself unless said otherwise", Kind::Person),
        ],
        open_for::command
    ),
    form!(On::Member, "Open ticket for this member", "", &[], open_for::member),
    form!(On::Message, "Open ticket from this message", "", &[], open_for::message),
    anywhere!(
        "reopen",
        "Let a closed ticket go on",
        &[suggested("ticket", "Its number; the ticket of this channel unless said otherwise", Suggest::Closed), REASON,],
        reopen
    ),
    // Working
    here!("claim", "Take this ticket", &[], deed::claim::claim),
    here!("unclaim", "Give this ticket back", &[], deed::claim::unclaim),
    here!(
        "assign",
        "Give this ticket to one of the staff",
        &[suggested("member", "To whom; to nobody if left out", Suggest::Staff)],
        deed::claim::assign
    ),
    here!(
        "transfer",
        "Hand this ticket to another department or type",
        &[DEPARTMENT, suggested("type", "A ticket type; it brings its department", Suggest::Types)],
        deed::claim::transfer
    ),
    here!("escalate", "Call the supervisors, and raise the priority", &[REASON], deed::claim::escalate),
    here!("solve", "Ask the member whether it is solved", &[], deed::solve::solve),
    here!("unsolve", "Take back the question whether it is solved", &[], deed::solve::unsolve),
    here!("complete", "Mark this ticket as completed; it is archived later", &[], deed::solve::complete),
    here!("close", "Close this ticket", &[REASON], deed::end::close),
    here!("cancel", "Cancel this ticket", &[REASON], deed::end::cancel),
    // What is written down of it
    here!(
        "add",
        "Let somebody into this ticket",
        &[Opt::new("member", "Whom", Kind::Person).required()],
        deed::write::add
    ),
    here!(
        "remove",
        "Take somebody out of this ticket",
        &[suggested("member", "Whom", Suggest::Members).required()],
        deed::write::remove
    ),
    here!("rename", "Name this ticket's channel", &[text("name", "The new name", 100).required()], deed::write::rename),
    here!(
        "move",
        "Move this ticket's channel",
        &[Opt::new("category", "Under which category of the server", Kind::Category).required()],
        deed::write::place
    ),
    here!(
        "priority",
        "Set this ticket's priority",
        &[Opt::new("priority", "The new one", Kind::Choice(&["low", "medium", "high", "urgent"])).required()],
        deed::write::priority
    ),
    here!(
        "category set",
        "Say what this ticket is about",
        &[suggested("category", "One of the server's; none if left out", Suggest::Categories)],
        deed::write::category
    ),
    here!("subject", "Give this ticket a subject", &[text("text", "None if left out", 200)], deed::write::subject),
    here!(
        "description",
        "Describe what this ticket is about",
        &[text("text", "None if left out", 4_000)],
        deed::write::description
    ),
    here!(
        "tag add",
        "Tag this ticket",
        &[suggested("tag", "A known tag or a new one", Suggest::Tags).required()],
        deed::write::tag
    ),
    here!(
        "tag remove",
        "Take a tag off",
        &[suggested("tag", "Which one", Suggest::TicketTags).required()],
        deed::write::untag
    ),
    here!(
        "note",
        "Write a note that the member never sees",
        &[text("text", "What to note", 4_000).required()],
        deed::write::note
    ),
    Command {
        name: "Keep as a note",
        about: "",
        options: &[],
        on: On::Message,
        first: First::Words,
        run: |used| Box::pin(note(used)),
    },
    here!(
        "order link",
        "Say which order this ticket is about",
        &[suggested("number", "The order's number", Suggest::Orders).required()],
        deed::order::link
    ),
    here!("order unlink", "Take the order off this ticket", &[], deed::order::unlink),
    here!("order show", "Show the order of this ticket", &[], deed::order::show),
    // Time
    here!(
        "snooze",
        "Put this ticket aside for a while",
        &[suggested("until", "2h, 3d, or 2026-12-01 09:00 (UTC)", Suggest::Times).required()],
        deed::timer::snooze
    ),
    here!("wake", "Bring a snoozed ticket back", &[], deed::timer::wake),
    here!(
        "timer stop",
        "Call off what would happen by itself",
        &[suggested("timer", "What; the next unless said otherwise", Suggest::Timers)],
        deed::timer::stop
    ),
    here!("timer pause", "Don't close this ticket for silence", &[], deed::timer::pause),
    here!("timer resume", "Close this ticket for silence again", &[], deed::timer::resume),
    // Asking
    here!("status", "How this ticket stands", &[], deed::look::status),
    anywhere!("transcript", "The link to a ticket's transcript", &[TICKET], deed::look::transcript),
    anywhere!(
        "search",
        "Search in all that was said",
        &[suggested("text", "Words; also fields such as status:open or from:mia", Suggest::Tickets).required()],
        deed::look::search
    ),
];

async fn reopen(used: &Used<'_>) -> Result<()> {
    let ticket = used.named().await?;
    deed::end::reopen(used, ticket.id).await
}

/// "Keep as a note": what a message says, with the link to it.
async fn note(used: &Used<'_>) -> Result<()> {
    let ticket = used.here().await?;
    let text = open_for::quoted(used)?;
    deed::write::keep_note(used, ticket.id, &text).await
}

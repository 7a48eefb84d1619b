//! Knows all words of the dashboard that people read: one table, keys as an enum, so that a second language touches no
//! view. Words for refusals are `domain::Refusal`'s.

mod fold;
#[cfg(feature = "ssr")]
mod offer;
mod phrase;

pub use fold::folded;
#[cfg(feature = "ssr")]
pub use offer::{DAYS, MYSELF, field_words};
#[cfg(feature = "ssr")]
pub use phrase::reconnect_words;
pub use phrase::{
    back_to_words, closed_path_words, count_words, file_failed_words, found_words, incomplete_words, problems_words,
    size_words, step_words, ticket_title,
};

use domain::{Priority, Standing, Status, WaitingOn};

/// In English; three letters of each are its short form.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

macro_rules! table {
    ($($key:ident = $text:literal),+ $(,)?) => {
        /// A key of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($key),+ }

        /// The words of a key.
        pub const fn w(word: Word) -> &'static str {
            match word { $(Word::$key => $text),+ }
        }
    };
}

table! {
    Docket = "Docket",
    // Faults
    BrokenReference = "This is ours to mend. Tell whoever runs Docket the reference",
    Unreachable = "Docket did not answer. It may be restarting, or the connection is broken.",
    LoginNeeded = "Please log in",
    LoginNeededMore = "This page is for people who are logged in. Your login may have expired.",
    NothingHere = "There is nothing here for you",
    WhoGrants = "This page does not exist, or you may not see it. An admin of the server can give you a role that may.",
    SomethingBroke = "Something broke",
    NoAnswer = "No answer",
    TryAgain = "Try again",
    LoginEnded = "Your login has ended, here or elsewhere. Log in again to go on where you were.",
    LineBroken = "The live connection is broken. New messages appear once it stands again; it is tried by itself.",
    // Front page
    LandingTitle = "Support tickets that live in your Discord server",
    LandingText = "Members open a ticket in Discord. Your team answers there. Every conversation is kept here, with its edits, deletions and files, for those who may read it.",
    LogIn = "Log in",
    LogInWithDiscord = "Log in with Discord",
    LogInMore = "Docket learns your name and nothing else.",
    PointOpen = "One press opens a ticket",
    PointOpenMore = "A short form, a private channel, the right people in it.",
    PointWork = "The conversation stays in Discord",
    PointWorkMore = "Claim, answer and close where everybody already is.",
    PointRead = "Transcripts for those who may",
    PointReadMore = "Members read their own, staff those of their departments. Roles decide, at once.",
    YourServers = "Your servers",
    NoServers = "No server yet",
    NoServersMore = "Docket is in none of your servers, or you have nothing to do with it there. An admin of a server adds the bot.",
    StandingAdmin = "Admin",
    StandingStaff = "Staff",
    StandingViewer = "Viewer",
    StandingMember = "Member",
    // Frame
    SkipToContent = "Skip to content",
    Navigation = "Main",
    SwitchServer = "Switch server",
    AllServers = "All servers",
    Inbox = "Inbox",
    YourTickets = "Your tickets",
    Types = "Types",
    Departments = "Departments",
    Audit = "Audit",
    Health = "Health",
    More = "More",
    GoAnywhere = "Go anywhere",
    PaletteHint = "A page, a server, #201, words of a ticket…",
    SearchInbox = "Search the inbox",
    Page = "Page",
    OpenTicket = "Open the ticket",
    Account = "Your account",
    Theme = "Theme",
    ThemeSystem = "System",
    ThemeLight = "Light",
    ThemeDark = "Dark",
    Keys = "Keyboard shortcuts",
    KeyRows = "Next, previous ticket",
    KeyOpen = "Open the ticket",
    KeyBack = "Back to the list",
    KeySearch = "Search",
    KeyPalette = "Go anywhere",
    KeySave = "Save what is being edited",
    KeyHelp = "Show these keys",
    LogOut = "Log out",
    Close = "Close",
    Loading = "Loading…",
    BotAway = "The bot is not connected to Discord",
    BotAwayMore = "Nothing is lost: what is said meanwhile is read when it returns. New tickets can't be opened until then.",
    ShowProblems = "Show what to grant",
    // Parts
    Undo = "Undo",
    Save = "Save changes",
    Saving = "Saving…",
    Unsaved = "Unsaved changes",
    Discard = "Discard",
    LeaveUnsaved = "What you changed here is not saved. Leave all the same?",
    Remove = "Remove",
    Choices = "Choices",
    NoChoice = "Nothing fits what you typed",
    ColourPalette = "Choose a colour",
    Before = "before",
    After = "now",
    Newer = "Newer",
    Older = "Older",
    // Inbox
    TicketList = "Tickets",
    Filter = "Filter",
    ApplyFilter = "Apply",
    AnyStatus = "Any status",
    ActiveStatus = "Not closed",
    AnyPriority = "Any priority",
    AnyType = "Any type",
    Status = "Status",
    Type = "Type",
    Priority = "Priority",
    Member = "Member",
    ShowAll = "Show all",
    BackToNewest = "Back to the newest",
    OlderTickets = "Older tickets",
    NothingSaid = "nothing said yet",
    NothingFound = "No ticket fits",
    NothingFoundMore = "No ticket that you may read fits what is asked. Take a field away, or widen one.",
    // Search
    Search = "Search tickets and what was said",
    SearchHint = "Search, or status:open from:me …",
    SearchOffers = "What may be written next",
    BestFirst = "Best first",
    NewestFirst = "Newest first",
    OlderFinds = "Older finds",
    SearchOn = "Search on",
    StillIndexing = "Older messages are still being made searchable; this goes on by itself.",
    NothingSaidSo = "Nothing was said so",
    NothingSaidSoMore = "All words must stand in one message. Try fewer words, the beginning of one with a star (refun*), or take a field away.",
    NothingYet = "Nothing so far",
    NothingYetMore = "The newest messages with these words do not fit the fields. Search on, or name a day with before:",
    NoTickets = "No tickets yet",
    NoTicketsMore = "They appear here as members open them in Discord. Panels with the buttons are published by an admin.",
    NoOwnTickets = "You have no tickets",
    NoOwnTicketsMore = "Open one in Discord with a button of the server. It appears here at once.",
    NoTicketOpen = "Choose a ticket",
    NoTicketOpenMore = "Its conversation stands here. j and k move through the list, Enter opens.",
    // States
    StatusOpen = "Open",
    StatusInProgress = "In progress",
    StatusAwaiting = "Awaiting confirmation",
    StatusCompleted = "Completed",
    StatusClosed = "Closed",
    StatusCancelled = "Cancelled",
    PriorityUrgent = "Urgent",
    PriorityHigh = "High",
    PriorityMedium = "Medium",
    PriorityLow = "Low",
    WaitingOn = "Waiting on",
    WaitingOnStaff = "Waiting on staff",
    WaitingOnCustomer = "Waiting on the member",
    Staff = "Staff",
    // Ticket
    BackToList = "Back to the list",
    ShowDetails = "Show details",
    Details = "Details",
    Department = "Department",
    Assignee = "Claimed by",
    Nobody = "Nobody",
    Opened = "Opened",
    Channel = "Channel",
    ChannelGone = "(deleted)",
    Answers = "Answers",
    Timeline = "Timeline",
    HowItEnded = "How it ended",
    OpeningFailed = "This ticket could not be opened",
    Conversation = "Conversation",
    NothingSaidYet = "Nothing has been said yet",
    NothingSaidYetMore = "Messages of the ticket's channel appear here as they are written.",
    OlderMessages = "Older messages",
    NewerMessages = "Newer messages",
    // Messages
    App = "APP",
    Note = "Note",
    AfterClose = "After closing",
    Edited = "(edited)",
    EditedShow = "edited, show earlier versions",
    Until = "Until",
    StepsUnknown = "edited while Docket was away, steps between are not known",
    Deleted = "Deleted",
    DeletedWhileAway = "Deleted while Docket was away, noticed",
    ReplyWithoutWords = "a message without words",
    ReplyUnknown = "a message that is not known",
    GoToReplied = "Go to the message that this answers",
    CopyLink = "Copy link to this message",
    LinkCopied = "Link copied",
    LinkNotCopied = "The browser does not allow copying. Use its menu on the link.",
    ShowSpoiler = "Show spoiler",
    UnknownPerson = "unknown member",
    UnknownRole = "deleted role",
    UnknownChannel = "deleted channel",
    ButtonOfDiscord = "Works in Discord",
    PictureAt = "Picture at",
    Picture = "Picture",
    OpenOriginal = "Open in a tab",
    FileWanted = "being copied",
}

pub const fn status_word(status: Status) -> &'static str {
    w(match status {
        Status::Open => Word::StatusOpen,
        Status::InProgress => Word::StatusInProgress,
        Status::AwaitingConfirmation => Word::StatusAwaiting,
        Status::Completed => Word::StatusCompleted,
        Status::Closed => Word::StatusClosed,
        Status::Cancelled => Word::StatusCancelled,
    })
}

pub const fn priority_word(priority: Priority) -> &'static str {
    w(match priority {
        Priority::Urgent => Word::PriorityUrgent,
        Priority::High => Word::PriorityHigh,
        Priority::Medium => Word::PriorityMedium,
        Priority::Low => Word::PriorityLow,
    })
}

pub const fn standing_word(standing: Standing) -> &'static str {
    w(match standing {
        Standing::Admin => Word::StandingAdmin,
        Standing::Staff => Word::StandingStaff,
        Standing::Viewer => Word::StandingViewer,
        Standing::Member => Word::StandingMember,
    })
}

pub const fn waiting_word(on: WaitingOn) -> &'static str {
    w(match on {
        WaitingOn::Staff => Word::Staff,
        WaitingOn::Customer => Word::Member,
    })
}

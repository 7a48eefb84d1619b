//! Knows all words of the dashboard that people read: one table of keys, so that a second language touches no view.
//! Words for refusals are `domain::Refusal`'s, the names of settings' fields `domain::setting`'s.

#[cfg(feature = "ssr")]
mod deed;
mod fold;
#[cfg(feature = "ssr")]
mod offer;
mod phrase;
mod setting;

#[cfg(feature = "ssr")]
pub use deed::{
    Say, moment_words, order_status_word, price_of, price_words, say, stars_words, step_words, timer_words,
};
pub use fold::folded;
#[cfg(feature = "ssr")]
pub use offer::{DAYS, MYSELF, field_words};
#[cfg(feature = "ssr")]
pub use phrase::reconnect_words;
pub use phrase::{
    back_to_words, count_words, file_failed_words, files_words, found_words, incomplete_words, mend_words,
    problems_words, size_words, ticket_title,
};
#[cfg(feature = "ssr")]
pub use phrase::{closed_path_words, in_web_words};

#[cfg(feature = "ssr")]
pub use setting::{audit_words, order_changed_words, via_words};
pub use setting::{
    changed_by_words, changes_words, faults_words, kind_options, name_meaning, of_limit_words, offered_words,
    question_title, questions_words, role_kind_word, staff_words, style_word, types_words, when_closed_word,
};

#[cfg(feature = "ssr")]
use domain::WaitingOn;
use domain::search::Mark;
use domain::{Priority, Standing, Status};

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
    ($keys:ident, $words:ident: $($key:ident = $text:literal),+ $(,)?) => {
        /// A key of the table. It holds its words: a part of the program that says few of them carries no others.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $keys(&'static str);

        #[expect(non_upper_case_globals, reason = "named as the variants of an enum, which they stand for")]
        #[cfg_attr(feature = "hydrate", expect(dead_code, reason = "some words the server alone says"))]
        impl $keys {
            $(pub const $key: Self = Self($text);)+
        }

        /// The words of a key.
        pub const fn $words(word: $keys) -> &'static str {
            word.0
        }
    };
}
pub mod rules;

table! {
    Word, w:
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
    KeyClaim = "Claim the ticket, or give it back",
    KeySolve = "Ask whether it is solved",
    KeyClose = "Close the ticket",
    KeyAssign = "Assign it",
    KeyPriority = "Set its priority",
    KeyTag = "Tag it",
    KeyNote = "Write an internal note",
    ThisTicket = "This ticket",
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
    // Health
    AllIsWell = "All is well.",
    NotCheckedYet = "The bot has not looked yet.",
    Checked = "Checked",
    ConnectedSince = "Bot connected since",
    CheckAgain = "Check again",
    Checking = "Checking…",
    CheckUnanswered = "The bot did not answer. It looks by itself as soon as it is connected.",
    ToMend = "To mend",
    Since = "Since",
    LastSeen = "last seen",
    LookedAt = "What was looked at",
    Well = "Well",
    Ill = "To mend",
    CheckServer = "Server",
    CheckCategory = "Category",
    CheckPanel = "Panel",
    CheckTickets = "Tickets",
    CheckRole = "Role",
    PanelsTitle = "Panels",
    PanelUpToDate = "Discord shows what is saved",
    PanelBehind = "On its way to Discord",
    PanelDraft = "Not published yet",
    Publish = "Publish",
    WithoutRole = "Take the role out",
    WithoutCategory = "Do without it",
    WithoutLog = "Tell it nowhere",
    WithoutEmoji = "Show no emoji",
    TakenOut = "It is taken out of the settings.",
    PublishAgain = "Publish again",
    PublishingAgain = "It is being published.",
    ThisDocket = "This Docket",
    Version = "Version",
    Database = "Database",
    SchemaStep = "Step of its schema",
    FilesKept = "Files of messages",
    FreeSpace = "Free on the disk",
    // Settings: what all editors say
    AllSaved = "All changes saved",
    LiveInDiscord = "Saved, and live in Discord",
    SoonInDiscord = "Saved; Discord follows in a moment",
    NowhereInDiscord = "Saved. No panel offers this type yet: use /setup in Discord",
    NothingChanged = "Nothing was changed",
    NotSaved = "Nothing was saved",
    Add = "Add",
    Delete = "Delete",
    MoveUp = "Move up",
    MoveDown = "Move down",
    TakeTheirs = "Take theirs",
    KeepMine = "Keep mine and save over it",
    ChoiceGone = "no longer there",
    WithoutScript = "Everything here works without JavaScript. The preview and the counts are those of the last load; buttons that add, move or remove a question send the form and bring it back.",
    AddNeedsName = "Please give it a name.",
    // The places of the rules
    ServerRules = "Server rules",
    Blocked = "Blocked",
    Rules = "Rules",
    // Types
    TypesMore = "What members can open a ticket for, in the order in which it is offered.",
    NoTypes = "No ticket types yet",
    NoTypesMore = "Add the first one below: from a preset, or from nothing.",
    AddType = "Add a ticket type",
    AddNameHint = "Empty: the preset's own name",
    StartFrom = "Start from",
    FromNothing = "One question",
    Offered = "Offered to members",
    Active = "Active",
    Paused = "Paused",
    TypeResumed = "Members can open tickets of this type again",
    TypePaused = "Paused: no new tickets of this type",
    TypeDeleted = "The type is deleted. Its tickets stay.",
    TypeRestored = "The type is back",
    TypeAdded = "Added",
    TypeSaved = "Saved",
    // One type
    TypeMore = "Saved changes are in Discord within a second. Whoever has the form open already may still send it.",
    Basics = "Button",
    BasicsMore = "What members press, and what it is called here.",
    Name = "Name",
    NameHint = "In the inbox and in titles",
    StyleBlurple = "Blurple",
    StyleGrey = "Grey",
    StyleGreen = "Green",
    StyleRed = "Red",
    EmojiHint = "An emoji, or one of the server's own from the list",
    PausedMessageHint = "Empty: a sentence of ours",
    Welcome = "Welcome message",
    WelcomeMore = "The first thing said in a ticket's channel. Type { for names that are filled in.",
    NamesToUse = "Names that are filled in",
    ResponseTimeHint = "For example: within 8 hours",
    WelcomeColourHint = "Empty: the department's",
    Banner = "Banner",
    Thumbnail = "Thumbnail",
    FooterHint = "Empty: the ticket's number",
    TheForm = "Form",
    TheFormMore = "What a member is asked before the ticket opens: up to five questions.",
    AddQuestion = "Add a question",
    KindShort = "Short text",
    KindLong = "Long text",
    KindNumber = "Number",
    KindChoice = "One of several",
    ChoicesHint = "One a line, at most 25. “bank = Bank transfer” gives a choice a short value of its own.",
    QuestionKeyHint = "For {answer.KEY}; empty: made from the question",
    Conduct = "Tickets",
    ConductMore = "Where they stand, how many, and what becomes of them.",
    NamingHint = "Type { for names. The number is added where it is missing.",
    CategoryOfDepartment = "The department's",
    CategoryUsual = "Tickets",
    CategoryClosedUsual = "Closed Tickets",
    LimitPerMemberHint = "1 to 50",
    CloseArchive = "Archive the channel, delete it later",
    CloseDelete = "Delete the channel at once",
    CloseKeep = "Archive the channel and keep it",
    ArchiveDaysHint = "1 to 365; for archived channels",
    Preview = "In Discord",
    PreviewButton = "Button on the panel",
    PreviewForm = "Form",
    PreviewWelcome = "Welcome message",
    PreviewChannel = "Channel",
    // Discord's own words, in previews; the bot says the same
    DiscordCancel = "Cancel",
    DiscordSubmit = "Submit",
    DiscordSelect = "Make a selection",
    DiscordClaim = "Claim",
    DiscordClose = "Close",
    DiscordItWorks = "It works!",
    DiscordHelp = "Need help",
    DiscordCategory = "Category",
    DiscordResponseTime = "Response time",
    DiscordInstructions = "Instructions",
    // Departments
    DepartmentsMore = "Who answers what. A department's roles see its tickets, in Discord and here.",
    NoDepartments = "No departments yet",
    NoDepartmentsMore = "Add the first one below. Ticket types lie in departments.",
    AddDepartment = "Add a department",
    AddDepartmentHint = "For example: Billing",
    DepartmentMore = "Saved roles hold at once: in open tickets' channels, in the inbox, in transcripts.",
    DepartmentAdded = "The department is added",
    DepartmentSaved = "Saved",
    DepartmentDeleted = "The department is deleted. Its tickets stay.",
    DepartmentRestored = "The department is back",
    CategoryDepartmentHint = "Where its tickets' channels are made",
    Roles = "Roles",
    RolesMore = "Staff answer tickets, supervisors as well; viewers read.",
    KindStaff = "Staff",
    KindSupervisor = "Supervisor",
    KindViewer = "Viewer",
    RoleIs = "This role is",
    AboveDocket = "above Docket's own role",
    RoleGoes = "goes with the next save",
    AddRoleHint = "Roles above Docket's own can't be used: drag Docket's up in Server Settings, Roles",
    ChooseRole = "Choose a role",
    OnCallHint = "Called when a member needs help",
    NobodyOnCall = "The staff roles",
    AdminRoles = "Admin roles",
    AdminRolesMore = "Whoever bears one of these changes settings here and sees every ticket, beside the owner and those who manage the server.",
    AdminRolesSaved = "Saved",
    // Audit
    AuditMore = "Every change of settings: who, when, through what, before and after.",
    NoAudit = "Nothing has been changed yet",
    NoAuditMore = "Each saved change of a type, a department or a role appears here.",
    OlderChanges = "Older changes",
    Through = "through",
    // States
    MarkSnoozed = "Snoozed",
    MarkEscalated = "Escalated",
    MarkUnassigned = "Unassigned",
    AnyMark = "All but snoozed",
    Only = "Only",
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

pub const fn mark_word(mark: Mark) -> &'static str {
    w(match mark {
        Mark::Snoozed => Word::MarkSnoozed,
        Mark::Escalated => Word::MarkEscalated,
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

#[cfg(feature = "ssr")]
pub const fn waiting_word(on: WaitingOn) -> &'static str {
    w(match on {
        WaitingOn::Staff => Word::Staff,
        WaitingOn::Customer => Word::Member,
    })
}

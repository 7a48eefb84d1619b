//! Knows the words of what is done with a ticket. The server alone says them: it draws the details and the deeds.

use crate::ui::time::whole;
use domain::{Deed, DueAction, OrderStatus, Timestamp};

macro_rules! table {
    ($($key:ident = $text:literal),+ $(,)?) => {
        /// A key of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Say { $($key),+ }

        /// The words of a key.
        pub const fn say(word: Say) -> &'static str {
            match word { $(Say::$key => $text),+ }
        }
    };
}

table! {
    Actions = "Actions",
    Set = "Set",
    Change = "Change",
    // Deeds as buttons
    Claim = "Claim",
    TakeOver = "Take over",
    Unclaim = "Give back",
    Assign = "Assign",
    AssignNobody = "Nobody",
    Solve = "Solve",
    Unsolve = "Take the question back",
    Complete = "Mark completed",
    Close = "Close",
    CloseTicket = "Close the ticket",
    ConfirmClose = "Confirm close",
    Reopen = "Reopen",
    MoreActions = "More",
    Cancel = "Cancel the ticket",
    Escalate = "Escalate",
    Transfer = "Transfer",
    Snooze = "Snooze",
    Wake = "Wake now",
    Rename = "Rename the channel",
    Move = "Move the channel",
    ItWorks = "It works!",
    NeedHelp = "Need help",
    NotYet = "Not yet",
    AcceptSolved = "Yes, it is solved",
    AddNote = "Add note",
    SetPriority = "Set the priority",
    AddTag = "Add a tag",
    // What was done
    Claimed = "The ticket is yours",
    Unclaimed = "You gave it back",
    Assigned = "Assigned",
    NobodysNow = "Nobody has it now",
    Solved = "The member is asked whether it is solved",
    Unsolved = "The question is taken back",
    Refused = "Staff are told that it is not solved yet",
    Completed = "Marked completed",
    Closed = "Closed",
    Works = "Glad that it works. The ticket is closed.",
    Cancelled = "Cancelled",
    HelpCalled = "The team is called",
    Reopened = "Open again",
    Transferred = "Transferred",
    Escalated = "Escalated",
    MemberAdded = "Let in",
    MemberRemoved = "Taken out",
    Renamed = "Renamed; Discord follows in a moment",
    Moved = "Moved; Discord follows in a moment",
    PrioritySet = "Priority set",
    CategorySet = "Category set",
    SubjectSet = "Subject set",
    DescriptionSet = "Description set",
    Tagged = "Tagged",
    Untagged = "Tag taken off",
    Noted = "Noted",
    Snoozed = "Snoozed",
    Woken = "It is back",
    SilencePaused = "It stays open however long it is silent",
    SilenceResumed = "It may close for silence again",
    TimerStopped = "Stopped",
    Rated = "Thank you",
    OrderSaved = "Order saved",
    OrderUnlinked = "The order is taken off",
    // Sheets
    CloseReason = "Reason",
    CloseReasonHint = "Optional. The member reads it.",
    RiskyTitle = "Its order is still at risk",
    RiskyText = "The order is in a state in which a ticket should stay open. Close it all the same?",
    ReopenWhy = "Why",
    ReopenHint = "Optional. If the channel is gone, a new one is made.",
    CancelWhy = "Why",
    CancelHint = "Optional. A cancelled ticket can't be opened again.",
    EscalateWhy = "Why",
    EscalateHint = "Optional. Calls the supervisors and raises the priority by one.",
    TransferTo = "To",
    TransferHint = "Access follows. Whoever has it gives it up unless they act there too.",
    TransferTypes = "Ticket types",
    SnoozeFor = "For",
    SnoozeUntil = "Or until",
    InUtc = "In UTC",
    SnoozeHint = "It leaves the list until then, or until the member writes.",
    NewName = "Name",
    ToCategory = "Category",
    // Details
    Category = "Category",
    NoCategory = "None",
    Tags = "Tags",
    Subject = "Subject",
    NoSubject = "None",
    Description = "Description",
    NoDescription = "None",
    Members = "Also here",
    NoMembers = "Nobody else",
    AddMember = "Let somebody in",
    PersonHint = "Name, username or id",
    RemoveTag = "Take off the tag",
    RemoveMember = "Take out",
    EscalatedAt = "Escalated",
    Silence = "Silence",
    SilenceIsPaused = "Stays open",
    PauseSilence = "Keep it open",
    ResumeSilence = "Let it close",
    Order = "Order",
    NoOrder = "None",
    OrderNumber = "Number",
    OrderStatus = "Status",
    OrderPrice = "Price",
    OrderCurrency = "Currency",
    OrderRisky = "At risk: closing needs a confirmation",
    AtRisk = "At risk",
    LinkOrder = "Link an order",
    NewOrder = "New or changed order",
    UnlinkOrder = "Take off",
    SaveOrder = "Save order",
    ComingUp = "Coming up",
    Stop = "Stop",
    Rating = "Rating",
    Rate = "How was it?",
    RateComment = "A word about it",
    RateHint = "Optional",
    SendRating = "Send",
    // What staff asked
    AskedTitle = "Is your problem solved?",
    AskedText = "Staff think so. If you don't answer, the ticket closes by itself.",
    // Notes
    NoteLabel = "Internal note",
    NoteHint = "Only staff see this",
    // How long
    HourOne = "1 hour",
    HoursFour = "4 hours",
    DayOne = "1 day",
    DaysThree = "3 days",
    WeekOne = "1 week",
    WeeksTwo = "2 weeks",
}

/// A deed, said of whoever did it, with what was before and what is now.
pub fn step_words(deed: Deed, from: Option<&str>, to: Option<&str>) -> String {
    let known = |words: Option<&str>| words.map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let (from, to) = (known(from), known(to));
    let with = |words: &str, to: Option<String>| match to {
        Some(to) => format!("{words}: {to}"),
        None => words.to_owned(),
    };
    let moved = |words: &str| match (from.clone(), to.clone()) {
        (Some(from), Some(to)) if from != to => format!("{words}: {from} → {to}"),
        (Some(from), None) => format!("{words}: {from} → none"),
        (_, to) => with(words, to),
    };
    match deed {
        Deed::Created => "opened the ticket".to_owned(),
        Deed::OpeningFailed => with("could not open the ticket", to),
        Deed::FirstAnswer => "answered first".to_owned(),
        Deed::Claimed => match from {
            Some(from) => format!("took it over from {from}"),
            None => "claimed it".to_owned(),
        },
        Deed::Unclaimed => "gave it back".to_owned(),
        Deed::NeededHelp => "asked for help".to_owned(),
        Deed::Solved => "asked whether it is solved".to_owned(),
        Deed::Completed => "marked it completed".to_owned(),
        Deed::Prioritised => moved("set the priority"),
        Deed::Confirmed => "confirmed that it works".to_owned(),
        Deed::Closed => "closed it".to_owned(),
        Deed::Cancelled => "cancelled it".to_owned(),
        Deed::ChannelDeleted => "saw the channel deleted".to_owned(),
        Deed::Assigned => moved("assigned it"),
        Deed::Transferred => moved("transferred it"),
        Deed::Escalated => with("escalated it", to),
        Deed::Unsolved => "took back the question whether it is solved".to_owned(),
        Deed::Refused => "said that it is not solved yet".to_owned(),
        Deed::Accepted => "confirmed that it is solved".to_owned(),
        Deed::Expired => "closed it: nobody said whether it is solved".to_owned(),
        Deed::SilenceWarned => "warned of the close for silence".to_owned(),
        Deed::SilencePaused => "keeps it open however long it is silent".to_owned(),
        Deed::SilenceResumed => "lets it close for silence again".to_owned(),
        Deed::Silenced => "closed it: nothing was said for too long".to_owned(),
        Deed::CustomerLeft => "closed it: its member left the server".to_owned(),
        Deed::Reopened => "opened it again".to_owned(),
        Deed::MemberAdded => with("let somebody in", to),
        Deed::MemberRemoved => with("took somebody out", from.or(to)),
        Deed::Renamed => moved("renamed the channel"),
        Deed::Moved => moved("moved the channel"),
        Deed::Tagged => with("tagged it", to),
        Deed::Untagged => with("took off a tag", from.or(to)),
        Deed::SubjectSet => moved("set the subject"),
        Deed::DescriptionSet => "changed the description".to_owned(),
        Deed::CategorySet => moved("set the category"),
        Deed::Noted => "left a note".to_owned(),
        Deed::Snoozed => with("snoozed it", to),
        Deed::Woken => "brought it back".to_owned(),
        Deed::OrderLinked => with("linked an order", to),
        Deed::OrderUnlinked => with("took off the order", from.or(to)),
        Deed::Rated => with("rated it", to),
        Deed::TimerStopped => with("stopped a timer", from.or(to)),
    }
}

/// What is coming up, if whoever reads a ticket is told of it.
pub const fn timer_words(action: DueAction) -> Option<&'static str> {
    Some(match action {
        DueAction::DeleteChannel => "The channel is deleted",
        DueAction::RequestExpires => "Closes if nobody says whether it is solved",
        DueAction::SilenceWarning => "The member is warned of the silence",
        DueAction::SilenceEnds => "Closes for silence",
        DueAction::Wake => "Comes back",
        _ => return None,
    })
}

pub const fn order_status_word(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => "Pending",
        OrderStatus::Paid => "Paid",
        OrderStatus::InProgress => "In progress",
        OrderStatus::Completed => "Completed",
        OrderStatus::Cancelled => "Cancelled",
        OrderStatus::Refunded => "Refunded",
    }
}

/// Digits behind the point of a currency (ISO 4217); most have two.
fn decimals(currency: &str) -> usize {
    match currency.trim().to_uppercase().as_str() {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" => 0,
        "BHD" | "KWD" | "OMR" | "TND" | "JOD" => 3,
        _ => 2,
    }
}

/// `12.50 EUR`
pub fn price_words(price: i64, currency: Option<&str>) -> String {
    let currency = currency.unwrap_or_default();
    let digits = decimals(currency);
    let (sign, text) = (if price < 0 { "-" } else { "" }, price.unsigned_abs().to_string());
    let text = format!("{text:0>width$}", width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{part} {currency}").trim_end().to_owned()
}

/// `12.5`, `12,50` or `12` in the currency's smallest unit.
pub fn price_of(text: &str, currency: Option<&str>) -> Option<i64> {
    let digits = decimals(currency.unwrap_or_default());
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) || part.len() > digits {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

/// `4 of 5`, with its stars before it.
pub fn stars_words(stars: i64) -> String {
    let stars = usize::try_from(stars).unwrap_or_default().min(5);
    format!("{}{} {stars} of 5", "★".repeat(stars), "☆".repeat(5 - stars))
}

/// Values of the timeline that are moments are told as such.
pub fn moment_words(at: Timestamp) -> String {
    format!("until {}", whole(at, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_told_in_their_currency() {
        for (price, currency, want) in [
            (1_250, Some("EUR"), "12.50 EUR"),
            (5, None, "0.05"),
            (1_200, Some("JPY"), "1200 JPY"),
            (1_001, Some("kwd"), "1.001 kwd"),
            (-5, Some("USD"), "-0.05 USD"),
        ] {
            assert_eq!(price_words(price, currency), want);
        }
        for (text, currency, want) in [
            ("12.5", Some("EUR"), Some(1_250)),
            (" 12,50 ", None, Some(1_250)),
            ("1200", Some("JPY"), Some(1_200)),
            ("1.2", Some("JPY"), None),
            ("1.234", None, None),
            ("", None, None),
            ("-1", None, None),
            ("99999999999999999999", None, None),
        ] {
            assert_eq!(price_of(text, currency), want, "{text}");
        }
    }

    #[test]
    fn steps_tell_what_was_and_what_is() {
        assert_eq!(step_words(Deed::Prioritised, Some("Low"), Some("High")), "set the priority: Low → High");
        assert_eq!(step_words(Deed::CategorySet, Some("order"), None), "set the category: order → none");
        assert_eq!(step_words(Deed::Claimed, Some("Bea"), Some("Ted")), "took it over from Bea");
        assert_eq!(step_words(Deed::Untagged, Some("vip"), None), "took off a tag: vip");
    }
}

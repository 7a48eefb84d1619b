//! Knows the sentences of the settings' pages.

use super::{Word, w};
#[cfg(feature = "ssr")]
use domain::Via;
#[cfg(feature = "ssr")]
use domain::setting::{AuditDeed, AuditSubject};
use domain::{ButtonStyle, RoleKind, WhenClosed};

pub fn of_limit_words(length: usize, max: usize) -> String {
    format!("{length} / {max}")
}

pub fn faults_words(count: usize) -> String {
    if count == 1 { "One field is not right yet".to_owned() } else { format!("{count} fields are not right yet") }
}

pub fn changed_by_words(by: Option<&str>) -> String {
    format!("{} saved this while you were editing", by.unwrap_or("Somebody else"))
}

/// To whoever moved a type in a list that others had changed.
#[cfg(feature = "ssr")]
pub fn order_changed_words(by: Option<&str>) -> String {
    let by = by.unwrap_or("Somebody else");
    format!("{by} changed this list meanwhile, so nothing was moved. It stands here as it is now.")
}

pub fn question_title(number: usize) -> String {
    format!("Question {number}")
}

pub fn questions_words(count: usize) -> String {
    if count == 1 { "1 question".to_owned() } else { format!("{count} questions") }
}

pub fn types_words(count: usize) -> String {
    match count {
        0 => "no ticket types".to_owned(),
        1 => "1 ticket type".to_owned(),
        _ => format!("{count} ticket types"),
    }
}

pub fn staff_words(roles: &[String]) -> String {
    if roles.is_empty() { "no staff role yet".to_owned() } else { roles.join(", ") }
}

/// Where a type is offered.
pub fn offered_words(channels: &[String], soon: bool) -> String {
    if channels.is_empty() {
        return "on no panel".to_owned();
    }
    let channels = channels.iter().map(|name| format!("#{name}")).collect::<Vec<_>>().join(", ");
    if soon { format!("{channels}, on its way to Discord") } else { channels }
}

pub fn changes_words(count: usize) -> String {
    if count == 1 { "1 field".to_owned() } else { format!("{count} fields") }
}

pub const fn style_word(style: ButtonStyle) -> &'static str {
    w(match style {
        ButtonStyle::Blurple => Word::StyleBlurple,
        ButtonStyle::Grey => Word::StyleGrey,
        ButtonStyle::Green => Word::StyleGreen,
        ButtonStyle::Red => Word::StyleRed,
    })
}

pub const fn when_closed_word(when: WhenClosed) -> &'static str {
    w(match when {
        WhenClosed::Archive => Word::CloseArchive,
        WhenClosed::Delete => Word::CloseDelete,
        WhenClosed::Keep => Word::CloseKeep,
    })
}

pub const fn role_kind_word(kind: RoleKind) -> &'static str {
    w(match kind {
        RoleKind::Staff => Word::KindStaff,
        RoleKind::Supervisor => Word::KindSupervisor,
        RoleKind::Viewer => Word::KindViewer,
    })
}

/// What a question may ask for: value and words.
pub fn kind_options() -> Vec<(String, String)> {
    let options = [
        ("short", Word::KindShort),
        ("long", Word::KindLong),
        ("number", Word::KindNumber),
        ("choice", Word::KindChoice),
    ];
    options.map(|(value, word)| (value.to_owned(), w(word).to_owned())).to_vec()
}

/// What a name in braces stands for.
pub fn name_meaning(name: &str) -> &'static str {
    match name {
        "customer" => "the member, mentioned",
        "customer_name" | "username" => "the member's name",
        "support" => "the department's roles, mentioned",
        "service" => "the answer to “service”",
        "price" => "the agreed price",
        "ticket_id" => "Ticket #0201",
        "type" => "the type's name",
        "department" => "the department's name",
        "number" => "the number, four digits",
        "answers" => "all answers, one a line",
        "response_time" => "the response time below",
        "instructions" => "the instructions below",
        "hours" => "the service hours",
        "position" => "the place in the queue",
        "random6" => "six letters or digits",
        _ => "the answer to this question",
    }
}

#[cfg(feature = "ssr")]
pub const fn via_words(via: Via) -> &'static str {
    match via {
        Via::Discord => "Discord",
        Via::Web => "the dashboard",
        Via::Api => "the interface for programs",
        Via::Rule => "a rule",
        Via::Timer => "a timer",
    }
}

/// A change of settings, said of whoever made it.
#[cfg(feature = "ssr")]
pub fn audit_words(subject: AuditSubject, deed: AuditDeed, name: &str) -> String {
    let deed = match deed {
        AuditDeed::Added => "added",
        AuditDeed::Saved => "changed",
        AuditDeed::Paused => "paused",
        AuditDeed::Resumed => "resumed",
        AuditDeed::Deleted => "deleted",
        AuditDeed::Restored => "restored",
        AuditDeed::Ordered => return "put the ticket types into another order".to_owned(),
        AuditDeed::Published => "published",
        AuditDeed::SetUp => return "set the server up with the presets".to_owned(),
    };
    match subject {
        AuditSubject::TicketType => format!("{deed} the ticket type {name}"),
        AuditSubject::Department => format!("{deed} the department {name}"),
        AuditSubject::TypeRules => format!("{deed} the rules of the ticket type {name}"),
        AuditSubject::Access => format!("{deed} the admin roles"),
        AuditSubject::Rules => format!("{deed} the rules of the server"),
        AuditSubject::Block if deed == "deleted" => format!("let {name} open tickets again"),
        AuditSubject::Block => format!("blocked {name} from opening tickets"),
        AuditSubject::Panel => format!("{deed} the panel {name}"),
        AuditSubject::Guild => format!("{deed} the server"),
    }
}

//! Knows every deed that moves a ticket or needs a right in it: who may do it in which status, and where it leads. Pure:
//! facts in, a decision or a refusal out. The store writes what is decided here and nothing else.

use crate::word::words;
use crate::{ClaimMode, ClosedPath, Refusal, Status, Timestamp};

words! {
    /// What somebody, or a timer, wants to do.
    Act {
        Claim = "claim",
        Unclaim = "unclaim",
        /// Gives it to another of the staff, or takes it from them.
        Assign = "assign",
        /// The first word of staff; later ones move nothing.
        StaffMessage = "staff_message",
        CustomerMessage = "customer_message",
        /// `/solve`: asks the customer whether it is solved.
        Solve = "solve",
        /// Takes the question back.
        Unsolve = "unsolve",
        Accept = "accept",
        Refuse = "refuse",
        ItWorks = "it_works",
        NeedHelp = "need_help",
        Complete = "complete",
        Close = "close",
        Cancel = "cancel",
        Reopen = "reopen",
        /// Whatever staff set while it goes on: priority, members, name, place, department, type, escalation, snooze.
        Amend = "amend",
        /// What staff keep of it, also after its end: notes, tags, category, subject, description, order.
        Annotate = "annotate",
        /// The customer says how it went.
        Rate = "rate",
        /// The request was not answered in time.
        RequestExpires = "request_expires",
        /// The customer was silent for too long.
        SilenceEnds = "silence_ends",
        /// The customer left the guild.
        CustomerLeaves = "customer_leaves",
    }
}
words! {
    /// What the one who acts is to the ticket, beside being its customer.
    Part {
        /// Nobody of the department: a member like any other.
        Member = "member",
        /// Reads the department's tickets.
        Viewer = "viewer",
        Staff = "staff",
        Supervisor = "supervisor",
        Admin = "admin",
        /// Docket itself: timers and what Discord tells.
        Docket = "docket",
    }
}

impl Part {
    fn acts(self) -> bool {
        matches!(self, Self::Staff | Self::Supervisor | Self::Admin)
    }

    /// May act in what another has claimed, and take it over.
    pub fn overrides(self) -> bool {
        matches!(self, Self::Supervisor | Self::Admin)
    }
}

words! {
    /// Whose the ticket is among the staff.
    Claim { Nobodys = "nobodys", Mine = "mine", Anothers = "anothers" }
}
words! {
    /// What was ordered with it.
    Ordered { Nothing = "nothing", Harmless = "harmless", Risky = "risky" }
}

/// All that a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActFacts {
    pub status: Status,
    pub part: Part,
    /// Staff can be the customer of a ticket as well.
    pub is_customer: bool,
    pub claim: Claim,
    pub mode: ClaimMode,
    /// Staff have said something.
    pub answered: bool,
    /// When help was asked for.
    pub helped_at: Option<Timestamp>,
    pub ordered: Ordered,
    /// `Confirm close` was pressed.
    pub confirmed: bool,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The statuses it passes through, the last one is where it is then; empty: it stays.
    pub moves: &'static [Status],
    /// How it ended, if it did.
    pub path: Option<ClosedPath>,
}

const STAYS: Decision = Decision { moves: &[], path: None };

fn moves(moves: &'static [Status]) -> Result<Decision, Refusal> {
    Ok(Decision { moves, path: None })
}

fn ends(moves: &'static [Status], path: ClosedPath) -> Result<Decision, Refusal> {
    Ok(Decision { moves, path: Some(path) })
}

/// The one rule. The refusal says what the person can do instead, or why not: first whether it is theirs to do at all,
/// then whether the ticket still goes on, last what stands in the way.
pub fn decide(act: Act, facts: &ActFacts) -> Result<Decision, Refusal> {
    use Status::{AwaitingConfirmation, Cancelled, Closed, Completed, InProgress, Open};
    let status = facts.status;
    is_theirs(act, facts)?;
    going(act, status)?;
    unhindered(act, facts)?;
    match act {
        Act::Claim | Act::Assign | Act::StaffMessage if status == Open => moves(&[InProgress]),
        Act::Claim | Act::Assign | Act::Unclaim | Act::Amend | Act::Annotate | Act::Rate | Act::StaffMessage => {
            Ok(STAYS)
        }
        Act::CustomerMessage | Act::NeedHelp if status == AwaitingConfirmation => moves(&[InProgress]),
        Act::CustomerMessage | Act::NeedHelp => Ok(STAYS),
        Act::Solve => match status {
            Open => moves(&[InProgress, AwaitingConfirmation]),
            InProgress => moves(&[AwaitingConfirmation]),
            _ => Err(Refusal::NoSuchMove { from: status, to: AwaitingConfirmation }),
        },
        Act::Unsolve | Act::Refuse => match status {
            AwaitingConfirmation => moves(&[InProgress]),
            _ => Err(Refusal::NothingAsked),
        },
        Act::Accept => match status {
            AwaitingConfirmation => ends(&[Completed, Closed], ClosedPath::Accepted),
            _ => Err(Refusal::NothingAsked),
        },
        Act::ItWorks => {
            let path = if facts.helped_at.is_some() { ClosedPath::AfterHelp } else { ClosedPath::ItWorks };
            if status == AwaitingConfirmation { ends(&[Completed, Closed], path) } else { ends(&[Closed], path) }
        }
        Act::Complete => match status {
            AwaitingConfirmation => moves(&[Completed]),
            _ => Err(Refusal::NoSuchMove { from: status, to: Completed }),
        },
        Act::Close => ends(&[Closed], if closes_own(facts) { ClosedPath::Member } else { ClosedPath::Staff }),
        Act::Cancel => match status {
            Completed => Err(Refusal::NoSuchMove { from: status, to: Cancelled }),
            _ => ends(&[Cancelled], ClosedPath::Cancelled),
        },
        Act::Reopen => match status {
            Closed => moves(&[InProgress]),
            Cancelled => Err(Refusal::AlreadyCancelled),
            _ => Err(Refusal::NotClosed),
        },
        Act::RequestExpires => match status {
            AwaitingConfirmation => ends(&[Closed], ClosedPath::Timer),
            _ => Err(Refusal::NothingAsked),
        },
        Act::SilenceEnds => ends(&[Closed], ClosedPath::Silence),
        Act::CustomerLeaves => ends(&[Closed], ClosedPath::Left),
    }
}

/// Whose deed it is.
fn is_theirs(act: Act, facts: &ActFacts) -> Result<(), Refusal> {
    let staff = facts.part.acts();
    let (allowed, refusal) = match act {
        Act::RequestExpires | Act::SilenceEnds | Act::CustomerLeaves => {
            (facts.part == Part::Docket, Refusal::StaffOnly)
        }
        Act::ItWorks | Act::Accept | Act::Refuse | Act::NeedHelp | Act::CustomerMessage | Act::Rate => {
            (facts.is_customer, Refusal::CustomerOnly)
        }
        Act::Close | Act::Cancel => (staff || facts.is_customer, Refusal::StaffOnly),
        Act::Claim
        | Act::Unclaim
        | Act::Assign
        | Act::StaffMessage
        | Act::Solve
        | Act::Unsolve
        | Act::Complete
        | Act::Reopen
        | Act::Amend
        | Act::Annotate => (staff, Refusal::StaffOnly),
    };
    if allowed { Ok(()) } else { Err(refusal) }
}

/// What can still be done in a ticket ends with it, but for what begins there.
fn going(act: Act, status: Status) -> Result<(), Refusal> {
    match act {
        Act::Reopen | Act::Annotate => Ok(()),
        Act::Rate => match status {
            Status::Closed => Ok(()),
            Status::Cancelled => Err(Refusal::AlreadyCancelled),
            _ => Err(Refusal::NoRating),
        },
        _ => match status {
            Status::Closed => Err(Refusal::AlreadyClosed),
            Status::Cancelled => Err(Refusal::AlreadyCancelled),
            _ => Ok(()),
        },
    }
}

/// What stands in the way of somebody whose deed it would be: another's claim, an order, an answer.
fn unhindered(act: Act, facts: &ActFacts) -> Result<(), Refusal> {
    match act {
        Act::Claim => match facts.claim {
            _ if facts.mode == ClaimMode::None => Err(Refusal::NoClaims),
            Claim::Mine => Err(Refusal::ClaimedByYou),
            Claim::Anothers if !facts.part.overrides() => Err(Refusal::ClaimedByAnother),
            _ => Ok(()),
        },
        // Whoever gives back what another has takes it from them.
        Act::Unclaim if facts.claim == Claim::Anothers && !facts.part.overrides() => Err(Refusal::ClaimedByAnother),
        Act::NeedHelp => facts.helped_at.map_or(Ok(()), |at| Err(Refusal::HelpAsked { at })),
        Act::Assign | Act::Solve | Act::Unsolve | Act::Complete | Act::Amend | Act::Annotate => free_to_act(facts),
        Act::Close if closes_own(facts) => Ok(()),
        Act::Close if facts.part.acts() => {
            free_to_act(facts)?;
            if facts.ordered == Ordered::Risky && !facts.confirmed { Err(Refusal::RiskyOrder) } else { Ok(()) }
        }
        Act::Close => Err(Refusal::OrderTicket),
        Act::Cancel if facts.is_customer && !facts.answered => Ok(()),
        Act::Cancel if facts.part.acts() => free_to_act(facts),
        Act::Cancel => Err(Refusal::CancelAnswered),
        _ => Ok(()),
    }
}

/// A ticket without an order is its customer's to close, whatever else they are and whoever has claimed it.
fn closes_own(facts: &ActFacts) -> bool {
    facts.is_customer && facts.ordered == Ordered::Nothing
}

/// In an exclusive claim of another only those act who may override it.
fn free_to_act(facts: &ActFacts) -> Result<(), Refusal> {
    let barred = facts.mode == ClaimMode::Exclusive && facts.claim == Claim::Anothers && !facts.part.overrides();
    if barred { Err(Refusal::ClaimedByAnother) } else { Ok(()) }
}

#[cfg(test)]
mod tests;

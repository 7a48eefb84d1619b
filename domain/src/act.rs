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
        /// Whatever staff set beside: priority, category, tags, subject, members, name, place, department, notes, snooze.
        Amend = "amend",
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

/// The one rule. The refusal says what the person can do instead, or why not.
pub fn decide(act: Act, facts: &ActFacts) -> Result<Decision, Refusal> {
    use Status::{AwaitingConfirmation, Cancelled, Closed, Completed, InProgress, Open};
    let status = facts.status;
    allowed(act, facts)?;
    if act != Act::Reopen {
        going(act, status)?;
    }
    match act {
        Act::Claim | Act::Assign | Act::StaffMessage if status == Open => moves(&[InProgress]),
        Act::Claim | Act::Assign | Act::Unclaim | Act::Amend | Act::StaffMessage => Ok(STAYS),
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
        Act::Close => {
            let by_staff = facts.part.acts() && !facts.is_customer || facts.ordered != Ordered::Nothing;
            ends(&[Closed], if by_staff { ClosedPath::Staff } else { ClosedPath::Member })
        }
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

/// What can still be done in a ticket ends with it. Notes and tags are kept after the end, so `Amend` asks no more than
/// that it was not cancelled.
fn going(act: Act, status: Status) -> Result<(), Refusal> {
    match status {
        Status::Closed if act != Act::Amend => Err(Refusal::AlreadyClosed),
        Status::Cancelled if act != Act::Amend => Err(Refusal::AlreadyCancelled),
        _ => Ok(()),
    }
}

/// Whose deed it is.
fn allowed(act: Act, facts: &ActFacts) -> Result<(), Refusal> {
    let staff = facts.part.acts();
    match act {
        Act::RequestExpires | Act::SilenceEnds | Act::CustomerLeaves => {
            if facts.part == Part::Docket {
                Ok(())
            } else {
                Err(Refusal::StaffOnly)
            }
        }
        Act::ItWorks | Act::Accept | Act::Refuse | Act::NeedHelp | Act::CustomerMessage if !facts.is_customer => {
            Err(Refusal::CustomerOnly)
        }
        Act::NeedHelp => facts.helped_at.map_or(Ok(()), |at| Err(Refusal::HelpAsked { at })),
        Act::ItWorks | Act::Accept | Act::Refuse | Act::CustomerMessage => Ok(()),
        Act::StaffMessage | Act::Reopen => staff_only(staff),
        Act::Claim => {
            staff_only(staff)?;
            match facts.claim {
                _ if facts.mode == ClaimMode::None => Err(Refusal::NoClaims),
                Claim::Mine => Err(Refusal::ClaimedByYou),
                Claim::Anothers if !facts.part.overrides() => Err(Refusal::ClaimedByAnother),
                _ => Ok(()),
            }
        }
        Act::Unclaim => {
            staff_only(staff)?;
            // Whoever gives back what another has takes it from them.
            if facts.claim == Claim::Anothers && !facts.part.overrides() {
                return Err(Refusal::ClaimedByAnother);
            }
            Ok(())
        }
        Act::Assign | Act::Solve | Act::Unsolve | Act::Complete | Act::Amend => {
            staff_only(staff)?;
            free_to_act(facts)
        }
        Act::Close if staff => {
            free_to_act(facts)?;
            if facts.ordered == Ordered::Risky && !facts.confirmed { Err(Refusal::RiskyOrder) } else { Ok(()) }
        }
        Act::Close if facts.is_customer => {
            if facts.ordered == Ordered::Nothing {
                Ok(())
            } else {
                Err(Refusal::OrderTicket)
            }
        }
        Act::Cancel if staff => free_to_act(facts),
        Act::Cancel if facts.is_customer => {
            if facts.answered {
                Err(Refusal::CancelAnswered)
            } else {
                Ok(())
            }
        }
        Act::Close | Act::Cancel => Err(Refusal::StaffOnly),
    }
}

fn staff_only(staff: bool) -> Result<(), Refusal> {
    if staff { Ok(()) } else { Err(Refusal::StaffOnly) }
}

/// In an exclusive claim of another only those act who may override it.
fn free_to_act(facts: &ActFacts) -> Result<(), Refusal> {
    let barred = facts.mode == ClaimMode::Exclusive && facts.claim == Claim::Anothers && !facts.part.overrides();
    if barred { Err(Refusal::ClaimedByAnother) } else { Ok(()) }
}

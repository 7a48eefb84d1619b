//! Knows the tables of the product once more, written out by hand, and holds every combination of facts against them.

use super::*;
use std::collections::HashMap;

/// Who, then where each status leads: a status, `.` for staying, `-` for a refusal.
/// `staff` acts in the department; `claimed` is staff whom no other's exclusive claim bars; `customer` opened it.
const TABLE: &str = "
    act              who               open                  in_progress           awaiting_confirmation completed closed      cancelled
    claim            claimer           in_progress           .                     .                     .         -           -
    unclaim          giver             .                     .                     .                     .         -           -
    assign           claimed           in_progress           .                     .                     .         -           -
    staff_message    staff             in_progress           .                     .                     .         -           -
    customer_message customer          .                     .                     in_progress           .         -           -
    solve            claimed           awaiting_confirmation awaiting_confirmation -                     -         -           -
    unsolve          claimed           -                     -                     in_progress           -         -           -
    accept           customer          -                     -                     closed                -         -           -
    refuse           customer          -                     -                     in_progress           -         -           -
    it_works         customer          closed                closed                closed                closed    -           -
    need_help        once              .                     .                     in_progress           .         -           -
    complete         claimed           -                     -                     completed             -         -           -
    close            closer            closed                closed                closed                closed    -           -
    cancel           canceller         cancelled             cancelled             cancelled             -         -           -
    reopen           staff             -                     -                     -                     -         in_progress -
    amend            claimed           .                     .                     .                     .         -           -
    annotate         claimed           .                     .                     .                     .         .           .
    rate             customer          -                     -                     -                     -         .           -
    request_expires  docket            -                     -                     closed                -         -           -
    silence_ends     docket            closed                closed                closed                closed    -           -
    customer_leaves  docket            closed                closed                closed                closed    -           -
";

/// In words of the product: who may, were the status right.
fn is_who(who: &str, f: &ActFacts) -> bool {
    let staff = [Part::Staff, Part::Supervisor, Part::Admin].contains(&f.part);
    let stronger = [Part::Supervisor, Part::Admin].contains(&f.part);
    // Nobody else's, or others may act all the same, or the right to act in what another claimed.
    let claimed = staff && (f.claim != Claim::Anothers || f.mode != ClaimMode::Exclusive || stronger);
    match who {
        "staff" => staff,
        "claimed" => claimed,
        "customer" => f.is_customer,
        "once" => f.is_customer && f.helped_at.is_none(),
        "docket" => f.part == Part::Docket,
        // One at a time; a supervisor takes it over.
        "claimer" => {
            staff && f.mode != ClaimMode::None && (f.claim == Claim::Nobodys || f.claim == Claim::Anothers && stronger)
        }
        "giver" => staff && (f.claim != Claim::Anothers || stronger),
        // Staff, twice where the order is at risk; a member whose ticket has no order.
        "closer" => {
            let twice = f.ordered != Ordered::Risky || f.confirmed;
            claimed && twice || f.is_customer && f.ordered == Ordered::Nothing
        }
        // The member while no staff has answered; staff.
        "canceller" => claimed || f.is_customer && !f.answered,
        other => panic!("`{other}` is nobody"),
    }
}

fn each_of_the_facts(judge: &mut impl FnMut(Act, &ActFacts)) -> u32 {
    let mut count = 0;
    let mut one = |act: Act, facts: ActFacts| {
        count += 1;
        judge(act, &facts);
    };
    for &act in Act::ALL {
        for &status in Status::ALL {
            for &part in Part::ALL {
                for &claim in Claim::ALL {
                    for &mode in ClaimMode::ALL {
                        for &ordered in Ordered::ALL {
                            for bits in 0..16_u8 {
                                let is = |bit: u8| bits & (1 << bit) != 0;
                                let helped_at = is(2).then_some(Timestamp(7));
                                let (is_customer, answered, confirmed) = (is(0), is(1), is(3));
                                one(
                                    act,
                                    ActFacts {
                                        status,
                                        part,
                                        is_customer,
                                        claim,
                                        mode,
                                        answered,
                                        helped_at,
                                        ordered,
                                        confirmed,
                                    },
                                );
                            }
                        }
                    }
                }
            }
        }
    }
    count
}

#[test]
fn every_combination_is_as_the_table_says() {
    let mut lines = TABLE.lines().map(str::split_whitespace).map(Iterator::collect::<Vec<_>>).filter(|l| !l.is_empty());
    let head = lines.next().expect("a head");
    let rows: HashMap<&str, Vec<&str>> = lines.map(|line| (line[0], line)).collect();
    assert_eq!(rows.len(), Act::ALL.len());
    let mut allowed = 0;
    let count = each_of_the_facts(&mut |act, facts| {
        let row = &rows[act.as_str()];
        let column = head.iter().position(|word| *word == facts.status.as_str()).expect("each status has a column");
        let wanted = row[column];
        let expected = if is_who(row[1], facts) && wanted != "-" { wanted } else { "-" };
        let decided = decide(act, facts);
        let got = match &decided {
            Err(_) => "-",
            Ok(decision) => decision.moves.last().map_or(".", |status| status.as_str()),
        };
        assert_eq!(got, expected, "{act} {facts:?}: {decided:?}");
        allowed += u32::from(decided.is_ok());
    });
    assert_eq!(count, 21 * 6 * 6 * 3 * 3 * 3 * 16);
    assert!(allowed > 10_000, "{allowed}");
}

#[test]
fn every_step_is_in_the_table_of_moves_and_every_end_has_a_path() {
    each_of_the_facts(&mut |act, facts| {
        let Ok(decision) = decide(act, facts) else { return };
        let mut at = facts.status;
        for &next in decision.moves {
            // Only reopening goes where the table of moves does not.
            assert!(at.may_become(next) || act == Act::Reopen && at == Status::Closed, "{act}: {at} → {next}");
            at = next;
        }
        let ended = at.is_over() && !decision.moves.is_empty();
        assert_eq!(decision.path.is_some(), ended, "{act} {facts:?}");
        if ended {
            assert_eq!(decision.path == Some(ClosedPath::Cancelled), at == Status::Cancelled);
        }
    });
}

#[test]
fn each_end_has_the_path_of_its_deed() {
    each_of_the_facts(&mut |act, facts| {
        let Ok(Decision { path: Some(path), .. }) = decide(act, facts) else { return };
        let expected: &[ClosedPath] = match act {
            Act::Accept => &[ClosedPath::Accepted],
            Act::ItWorks if facts.helped_at.is_some() => &[ClosedPath::AfterHelp],
            Act::ItWorks => &[ClosedPath::ItWorks],
            Act::Cancel => &[ClosedPath::Cancelled],
            Act::RequestExpires => &[ClosedPath::Timer],
            Act::SilenceEnds => &[ClosedPath::Silence],
            Act::CustomerLeaves => &[ClosedPath::Left],
            Act::Close if facts.is_customer && facts.ordered == Ordered::Nothing => &[ClosedPath::Member],
            Act::Close => &[ClosedPath::Staff],
            _ => &[],
        };
        assert_eq!(&[path], expected, "{act} {facts:?}");
    });
}

/// Whose deed it is not learns nothing of how far the ticket is; whoever may is told what it is, not what stands in the
/// way besides.
#[test]
fn refusals_come_in_their_order() {
    let facts = ActFacts {
        status: Status::Closed,
        part: Part::Staff,
        is_customer: false,
        claim: Claim::Anothers,
        mode: ClaimMode::Exclusive,
        answered: true,
        helped_at: Some(Timestamp(7)),
        ordered: Ordered::Risky,
        confirmed: false,
    };
    assert_eq!(decide(Act::Close, &facts), Err(Refusal::AlreadyClosed));
    assert_eq!(decide(Act::Close, &ActFacts { part: Part::Viewer, ..facts }), Err(Refusal::StaffOnly));
    assert_eq!(decide(Act::NeedHelp, &facts), Err(Refusal::CustomerOnly));
    let open = ActFacts { status: Status::Open, ..facts };
    assert_eq!(decide(Act::Close, &open), Err(Refusal::ClaimedByAnother));
    assert_eq!(decide(Act::Close, &ActFacts { claim: Claim::Mine, ..open }), Err(Refusal::RiskyOrder));
    let customer = ActFacts { part: Part::Member, is_customer: true, ..open };
    assert_eq!(decide(Act::Close, &customer), Err(Refusal::OrderTicket));
    assert_eq!(decide(Act::Cancel, &customer), Err(Refusal::CancelAnswered));
    assert_eq!(decide(Act::NeedHelp, &customer), Err(Refusal::HelpAsked { at: Timestamp(7) }));
    assert_eq!(decide(Act::Rate, &customer), Err(Refusal::NoRating));
}

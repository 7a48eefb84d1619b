//! What happens by itself: silence warns and closes, what was set aside comes back, whoever leaves leaves their tickets.

use crate::both;
use crate::common::*;
use crate::search::numbers;
use domain::{ClosedPath, DueAction, Refusal, Status, Ticket, Timestamp, Via};
use std::time::Duration;
use store::{Closing, Timed};

fn hours(hours: u64) -> Duration {
    Duration::from_hours(hours)
}

/// Two days of silence, warned one day before.
async fn silent(world: &World) -> Ticket {
    world.run("update ticket_type set conduct = '{\"silence_hours\": 48, \"silence_warning_hours\": 24}'").await;
    world.ticket().await
}

async fn say(world: &World, ticket: &Ticket, second: u64, author: domain::UserId) {
    world.store.record_message(&said(ticket, second, author, "Hm."), at(second)).await.unwrap();
}

async fn due(world: &World, ticket: &Ticket) -> Vec<(DueAction, Timestamp)> {
    world.store.due_of(ticket.id).await.unwrap().iter().map(|row| (row.action, row.at)).collect()
}

/// Marks the rows of this action as done, as a performer does.
async fn done(world: &World, ticket: &Ticket, action: DueAction, now: Timestamp) {
    for row in world.store.due_of(ticket.id).await.unwrap() {
        if row.action == action && row.at <= now {
            world.store.due_done(row.id, None, now).await.unwrap();
        }
    }
}

both! {
    async fn silence_warns_and_closes(world: World) {
        let store = &world.store;
        let ticket = silent(&world).await;
        say(&world, &ticket, 10, MIA).await;
        assert!(due(&world, &ticket).await.is_empty(), "staff are waited for");
        say(&world, &ticket, 20, ANNA).await;
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceWarning, at(20).plus(hours(24)))]);
        // Messages do not touch the row.
        say(&world, &ticket, 30, ANNA).await;
        say(&world, &ticket, 40, MIA).await;
        say(&world, &ticket, 50, ANNA).await;
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceWarning, at(20).plus(hours(24)))]);
        let warns = at(50).plus(hours(24));
        assert_eq!(store.silence_warns(ticket.id, at(20).plus(hours(24))).await.unwrap(), Timed::NotYet(warns));
        assert_eq!(store.silence_warns(ticket.id, warns).await.unwrap(), Timed::Done);
        assert_eq!(store.silence_warns(ticket.id, warns).await.unwrap(), Timed::Done, "a crash asks again");
        done(&world, &ticket, DueAction::SilenceWarning, warns).await;
        let ends = at(50).plus(hours(48));
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceEnds, ends)]);
        assert_eq!(store.silence_ends(ticket.id, ends).await.unwrap(), Timed::Done);
        let closed = world.again(&ticket).await;
        assert_eq!((closed.status, closed.closed_path, closed.closed_by), (Status::Closed, Some(ClosedPath::Silence), None));
        assert_eq!(store.silence_ends(ticket.id, ends).await.unwrap(), Timed::Over);
        assert_eq!(world.deeds(&ticket).await, ["created", "first_answer", "silence_warned", "silenced"]);
    }

    async fn a_word_begins_the_count_anew(world: World) {
        let store = &world.store;
        let ticket = silent(&world).await;
        say(&world, &ticket, 20, ANNA).await;
        let warns = at(20).plus(hours(24));
        assert_eq!(store.silence_warns(ticket.id, warns).await.unwrap(), Timed::Done);
        done(&world, &ticket, DueAction::SilenceWarning, warns).await;
        // Both speak after the warning: another warning comes first.
        let later = 20 + 30 * 3_600;
        say(&world, &ticket, later, MIA).await;
        say(&world, &ticket, later + 60, ANNA).await;
        assert_eq!(store.silence_ends(ticket.id, at(20).plus(hours(48))).await.unwrap(), Timed::Over);
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceWarning, at(later + 60).plus(hours(24)))]);
        // The member alone speaks: it never closes by itself, and counts again once staff have answered.
        say(&world, &ticket, later + 120, MIA).await;
        assert_eq!(store.silence_warns(ticket.id, at(later + 60).plus(hours(24))).await.unwrap(), Timed::Over);
        assert!(due(&world, &ticket).await.is_empty());
        let again = later + 40 * 3_600;
        say(&world, &ticket, again, BEN).await;
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceWarning, at(again).plus(hours(24)))]);
    }

    async fn a_late_warning_still_gives_its_time(world: World) {
        let ticket = silent(&world).await;
        say(&world, &ticket, 20, ANNA).await;
        let late = at(20).plus(hours(200));
        assert_eq!(world.store.silence_warns(ticket.id, late).await.unwrap(), Timed::Done);
        done(&world, &ticket, DueAction::SilenceWarning, late).await;
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceEnds, late.plus(hours(24)))]);
    }

    async fn switched_on_it_counts_in_tickets_that_wait_already(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        say(&world, &ticket, 20, ANNA).await;
        assert!(due(&world, &ticket).await.is_empty());
        let owner = world.who(OWNER).await.admin().unwrap();
        let kind = store.catalog(ticket.guild).await.unwrap().kind(ticket.ticket_type).unwrap().clone();
        let mut draft = domain::setting::TypeRulesDraft::from(&kind);
        (draft.conduct.silence_hours, draft.conduct.silence_warning_hours) = (48, 24);
        store.save_type_rules(&owner, kind.id, kind.revision, &draft, Via::Web, at(30)).await.unwrap();
        assert_eq!(due(&world, &ticket).await, [(DueAction::SilenceWarning, at(20).plus(hours(24)))]);
    }

    async fn it_is_paused(world: World) {
        let store = &world.store;
        let ticket = silent(&world).await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        say(&world, &ticket, 20, ANNA).await;
        assert_eq!(refusal(store.pause_silence(&mia, ticket.id, true, Via::Web, at(30)).await), Refusal::StaffOnly);
        let paused = store.pause_silence(&anna, ticket.id, true, Via::Web, at(30)).await.unwrap();
        assert!(paused.silence_paused && due(&world, &ticket).await.is_empty());
        assert_eq!(store.silence_ends(ticket.id, at(20).plus(hours(99))).await.unwrap(), Timed::Over);
        store.pause_silence(&anna, ticket.id, false, Via::Web, at(40)).await.unwrap();
        let rows = store.timers(&mia, ticket.id).await.unwrap();
        assert_eq!(rows[0].action, DueAction::SilenceWarning);
        // To stop the row is to pause it.
        let stopped = store.stop_timer(&anna, ticket.id, rows[0].id, Via::Web, at(50)).await.unwrap();
        assert!(stopped.silence_paused);
        assert_eq!(world.deeds(&ticket).await, ["created", "first_answer", "silence_paused", "silence_resumed", "timer_stopped"]);
    }

    async fn a_question_counts_as_said(world: World) {
        let ticket = silent(&world).await;
        say(&world, &ticket, 20, MIA).await;
        let late = 20 + 100 * 3_600;
        world.store.solve(&world.who(ANNA).await, ticket.id, Via::Web, at(late)).await.unwrap();
        assert!(due(&world, &ticket).await.contains(&(DueAction::SilenceWarning, at(late).plus(hours(24)))));
    }

    async fn it_is_set_aside(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.snooze(&anna, ticket.id, at(5), Via::Web, at(5)).await), Refusal::PastTime);
        assert_eq!(refusal(store.snooze(&mia, ticket.id, at(50), Via::Web, at(5)).await), Refusal::StaffOnly);
        store.snooze(&anna, ticket.id, at(50), Via::Web, at(5)).await.unwrap();
        let longer = store.snooze(&anna, ticket.id, at(90), Via::Web, at(6)).await.unwrap();
        assert_eq!((longer.snoozed_until, longer.status), (Some(at(90)), Status::Open));
        // What staff put aside is their own affair.
        for (asked, staff) in [("mia is:snoozed", vec![1]), ("mia -is:snoozed", vec![])] {
            assert_eq!(numbers(&world, ANNA, asked).await, staff, "{asked}");
            assert!(numbers(&world, MIA, asked).await.is_empty(), "{asked}");
        }
        assert_eq!(due(&world, &ticket).await, [(DueAction::Wake, at(90))]);
        assert!(store.timers(&mia, ticket.id).await.unwrap().is_empty(), "the staff's own");
        assert_eq!(store.timers(&anna, ticket.id).await.unwrap().len(), 1);
        store.wakes(ticket.id, at(50)).await.unwrap();
        assert_eq!(world.again(&ticket).await.snoozed_until, Some(at(90)));
        store.wakes(ticket.id, at(90)).await.unwrap();
        store.wakes(ticket.id, at(90)).await.unwrap();
        assert_eq!(world.again(&ticket).await.snoozed_until, None);
        done(&world, &ticket, DueAction::Wake, at(90)).await;
        // A word of the member's brings it back, and so do staff.
        store.snooze(&anna, ticket.id, at(200), Via::Web, at(100)).await.unwrap();
        say(&world, &ticket, 110, BEN).await;
        assert_eq!(world.again(&ticket).await.snoozed_until, Some(at(200)));
        say(&world, &ticket, 120, MIA).await;
        assert_eq!(world.again(&ticket).await.snoozed_until, None);
        assert!(due(&world, &ticket).await.is_empty());
        store.snooze(&anna, ticket.id, at(300), Via::Web, at(130)).await.unwrap();
        let back = store.wake(&anna, ticket.id, Via::Web, at(140)).await.unwrap();
        assert_eq!(store.wake(&anna, ticket.id, Via::Web, at(141)).await.unwrap(), back);
        assert_eq!(
            world.deeds(&ticket).await,
            ["created", "snoozed", "snoozed", "woken", "snoozed", "first_answer", "woken", "snoozed", "woken"]
        );
        // So does whoever calls for help, or is not content.
        let mia = world.who(MIA).await;
        store.snooze(&anna, ticket.id, at(300), Via::Web, at(150)).await.unwrap();
        assert_eq!(store.need_help(&mia, ticket.id, Via::Discord, at(151)).await.unwrap().snoozed_until, None);
        store.solve(&anna, ticket.id, Via::Web, at(160)).await.unwrap();
        store.snooze(&anna, ticket.id, at(300), Via::Web, at(161)).await.unwrap();
        assert_eq!(store.refuse_solved(&mia, ticket.id, Via::Discord, at(162)).await.unwrap().snoozed_until, None);
        assert_eq!(world.deeds(&ticket).await[9..], ["snoozed", "needed_help", "woken", "solved", "snoozed", "refused", "woken"]);
        assert!(due(&world, &ticket).await.iter().all(|(action, _)| *action != DueAction::Wake));
    }

    async fn whoever_leaves_leaves_their_tickets(world: World) {
        let store = &world.store;
        let (gold, general) = (world.ticket().await, world.placed(&world.asking(MIA, "Mia").await).await);
        let noahs = world.placed(&world.buying(NOAH, "Noah").await).await;
        world.run("update ticket_type set conduct = '{\"close_on_leave\": false}' where key = 'general'").await;
        assert_eq!(store.customer_left(ACME, MIA, at(5)).await.unwrap(), [gold.id]);
        assert!(store.customer_left(ACME, MIA, at(6)).await.unwrap().is_empty());
        let closed = world.again(&gold).await;
        assert_eq!((closed.status, closed.closed_path, closed.closed_by), (Status::Closed, Some(ClosedPath::Left), None));
        for open in [&general, &noahs] {
            assert_eq!(world.again(open).await.status, Status::Open);
        }
        assert_eq!(world.deeds(&gold).await, ["created", "customer_left"]);
    }

    /// What counts is what the type wants when its ticket is closed, not what it wanted when somebody left.
    async fn whoever_leaves_as_the_type_changes(world: World) {
        let gold = world.ticket().await;
        let hold = format!("update ticket_type set conduct = '{{\"close_on_leave\": false}}'; {TICKET_ROWS}");
        let store = world.store.clone();
        let closed = world.at_once(&hold, 1, move |_| {
            let store = store.clone();
            async move { store.customer_left(ACME, MIA, at(5)).await.unwrap() }
        }).await;
        assert_eq!(closed, [vec![]]);
        assert_eq!(world.again(&gold).await.status, Status::Open);
    }

    async fn a_lease_is_kept_by_whoever_is_at_it(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let close = Closing::Close { reason: None, confirmed: false };
        store.close_ticket(&world.who(ANNA).await, ticket.id, &close, Via::Web, at(5)).await.unwrap();
        let lease = Duration::from_secs(30);
        let row = store.due_claim(at(5), lease, 10).await.unwrap().remove(0);
        assert_eq!(row.claims, 1, "nobody was at it before");
        assert!(store.due_renew(row.id, at(30), lease).await.unwrap());
        assert!(store.due_claim(at(59), lease, 10).await.unwrap().is_empty());
        assert!(!store.due_renew(row.id, at(60), lease).await.unwrap(), "it had run out");
        let second = store.due_claim(at(60), lease, 10).await.unwrap().remove(0);
        assert_eq!((second.id, second.claims), (row.id, 2), "whoever had it may have done it");
        // Not yet is no attempt, and holds up nothing.
        store.due_not_yet(row.id, at(1_000)).await.unwrap();
        let next = store.due_claim(at(61), lease, 10).await.unwrap();
        assert_eq!(next[0].action, DueAction::TranscriptLink);
        let again = store.due_of(ticket.id).await.unwrap();
        assert_eq!((again[0].at, again[0].attempts, again[0].claims), (at(1_000), 0, 1));
    }
}

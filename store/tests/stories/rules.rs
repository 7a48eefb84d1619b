//! Who may open what: each rule where it is decided, the waiting list, who is blocked, and how rules are saved.

use crate::both;
use crate::common::*;
use domain::setting::{AuditSubject, BlockDraft, Blocked, Saved, TypeRulesDraft};
use domain::{
    Bell, Due, DueAction, GuildRules, OpeningRules, Refusal, RoleId, RoleRule, Status, TicketTypeId, Timestamp,
    TypeState, UserId, Via, first_snowflake,
};
use std::collections::BTreeSet;
use std::time::Duration;
use store::{Closing, Opening, Transfer};

/// So many people of whom nobody has heard, with accounts of long ago.
fn stranger(n: i64) -> UserId {
    UserId(100_000 + n)
}

impl World {
    async fn seen(&self, kind: TicketTypeId) -> i64 {
        let catalog = self.store.catalog(ACME).await.unwrap();
        catalog.kind(kind).unwrap().revision
    }

    /// The rules of buying gold are these.
    async fn rule(&self, opening: OpeningRules) {
        let kind = self.type_of(ACME, "buy-gold").await;
        let draft = TypeRulesDraft { opening, ..TypeRulesDraft::default() };
        let (owner, seen) = (self.owner(ACME).await, self.seen(kind).await);
        let saved = self.store.save_type_rules(&owner, kind, seen, &draft, Via::Web, START).await.unwrap();
        assert!(matches!(saved, Saved::Done { .. }), "{saved:?}");
    }

    async fn rule_guild(&self, rules: GuildRules) {
        let seen = self.store.catalog(ACME).await.unwrap().settings_revision;
        let saved = self.store.save_guild_rules(&self.owner(ACME).await, seen, &rules, Via::Web, START).await.unwrap();
        assert!(matches!(saved, Saved::Done { .. }), "{saved:?}");
    }

    async fn refused(&self, opening: &Opening, seconds: u64) -> Refusal {
        refusal(self.store.open_ticket(opening, at(seconds)).await)
    }

    /// What is due of the guild itself.
    async fn due_now(&self, action: DueAction, seconds: u64) -> Vec<Due> {
        let all = self.store.due_claim(at(seconds), Duration::ZERO, 1_000).await.unwrap();
        all.into_iter().filter(|due| due.action == action).collect()
    }

    async fn close(&self, ticket: &domain::Ticket, seconds: u64) {
        let closing = Closing::Close { reason: None, confirmed: false };
        let who = self.who(OWNER).await;
        self.store.close_ticket(&who, ticket.id, &closing, Via::Web, at(seconds)).await.unwrap();
    }
}

both! {
    async fn each_rule_is_held_where_the_ticket_is_made(world: World) {
        let store = &world.store;
        let good = world.buying(MIA, "Mia").await;
        world.rule(OpeningRules {
            roles: vec![RoleRule { role: TECH_STAFF, allow: false }, RoleRule { role: BILLING_VIEWER, allow: true }],
            account_days: 1,
            member_days: 2,
            ..OpeningRules::default()
        }).await;
        assert_eq!(world.refused(&good, 1).await, Refusal::RoleNotAllowed);
        let both = Opening { roles: vec![BILLING_VIEWER, TECH_STAFF], ..good.clone() };
        assert_eq!(world.refused(&both, 1).await, Refusal::RoleNotAllowed);
        let young = first_snowflake(Timestamp(at(1).0 - 86_400_000 + 1));
        let young = Opening { roles: vec![BILLING_VIEWER], customer: person(UserId(young), "Kim"), ..good.clone() };
        assert_eq!(world.refused(&young, 1).await, Refusal::AccountTooYoung { days: 1 });
        let new = Opening { roles: vec![BILLING_VIEWER], joined_at: Some(Timestamp(at(1).0 - 2 * 86_400_000 + 1)), ..good.clone() };
        assert_eq!(world.refused(&new, 1).await, Refusal::MemberTooYoung { days: 2 });
        assert_eq!(store.open_ticket(&Opening { joined_at: Some(Timestamp(at(1).0 - 2 * 86_400_000)), ..new }, at(1)).await.unwrap().ticket.number, 1);
    }

    async fn a_cooldown_counts_from_the_last_of_the_type(world: World) {
        world.rule(OpeningRules { cooldown_minutes: 1, ..OpeningRules::default() }).await;
        let ticket = world.placed(&world.buying(MIA, "Mia").await).await;
        world.close(&ticket, 10).await;
        let again = world.buying(MIA, "Mia").await;
        assert_eq!(world.refused(&again, 59).await, Refusal::Cooldown { until: at(60) });
        let anna = world.who(ANNA).await;
        assert!(world.store.open_for(&anna, &world.buying(NOAH, "Noah").await, at(20)).await.unwrap().fresh);
        assert_eq!(world.refused(&again, 59).await, Refusal::Cooldown { until: at(60) }, "Noah's is not Mia's");
        world.store.open_ticket(&world.asking(MIA, "Mia").await, at(59)).await.unwrap();
        assert_eq!(world.store.open_ticket(&again, at(60)).await.unwrap().ticket.number, 4);
    }

    async fn a_member_has_so_many_of_all_types(world: World) {
        world.rule_guild(GuildRules { limit_per_member: 2, ..GuildRules::default() }).await;
        world.ticket().await;
        world.store.open_ticket(&world.asking(MIA, "Mia").await, at(1)).await.unwrap();
        let third = Opening {
            ticket_type: world.type_of(ACME, "swap-crypto").await,
            answers: vec![],
            ..world.buying(MIA, "Mia").await
        };
        assert_eq!(world.refused(&third, 2).await, Refusal::TooManyInAll { open: 2 });
    }

    /// A raid is stopped at the number that the guild allows, whoever comes with it; staff are not.
    async fn a_raid_is_throttled(world: World) {
        world.rule_guild(GuildRules { throttle_opens: 5, throttle_minutes: 1, ..GuildRules::default() }).await;
        let opening = world.buying(MIA, "Mia").await;
        let store = world.store.clone();
        let told = world.at_once(GUILD_ROW, 40, move |n| {
            let opening = Opening { customer: person(stranger(n), &format!("R{n}")), ..opening.clone() };
            let store = store.clone();
            async move { store.open_ticket(&opening, at(1)).await }
        }).await;
        let (opened, refused): (Vec<_>, Vec<_>) = told.into_iter().partition(Result::is_ok);
        assert_eq!(opened.len(), 5);
        assert!(refused.into_iter().all(|told| refusal(told) == Refusal::Throttled));
        let anna = world.who(ANNA).await;
        world.store.open_for(&anna, &world.buying(NOAH, "Noah").await, at(2)).await.unwrap();
        assert_eq!(world.refused(&world.buying(MIA, "Mia").await, 60).await, Refusal::Throttled);
        // All of the first second are out of the window, the one of staff is in it.
        assert_eq!(world.store.open_ticket(&world.buying(MIA, "Mia").await, at(61)).await.unwrap().ticket.number, 7);
    }

    async fn staff_open_for_members_of_their_department_alone(world: World) {
        let opening = world.buying(MIA, "Mia").await;
        let tom = world.who(TOM).await;
        assert_eq!(refusal(world.store.open_for(&tom, &opening, at(1)).await), Refusal::StaffOnly);
        assert_eq!(refusal(world.store.open_for(&world.who(OLGA).await, &opening, at(1)).await), Refusal::StaffOnly);
        let draft = BlockDraft { whom: Blocked::Person(MIA), reason: Some("No.".into()), until: None };
        world.store.block(&world.who(BEN).await, &draft, Via::Web, at(1)).await.unwrap();
        let anna = world.who(ANNA).await;
        let blocked = Refusal::Blocked { reason: Some("No.".into()), until: None };
        assert_eq!(refusal(world.store.open_for(&anna, &opening, at(1)).await), blocked);
        let ticket = world.store.open_for(&anna, &world.buying(NOAH, "Noah").await, at(1)).await.unwrap().ticket;
        assert_eq!(world.count(&format!("select actor from event where ticket = {}", ticket.id)).await, ANNA.0);
        assert_eq!(ticket.customer, NOAH);
    }

    /// A message becomes the description of the ticket that staff open from it, or of no ticket at all.
    async fn staff_open_from_a_message_in_one_step(world: World) {
        let store = &world.store;
        let (anna, words) = (world.who(ANNA).await, format!("A quagga ate it. {}", "🦓".repeat(4_000)));
        let from = |opening: Opening| Opening { description: Some(words.clone()), ..opening };
        let opened = store.open_for(&anna, &from(world.buying(NOAH, "Noah").await), at(1)).await.unwrap().ticket;
        assert_eq!(opened.description.as_ref().map(|text| text.chars().count()), Some(4_000));
        assert_eq!(world.again(&opened).await, opened);
        assert_eq!(world.deeds(&opened).await, ["created", "description_set"]);
        assert_eq!(world.count("select count(*) from event where actor = 2").await, 2);
        assert_eq!(crate::search::numbers(&world, ANNA, "quagga").await, [1]);
        // A member describes nothing; staff do also in a ticket of their own.
        let own = store.open_ticket(&from(world.buying(MIA, "Mia").await), at(2)).await.unwrap().ticket;
        assert_eq!((own.description, world.count("select count(*) from event where actor = 6").await), (None, 1));
        let ben = store.open_ticket(&from(world.buying(BEN, "Ben").await), at(3)).await.unwrap().ticket;
        assert!(ben.description.is_some());
        let blank = Opening { description: Some(" \n ".to_owned()), ..world.buying(VERA, "Vera").await };
        assert_eq!(store.open_for(&anna, &blank, at(4)).await.unwrap().ticket.description, None);
    }

    async fn whoever_is_blocked_opens_nothing_until_it_ends(world: World) {
        let store = &world.store;
        let (anna, owner) = (world.who(ANNA).await, world.who(OWNER).await);
        let of = |whom, until: Option<u64>| BlockDraft { whom, reason: Some(" Scam ".into()), until: until.map(at) };
        assert_eq!(refusal(store.block(&world.who(NOAH).await, &of(Blocked::Person(MIA), None), Via::Web, at(1)).await), Refusal::StaffOnly);
        assert_eq!(refusal(store.block(&anna, &of(Blocked::Role(TECH_STAFF), None), Via::Web, at(1)).await), Refusal::AdminOnly);
        let mut bell = store.subscribe();
        let id = store.block(&anna, &of(Blocked::Person(MIA), Some(100)), Via::Web, at(1)).await.unwrap();
        assert_eq!(bell.try_recv(), Ok(Bell::Catalog { guild: ACME }));
        let opening = world.buying(MIA, "Mia").await;
        let told = Refusal::Blocked { reason: Some("Scam".into()), until: Some(at(100)) };
        assert_eq!(world.refused(&opening, 99).await, told);
        // The same person again is the same row.
        assert_eq!(store.block(&anna, &of(Blocked::Person(MIA), None), Via::Web, at(2)).await.unwrap(), id);
        assert!(matches!(world.refused(&opening, 500).await, Refusal::Blocked { until: None, .. }));
        let rows = store.blocks(&anna, at(3)).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].name.as_str(), rows[0].by_name.as_str(), rows[0].block.at), ("Mia", "Anna", at(2)));
        let back = store.unblock(&anna, id, Via::Web, at(4)).await.unwrap();
        assert_eq!(back, BlockDraft { whom: Blocked::Person(MIA), reason: Some("Scam".into()), until: None });
        assert_eq!(refusal(store.unblock(&anna, id, Via::Web, at(4)).await), Refusal::NotFound);
        assert!(store.open_ticket(&opening, at(5)).await.is_ok());
        store.block(&owner, &of(Blocked::Role(TECH_STAFF), None), Via::Web, at(6)).await.unwrap();
        let tech = Opening { roles: vec![TECH_STAFF], ..world.asking(NOAH, "Noah").await };
        assert!(matches!(world.refused(&tech, 7).await, Refusal::Blocked { .. }));
        assert!(store.open_ticket(&Opening { roles: vec![], ..tech }, at(7)).await.is_ok());
        let past = store.block(&owner, &of(Blocked::Person(NOAH), Some(8)), Via::Web, at(8)).await;
        let Err(store::Error::Invalid(faults)) = past else { panic!("{past:?}") };
        assert_eq!((faults[0].field.as_str(), &faults[0].refusal), ("until", &Refusal::PastTime));
        let page = store.audit(&world.owner(ACME).await, None, 50).await.unwrap();
        let told: Vec<_> = page.rows.iter().filter(|row| row.subject == AuditSubject::Block).map(|row| (row.actor, row.subject_name.as_str())).collect();
        assert_eq!(told, [(OWNER, "Tech"), (ANNA, "Mia"), (ANNA, "Mia"), (ANNA, "Mia")]);
    }

    async fn members_are_found_by_all_of_a_name(world: World) {
        let anna = world.who(ANNA).await;
        let called = async |name: &str| world.store.members_called(&anna, name).await.unwrap();
        assert_eq!(called(" MIA ").await, [MIA]);
        assert_eq!(called("@noah").await, [NOAH]);
        assert_eq!(called("mi").await, []);
        assert_eq!(called("<@1234567890123456789>").await, [UserId(1_234_567_890_123_456_789)]);
        assert_eq!(refusal(world.store.members_called(&world.who(MIA).await, "mia").await), Refusal::StaffOnly);
    }

    /// 200 submits at once for five places: nobody is lost, everybody knows their place, and all come in in their order.
    async fn a_full_type_is_waited_for(world: World) {
        world.rule_guild(GuildRules { throttle_opens: 0, ..GuildRules::default() }).await;
        world.rule(OpeningRules { limit_total: 5, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let opening = world.buying(MIA, "Mia").await;
        let store = world.store.clone();
        let told = world.at_once(GUILD_ROW, 200, move |n| {
            let opening = submitted(Opening { customer: person(stranger(n), &format!("W{n}")), ..opening.clone() }, 1_000 + n);
            let store = store.clone();
            async move { (n, store.open_ticket(&opening, at(1)).await) }
        }).await;
        let mut places: Vec<(i64, i64)> = Vec::new();
        let mut open = Vec::new();
        for (n, told) in told {
            match told {
                Ok(opened) => open.push(opened.ticket),
                told => {
                    let Refusal::InLine { position } = refusal(told) else { panic!("neither open nor in line") };
                    places.push((position, n));
                }
            }
        }
        assert_eq!(open.iter().map(|ticket| ticket.number).collect::<BTreeSet<_>>(), (1..=5).collect());
        places.sort_unstable();
        assert_eq!(places.iter().map(|(place, _)| *place).collect::<Vec<_>>(), (1..=195).collect::<Vec<_>>());
        let line = world.store.line(ACME, kind).await.unwrap();
        let order: Vec<UserId> = places.iter().map(|(_, n)| stranger(*n)).collect();
        assert_eq!(line.iter().map(|one| one.customer).collect::<Vec<_>>(), order);
        // The same submit again, and the same member again, stand where they stood.
        let (place, n) = places[6];
        let again = Opening { customer: person(stranger(n), "W"), ..world.buying(MIA, "Mia").await };
        assert_eq!(world.refused(&again, 2).await, Refusal::InLine { position: place });
        assert_eq!(world.store.waits_since(domain::InteractionId(1_000 + n)).await.unwrap(), Some((kind, place)));
        // Each end lets in the next, as the row says that it writes.
        let mut came = Vec::new();
        let mut second = 10;
        while let Some(ticket) = open.pop() {
            world.close(&ticket, second).await;
            for due in world.due_now(DueAction::AdmitWaiting, second).await {
                let came_now = world.store.admit_waiting(ACME, kind, at(second)).await.unwrap();
                world.store.due_done(due.id, None, at(second)).await.unwrap();
                came.extend(came_now.iter().map(|ticket| ticket.customer));
                open.extend(came_now);
            }
            let busy = world.count("select count(*) from ticket where status = 'open'").await;
            assert!(busy <= 5, "{busy} are open");
            second += 1;
        }
        assert_eq!(came, order);
        let numbers = world.count("select count(distinct number) from ticket where number between 1 and 200").await;
        assert_eq!((numbers, world.count("select count(*) from ticket").await), (200, 200));
        assert_eq!(world.store.lines(ACME).await.unwrap(), []);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 201);
    }

    /// Taken out of the line and let in at the same moment: one of the two.
    async fn nobody_is_let_in_and_sent_away(world: World) {
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let first = world.ticket().await;
        assert!(matches!(world.refused(&world.buying(NOAH, "Noah").await, 1).await, Refusal::InLine { .. }));
        world.close(&first, 2).await;
        let (anna, line) = (world.who(ANNA).await, world.store.line(ACME, kind).await.unwrap());
        let (store, waiting) = (world.store.clone(), line[0].id);
        world.at_once("update waiting set at = at", 2, move |n| {
            let (store, anna) = (store.clone(), anna.clone());
            async move {
                match n {
                    0 => drop(store.admit_waiting(ACME, kind, at(3)).await.unwrap()),
                    _ => drop(store.remove_waiting(&anna, waiting, at(3)).await),
                }
            }
        }).await;
        let opened = world.count("select count(*) from ticket where customer = 7").await;
        assert_eq!(opened + world.count("select count(*) from due where action = 'line_notice'").await, 1);
    }

    /// Ends and joins at the same moment: nobody waits beside a free place without a row that lets them in.
    async fn nobody_waits_beside_a_free_place(world: World) {
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let mut ticket = world.store.open_ticket(&world.buying(stranger(0), "W0").await, START).await.unwrap().ticket;
        for round in 1..30 {
            let (store, owner) = (world.store.clone(), world.who(OWNER).await);
            let opening = world.buying(stranger(round), &format!("W{round}")).await;
            let closing = Closing::Close { reason: None, confirmed: false };
            let now = at(100 * u64::try_from(round).unwrap());
            let (closed, told) = tokio::join!(
                store.close_ticket(&owner, ticket.id, &closing, Via::Web, now),
                store.open_ticket(&opening, now),
            );
            closed.unwrap();
            ticket = match told {
                Ok(opened) => opened.ticket,
                told => {
                    assert_eq!(refusal(told), Refusal::InLine { position: 1 });
                    let rows = world.count("select count(*) from due where action = 'admit_waiting' and done_at is null").await;
                    assert_eq!(rows, 1, "round {round}");
                    store.admit_waiting(ACME, kind, now).await.unwrap().remove(0)
                }
            };
            world.run("update due set done_at = 1 where done_at is null").await;
        }
    }

    async fn who_may_no_longer_is_skipped_and_told(world: World) {
        let store = &world.store;
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let first = world.ticket().await;
        for (n, name) in [(1, "blocked"), (2, "gone"), (3, "next"), (4, "left")] {
            let told = world.refused(&world.buying(stranger(n), name).await, 1).await;
            assert_eq!(told, Refusal::InLine { position: n });
        }
        assert!(store.leave_line(ACME, kind, stranger(4)).await.unwrap());
        assert!(!store.leave_line(ACME, kind, stranger(4)).await.unwrap());
        let block = BlockDraft { whom: Blocked::Person(stranger(1)), reason: None, until: None };
        store.block(&world.who(ANNA).await, &block, Via::Web, at(2)).await.unwrap();
        store.member_left(ACME, stranger(2), at(2)).await.unwrap();
        let owner = world.owner(ACME).await;
        store.set_type_state(&owner, kind, TypeState::Paused, None, Via::Web, at(3)).await.unwrap();
        world.close(&first, 4).await;
        assert_eq!(store.admit_waiting(ACME, kind, at(5)).await.unwrap(), [], "nobody comes in while it is paused");
        assert_eq!(store.line(ACME, kind).await.unwrap().len(), 3);
        store.set_type_state(&owner, kind, TypeState::Active, None, Via::Web, at(6)).await.unwrap();
        assert!(!world.due_now(DueAction::AdmitWaiting, 6).await.is_empty());
        let came = store.admit_waiting(ACME, kind, at(7)).await.unwrap();
        assert_eq!(came.iter().map(|ticket| (ticket.customer, ticket.number)).collect::<Vec<_>>(), [(stranger(3), 2)]);
        let told = world.due_now(DueAction::LineNotice, 8).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].payload["person"], stranger(1).to_string());
        assert!(told[0].payload["refusal"]["Blocked"].is_object(), "{}", told[0].payload);
        // The type is taken away: nobody waits for it any longer.
        assert_eq!(world.refused(&world.buying(stranger(5), "late").await, 9).await, Refusal::InLine { position: 1 });
        world.run("update due set done_at = 1 where done_at is null").await;
        store.delete_type(&owner, kind, Via::Web, at(10)).await.unwrap();
        assert_eq!(world.due_now(DueAction::AdmitWaiting, 10).await.len(), 1);
        assert_eq!(store.admit_waiting(ACME, kind, at(11)).await.unwrap(), []);
        assert_eq!(world.due_now(DueAction::LineNotice, 11).await.last().unwrap().payload["refusal"], "TypeGone");
        assert_eq!(world.count("select count(*) from waiting").await, 0);
    }

    async fn every_way_out_of_a_place_lets_in_the_next(world: World) {
        let store = &world.store;
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let owner = world.who(OWNER).await;
        let mut ticket = world.ticket().await;
        for way in 0..4 {
            let n = i64::from(way) + 1;
            assert_eq!(world.refused(&world.buying(stranger(n), "next").await, 1).await, Refusal::InLine { position: 1 });
            match way {
                0 => {
                    store.solve(&owner, ticket.id, Via::Web, at(2)).await.unwrap();
                    let done = store.complete(&owner, ticket.id, Via::Web, at(2)).await.unwrap();
                    assert_eq!(done.status, Status::Completed);
                }
                1 => {
                    let to = Transfer::Type(world.type_of(ACME, "sell-gold").await);
                    store.transfer(&owner, ticket.id, &to, Via::Web, at(2)).await.unwrap();
                }
                2 => store.opening_failed(ticket.id, "no room", at(2)).await.unwrap(),
                _ => drop(store.cancel(&owner, ticket.id, None, Via::Web, at(2)).await.unwrap()),
            }
            let due = world.due_now(DueAction::AdmitWaiting, 3).await;
            assert_eq!(due.len(), 1, "way {way}");
            world.run("update due set done_at = 1 where done_at is null").await;
            ticket = store.admit_waiting(ACME, kind, at(3)).await.unwrap().remove(0);
        }
        // More places, or no limit at all.
        for n in 10..13 {
            world.refused(&world.buying(stranger(n), "more").await, 4).await;
        }
        world.rule(OpeningRules { limit_total: 2, waiting_list: true, ..OpeningRules::default() }).await;
        assert_eq!(world.due_now(DueAction::AdmitWaiting, 5).await.len(), 1);
        assert_eq!(store.admit_waiting(ACME, kind, at(5)).await.unwrap().len(), 1);
        world.rule(OpeningRules::default()).await;
        assert_eq!(store.admit_waiting(ACME, kind, at(6)).await.unwrap().len(), 2);
    }

    async fn staff_let_in_and_send_away(world: World) {
        let store = &world.store;
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        world.ticket().await;
        for n in 1..4 {
            world.refused(&world.buying(stranger(n), "w").await, 1).await;
        }
        let line = store.line(ACME, kind).await.unwrap();
        let anna = world.who(ANNA).await;
        assert_eq!(refusal(store.open_waiting(&world.who(TOM).await, line[1].id, at(2)).await), Refusal::StaffOnly);
        assert_eq!(refusal(store.open_waiting(&world.who(OLGA).await, line[1].id, at(2)).await), Refusal::NotFound);
        let ticket = store.open_waiting(&anna, line[1].id, at(2)).await.unwrap();
        assert_eq!((ticket.customer, ticket.number), (stranger(2), 2));
        store.remove_waiting(&anna, line[0].id, at(3)).await.unwrap();
        assert_eq!(refusal(store.remove_waiting(&anna, line[0].id, at(3)).await), Refusal::NotFound);
        assert_eq!(world.due_now(DueAction::LineNotice, 3).await[0].payload["refusal"], serde_json::Value::Null);
        let left = store.line(ACME, kind).await.unwrap();
        assert_eq!(left.iter().map(|one| (one.customer, one.position)).collect::<Vec<_>>(), [(stranger(3), 1)]);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 3);
    }

    /// The form of a type and its rules are saved by different pages: one is no conflict of the other, two of one are.
    async fn rules_and_form_do_not_stand_in_each_others_way(world: World) {
        let store = &world.store;
        let (owner, kind) = (world.owner(ACME).await, world.type_of(ACME, "buy-gold").await);
        let seen = world.seen(kind).await;
        let rules = TypeRulesDraft { opening: OpeningRules { limit_total: 3, ..OpeningRules::default() }, ..TypeRulesDraft::default() };
        let done = store.save_type_rules(&owner, kind, seen, &rules, Via::Web, at(1)).await.unwrap();
        assert_eq!(done, Saved::Done { revision: seen + 1, roles_gone: 0 });
        assert_eq!(store.save_type_rules(&owner, kind, seen, &rules, Via::Web, at(1)).await.unwrap(), Saved::Unchanged);
        let of = |catalog: &store::Catalog| domain::setting::TypeDraft::from(catalog.kind(kind).unwrap());
        let mut draft = of(&store.catalog(ACME).await.unwrap());
        draft.label = "Gold!".into();
        assert_eq!(store.type_changes(&owner, kind, seen).await.unwrap(), None);
        let done = store.save_type(&owner, kind, seen, &draft, Via::Web, at(2)).await.unwrap();
        assert_eq!(done, Saved::Done { revision: seen + 2, roles_gone: 0 });
        let catalog = store.catalog(ACME).await.unwrap();
        assert_eq!(catalog.kind(kind).unwrap().opening.limit_total, 3, "the form leaves the rules alone");
        let other = TypeRulesDraft { opening: OpeningRules { limit_total: 4, ..OpeningRules::default() }, ..rules.clone() };
        let Saved::Conflict(conflict) = store.save_type_rules(&owner, kind, seen, &other, Via::Web, at(3)).await.unwrap() else {
            panic!("two saved the same rules");
        };
        assert_eq!(conflict.revision, seen + 2);
        assert_eq!(conflict.changes.iter().map(|c| (c.before.as_str(), c.after.as_str())).collect::<Vec<_>>(), [("0", "3")]);
        assert_eq!(store.type_rules_changes(&owner, kind, seen).await.unwrap(), Some(conflict));
        assert_eq!(store.type_rules_changes(&owner, kind, seen + 1).await.unwrap(), None);
        draft.label = "Gold?".into();
        assert!(matches!(store.save_type(&owner, kind, seen, &draft, Via::Web, at(4)).await.unwrap(), Saved::Conflict(_)));
        // The guild's own: its admin roles and its rules.
        let seen = catalog.settings_revision;
        let rules = GuildRules { limit_per_member: 9, ..GuildRules::default() };
        assert_eq!(store.save_guild_rules(&owner, seen, &rules, Via::Web, at(5)).await.unwrap(), Saved::Done { revision: seen + 1, roles_gone: 0 });
        let roles = [TECH_STAFF];
        assert_eq!(store.set_admin_roles(&owner, seen, &roles, Via::Web, at(6)).await.unwrap(), Saved::Done { revision: seen + 2, roles_gone: 0 });
        let rules = GuildRules { limit_per_member: 8, ..GuildRules::default() };
        assert!(matches!(store.save_guild_rules(&owner, seen, &rules, Via::Web, at(7)).await.unwrap(), Saved::Conflict(_)));
        assert_eq!(store.guild_rules_changes(&owner, seen).await.unwrap().unwrap().changes.len(), 1);
        let wrong = GuildRules { throttle_minutes: 0, ..GuildRules::default() };
        let Err(store::Error::Invalid(faults)) = store.save_guild_rules(&owner, seen + 2, &wrong, Via::Web, at(8)).await else {
            panic!("it was saved");
        };
        assert_eq!(faults[0].field, "throttle_minutes");
    }

    async fn a_role_that_is_gone_goes_with_the_next_save(world: World) {
        let line = |role, allow| RoleRule { role, allow };
        world.rule(OpeningRules { roles: vec![line(BILLING_VIEWER, true), line(TECH_STAFF, false)], ..OpeningRules::default() }).await;
        world.store.role_deleted(ACME, BILLING_VIEWER).await.unwrap();
        let kind = world.type_of(ACME, "buy-gold").await;
        let (owner, seen) = (world.owner(ACME).await, world.seen(kind).await);
        let mut draft = TypeRulesDraft::from(world.store.catalog(ACME).await.unwrap().kind(kind).unwrap());
        draft.opening.account_days = 1;
        let saved = world.store.save_type_rules(&owner, kind, seen, &draft, Via::Web, at(1)).await.unwrap();
        assert_eq!(saved, Saved::Done { revision: seen + 1, roles_gone: 1 });
        let rules = &world.store.catalog(ACME).await.unwrap().kind(kind).unwrap().opening.clone();
        assert_eq!(rules.roles, [line(TECH_STAFF, false)]);
        draft.opening.roles = vec![line(RoleId(4_040), true)];
        let saved = world.store.save_type_rules(&owner, kind, seen + 1, &draft, Via::Web, at(1)).await;
        let Err(store::Error::Invalid(faults)) = saved else { panic!("{saved:?}") };
        assert_eq!((faults[0].field.as_str(), &faults[0].refusal), ("roles.0.role", &Refusal::NoSuchRole));
    }

    async fn two_of_a_kind_have_two_names(world: World) {
        let store = &world.store;
        let owner = world.owner(ACME).await;
        let catalog = store.catalog(ACME).await.unwrap();
        let name = catalog.types[0].name.to_uppercase();
        let draft = domain::setting::TypeDraft { name: name.clone(), ..domain::setting::TypeDraft::from(&catalog.types[1]) };
        let taken = |result: store::Result<Saved>| match result {
            Err(store::Error::Invalid(faults)) => (faults[0].field.clone(), faults[0].refusal.clone()),
            other => panic!("{other:?}"),
        };
        let told = taken(store.save_type(&owner, catalog.types[1].id, catalog.types[1].revision, &draft, Via::Web, at(1)).await);
        assert_eq!(told, ("name".to_owned(), Refusal::KeyTaken { key: name }));
        let (one, other) = (&catalog.departments[0], &catalog.departments[1]);
        let draft = domain::setting::DepartmentDraft { name: one.name.clone(), ..domain::setting::DepartmentDraft::from(other) };
        assert_eq!(taken(store.save_department(&owner, other.id, other.revision, &draft, Via::Web, at(1)).await).0, "name");
    }
}

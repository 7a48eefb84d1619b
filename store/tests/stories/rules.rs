//! Who may open what: each rule where it is decided, who is blocked, and how rules are saved.

mod line;

use crate::both;
use crate::common::*;
use domain::setting::{AuditSubject, BlockDraft, Blocked, Saved, TypeRulesDraft};
use domain::{
    Bell, Due, DueAction, GuildRules, OpeningRules, Refusal, RoleId, RoleRule, TicketTypeId, Timestamp, UserId, Via,
    first_snowflake,
};
use std::time::Duration;
use store::{Closing, Opening};

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

//! Settings: whole or not at all, by an admin alone, and nobody's change overwritten by another's.

use crate::both;
use crate::common::*;
use domain::form::{QuestionKind, TextStyle};
use domain::setting::{AuditDeed, AuditSubject, Conflict, DepartmentDraft, FieldChange, FieldFault, Saved, TypeDraft};
use domain::{
    Admin, Bell, ChannelFacts, ChannelId, Department, EmojiFacts, EmojiId, GuildFacts, Panel, PanelState, Question,
    Refusal, RoleFacts, RoleId, RoleKind, TicketType, TicketTypeId, TypeState, Via,
};
use store::{MemberSeen, PanelDraft};

const CATEGORY: ChannelId = ChannelId(71);

async fn kind(world: &World, key: &str) -> TicketType {
    let catalog = world.store.catalog(ACME).await.unwrap();
    catalog.types.into_iter().find(|kind| kind.key == key).unwrap()
}

async fn department(world: &World, key: &str) -> Department {
    let catalog = world.store.catalog(ACME).await.unwrap();
    catalog.departments.into_iter().find(|department| department.key == key).unwrap()
}

async fn panel(world: &World, key: &str) -> Panel {
    let catalog = world.store.catalog(ACME).await.unwrap();
    catalog.panels.into_iter().find(|panel| panel.key == key).unwrap()
}

async fn save(
    world: &World,
    admin: &Admin,
    seen: &TicketType,
    edit: impl FnOnce(&mut TypeDraft),
) -> store::Result<Saved> {
    let mut draft = TypeDraft::from(seen);
    edit(&mut draft);
    world.store.save_type(admin, seen.id, seen.revision, &draft, Via::Web, at(5)).await
}

fn faults<T: std::fmt::Debug>(result: store::Result<T>) -> Vec<FieldFault> {
    match result {
        Err(store::Error::Invalid(faults)) => faults,
        other => panic!("faults were expected, not {other:?}"),
    }
}

fn done(revision: i64) -> Saved {
    Saved::Done { revision, roles_gone: 0 }
}

fn question(key: &str) -> Question {
    Question {
        key: key.to_owned(),
        label: "Why?".to_owned(),
        description: None,
        placeholder: None,
        required: false,
        kind: QuestionKind::Text { style: TextStyle::Short, min: 0, max: 100 },
    }
}

async fn has_category(world: &World) {
    let facts = ChannelFacts { id: CATEGORY, name: "Gold".to_owned(), kind: 4, parent: None };
    world.store.channel_changed(ACME, &facts).await.unwrap();
}

both! {
    async fn a_save_is_one_change_of_everything(world: World) {
        has_category(&world).await;
        let owner = world.owner(ACME).await;
        let (before, old_panel) = (kind(&world, "buy-gold").await, panel(&world, "buy-gold").await);
        let mut bell = world.store.subscribe();
        let saved = save(&world, &owner, &before, |draft| {
            draft.label = "  Gold, now ".into();
            draft.category = Some(CATEGORY);
            draft.welcome.footer = Some("  ".to_owned());
            draft.questions.push(question("why"));
        });
        assert_eq!(saved.await.unwrap(), done(2));
        assert_eq!(bell.try_recv(), Ok(Bell::Catalog { guild: ACME }));
        assert_eq!(bell.try_recv(), Ok(Bell::Panel { guild: ACME, panel: old_panel.id }));
        assert!(bell.try_recv().is_err());
        let after = kind(&world, "buy-gold").await;
        assert_eq!((after.label.as_str(), after.revision, after.category), ("Gold, now", 2, Some(CATEGORY)));
        assert_eq!((after.form.revision, after.form.questions.len()), (2, before.form.questions.len() + 1));
        assert_eq!(panel(&world, "buy-gold").await.revision, old_panel.revision + 1);
        // Whoever has the old form open is judged by it.
        assert_eq!(world.store.form(after.form.id, 1).await.unwrap().as_ref(), Some(&before.form));
        assert_eq!(world.store.form_shown(ACME, after.id, 1).await.unwrap().as_ref(), Some(&before.form));
        assert_eq!(world.store.form_shown(OTHER, after.id, 1).await.unwrap(), None);

        let page = world.store.audit(&owner, None, 1).await.unwrap();
        let row = &page.rows[0];
        assert_eq!((row.actor, row.actor_name.as_str(), row.via, row.at), (OWNER, "Olaf", Via::Web, at(5)));
        assert_eq!((row.subject, row.subject_name.as_str(), row.deed), (AuditSubject::TicketType, "Buy gold", AuditDeed::Saved));
        let changed: Vec<&str> = row.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(changed, ["label", "category", "questions.4"]);
        let category = FieldChange { field: "category".to_owned(), before: String::new(), after: "Gold".to_owned() };
        assert_eq!(row.changes[1], category);
        // All of it stands in the row, before and after.
        assert_eq!(world.count("select count(*) from audit where before_value is not null and after_value is not null and subject = 'type'").await, 1);
    }

    async fn what_did_not_change_is_not_touched(world: World) {
        let owner = world.owner(ACME).await;
        let (before, rows) = (kind(&world, "buy-gold").await, world.count("select count(*) from audit").await);
        assert_eq!(save(&world, &owner, &before, |draft| draft.name.push(' ')).await.unwrap(), Saved::Unchanged);
        assert_eq!(world.count("select count(*) from audit").await, rows);
        // Neither the form nor the panel follows where only the welcome was written anew.
        save(&world, &owner, &before, |draft| draft.welcome.text = "Hello.".into()).await.unwrap();
        let after = kind(&world, "buy-gold").await;
        assert_eq!((after.revision, after.form.revision), (2, 1));
        assert_eq!(panel(&world, "buy-gold").await.revision, 1);
    }

    async fn the_second_of_two_admins_is_told(world: World) {
        let owner = world.owner(ACME).await;
        let seen = kind(&world, "buy-gold").await;
        save(&world, &owner, &seen, |draft| draft.label = "First".into()).await.unwrap();
        let again = kind(&world, "buy-gold").await;
        save(&world, &owner, &again, |draft| draft.limit_per_member = 3).await.unwrap();
        let second = save(&world, &owner, &seen, |draft| draft.label = "Second".into()).await.unwrap();
        let change = |field: &str, before: &str, after: &str| FieldChange { field: field.into(), before: before.into(), after: after.into() };
        let changes = vec![change("label", &seen.label, "First"), change("limit_per_member", "1", "3")];
        assert_eq!(second, Saved::Conflict(Conflict { by: Some("Olaf".into()), at: at(5), revision: 3, changes }));
        let stands = kind(&world, "buy-gold").await;
        assert_eq!((stands.label.as_str(), stands.revision), ("First", 3));
        // Having seen it, they may.
        assert_eq!(save(&world, &owner, &stands, |draft| draft.label = "Second".into()).await.unwrap(), done(4));
        // Who wants what stands already is not bothered.
        assert_eq!(save(&world, &owner, &seen, |draft| { draft.label = "Second".into(); draft.limit_per_member = 3; }).await.unwrap(), Saved::Unchanged);
    }

    async fn of_two_saves_at_once_one_is_told(world: World) {
        let (owner, seen) = (world.owner(ACME).await, kind(&world, "buy-gold").await);
        let store = world.store.clone();
        let saves = world.at_once(GUILD_ROW, 8, |n| {
            let (store, seen) = (store.clone(), seen.clone());
            async move {
                let draft = TypeDraft { label: format!("Label {n}"), ..TypeDraft::from(&seen) };
                store.save_type(&owner, seen.id, seen.revision, &draft, Via::Web, at(5)).await.unwrap()
            }
        }).await;
        assert_eq!(saves.iter().filter(|saved| matches!(saved, Saved::Done { revision: 2, .. })).count(), 1);
        assert_eq!(saves.iter().filter(|saved| matches!(saved, Saved::Conflict(conflict) if conflict.revision == 2)).count(), 7);
        assert_eq!(kind(&world, "buy-gold").await.revision, 2);
        assert_eq!(world.count("select count(*) from audit where subject = 'type'").await, 1);
    }

    async fn nothing_is_half_saved(world: World) {
        let owner = world.owner(ACME).await;
        let before = world.store.catalog(ACME).await.unwrap();
        let rows = world.count("select count(*) from audit").await;
        let gold = kind(&world, "buy-gold").await;
        let wrong = save(&world, &owner, &gold, |draft| {
            draft.label = "x".repeat(81);
            draft.category = Some(CATEGORY);
            draft.welcome.text = "{custmer}".into();
            draft.emoji = Some("gold".to_owned());
            draft.questions.push(question("amount"));
        }).await;
        let told: Vec<String> = faults(wrong).into_iter().map(|fault| fault.field).collect();
        assert_eq!(told, ["label", "emoji", "welcome.text", "category", "questions.4.key"]);
        let billing = department(&world, "billing").await;
        let draft = DepartmentDraft { roles: vec![(RoleId(999), RoleKind::Staff)], ..DepartmentDraft::from(&billing) };
        let wrong = world.store.save_department(&owner, billing.id, billing.revision, &draft, Via::Web, at(5)).await;
        assert_eq!(faults(wrong), [FieldFault { field: "roles.0".into(), refusal: Refusal::NoSuchRole }]);
        assert_eq!(world.store.catalog(ACME).await.unwrap(), before);
        assert_eq!(world.count("select count(*) from audit").await, rows);
        assert_eq!(world.count("select count(*) from form_revision where revision > 1").await, 0);
    }

    async fn a_category_must_be_there_and_be_one(world: World) {
        has_category(&world).await;
        let text = ChannelFacts { id: ChannelId(72), name: "text".to_owned(), kind: 0, parent: None };
        world.store.channel_changed(ACME, &text).await.unwrap();
        let owner = world.owner(ACME).await;
        let gold = kind(&world, "buy-gold").await;
        let at_category = |result| faults(result).into_iter().map(|fault| fault.field).collect::<Vec<_>>();
        assert_eq!(at_category(save(&world, &owner, &gold, |draft| draft.category = Some(ChannelId(72))).await), ["category"]);
        save(&world, &owner, &gold, |draft| { draft.category = Some(CATEGORY); draft.closed_category = Some(CATEGORY); }).await.unwrap();
        world.store.channel_deleted(ACME, CATEGORY, at(6)).await.unwrap();
        // What was chosen stays to be seen, and is no reason against another change.
        let gold = kind(&world, "buy-gold").await;
        assert_eq!(gold.category, Some(CATEGORY));
        assert_eq!(save(&world, &owner, &gold, |draft| draft.label = "New".into()).await.unwrap(), done(3));
        let gold = kind(&world, "buy-gold").await;
        assert_eq!((gold.label.as_str(), gold.category, gold.closed_category), ("New", Some(CATEGORY), Some(CATEGORY)));
        let told = at_category(save(&world, &owner, &gold, |draft| draft.category = Some(ChannelId(72))).await);
        assert_eq!(told, ["category"], "another one that is none is refused, the one that stayed is not");
        let both = save(&world, &owner, &gold, |draft| { draft.label = "x".repeat(81); draft.category = None; }).await;
        assert_eq!(at_category(both), ["label"]);
        save(&world, &owner, &gold, |draft| { draft.category = None; draft.closed_category = None; }).await.unwrap();
    }

    async fn a_role_above_the_bots_is_refused(world: World) {
        let role = |id: i64, name: &str, position: i64| RoleFacts { id: RoleId(id), name: name.into(), position, ..RoleFacts::default() };
        let facts = GuildFacts {
            id: ACME,
            name: "Acme".into(),
            owner: OWNER,
            bot: Some(DOCKET),
            roles: vec![role(ACME.0, "@everyone", 0), role(101, "Billing", 1), role(200, "Docket", 2), role(201, "Boss", 3)],
            ..GuildFacts::default()
        };
        world.store.guild_joined(&facts, at(1)).await.unwrap();
        let docket = MemberSeen { person: person(DOCKET, "Docket"), nick: None, roles: vec![RoleId(200)] };
        world.store.members_seen(ACME, &[docket], at(1)).await.unwrap();
        let owner = world.owner(ACME).await;
        let choices = world.store.choices(&owner).await.unwrap();
        let shown: Vec<(&str, bool)> = choices.roles.iter().map(|role| (role.name.as_str(), role.above_bot)).collect();
        assert_eq!(shown, [("Boss", true), ("Docket", true), ("Billing", false)]);
        let above = || Refusal::RoleAboveBot { name: "Boss".into() };
        let billing = department(&world, "general").await.id;
        let given = world.store.give_role(&owner, billing, RoleId(201), RoleKind::Staff, Via::Discord, at(2)).await;
        assert_eq!(faults(given), [FieldFault { field: "roles.0".into(), refusal: above() }]);
        let admins = world.store.set_admin_roles(&owner, 1, &[RoleId(101), RoleId(201)], Via::Web, at(2)).await;
        assert_eq!(faults(admins), [FieldFault { field: "admin_roles.1".into(), refusal: above() }]);
        // Everyone is no role to be chosen.
        let everyone = world.store.set_admin_roles(&owner, 1, &[RoleId(ACME.0)], Via::Web, at(2)).await;
        assert_eq!(faults(everyone)[0].refusal, Refusal::NoSuchRole);
    }

    async fn the_guilds_own_emoji_can_be_chosen(world: World) {
        let owner = world.owner(ACME).await;
        let gold = kind(&world, "buy-gold").await;
        let own = |id: i64| Some(format!("<:gold:{id}>"));
        assert_eq!(faults(save(&world, &owner, &gold, |draft| draft.emoji = own(31)).await)[0].field, "emoji");
        let emoji = |id, name: &str, available| EmojiFacts { id: EmojiId(id), name: name.into(), animated: false, available };
        world.store.emoji_are(ACME, &[emoji(31, "gold", true), emoji(32, "lost", false)]).await.unwrap();
        assert_eq!(world.store.choices(&owner).await.unwrap().emoji[0].text(), "<:gold:31>");
        assert!(faults(save(&world, &owner, &gold, |draft| draft.emoji = own(32)).await).len() == 1, "not available");
        save(&world, &owner, &gold, |draft| draft.emoji = own(31)).await.unwrap();
        world.store.emoji_are(ACME, &[]).await.unwrap();
        assert!(world.store.choices(&owner).await.unwrap().emoji.is_empty());
    }

    async fn another_guilds_admin_has_no_business_here(world: World) {
        let (olga, gold, billing) = (world.owner(OTHER).await, kind(&world, "buy-gold").await, department(&world, "billing").await);
        let before = world.store.catalog(ACME).await.unwrap();
        let store = &world.store;
        let draft = TypeDraft { label: "Mine".into(), ..TypeDraft::from(&gold) };
        let (web, now) = (Via::Web, at(5));
        let hers_in_order: Vec<_> = store.catalog(OTHER).await.unwrap().types.iter().map(|kind| kind.id).collect();
        assert_eq!(refusal(store.save_type(&olga, gold.id, 1, &draft, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.set_type_state(&olga, gold.id, TypeState::Paused, None, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.delete_type(&olga, gold.id, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.restore_type(&olga, gold.id, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.order_types(&olga, &hers_in_order, &[gold.id], web, now).await), Refusal::NotFound);
        let mine = DepartmentDraft { name: "Mine".into(), ..DepartmentDraft::from(&billing) };
        assert_eq!(refusal(store.save_department(&olga, billing.id, billing.revision, &mine, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.delete_department(&olga, billing.id, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.restore_department(&olga, billing.id, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.give_role(&olga, billing.id, TECH_STAFF, RoleKind::Staff, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.set_department_category(&olga, billing.id, None, web, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.publish_panels(&olga, &[before.panels[0].id], web, now).await), Refusal::NotFound);
        let draft = PanelDraft { channel: None, channel_name: "c".into(), title: "t".into(), text: "t".into(), colour: 0, types: vec![gold.id], state: PanelState::Draft };
        assert_eq!(refusal(store.add_panel(&olga, &draft, web, now).await), Refusal::NotFound);
        // A type of hers can't lie in a department of theirs.
        let hers = store.catalog(OTHER).await.unwrap().types[0].clone();
        let moved = TypeDraft { department: billing.id, ..TypeDraft::from(&hers) };
        assert_eq!(faults(store.save_type(&olga, hers.id, hers.revision, &moved, web, now).await)[0].field, "department");
        assert_eq!(store.catalog(ACME).await.unwrap(), before);
        assert!(store.audit(&olga, None, 50).await.unwrap().rows.iter().all(|row| row.actor == OLGA));
    }

    async fn nobody_but_admins_gets_the_right(world: World) {
        for user in [ANNA, VERA, MIA] {
            assert_eq!(world.who(user).await.admin(), Err(Refusal::AdminOnly), "{user}");
        }
        assert_eq!(world.who(OWNER).await.admin().unwrap().guild(), ACME);
    }

    async fn roles_let_their_tickets_follow(world: World) {
        let owner = world.owner(ACME).await;
        let (gold, general) = (world.ticket().await, world.placed(&world.asking(NOAH, "Noah").await).await);
        let mut bell = world.store.subscribe();
        let billing = department(&world, "billing").await;
        let given = world.store.give_role(&owner, billing.id, TECH_STAFF, RoleKind::Viewer, Via::Discord, at(7)).await.unwrap();
        assert_eq!(given, done(billing.revision + 1));
        assert_eq!(bell.try_recv(), Ok(Bell::Catalog { guild: ACME }));
        assert_eq!(bell.try_recv(), Ok(Bell::Access { guild: ACME, user: None }));
        let behind: Vec<_> = world.store.tickets_behind().await.unwrap().into_iter().map(|ticket| ticket.id).collect();
        assert_eq!(behind, [gold.id]);
        assert_eq!(world.store.give_role(&owner, billing.id, TECH_STAFF, RoleKind::Viewer, Via::Discord, at(8)).await.unwrap(), Saved::Unchanged);
        // A name concerns nobody's access.
        let billing = department(&world, "billing").await;
        let draft = DepartmentDraft { name: "Money".into(), roles: billing.roles.iter().rev().copied().collect(), ..DepartmentDraft::from(&billing) };
        world.store.save_department(&owner, billing.id, billing.revision, &draft, Via::Web, at(8)).await.unwrap();
        assert_eq!(world.again(&gold).await.revision, gold.revision + 1);
        // Admin roles concern all.
        world.store.set_admin_roles(&owner, 1, &[BILLING_VIEWER], Via::Web, at(9)).await.unwrap();
        assert_eq!(world.again(&gold).await.revision, gold.revision + 2);
        assert_eq!(world.again(&general).await.revision, general.revision + 1);
        let late = world.store.set_admin_roles(&owner, 1, &[TECH_STAFF], Via::Web, at(9)).await.unwrap();
        let Saved::Conflict(conflict) = late else { panic!("{late:?}") };
        assert_eq!((conflict.revision, conflict.changes[0].after.as_str()), (2, "Auditor"));
        assert_eq!(world.store.catalog(ACME).await.unwrap().admin_roles, [BILLING_VIEWER]);
    }

    async fn roles_that_discord_deleted_go_with_the_next_save(world: World) {
        let owner = world.owner(ACME).await;
        let billing = department(&world, "billing").await;
        let [(first, _), (second, kind)] = billing.roles[..] else { panic!("{billing:?}") };
        let draft = DepartmentDraft { oncall_role: Some(first), ..DepartmentDraft::from(&billing) };
        world.store.save_department(&owner, billing.id, billing.revision, &draft, Via::Web, at(6)).await.unwrap();
        world.store.set_admin_roles(&owner, 1, &[first, second], Via::Web, at(6)).await.unwrap();
        world.store.role_deleted(ACME, first).await.unwrap();
        let billing = department(&world, "billing").await;
        let draft = DepartmentDraft { name: "Money".into(), ..DepartmentDraft::from(&billing) };
        let save = async |draft: &DepartmentDraft| {
            let revision = department(&world, "billing").await.revision;
            world.store.save_department(&owner, billing.id, revision, draft, Via::Web, at(8)).await
        };
        // One that is chosen now and is not there is a mistake; nothing goes then either.
        let mut wrong = draft.clone();
        wrong.roles.push((RoleId(999), RoleKind::Staff));
        assert_eq!(faults(save(&wrong).await), [FieldFault { field: "roles.2".into(), refusal: Refusal::NoSuchRole }]);
        let revision = billing.revision + 1;
        assert_eq!(save(&draft).await.unwrap(), Saved::Done { revision, roles_gone: 1 });
        let saved = department(&world, "billing").await;
        assert_eq!((saved.name.as_str(), &saved.roles[..], saved.oncall_role), ("Money", &[(second, kind)][..], None));
        let changed = world.store.audit(&owner, None, 1).await.unwrap().rows.remove(0).changes;
        let changed: Vec<&str> = changed.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(changed, ["name", "oncall_role", "roles"]);
        let admins = world.store.set_admin_roles(&owner, 2, &[first, second, TECH_STAFF], Via::Web, at(9)).await.unwrap();
        assert_eq!(admins, Saved::Done { revision: 3, roles_gone: 1 });
        // A command is no other than a save.
        world.store.role_deleted(ACME, second).await.unwrap();
        let given = world.store.give_role(&owner, billing.id, TECH_STAFF, RoleKind::Viewer, Via::Discord, at(9)).await;
        assert_eq!(given.unwrap(), Saved::Done { revision: revision + 1, roles_gone: 1 });
        assert_eq!(department(&world, "billing").await.roles, [(TECH_STAFF, RoleKind::Viewer)]);
    }

    async fn what_was_wrong_before_blocks_no_other_deed(world: World) {
        has_category(&world).await;
        let owner = world.owner(ACME).await;
        let billing = department(&world, "billing").await;
        let draft = DepartmentDraft { category: Some(CATEGORY), ..DepartmentDraft::from(&billing) };
        world.store.save_department(&owner, billing.id, billing.revision, &draft, Via::Web, at(6)).await.unwrap();
        world.store.channel_deleted(ACME, CATEGORY, at(6)).await.unwrap();
        let given = world.store.give_role(&owner, billing.id, TECH_STAFF, RoleKind::Viewer, Via::Discord, at(7)).await.unwrap();
        assert_eq!(given, done(billing.revision + 2));
        let billing = department(&world, "billing").await;
        let draft = DepartmentDraft { name: "Money".into(), ..DepartmentDraft::from(&billing) };
        let saved = world.store.save_department(&owner, billing.id, billing.revision, &draft, Via::Web, at(8)).await;
        assert_eq!(saved.unwrap(), done(billing.revision + 1));
        let other = DepartmentDraft { category: Some(ChannelId(999)), ..draft };
        let saved = world.store.save_department(&owner, billing.id, billing.revision + 1, &other, Via::Web, at(8)).await;
        assert_eq!(faults(saved)[0].refusal, Refusal::NoSuchCategory);
    }

    async fn a_deletion_can_be_undone(world: World) {
        let owner = world.owner(ACME).await;
        let before = world.store.catalog(ACME).await.unwrap();
        let gold = kind(&world, "buy-gold").await;
        world.store.delete_type(&owner, gold.id, Via::Web, at(1)).await.unwrap();
        assert_eq!(refusal(save(&world, &owner, &gold, |draft| draft.label = "x".into()).await), Refusal::NotFound);
        assert!(panel(&world, "buy-gold").await.types.is_empty());
        world.store.restore_type(&owner, gold.id, Via::Web, at(2)).await.unwrap();
        assert_eq!(refusal(world.store.restore_type(&owner, gold.id, Via::Web, at(2)).await), Refusal::NotFound);
        let after = world.store.catalog(ACME).await.unwrap();
        assert_eq!(after.types, before.types);
        let buttons = panel(&world, "buy-gold").await;
        assert_eq!((buttons.types.as_slice(), buttons.revision), ([gold.id].as_slice(), 3));
        let deeds: Vec<AuditDeed> = world.store.audit(&owner, None, 2).await.unwrap().rows.iter().map(|row| row.deed).collect();
        assert_eq!(deeds, [AuditDeed::Restored, AuditDeed::Deleted]);
    }

    async fn a_switch_is_called_what_it_does(world: World) {
        let owner = world.owner(ACME).await;
        let gold = kind(&world, "buy-gold").await;
        let state = |state, words| world.store.set_type_state(&owner, gold.id, state, words, Via::Web, at(3));
        assert_eq!(state(TypeState::Paused, Some("Back at nine.")).await.unwrap(), done(2));
        assert_eq!(state(TypeState::Active, None).await.unwrap(), done(3));
        assert_eq!(state(TypeState::Active, None).await.unwrap(), Saved::Unchanged);
        assert_eq!(kind(&world, "buy-gold").await.paused_message.as_deref(), Some("Back at nine."));
        assert!(matches!(refusal(state(TypeState::Paused, Some(&"x".repeat(501))).await), Refusal::TooLong { .. }));
        let deeds: Vec<AuditDeed> = world.store.audit(&owner, None, 2).await.unwrap().rows.iter().map(|row| row.deed).collect();
        assert_eq!(deeds, [AuditDeed::Resumed, AuditDeed::Paused]);
        // An editor that was open meanwhile is told.
        assert!(matches!(save(&world, &owner, &gold, |draft| draft.label = "x".into()).await, Ok(Saved::Conflict(_))));
    }

    async fn types_are_added_and_ordered(world: World) {
        let owner = world.owner(ACME).await;
        let general = department(&world, "general").await;
        let draft = TypeDraft { name: "Bugs".into(), label: "Report a bug".into(), department: general.id, form_title: "A bug".into(), questions: vec![question("why")], ..TypeDraft::default() };
        let taken = world.store.add_type(&owner, "buy-gold", &draft, Via::Web, at(1)).await;
        assert_eq!(faults(taken), [FieldFault { field: "key".into(), refusal: Refusal::KeyTaken { key: "buy-gold".into() } }]);
        assert_eq!(faults(world.store.add_type(&owner, "Bugs!", &draft, Via::Web, at(1)).await)[0].field, "key");
        let bugs = world.store.add_type(&owner, "bugs", &draft, Via::Web, at(1)).await.unwrap();
        let made = kind(&world, "bugs").await;
        assert_eq!((TypeDraft::from(&made), made.revision, made.form.revision), (draft, 1, 1));
        let ids = async |world: &World| world.store.catalog(ACME).await.unwrap().types.iter().map(|kind| kind.id).collect::<Vec<_>>();
        let before = ids(&world).await;
        assert_eq!(before.last(), Some(&bugs));
        assert_eq!(world.store.order_types(&owner, &before, &before, Via::Web, at(2)).await.unwrap(), Saved::Unchanged);
        let both = PanelDraft { channel: Some(ChannelId(81)), channel_name: "here".into(), title: "Tickets".into(), text: "Press.".into(), colour: 1, types: vec![before[0], bugs], state: PanelState::Published };
        let panel = world.store.add_panel(&owner, &both, Via::Discord, at(2)).await.unwrap();
        assert_eq!(world.store.add_panel(&owner, &both, Via::Discord, at(2)).await.unwrap(), panel, "one that stands there is published again");
        world.store.order_types(&owner, &before, &[bugs], Via::Web, at(3)).await.unwrap();
        assert_eq!(ids(&world).await[..2], [bugs, before[0]]);
        let panel = world.store.panel(panel).await.unwrap().unwrap();
        assert_eq!((panel.types, panel.revision), (vec![bugs, before[0]], 3));
        let change = world.store.audit(&owner, None, 1).await.unwrap().rows[0].changes[0].clone();
        assert!(change.field == "order" && change.after.starts_with("Bugs, "), "{change:?}");
    }

    async fn an_order_made_from_another_is_not_written(world: World) {
        let owner = world.owner(ACME).await;
        let standing = async || world.store.catalog(ACME).await.unwrap().types;
        let ids = async || standing().await.iter().map(|kind| kind.id).collect::<Vec<_>>();
        let names = |types: &[TicketType]| types.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
        let (seen, shown) = (ids().await, standing().await);
        let order = |seen: &[TicketTypeId], order: &[TicketTypeId], at| {
            let (store, seen, order) = (world.store.clone(), seen.to_vec(), order.to_vec());
            async move { store.order_types(&owner, &seen, &order, Via::Web, at).await.unwrap() }
        };
        let (mut first, mut second) = (seen.clone(), seen.clone());
        first.swap(0, 1);
        second.swap(2, 3);
        assert!(matches!(order(&seen, &first, at(5)).await, Saved::Done { .. }));
        let rows = world.count("select count(*) from audit").await;
        let Saved::Conflict(conflict) = order(&seen, &second, at(6)).await else { panic!("it was overwritten") };
        assert_eq!((conflict.by.as_deref(), conflict.at), (Some("Olaf"), at(5)));
        let change = FieldChange { field: "order".into(), before: names(&shown), after: names(&standing().await) };
        assert_eq!(conflict.changes, [change]);
        assert_eq!((ids().await, world.count("select count(*) from audit").await), (first.clone(), rows));
        // Who wants what stands already is not bothered.
        assert_eq!(order(&seen, &first, at(6)).await, Saved::Unchanged);
        // One that came or went meanwhile was not seen either.
        world.store.delete_type(&owner, first[0], Via::Web, at(7)).await.unwrap();
        let Saved::Conflict(conflict) = order(&first, &seen, at(8)).await else { panic!("it was overwritten") };
        assert_eq!((conflict.at, conflict.changes[0].before.split(", ").count()), (at(7), seen.len()));
        assert_eq!(ids().await, first[1..]);
    }

    async fn a_department_goes_when_it_is_empty(world: World) {
        let owner = world.owner(ACME).await;
        let draft = DepartmentDraft { name: "Trade".into(), colour: 5, roles: vec![(TECH_STAFF, RoleKind::Staff)], ..DepartmentDraft::default() };
        let trade = world.store.add_department(&owner, "trade", &draft, Via::Web, at(1)).await.unwrap();
        assert_eq!(DepartmentDraft::from(&department(&world, "trade").await), draft);
        let taken = world.store.add_department(&owner, "trade", &draft, Via::Web, at(1)).await;
        assert_eq!(faults(taken)[0].refusal, Refusal::KeyTaken { key: "trade".into() });
        let ticket = world.ticket().await;
        let gold = kind(&world, "buy-gold").await;
        save(&world, &owner, &gold, |draft| draft.department = trade).await.unwrap();
        let in_use = |types, tickets| Refusal::DepartmentInUse { types, tickets };
        assert_eq!(refusal(world.store.delete_department(&owner, trade, Via::Web, at(2)).await), in_use(1, 0));
        assert!(matches!(refusal(world.store.delete_department(&owner, ticket.department, Via::Web, at(2)).await), Refusal::DepartmentInUse { tickets: 1, .. }));
        world.store.delete_type(&owner, gold.id, Via::Web, at(3)).await.unwrap();
        world.force_status(&ticket, "closed").await;
        world.run(&format!("update ticket set department = {trade}")).await;
        let closed = world.again(&ticket).await;
        world.store.delete_department(&owner, trade, Via::Web, at(4)).await.unwrap();
        assert_eq!(world.again(&ticket).await.revision, closed.revision + 1, "its roles are let out in Discord too");
        assert!(world.store.catalog(ACME).await.unwrap().departments.iter().all(|known| known.id != trade));
        assert_eq!(refusal(world.store.restore_type(&owner, gold.id, Via::Web, at(5)).await), Refusal::NoSuchDepartment);
        let tom = world.who(TOM).await;
        assert!(!tom.acts_in(trade), "its roles are nothing any more");
        // And back, as it was.
        let gone = world.again(&ticket).await;
        let mut bell = world.store.subscribe();
        world.store.restore_department(&owner, trade, Via::Web, at(6)).await.unwrap();
        assert_eq!(bell.try_recv(), Ok(Bell::Catalog { guild: ACME }));
        assert_eq!(bell.try_recv(), Ok(Bell::Access { guild: ACME, user: None }));
        assert_eq!(DepartmentDraft::from(&department(&world, "trade").await), draft);
        assert!(world.who(TOM).await.acts_in(trade));
        assert_eq!(world.again(&ticket).await.revision, gone.revision + 1);
        let again = world.store.restore_department(&owner, trade, Via::Web, at(6)).await;
        assert_eq!(refusal(again), Refusal::NotFound);
        world.store.restore_type(&owner, gold.id, Via::Web, at(7)).await.unwrap();
        let row = world.store.audit(&owner, None, 2).await.unwrap().rows.remove(1);
        assert_eq!((row.subject, row.deed, row.subject_name.as_str()), (AuditSubject::Department, AuditDeed::Restored, "Trade"));
    }

    async fn the_log_is_read_in_pages(world: World) {
        let owner = world.owner(ACME).await;
        let all = world.store.audit(&owner, None, 200).await.unwrap();
        assert_eq!(all.next, None);
        assert_eq!(all.rows.last().map(|row| row.deed), Some(AuditDeed::SetUp));
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = world.store.audit(&owner, before, 2).await.unwrap();
            assert!(page.rows.len() <= 2);
            seen.extend(page.rows);
            before = page.next;
            if before.is_none() { break; }
        }
        assert_eq!(seen, all.rows);
    }

    async fn odd_bytes_are_no_fault_of_the_database(world: World) {
        let owner = world.owner(ACME).await;
        let gold = kind(&world, "buy-gold").await;
        save(&world, &owner, &gold, |draft| { draft.name = "Go\0ld".into(); draft.welcome.text = "\0".into(); }).await.unwrap();
        assert_eq!(kind(&world, "buy-gold").await.name, "Go\u{FFFD}ld");
    }
}

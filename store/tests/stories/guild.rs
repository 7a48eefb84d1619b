//! Stories of guilds: what Discord tells of them, and what becomes of what stood in a channel that goes away.

use super::common::*;
use crate::both;
use domain::{ChannelFacts, ChannelId, GuildFacts, GuildId, MessageId, RoleFacts, RoleId, Via};
use store::CategoryKind;

fn channel(id: i64, name: &str) -> ChannelFacts {
    ChannelFacts { id: ChannelId(id), name: name.to_owned(), kind: 0, parent: None }
}

fn acme(channels: Vec<ChannelFacts>) -> GuildFacts {
    let everyone = RoleFacts { id: RoleId(ACME.0), name: "@everyone".to_owned(), ..RoleFacts::default() };
    GuildFacts {
        id: ACME,
        name: "Acme".to_owned(),
        icon: None,
        owner: OWNER,
        roles: vec![everyone],
        channels,
        ..GuildFacts::default()
    }
}

both! {
    async fn a_guild_is_met_again_with_what_changed(world: World) {
        world.store.guild_joined(&acme(vec![channel(77, "rules")]), at(5)).await.unwrap();
        assert_eq!(world.store.guild(ACME).await.unwrap().unwrap().name, "Acme");
        assert_eq!(world.store.roles(ACME).await.unwrap().len(), 1);
        assert_eq!(world.store.channels(ACME).await.unwrap(), [channel(77, "rules")]);
        assert_eq!(world.store.guild(GuildId(5)).await.unwrap(), None);
    }

    async fn a_channel_that_is_hidden_keeps_the_name_it_had(world: World) {
        world.store.guild_joined(&acme(vec![channel(77, "rules"), channel(78, "")]), at(5)).await.unwrap();
        assert_eq!(world.store.channels(ACME).await.unwrap(), [channel(77, "rules")], "one never seen is not kept");
        world.store.guild_joined(&acme(vec![channel(77, "")]), at(6)).await.unwrap();
        world.store.channel_changed(ACME, &ChannelFacts { parent: Some(ChannelId(71)), ..channel(77, "") }).await.unwrap();
        world.store.channel_changed(ACME, &channel(78, "")).await.unwrap();
        let kept = ChannelFacts { parent: Some(ChannelId(71)), ..channel(77, "rules") };
        assert_eq!(world.store.channels(ACME).await.unwrap(), [kept]);
    }

    async fn a_ticket_whose_channel_went_away_meanwhile_is_incomplete(world: World) {
        let ticket = world.ticket().await;
        world.store.guild_joined(&acme(vec![]), at(60)).await.unwrap();
        let ticket = world.again(&ticket).await;
        assert_eq!(ticket.channel_gone_at, Some(at(60)));
        assert_eq!(ticket.incomplete_from, Some(ticket.last_at));
        assert_eq!(world.deeds(&ticket).await, ["created", "channel_deleted"]);
        // Told again, it happened once.
        world.store.guild_joined(&acme(vec![]), at(90)).await.unwrap();
        assert_eq!(world.deeds(&ticket).await, ["created", "channel_deleted"]);
    }

    async fn panels_and_categories_are_made_anew_when_deleted(world: World) {
        let panel = world.store.catalog(ACME).await.unwrap().panels[0].clone();
        world.store.publish_panels(&world.owner(ACME).await, &[panel.id], Via::Web, at(1)).await.unwrap();
        world.store.panel_placed(panel.id, ChannelId(50)).await.unwrap();
        let wanted = world.store.panel(panel.id).await.unwrap().unwrap();
        world.store.panel_published(panel.id, MessageId(51), wanted.revision).await.unwrap();
        let behind = |world: World| async move { world.store.panels_behind().await.unwrap().into_iter().map(|p| p.id).collect::<Vec<_>>() };
        assert!(!behind(world.clone()).await.contains(&panel.id));

        assert_eq!(world.store.panel_message_deleted(MessageId(51)).await.unwrap(), Some(panel.id));
        assert_eq!(world.store.panel_message_deleted(MessageId(51)).await.unwrap(), None);
        assert!(behind(world.clone()).await.contains(&panel.id));
        world.store.panel_published(panel.id, MessageId(52), wanted.revision).await.unwrap();
        assert!(!behind(world.clone()).await.contains(&panel.id));

        world.store.set_category(ACME, CategoryKind::Tickets, Some(ChannelId(60))).await.unwrap();
        world.store.channel_deleted(ACME, ChannelId(60), at(9)).await.unwrap();
        world.store.channel_deleted(ACME, ChannelId(50), at(9)).await.unwrap();
        assert_eq!(world.store.guild(ACME).await.unwrap().unwrap().tickets_category, None);
        assert_eq!(world.store.panel(panel.id).await.unwrap().unwrap().channel, None);
    }

    async fn a_deleted_type_leaves_its_panel(world: World) {
        let gold = world.type_of(ACME, "buy-gold").await;
        let owner = world.owner(ACME).await;
        world.store.delete_type(&owner, gold, Via::Web, at(1)).await.unwrap();
        let catalog = world.store.catalog(ACME).await.unwrap();
        assert!(catalog.types.iter().all(|kind| kind.id != gold));
        let panel = catalog.panels.iter().find(|panel| panel.key == "buy-gold").unwrap();
        assert!(panel.types.is_empty() && panel.revision == 2);
        assert!(world.store.delete_type(&owner, gold, Via::Web, at(2)).await.is_err());
    }

    async fn presets_are_made_once(world: World) {
        let before = world.store.catalog(ACME).await.unwrap();
        world.store.set_up(&world.owner(ACME).await, Via::Web, at(9)).await.unwrap();
        assert_eq!(world.store.catalog(ACME).await.unwrap(), before);
        assert_eq!((before.departments.len(), before.types.len(), before.panels.len()), (3, 5, 5));
    }

    async fn a_problem_is_told_once_and_goes_away(world: World) {
        for seconds in [1, 5] {
            world.store.problem(ACME, "panel:1", "No permission.", "Grant it.", at(seconds)).await.unwrap();
        }
        let problems = world.store.problems(ACME).await.unwrap();
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].since, problems[0].seen_at), (at(1), at(5)));
        world.store.problem(ACME, "panel:1", "Something else.", "Grant it.", at(7)).await.unwrap();
        assert_eq!(world.store.problems(ACME).await.unwrap()[0].since, at(7));
        world.store.problem_solved(ACME, "panel:1").await.unwrap();
        assert!(world.store.problems(ACME).await.unwrap().is_empty());
    }

    async fn sessions_end(world: World) {
        assert!(world.store.session_create("a", "{}", at(10)).await.unwrap());
        assert!(!world.store.session_create("a", "{1}", at(10)).await.unwrap());
        assert_eq!(world.store.session_load("a", at(9)).await.unwrap().as_deref(), Some("{}"));
        assert_eq!(world.store.session_load("a", at(10)).await.unwrap(), None);
        world.store.session_save("a", "{2}", at(20)).await.unwrap();
        assert_eq!(world.store.session_load("a", at(10)).await.unwrap().as_deref(), Some("{2}"));
        world.store.session_create("b", "{}", at(10)).await.unwrap();
        assert_eq!(world.store.sessions_expire(at(15)).await.unwrap(), 1);
        world.store.session_delete("a").await.unwrap();
        world.store.session_save("a", "{late}", at(20)).await.unwrap();
        assert_eq!(world.store.session_load("a", at(1)).await.unwrap(), None);
    }
}

//! Stories of rights: they follow roles at once, and old roles count for nothing while Discord is out of reach.

use super::common::*;
use crate::both;
use domain::{Bell, GuildId, RoleFacts, RoleId, Standing, UserId};
use std::pin::Pin;
use std::sync::Arc;
use store::{BotStatus, Discord, MemberSeen, Unreachable};

/// A Discord that says the same of everyone.
struct Says(Result<Option<Vec<RoleId>>, ()>);

impl Discord for Says {
    fn member(
        &self,
        _guild: GuildId,
        user: UserId,
    ) -> Pin<Box<dyn Future<Output = Result<Option<MemberSeen>, Unreachable>> + Send + '_>> {
        let seen = |roles: &Vec<RoleId>| MemberSeen { person: person(user, "Anna"), nick: None, roles: roles.clone() };
        let answer = match &self.0 {
            Ok(roles) => Ok(roles.as_ref().map(seen)),
            Err(()) => Err(Unreachable("it is a test".to_owned())),
        };
        Box::pin(async move { answer })
    }
}

async fn standing(world: &World, user: UserId, seconds: u64) -> Standing {
    world.store.access(ACME, user, at(seconds)).await.unwrap().standing()
}

both! {
    async fn everyone_has_the_standing_of_their_roles(world: World) {
        for (user, expected) in [(OWNER, Standing::Admin), (ANNA, Standing::Staff), (VERA, Standing::Viewer), (MIA, Standing::Member), (OLGA, Standing::Member)] {
            assert_eq!(standing(&world, user, 0).await, expected, "{user}");
        }
        let admins = [BILLING_VIEWER];
        world.store.set_admin_roles(&world.owner(ACME).await, 1, &admins, domain::Via::Web, at(0)).await.unwrap();
        assert_eq!(standing(&world, VERA, 0).await, Standing::Admin);
    }

    async fn a_role_taken_away_rings_and_counts_at_once(world: World) {
        let mut bell = world.store.subscribe();
        let anna = MemberSeen { person: person(ANNA, "Anna"), nick: None, roles: vec![] };
        world.store.members_seen(ACME, std::slice::from_ref(&anna), at(1)).await.unwrap();
        assert_eq!(bell.recv().await.unwrap(), Bell::Access { guild: ACME, user: Some(ANNA) });
        assert_eq!(standing(&world, ANNA, 1).await, Standing::Member);
        // Seen again as before, nothing rings.
        world.store.members_seen(ACME, &[anna], at(2)).await.unwrap();
        assert!(bell.try_recv().is_err());
    }

    async fn a_role_that_may_manage_the_guild_makes_an_admin(world: World) {
        let anna = MemberSeen { person: person(ANNA, "Anna"), nick: None, roles: vec![RoleId(104)] };
        world.store.members_seen(ACME, &[anna], at(1)).await.unwrap();
        assert_eq!(standing(&world, ANNA, 1).await, Standing::Admin);
        let role = RoleFacts { id: RoleId(104), name: "Deputy".to_owned(), ..RoleFacts::default() };
        world.store.role_changed(ACME, &role).await.unwrap();
        assert_eq!(standing(&world, ANNA, 1).await, Standing::Member);
    }

    async fn whoever_is_not_in_the_list_has_left(world: World) {
        world.store.members_are(ACME, &[OWNER, MIA], at(1)).await.unwrap();
        assert_eq!(standing(&world, ANNA, 1).await, Standing::Member);
        assert_eq!(standing(&world, OWNER, 1).await, Standing::Admin);
        assert!(world.store.guilds_of(ANNA, at(1)).await.unwrap().is_empty());
    }

    async fn while_the_gateway_is_down_old_roles_are_asked_anew(world: World) {
        world.store.set_bot_status(BotStatus::Reconnecting { why: "a test".to_owned() });
        assert_eq!(standing(&world, ANNA, 59).await, Standing::Staff, "a minute is fresh enough");
        // Nobody to ask: nothing is believed.
        assert_eq!(standing(&world, ANNA, 61).await, Standing::Member);
        world.store.set_discord(Arc::new(Says(Err(()))));
        assert_eq!(standing(&world, ANNA, 61).await, Standing::Member);
        world.store.set_discord(Arc::new(Says(Ok(Some(vec![BILLING_STAFF])))));
        assert_eq!(standing(&world, ANNA, 61).await, Standing::Staff);
        world.store.set_discord(Arc::new(Says(Ok(None))));
        assert_eq!(standing(&world, ANNA, 90).await, Standing::Staff, "it was confirmed 29 seconds ago");
        assert_eq!(standing(&world, ANNA, 122).await, Standing::Member);
    }

    async fn after_an_absence_old_roles_count_only_when_the_list_was_read_again(world: World) {
        world.store.set_bot_status(BotStatus::Reconnecting { why: "a test".to_owned() });
        world.store.set_bot_status(BotStatus::Connected);
        assert_eq!(standing(&world, ANNA, 3_600).await, Standing::Member, "connected, but nobody told of members yet");
        let all = [OWNER, ANNA];
        world.store.members_are(ACME, &all, at(3_601)).await.unwrap();
        assert_eq!(standing(&world, ANNA, 3_602).await, Standing::Staff);
    }

    async fn an_answer_older_than_an_event_changes_nothing(world: World) {
        let anna = |roles: Vec<RoleId>| [MemberSeen { person: person(ANNA, "Anna"), nick: None, roles }];
        world.store.members_seen(ACME, &anna(vec![]), at(20)).await.unwrap();
        world.store.members_seen(ACME, &anna(vec![BILLING_STAFF]), at(10)).await.unwrap();
        assert_eq!(standing(&world, ANNA, 21).await, Standing::Member);
    }

    async fn a_guild_without_the_bot_is_nobodys(world: World) {
        world.store.guild_left(ACME).await.unwrap();
        assert!(world.store.access(ACME, OWNER, at(1)).await.is_err());
        assert!(world.store.guilds_of(OWNER, at(1)).await.unwrap().is_empty());
    }

    async fn whoever_left_still_finds_their_own_tickets(world: World) {
        world.ticket().await;
        world.store.member_left(ACME, MIA, at(1)).await.unwrap();
        let guilds = world.store.guilds_of(MIA, at(1)).await.unwrap();
        assert_eq!(guilds.len(), 1);
        assert_eq!(guilds[0].1, Standing::Member);
    }
}

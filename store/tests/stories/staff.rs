//! Whom a ticket can be given to.

use crate::both;
use crate::common::*;
use domain::UserId;

both! {
    async fn staff_of_a_department_by_name_admins_last(world: World) {
        let ticket = world.ticket().await;
        let ids = async || -> Vec<UserId> {
            world.store.staff_of(ACME, ticket.department).await.unwrap().into_iter().map(|person| person.id).collect()
        };
        let staff = ids().await;
        assert!(staff.starts_with(&[ANNA, BEN]), "{staff:?}");
        for other in [TOM, VERA, MIA, NOAH, OLGA, DOCKET] {
            assert!(!staff.contains(&other), "{other}");
        }
        world.store.member_left(ACME, ANNA, at(50)).await.unwrap();
        assert!(!ids().await.contains(&ANNA), "who has left is given nothing");
        assert!(world.store.staff_of(OTHER, ticket.department).await.unwrap().is_empty());
    }
}

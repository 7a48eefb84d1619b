//! A closed ticket goes on: in its channel, or in a new one.

use crate::both;
use crate::common::*;
use domain::{ChannelId, DueAction, Provisioning, Refusal, Status, Via, WaitingOn, first_snowflake};
use store::Closing;

fn because(reason: &str) -> Closing {
    Closing::Close { reason: Some(reason.to_owned()), confirmed: false }
}

both! {
    async fn in_its_channel(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.reopen(&anna, ticket.id, None, Via::Web, at(4)).await), Refusal::NotClosed);
        let closed = store.close_ticket(&anna, ticket.id, &because("Delivered."), Via::Web, at(5)).await.unwrap();
        assert_eq!(refusal(store.reopen(&mia, ticket.id, None, Via::Web, at(6)).await), Refusal::StaffOnly);
        let open = store.reopen(&anna, ticket.id, Some(" It broke. "), Via::Web, at(7)).await.unwrap();
        assert_eq!((open.status, open.waiting_on, open.lives), (Status::InProgress, WaitingOn::Staff, 2));
        assert_eq!((open.closed_at, open.closed_by, open.closed_path, open.close_reason), (None, None, None, None));
        assert_eq!((open.reopened_at, open.revision, open.channel), (Some(at(7)), closed.revision + 1, ticket.channel));
        assert_eq!(open.provisioning, Provisioning::Done);
        let rows = store.due_of(ticket.id).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>(), [format!("reopen_notice:{}:2", ticket.id)]);
        // The timeline keeps how it ended, and why it goes on.
        let view = store.ticket_view(&anna, ticket.number).await.unwrap();
        let said: Vec<_> = view.timeline.iter().map(|event| (event.deed.as_str(), event.reason.as_deref())).collect();
        assert_eq!(said, [("created", None), ("closed", Some("Delivered.")), ("reopened", Some("It broke."))]);
        // The second end has rows of its own.
        store.close_ticket(&anna, ticket.id, &because("Again."), Via::Web, at(8)).await.unwrap();
        let rows = store.due_of(ticket.id).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.action).collect::<Vec<_>>(),
            [DueAction::CloseNotice, DueAction::TranscriptLink, DueAction::RenameClosed, DueAction::DeleteChannel]);
        assert_eq!(rows[0].key, format!("close_notice:{}:2", ticket.id));
    }

    async fn in_a_new_channel(world: World) {
        let store = &world.store;
        let ticket = world.placed(&world.asking(MIA, "Mia").await).await;
        let (owner, mia) = (world.who(OWNER).await, world.who(MIA).await);
        store.record_message(&said(&ticket, 2, MIA, "My sword!"), at(2)).await.unwrap();
        store.need_help(&mia, ticket.id, Via::Discord, at(3)).await.unwrap();
        store.close_ticket(&owner, ticket.id, &because("Found."), Via::Web, at(5)).await.unwrap();
        store.channel_removed(ticket.id, ticket.channel.unwrap(), at(11)).await.unwrap();
        let open = store.reopen(&owner, ticket.id, None, Via::Web, at(100)).await.unwrap();
        assert_eq!((open.channel, open.channel_gone_at, open.welcome_message), (None, None, None));
        assert_eq!((open.provisioning, open.needed_help_at), (Provisioning::Wanted, None));
        assert!(store.tickets_behind().await.unwrap().iter().any(|row| row.id == ticket.id));
        // What was said in the old channel is not missing from the new one.
        let channel = ChannelId(first_snowflake(at(101)));
        assert!(store.channel_made(ticket.id, channel).await.unwrap());
        store.ticket_placed(ticket.id, open.revision).await.unwrap();
        let placed = world.again(&ticket).await;
        let new = [said(&placed, 110, MIA, "Here again.")];
        let found = store.compare(ticket.id, &new, at(120), at(120)).await.unwrap();
        assert_eq!((found.new, found.deleted), (1, 0));
        // Help can be asked for again, and pings again.
        store.need_help(&mia, ticket.id, Via::Discord, at(130)).await.unwrap();
        let rows = store.due_of(ticket.id).await.unwrap();
        assert!(rows.iter().any(|row| row.key == format!("help_ping:{}:2", ticket.id)));
    }

    async fn whose_channel_goes_in_that_moment(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        store.close_ticket(&anna, ticket.id, &because("Done."), Via::Web, at(5)).await.unwrap();
        store.reopen(&anna, ticket.id, None, Via::Web, at(6)).await.unwrap();
        store.channel_removed(ticket.id, ticket.channel.unwrap(), at(7)).await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!((now.status, now.provisioning, now.channel), (Status::InProgress, Provisioning::Wanted, None));
        assert!(store.due_of(ticket.id).await.unwrap().iter().any(|row| row.action == DueAction::ReopenNotice));
    }

    /// Discord tells of the deletion before it answers the one who deleted; what goes on is told in the new channel.
    async fn whose_channel_goes_in_that_moment_as_discord_tells_first(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, channel) = (world.who(ANNA).await, ticket.channel.unwrap());
        store.close_ticket(&anna, ticket.id, &because("Done."), Via::Web, at(5)).await.unwrap();
        store.reopen(&anna, ticket.id, None, Via::Web, at(6)).await.unwrap();
        store.channel_deleted(ACME, channel, at(7)).await.unwrap();
        store.channel_removed(ticket.id, channel, at(8)).await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!((now.status, now.provisioning, now.channel), (Status::InProgress, Provisioning::Wanted, None));
        assert_eq!(now.channel_gone_at, None);
    }

    async fn the_end_of_its_old_channel_is_none_of_the_new_ones(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, old) = (world.who(ANNA).await, ticket.channel.unwrap());
        store.close_ticket(&anna, ticket.id, &because("Done."), Via::Web, at(5)).await.unwrap();
        store.channel_deleted(ACME, old, at(6)).await.unwrap();
        let open = store.reopen(&anna, ticket.id, None, Via::Web, at(7)).await.unwrap();
        store.channel_made(ticket.id, ChannelId(77)).await.unwrap();
        store.ticket_placed(ticket.id, open.revision).await.unwrap();
        // The answer to the deletion comes late.
        store.channel_removed(ticket.id, old, at(8)).await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!((now.provisioning, now.channel, now.channel_gone_at), (Provisioning::Done, Some(ChannelId(77)), None));
        assert!(store.due_of(ticket.id).await.unwrap().iter().any(|row| row.action == DueAction::ReopenNotice));
    }

    async fn what_can_get_no_channel_is_closed_again(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        store.close_ticket(&anna, ticket.id, &because("Done."), Via::Web, at(5)).await.unwrap();
        store.channel_removed(ticket.id, ticket.channel.unwrap(), at(6)).await.unwrap();
        store.reopen(&anna, ticket.id, None, Via::Web, at(7)).await.unwrap();
        store.opening_failed(ticket.id, "The server is full.", at(8)).await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!((now.status, now.provisioning), (Status::Closed, Provisioning::Failed));
        assert_eq!(now.failure.as_deref(), Some("The server is full."));
        assert!(store.due_of(ticket.id).await.unwrap().is_empty());
        assert_eq!(store.reopen(&anna, ticket.id, None, Via::Web, at(9)).await.unwrap().provisioning, Provisioning::Wanted);
    }

    async fn a_cancelled_one_stays_so(world: World) {
        let ticket = world.ticket().await;
        let owner = world.who(OWNER).await;
        world.store.cancel(&owner, ticket.id, None, Via::Web, at(5)).await.unwrap();
        assert_eq!(refusal(world.store.reopen(&owner, ticket.id, None, Via::Web, at(6)).await), Refusal::AlreadyCancelled);
    }

    async fn its_deletion_is_called_off(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        store.close_ticket(&anna, ticket.id, &because("Done."), Via::Web, at(5)).await.unwrap();
        let timers = store.timers(&mia, ticket.id).await.unwrap();
        assert_eq!(timers.iter().map(|row| row.action).collect::<Vec<_>>(), [DueAction::DeleteChannel]);
        assert_eq!(refusal(store.stop_timer(&mia, ticket.id, timers[0].id, Via::Web, at(6)).await), Refusal::StaffOnly);
        store.stop_timer(&anna, ticket.id, timers[0].id, Via::Web, at(6)).await.unwrap();
        assert!(store.timers(&mia, ticket.id).await.unwrap().is_empty());
        assert_eq!(world.deeds(&ticket).await, ["created", "closed", "timer_stopped"]);
    }
}

//! The ticket's place in Discord: channel, welcome, confirmation, and what happens when it fails or goes.

use crate::both;
use crate::common::*;
use domain::{ChannelId, MessageId, Provisioning, Refusal, Status};

both! {
    async fn a_channel_is_recorded_once(world: World) {
        let store = &world.store;
        let ticket = store.open_ticket(&world.buying(MIA, "Mia").await, at(1)).await.unwrap().ticket;
        let other = store.open_ticket(&world.asking(MIA, "Mia").await, at(1)).await.unwrap().ticket;
        assert!(store.channel_made(ticket.id, ChannelId(50)).await.unwrap());
        assert!(store.channel_made(ticket.id, ChannelId(50)).await.unwrap(), "the same again is fine");
        assert!(!store.channel_made(ticket.id, ChannelId(51)).await.unwrap());
        assert!(!store.channel_made(other.id, ChannelId(50)).await.unwrap(), "it is another ticket's");
        assert_eq!(store.ticket_of_channel(ChannelId(50)).await.unwrap().map(|found| found.id), Some(ticket.id));
        assert_eq!(store.ticket_of_channel(ChannelId(51)).await.unwrap(), None);
        store.welcome_posted(ticket.id, MessageId(60)).await.unwrap();
        assert_eq!(world.again(&ticket).await.welcome_message, Some(MessageId(60)));
    }

    async fn discord_follows_revisions(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        assert_eq!((ticket.provisioning, ticket.published_revision), (Provisioning::Done, 1));
        assert!(store.tickets_behind().await.unwrap().is_empty());
        let claimed = store.claim(&world.who(ANNA).await, ticket.id, domain::Via::Discord, at(5)).await.unwrap();
        assert_eq!(store.tickets_behind().await.unwrap(), std::slice::from_ref(&claimed));
        store.ticket_published(ticket.id, claimed.revision).await.unwrap();
        assert!(store.tickets_behind().await.unwrap().is_empty());
        // Late news of an older revision is no news.
        store.ticket_published(ticket.id, 1).await.unwrap();
        assert!(store.tickets_behind().await.unwrap().is_empty());
    }

    async fn an_opening_that_failed_is_cancelled(world: World) {
        let store = &world.store;
        let ticket = store.open_ticket(&world.buying(MIA, "Mia").await, at(1)).await.unwrap().ticket;
        store.opening_failed(ticket.id, "The category is gone.", at(2)).await.unwrap();
        store.opening_failed(ticket.id, "Again.", at(3)).await.unwrap();
        let failed = world.again(&ticket).await;
        assert_eq!((failed.status, failed.provisioning), (Status::Cancelled, Provisioning::Failed));
        assert_eq!((failed.failure.as_deref(), failed.closed_at), (Some("The category is gone."), Some(at(2))));
        assert_eq!(world.deeds(&ticket).await, ["created", "opening_failed"]);
        assert!(store.tickets_behind().await.unwrap().is_empty());
        assert!(store.tickets_in_discord(ACME).await.unwrap().is_empty());
        assert_eq!(store.open_ticket(&world.buying(MIA, "Mia").await, at(4)).await.unwrap().ticket.number, 2);
        // What is placed did not fail.
        let placed = world.placed(&world.asking(MIA, "Mia").await).await;
        store.opening_failed(placed.id, "Too late.", at(5)).await.unwrap();
        assert_eq!(world.again(&placed).await, placed);
        let gone = refusal(store.claim(&world.who(ANNA).await, ticket.id, domain::Via::Web, at(6)).await);
        assert_eq!(gone, Refusal::AlreadyCancelled);
    }

    async fn the_member_is_told_once(world: World) {
        let store = &world.store;
        let mut opening = world.buying(MIA, "Mia").await;
        opening.reply = Some(("secret-token".to_owned(), at(900)));
        let ticket = store.open_ticket(&opening, at(1)).await.unwrap().ticket;
        let placement = store.unconfirmed(ticket.id, at(899)).await.unwrap().unwrap();
        assert_eq!((placement.reply_token.as_str(), placement.reply_until), ("secret-token", at(900)));
        assert!(!format!("{placement:?} {opening:?}").contains("secret-token"));
        assert_eq!(store.unconfirmed(ticket.id, at(900)).await.unwrap(), None);
        store.confirmed(ticket.id).await.unwrap();
        assert_eq!(store.unconfirmed(ticket.id, at(2)).await.unwrap(), None);
        assert_eq!(world.count("select count(*) from ticket where reply_token is not null").await, 0);
    }

    async fn a_removed_channel_is_nobodys_work_any_more(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        store.close_ticket(&world.who(MIA).await, ticket.id, &store::Closing::ItWorks, domain::Via::Discord, at(5)).await.unwrap();
        store.channel_removed(ticket.id, ticket.channel.unwrap(), at(9)).await.unwrap();
        store.channel_removed(ticket.id, ticket.channel.unwrap(), at(10)).await.unwrap();
        let gone = world.again(&ticket).await;
        assert_eq!((gone.channel_gone_at, gone.incomplete_from), (Some(at(9)), None));
        assert_eq!(world.deeds(&ticket).await, ["created", "confirmed", "channel_deleted"]);
        assert!(store.tickets_behind().await.unwrap().is_empty());
        assert!(store.tickets_in_discord(ACME).await.unwrap().is_empty());
        let left = store.due_of(ticket.id).await.unwrap();
        assert_eq!(left.iter().map(|due| due.action.as_str()).collect::<Vec<_>>(), ["transcript_link"]);
        // Discord's own word of it comes after: nothing twice.
        store.channel_deleted(ACME, gone.channel.unwrap(), at(11)).await.unwrap();
        assert_eq!(world.again(&ticket).await, gone);
        assert_eq!(world.deeds(&ticket).await.len(), 3);
    }
}

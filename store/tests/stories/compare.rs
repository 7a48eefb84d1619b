//! The channel held against what is known of it, after an absence.

use crate::both;
use crate::common::*;
use domain::{
    AttachmentFacts, AttachmentId, Bell, ChannelId, Refusal, Said, Status, Ticket, TicketId, TranscriptMessage,
    WaitingOn,
};
use store::{Compared, Page};

async fn transcript(world: &World, ticket: &Ticket) -> Vec<TranscriptMessage> {
    world.store.transcript(&world.who(OWNER).await, ticket.id, Page::Newest, 200).await.unwrap().messages
}

both! {
    async fn an_absence_is_made_good(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let kept = said(&ticket, 10, MIA, "stays");
        let changed = said(&ticket, 11, MIA, "before");
        let gone = said(&ticket, 12, MIA, "gone");
        let told = said(&ticket, 13, MIA, "told");
        for message in [&kept, &changed, &gone, &told] {
            store.record_message(message, at(13)).await.unwrap();
        }
        store.record_deletion(told.channel, &[told.id], at(14)).await.unwrap();
        // While away: an edit, a deletion, a new message with a file by staff; and one message was heard live while the
        // channel was being read.
        let file = AttachmentFacts { id: AttachmentId(7), filename: "x.png".to_owned(), ..AttachmentFacts::default() };
        let new = Said { attachments: vec![file], ..said(&ticket, 50, ANNA, "new") };
        let live = said(&ticket, 101, MIA, "live");
        store.record_message(&live, at(101)).await.unwrap();
        let mut bell = store.subscribe();
        let channel = [new.clone(), edited(&changed, 40, "after"), kept.clone(), kept.clone()];
        let compared = store.compare(ticket.id, &channel, at(100), at(102)).await.unwrap();
        assert_eq!(compared, Compared { new: 1, changed: 1, deleted: 1 });
        let mut rung = Vec::new();
        while let Ok(bell) = bell.try_recv() {
            rung.push(bell);
        }
        assert_eq!(rung.len(), 4, "three messages and the ticket: {rung:?}");
        assert!(rung.contains(&Bell::Ticket { guild: ACME, ticket: ticket.id }));
        let all = transcript(&world, &ticket).await;
        let seen: Vec<_> = all.iter().map(|m| (m.content.as_str(), m.deleted_at, m.deleted_while_away)).collect();
        assert_eq!(
            seen,
            [("stays", None, false), ("after", None, false), ("gone", Some(at(102)), true), ("told", Some(at(14)), false), ("new", None, false), ("live", None, false)]
        );
        let versions: Vec<_> = all[1].versions.iter().map(|v| (v.content.as_str(), v.until, v.while_away)).collect();
        assert_eq!(versions, [("before", at(40), true)]);
        assert_eq!(store.files_wanted(at(102), 9).await.unwrap().len(), 1);
        let now = world.again(&ticket).await;
        assert_eq!((now.status, now.first_staff_at, now.waiting_on), (Status::InProgress, Some(at(50)), WaitingOn::Staff));
        assert_eq!(world.deeds(&ticket).await, ["created", "first_answer"]);
        // Once more, nothing is found.
        let mut again = channel.to_vec();
        again.push(live);
        assert_eq!(store.compare(ticket.id, &again, at(110), at(111)).await.unwrap(), Compared::default());
        assert_eq!(world.deeds(&ticket).await.len(), 2);
        assert_eq!(world.count("select complete_at from ticket").await, at(110).0);
    }

    async fn an_older_sight_changes_nothing(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let first = said(&ticket, 10, MIA, "one");
        store.record_message(&first, at(10)).await.unwrap();
        // The page was read before the edit, the edit heard before the comparison.
        store.record_message(&edited(&first, 105, "two"), at(105)).await.unwrap();
        let compared = store.compare(ticket.id, std::slice::from_ref(&first), at(100), at(106)).await.unwrap();
        assert_eq!(compared, Compared::default());
        assert_eq!(transcript(&world, &ticket).await[0].content, "two");
        // Read at first, deleted by event before the comparison: the event knows better.
        store.record_deletion(first.channel, &[first.id], at(107)).await.unwrap();
        store.compare(ticket.id, std::slice::from_ref(&first), at(100), at(108)).await.unwrap();
        assert_eq!(transcript(&world, &ticket).await[0].deleted_at, Some(at(107)));
    }

    async fn what_was_thought_gone_stands_again(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let first = said(&ticket, 10, MIA, "one");
        store.record_message(&first, at(10)).await.unwrap();
        assert_eq!(store.compare(ticket.id, &[], at(100), at(101)).await.unwrap().deleted, 1);
        assert_eq!(store.compare(ticket.id, &[], at(110), at(111)).await.unwrap().deleted, 0);
        store.compare(ticket.id, &[first], at(120), at(121)).await.unwrap();
        let kept = transcript(&world, &ticket).await.remove(0);
        assert_eq!((kept.deleted_at, kept.deleted_while_away), (None, false));
    }

    async fn notes_are_not_discords_to_lose(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        store.record_message(&said(&ticket, 10, ANNA, "between us"), at(10)).await.unwrap();
        world.run("update message set kind = 'note'").await;
        assert_eq!(store.compare(ticket.id, &[], at(100), at(101)).await.unwrap(), Compared::default());
        assert_eq!(refusal(store.compare(TicketId(4), &[], at(100), at(101)).await), Refusal::NoSuchTicket);
    }

    async fn a_channel_that_went_away_unread_leaves_a_gap(world: World) {
        let store = &world.store;
        let whole = world.ticket().await;
        store.record_message(&said(&whole, 10, MIA, "one"), at(10)).await.unwrap();
        let owner = world.who(OWNER).await;
        let close = store::Closing::Close { reason: None, confirmed: false };
        store.close_ticket(&owner, whole.id, &close, domain::Via::Web, at(20)).await.unwrap();
        store.compare(whole.id, &[said(&whole, 10, MIA, "one")], at(21), at(22)).await.unwrap();
        store.channel_deleted(ACME, whole.channel.unwrap(), at(30)).await.unwrap();
        assert_eq!(world.again(&whole).await.incomplete_from, None);
        let torn = world.placed(&world.asking(NOAH, "Noah").await).await;
        store.record_message(&said(&torn, 12, NOAH, "two"), at(12)).await.unwrap();
        store.channel_deleted(ACME, torn.channel.unwrap(), at(30)).await.unwrap();
        let torn = world.again(&torn).await;
        assert_eq!((torn.channel_gone_at, torn.incomplete_from), (Some(at(30)), Some(at(12))));
        assert_eq!(store.ticket_of_channel(ChannelId(1)).await.unwrap(), None);
    }

    async fn a_deletion_told_while_the_channel_is_read_counts(world: World) {
        let ticket = world.ticket().await;
        let gone = said(&ticket, 10, MIA, "Never mind.");
        world.store.record_deletion(gone.channel, &[gone.id], at(20)).await.unwrap();
        world.store.compare(ticket.id, std::slice::from_ref(&gone), at(15), at(21)).await.unwrap();
        let page = world.store.transcript(&world.who(ANNA).await, ticket.id, store::Page::Newest, 50).await.unwrap();
        assert_eq!(page.messages[0].deleted_at, Some(at(20)));
    }
}

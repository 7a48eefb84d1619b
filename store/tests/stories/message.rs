//! Messages as they come: once, in any order, with what they do to their ticket.

use crate::both;
use crate::common::*;
use domain::{
    AttachmentFacts, AttachmentId, Bell, ChannelId, MessageKind, Said, Status, Ticket, TranscriptMessage, Via,
    WaitingOn,
};
use serde_json::json;
use store::{Closing, Page, Recorded};

async fn transcript(world: &World, ticket: &Ticket) -> Vec<TranscriptMessage> {
    world.store.transcript(&world.who(OWNER).await, ticket.id, Page::Newest, 200).await.unwrap().messages
}

async fn only(world: &World, ticket: &Ticket) -> TranscriptMessage {
    let mut messages = transcript(world, ticket).await;
    assert_eq!(messages.len(), 1);
    messages.remove(0)
}

fn file(id: i64) -> AttachmentFacts {
    AttachmentFacts {
        id: AttachmentId(id),
        filename: "a.png".to_owned(),
        url: format!("https://cdn/{id}"),
        size: 3,
        ..AttachmentFacts::default()
    }
}

both! {
    async fn a_message_is_recorded_once(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let mut bell = store.subscribe();
        let hello = Said {
            embeds: vec![json!({"title": "T", "n": 1})],
            components: vec![json!({"type": 1})],
            stickers: vec![json!({"id": "5"})],
            reply_to: Some(id_at(1)),
            ..said(&ticket, 10, MIA, "Hello\0 \u{1F98A}")
        };
        assert_eq!(store.record_message(&hello, at(10)).await.unwrap(), Recorded::New(ticket.id));
        assert_eq!(bell.try_recv(), Ok(Bell::Message { guild: ACME, ticket: ticket.id, message: hello.id }));
        assert_eq!(bell.try_recv(), Ok(Bell::Ticket { guild: ACME, ticket: ticket.id }));
        assert_eq!(store.record_message(&hello, at(11)).await.unwrap(), Recorded::Known(ticket.id));
        assert!(bell.try_recv().is_err(), "what changed nothing rings nothing");
        let elsewhere = Said { id: id_at(12), channel: ChannelId(4), ..hello.clone() };
        assert_eq!(store.record_message(&elsewhere, at(12)).await.unwrap(), Recorded::Elsewhere);
        let kept = only(&world, &ticket).await;
        assert_eq!((kept.content.as_str(), kept.kind, kept.at), ("Hello\u{FFFD} \u{1F98A}", MessageKind::Said, at(10)));
        assert_eq!((kept.embeds, kept.components, kept.stickers), (hello.embeds, hello.components, hello.stickers));
        assert_eq!((kept.author, kept.reply_to, kept.edited_at), (hello.author, Some(id_at(1)), None));
    }

    async fn the_same_at_once_is_one(world: World) {
        let ticket = world.ticket().await;
        let recorded = world
            .at_once(TICKET_ROWS, 10, |_| {
                let (store, hello) = (world.store.clone(), said(&ticket, 10, MIA, "Hello"));
                async move { store.record_message(&hello, at(10)).await.unwrap() }
            })
            .await;
        assert_eq!(recorded.iter().filter(|r| **r == Recorded::New(ticket.id)).count(), 1);
        assert_eq!(transcript(&world, &ticket).await.len(), 1);
    }

    async fn every_edit_is_a_version(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let first = said(&ticket, 10, MIA, "one");
        let second = edited(&first, 20, "two");
        let third = edited(&first, 30, "three");
        store.record_message(&first, at(10)).await.unwrap();
        assert_eq!(store.record_message(&third, at(31)).await.unwrap(), Recorded::Changed(ticket.id));
        // The edit between came late, and so does the message itself, once more.
        assert_eq!(store.record_message(&second, at(32)).await.unwrap(), Recorded::Known(ticket.id));
        assert_eq!(store.record_message(&first, at(33)).await.unwrap(), Recorded::Known(ticket.id));
        assert_eq!(store.record_message(&third, at(34)).await.unwrap(), Recorded::Known(ticket.id));
        store.record_message(&edited(&first, 40, "four"), at(41)).await.unwrap();
        let kept = only(&world, &ticket).await;
        assert_eq!((kept.content.as_str(), kept.edited_at), ("four", Some(at(40))));
        let versions: Vec<_> = kept.versions.iter().map(|v| (v.content.as_str(), v.until, v.while_away)).collect();
        assert_eq!(versions, [("one", at(30), false), ("three", at(40), false)]);
    }

    async fn an_edit_of_the_unknown_records_it_whole(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let edit = edited(&said(&ticket, 10, MIA, ""), 20, "two");
        assert_eq!(store.record_message(&edit, at(20)).await.unwrap(), Recorded::New(ticket.id));
        // The creation after its edit: older than what is known.
        assert_eq!(store.record_message(&said(&ticket, 10, MIA, "one"), at(21)).await.unwrap(), Recorded::Known(ticket.id));
        let kept = only(&world, &ticket).await;
        assert_eq!((kept.content.as_str(), kept.edited_at, kept.versions.len()), ("two", Some(at(20)), 0));
    }

    async fn a_link_preview_is_no_edit(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let link = said(&ticket, 10, MIA, "https://example.com");
        store.record_message(&link, at(10)).await.unwrap();
        let unfurled = Said { embeds: vec![json!({"title": "Example"})], ..link.clone() };
        assert_eq!(store.record_message(&unfurled, at(11)).await.unwrap(), Recorded::Changed(ticket.id));
        let kept = only(&world, &ticket).await;
        assert_eq!((kept.embeds.len(), kept.versions.len(), kept.edited_at), (1, 0, None));
        // Docket's welcome: an edit of its embed is a version, disabled buttons alone are none.
        let welcome = Said { embeds: vec![json!({"title": "Hi"})], ..said(&ticket, 5, DOCKET, "") };
        store.record_message(&welcome, at(5)).await.unwrap();
        let disabled = Said { components: vec![json!({"disabled": true})], edited_at: Some(at(20)), ..welcome.clone() };
        store.record_message(&disabled, at(20)).await.unwrap();
        let claimed = Said { embeds: vec![json!({"title": "Claimed"})], edited_at: Some(at(30)), ..disabled };
        store.record_message(&claimed, at(30)).await.unwrap();
        let kept = transcript(&world, &ticket).await.remove(0);
        assert_eq!((kept.kind, kept.versions.len(), kept.versions[0].embeds.clone()), (MessageKind::System, 1, welcome.embeds));
    }

    async fn deletions_are_kept(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let hello = said(&ticket, 10, MIA, "Hello");
        store.record_message(&hello, at(10)).await.unwrap();
        let mut bell = store.subscribe();
        store.record_deletion(hello.channel, &[id_at(9), hello.id, id_at(11)], at(20)).await.unwrap();
        assert_eq!(bell.try_recv(), Ok(Bell::Message { guild: ACME, ticket: ticket.id, message: hello.id }));
        store.record_deletion(hello.channel, &[hello.id], at(30)).await.unwrap();
        store.record_deletion(ChannelId(4), &[hello.id], at(30)).await.unwrap();
        assert!(bell.try_recv().is_err());
        let kept = only(&world, &ticket).await;
        assert_eq!((kept.deleted_at, kept.deleted_while_away, kept.content.as_str()), (Some(at(20)), false, "Hello"));
        // An edit that comes after its deletion is a version all the same; deleted stays deleted.
        store.record_message(&edited(&hello, 19, "Bye"), at(31)).await.unwrap();
        let kept = only(&world, &ticket).await;
        assert_eq!((kept.deleted_at, kept.content.as_str(), kept.versions.len()), (Some(at(20)), "Bye", 1));
        // Of another ticket's channel a deletion touches nothing here.
        let other = world.placed(&world.asking(NOAH, "Noah").await).await;
        let second = said(&ticket, 40, MIA, "Still here");
        store.record_message(&second, at(40)).await.unwrap();
        store.record_deletion(other.channel.unwrap(), &[second.id], at(41)).await.unwrap();
        assert_eq!(transcript(&world, &ticket).await[1].deleted_at, None);
    }

    async fn the_first_word_of_staff_moves_the_ticket(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let notice = Said { is_notice: true, ..said(&ticket, 9, ANNA, "") };
        for other in [said(&ticket, 5, DOCKET, "Welcome"), said(&ticket, 6, MIA, "Hello"), said(&ticket, 7, TOM, "Tech"), said(&ticket, 8, NOAH, "Hi"), notice] {
            store.record_message(&other, at(9)).await.unwrap();
        }
        let before = world.again(&ticket).await;
        assert_eq!((before.status, before.waiting_on, before.first_staff_at, before.last_at), (Status::Open, WaitingOn::Staff, None, at(8)));
        store.record_message(&said(&ticket, 10, ANNA, "I am here"), at(11)).await.unwrap();
        let after = world.again(&ticket).await;
        assert_eq!((after.status, after.waiting_on, after.first_staff_at, after.last_at), (Status::InProgress, WaitingOn::Customer, Some(at(10)), at(10)));
        store.record_message(&said(&ticket, 20, MIA, "Thanks"), at(20)).await.unwrap();
        assert_eq!(world.again(&ticket).await.waiting_on, WaitingOn::Staff);
        store.record_message(&said(&ticket, 30, OWNER, "Admins are staff"), at(30)).await.unwrap();
        // Late: something was said after it.
        store.record_message(&said(&ticket, 25, MIA, "And?"), at(31)).await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!((now.waiting_on, now.last_at, now.revision), (WaitingOn::Customer, at(30), ticket.revision));
        assert_eq!(world.deeds(&ticket).await, ["created", "first_answer"]);
    }

    async fn a_first_answer_after_a_claim_is_one_too(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        store.claim(&world.who(BEN).await, ticket.id, Via::Discord, at(5)).await.unwrap();
        store.record_message(&said(&ticket, 10, ANNA, "Hi"), at(10)).await.unwrap();
        store.record_message(&said(&ticket, 11, BEN, "Hi"), at(11)).await.unwrap();
        assert_eq!(world.again(&ticket).await.first_staff_at, Some(at(10)));
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed", "first_answer"]);
    }

    async fn a_word_of_the_member_takes_up_what_awaits_them(world: World) {
        let ticket = world.ticket().await;
        world.force_status(&ticket, "awaiting_confirmation").await;
        world.store.record_message(&said(&ticket, 10, ANNA, "Solved?"), at(10)).await.unwrap();
        assert_eq!(world.again(&ticket).await.status, Status::AwaitingConfirmation);
        world.store.record_message(&said(&ticket, 11, MIA, "Not yet"), at(11)).await.unwrap();
        assert_eq!(world.again(&ticket).await.status, Status::InProgress);
    }

    async fn after_the_end_it_is_after_the_end(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let close = Closing::Close { reason: None, confirmed: false };
        store.close_ticket(&world.who(MIA).await, ticket.id, &close, Via::Discord, at(20)).await.unwrap();
        // Said before the close, heard after it.
        for message in [said(&ticket, 19, ANNA, "Wait"), said(&ticket, 20, ANNA, "Bye"), said(&ticket, 21, DOCKET, "Closed")] {
            store.record_message(&message, at(22)).await.unwrap();
        }
        let kinds: Vec<_> = transcript(&world, &ticket).await.iter().map(|m| m.kind).collect();
        assert_eq!(kinds, [MessageKind::Said, MessageKind::AfterClose, MessageKind::System]);
        let now = world.again(&ticket).await;
        assert_eq!((now.status, now.first_staff_at, now.last_at), (Status::Closed, None, at(20)));
    }

    async fn files_are_wanted_once_with_their_newest_link(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let picture = Said { attachments: vec![file(1), file(2)], ..said(&ticket, 10, MIA, "See") };
        store.record_message(&picture, at(10)).await.unwrap();
        let mut fresh = picture.clone();
        "https://cdn/1?fresh".clone_into(&mut fresh.attachments[0].url);
        assert_eq!(store.record_message(&fresh, at(11)).await.unwrap(), Recorded::Known(ticket.id));
        // An edit took one away and brought another: all three are kept.
        let mut later = edited(&fresh, 20, "See");
        later.attachments = vec![fresh.attachments[0].clone(), file(3)];
        assert_eq!(store.record_message(&later, at(20)).await.unwrap(), Recorded::Changed(ticket.id));
        let wanted = store.files_wanted(at(20), 10).await.unwrap();
        let urls: Vec<_> = wanted.iter().map(|file| file.url.as_str()).collect();
        assert_eq!(urls, ["https://cdn/1?fresh", "https://cdn/2", "https://cdn/3"]);
        assert_eq!(only(&world, &ticket).await.attachments.len(), 3);
    }
}

//! Files on their way from Discord into the data folder.

use crate::both;
use crate::common::*;
use domain::{AttachmentFacts, AttachmentId, AttachmentState, Bell, Said, Ticket, TranscriptFile};
use store::Page;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

async fn sent(world: &World, ticket: &Ticket, ids: &[i64]) {
    let attachments = ids
        .iter()
        .map(|id| AttachmentFacts {
            id: AttachmentId(*id),
            filename: format!("{id}.png"),
            content_type: Some("image/png".to_owned()),
            size: 99,
            width: Some(4),
            height: Some(3),
            url: format!("https://cdn/{id}"),
        })
        .collect();
    let picture = Said { attachments, ..said(ticket, 10, MIA, "") };
    world.store.record_message(&picture, at(10)).await.unwrap();
}

async fn file(world: &World, ticket: &Ticket, id: i64) -> TranscriptFile {
    let page = world.store.transcript(&world.who(OWNER).await, ticket.id, Page::Newest, 200).await.unwrap();
    let mut files = page.messages.into_iter().flat_map(|message| message.attachments);
    files.find(|file| file.id == AttachmentId(id)).unwrap()
}

both! {
    async fn a_file_is_fetched(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        sent(&world, &ticket, &[1, 2]).await;
        assert!(store.files_wanted(at(9), 10).await.unwrap().is_empty());
        let wanted = store.files_wanted(at(10), 10).await.unwrap();
        assert_eq!(wanted.iter().map(|file| file.id.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((wanted[0].ticket, wanted[0].channel, wanted[0].message), (ticket.id, ticket.channel, id_at(10)));
        assert_eq!(store.files_wanted(at(10), 1).await.unwrap().len(), 1);
        let mut bell = store.subscribe();
        let picture = store.files().put(PNG.to_vec()).await.unwrap();
        store.file_stored(AttachmentId(1), &picture).await.unwrap();
        assert_eq!(bell.try_recv(), Ok(Bell::Message { guild: ACME, ticket: ticket.id, message: id_at(10) }));
        store.file_stored(AttachmentId(1), &picture).await.unwrap();
        assert!(bell.try_recv().is_err());
        let text = store.files().put(b"<svg onload=alert(1)>".to_vec()).await.unwrap();
        store.file_stored(AttachmentId(2), &text).await.unwrap();
        let (one, two) = (file(&world, &ticket, 1).await, file(&world, &ticket, 2).await);
        assert_eq!((one.state, one.inline, one.size), (AttachmentState::Stored, true, i64::try_from(PNG.len()).unwrap()));
        assert_eq!((two.state, two.inline), (AttachmentState::Stored, false), "inline by the bytes, not by what is claimed");
        let opened = store.open_file(&world.who(MIA).await, ticket.number, AttachmentId(1)).await.unwrap();
        assert_eq!((opened.digest.as_str(), opened.kind.as_deref(), opened.filename.as_str()), (picture.digest.as_str(), Some("image/png"), "1.png"));
    }

    async fn a_failure_is_tried_again_or_told(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        sent(&world, &ticket, &[1]).await;
        let mut bell = store.subscribe();
        store.file_failed(AttachmentId(1), "time-out", Some(at(60))).await.unwrap();
        assert!(bell.try_recv().is_err());
        assert!(store.files_wanted(at(59), 10).await.unwrap().is_empty());
        assert_eq!(store.files_wanted(at(60), 10).await.unwrap()[0].attempts, 1);
        assert_eq!(store.files_wanted_of(ticket.id).await.unwrap(), store.files_wanted(at(60), 10).await.unwrap());
        store.file_failed(AttachmentId(1), "Discord does not have it any more.", None).await.unwrap();
        assert!(bell.try_recv().is_ok());
        assert!(store.files_wanted(at(9_999), 10).await.unwrap().is_empty());
        assert!(store.files_wanted_of(ticket.id).await.unwrap().is_empty());
        let failed = file(&world, &ticket, 1).await;
        assert_eq!((failed.state, failed.failure.as_deref()), (AttachmentState::Failed, Some("Discord does not have it any more.")));
        // Bytes that came after all are bytes; a failure after that is none.
        store.file_stored(AttachmentId(1), &store.files().put(PNG.to_vec()).await.unwrap()).await.unwrap();
        store.file_failed(AttachmentId(1), "late", None).await.unwrap();
        let stored = file(&world, &ticket, 1).await;
        assert_eq!((stored.state, stored.failure), (AttachmentState::Stored, None));
    }
}

//! What is told of a guild's health and of the disk, and a look at a database from outside.

use crate::both;
use crate::common::*;
use domain::{AttachmentFacts, AttachmentId, Bell, Said};
use store::{BotStatus, Check, CheckKind, Checkup, Ill, Schema, Store, inspect};

both! {
    async fn a_look_is_told_when_something_changed_or_somebody_waits(world: World) {
        let store = &world.store;
        let mut bells = store.subscribe();
        let ill = |what: &str| Some(Ill { what: what.to_owned(), mend: "Grant it.".to_owned() });
        let check = |what: &str| Check { kind: CheckKind::Server, subject: "x".into(), name: "y".into(), ill: ill(what) };
        let checkup = |seconds, what| Checkup { at: at(seconds), checks: vec![check(what)] };
        assert_eq!(store.checkup(ACME), None);
        store.set_checkup(ACME, checkup(1, "a"));
        store.set_checkup(ACME, checkup(2, "a"));
        store.set_checkup(ACME, checkup(3, "b"));
        assert_eq!((store.checkup(ACME), store.checkup(OTHER)), (Some(checkup(3, "b")), None));
        let mut heard = || -> Vec<Bell> { std::iter::from_fn(|| bells.try_recv().ok()).collect() };
        assert_eq!(heard(), [Bell::Guild { guild: ACME }; 2]);
        store.ask_checkup(&world.owner(ACME).await);
        store.set_checkup(OTHER, checkup(4, "b"));
        store.set_checkup(ACME, checkup(4, "b"));
        store.set_checkup(ACME, checkup(5, "b"));
        assert_eq!(heard(), [Bell::Check { guild: ACME }, Bell::Guild { guild: OTHER }, Bell::Guild { guild: ACME }]);
    }

    async fn a_connection_counts_from_its_beginning(world: World) {
        let store = &world.store;
        store.set_bot_status(BotStatus::Starting);
        assert_eq!(store.connected_since(), None);
        for seconds in [5, 9] {
            store.bot_connected(at(seconds));
            assert_eq!(store.connected_since(), Some(at(5)), "a resumed session is the same connection");
        }
        store.set_bot_status(BotStatus::Reconnecting { why: "a test".into() });
        assert_eq!(store.connected_since(), None);
    }

    async fn the_disk_is_counted(world: World) {
        let store = &world.store;
        let empty = store.disk().await.unwrap();
        assert!(empty.schema >= 1 && empty.database_bytes > 10_000 && empty.free_bytes.is_some(), "{empty:?}");
        assert_eq!((empty.files, empty.file_bytes), (0, 0));
        let ticket = world.ticket().await;
        let file = |id| AttachmentFacts { id: AttachmentId(id), size: 99, url: format!("https://cdn/{id}"), ..AttachmentFacts::default() };
        let sent = Said { attachments: vec![file(1), file(2)], ..said(&ticket, 10, MIA, "") };
        store.record_message(&sent, at(10)).await.unwrap();
        let bytes = store.files().put(vec![7; 1234]).await.unwrap();
        store.file_stored(AttachmentId(1), &bytes).await.unwrap();
        let disk = store.disk().await.unwrap();
        assert_eq!((disk.files, disk.file_bytes), (1, 1234), "one is still on its way");
    }
}

/// Beside the process that runs on it: whole, current, writable, and nothing is changed by looking.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_in_use_is_looked_at() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(inspect(home.path()).await.unwrap(), None);
    assert!(Store::look(home.path()).await.is_err());
    assert!(std::fs::read_dir(home.path()).unwrap().next().is_none(), "nothing was made");
    let store = Store::sqlite(home.path()).await.unwrap();
    std::fs::write(home.path().join("files/part-1"), "on its way").unwrap();
    let seen = inspect(home.path()).await.unwrap().unwrap();
    assert!(matches!(seen.schema, Schema::Current(_)) && seen.damage.is_none() && seen.locked.is_none(), "{seen:?}");
    let looker = Store::look(home.path()).await.unwrap();
    assert_eq!(looker.guilds().await.unwrap(), []);
    assert!(looker.problem(ACME, "x", "y", "z", at(1)).await.is_err(), "it only reads");
    assert!(home.path().join("files/part-1").exists(), "another's file is not swept away");
    looker.close().await;
    store.close().await;
}

//! Stored files: who gets them, in which pieces, under which headers.

use super::world::{ACME, BEN, CHLOE, MIA, NOAH, SAM, World, id, until};
use domain::{AttachmentState, Ticket, TranscriptFile};
use reqwest::Method;
use sandbox::File;
use store::Page;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and the rest of it";
const PAGE: &[u8] = b"<!doctype html><script>alert(1)</script>";

/// Mia sends both into her ticket, and the bot copies them.
async fn sent(world: &World, ticket: &Ticket) -> Vec<TranscriptFile> {
    let file = |name: &str, bytes: &[u8]| File {
        field: String::new(),
        name: name.to_owned(),
        content_type: "image/png".to_owned(),
        bytes: bytes.to_vec(),
    };
    let channel = id(ticket.channel.unwrap());
    let files = vec![file("ảnh chụp.png", PNG), file("page.png", PAGE)];
    world.control.upload(id(MIA), channel, "look", files).await.unwrap();
    let who = world.store.access(ACME, MIA, super::world::now()).await.unwrap();
    until("the files", async || {
        let page = world.store.transcript(&who, ticket.id, Page::Newest, 50).await.unwrap();
        let files: Vec<TranscriptFile> = page.messages.into_iter().flat_map(|message| message.attachments).collect();
        let stored = files.len() == 2 && files.iter().all(|file| file.state == AttachmentState::Stored);
        stored.then_some(files)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_read_the_ticket_gets_its_files() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    let files = sent(&world, &ticket).await;
    let path = format!("/files/{ACME}/{}/{}/x.png", ticket.number, files[0].id);
    for (user, wanted) in [(MIA, 200), (BEN, 200), (NOAH, 404), (CHLOE, 404), (SAM, 404)] {
        let answer = world.logged_in(user).await.get(&path).await;
        assert_eq!(answer.status, wanted, "{user}");
        assert_eq!(answer.bytes == PNG, wanted == 200);
    }
    // Whom staff let in gets them as long as they are in it.
    let ben = world.store.access(ACME, BEN, super::world::now()).await.unwrap();
    world.store.add_member(&ben, ticket.id, NOAH, domain::Via::Web, super::world::now()).await.unwrap();
    assert_eq!(world.logged_in(NOAH).await.get(&path).await.status, 200);
    world.store.remove_member(&ben, ticket.id, NOAH, domain::Via::Web, super::world::now()).await.unwrap();
    // A stranger who follows the link is led to the login, anything else gets nothing.
    let mut stranger = world.browser();
    assert!(stranger.get(&path).await.header("location").starts_with("/login?next=%2Ffiles%2F"));
    let picture = stranger.bare(Method::GET, &path).header("sec-fetch-mode", "no-cors");
    assert_eq!(stranger.send(picture).await.status, 404);
    // What is not there looks like what is not theirs.
    let mut mia = world.logged_in(MIA).await;
    let mut noah = world.logged_in(NOAH).await;
    let foreign = noah.get(&path).await;
    for missing in [
        format!("/files/{ACME}/{}/1/x.png", ticket.number),
        format!("/files/{ACME}/999/{}/x.png", files[0].id),
        format!("/files/1/{}/{}/x.png", ticket.number, files[0].id),
        format!("/files/{ACME}/x/y/x.png"),
    ] {
        let answer = mia.get(&missing).await;
        assert_eq!((answer.status, answer.text()), (foreign.status, foreign.text()), "{missing}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_pieces_and_can_do_no_harm() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    let files = sent(&world, &ticket).await;
    let mut mia = world.logged_in(MIA).await;
    let path = |file: &TranscriptFile| format!("/files/{ACME}/{}/{}/x", ticket.number, file.id);
    let picture = mia.get(&path(&files[0])).await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(picture.header("content-security-policy"), "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert!(picture.header("cache-control").contains("private"));
    let name = picture.header("content-disposition");
    assert!(name.starts_with("inline; ") && name.contains("filename*=UTF-8''"), "{name}");
    // Called a picture, but its bytes are a page.
    let page = mia.get(&path(&files[1])).await;
    assert_eq!(page.header("content-type"), "application/octet-stream");
    assert!(page.header("content-disposition").starts_with("attachment; filename=\"page.png\""));
    let etag = picture.header("etag").to_owned();
    let mut ask = async |name: &str, value: &str, method: Method| {
        let request = mia.bare(method, &path(&files[0])).header(name, value);
        mia.send(request).await
    };
    let part = ask("range", "bytes=1-3", Method::GET).await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &b"PNG"[..]));
    assert_eq!(part.header("content-range"), format!("bytes 1-3/{}", PNG.len()));
    let tail = ask("range", "bytes=-4", Method::GET).await;
    assert_eq!(tail.bytes, &PNG[PNG.len() - 4..]);
    let outside = ask("range", "bytes=9999-", Method::GET).await;
    assert_eq!((outside.status.as_u16(), outside.header("content-range")), (416, &*format!("bytes */{}", PNG.len())));
    assert_eq!(ask("if-none-match", &etag, Method::GET).await.status, 304);
    let head = ask("accept", "*/*", Method::HEAD).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, &*PNG.len().to_string()));
    assert!(head.bytes.is_empty());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_takes_the_file_along() {
    let world = World::start().await;
    let ticket = world.ticket(MIA).await;
    let files = sent(&world, &ticket).await;
    let path = format!("/files/{ACME}/{}/{}/x.png", ticket.number, files[0].id);
    let mut ben = world.logged_in(BEN).await;
    assert_eq!(ben.get(&path).await.status, 200);
    world.control.member(id(ACME), id(BEN), &serde_json::json!({ "roles": [] })).await.unwrap();
    let begun = tokio::time::Instant::now();
    until("the end of access", async || (ben.get(&path).await.status == 404).then_some(())).await;
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
    world.stop().await;
}

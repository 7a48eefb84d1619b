//! Files: up with a message, down by a signed link, gone in time.

use std::time::Duration;

use reqwest::multipart::{Form, Part};
use sandbox::{File, Id};
use serde_json::{Value, json};

use crate::common::*;

/// One white pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0,
];

async fn fetch(place: &Place, url: &str) -> (u16, Vec<u8>) {
    let response = place.http.get(url).send().await.unwrap();
    (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn bytes_come_back_as_they_went() {
    let place = Place::new().await;
    let payload =
        json!({ "content": "see", "attachments": [{ "id": 0, "filename": "shot.png", "description": "a shot" }] });
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", Part::bytes(PNG).file_name("x.png").mime_str("image/png").unwrap())
        .part("files[1]", Part::bytes(b"a,b".as_slice()).file_name("t.csv").mime_str("text/csv").unwrap());
    let (status, sent) = answer(place.request("POST", &format!("/channels/{GENERAL}/messages")).multipart(form)).await;
    assert_eq!(status, 200, "{sent}");
    let shot = &sent["attachments"][0];
    assert_eq!(
        (shot["filename"].as_str(), shot["width"].as_u64(), shot["description"].as_str()),
        (Some("shot.png"), Some(1), Some("a shot"))
    );
    let url = shot["url"].as_str().unwrap();
    assert!(url.contains("?ex=") && url.contains("&is=") && url.contains("&hm="));
    assert_eq!(fetch(&place, url).await, (200, PNG.to_vec()));
    assert_eq!(fetch(&place, sent["attachments"][1]["url"].as_str().unwrap()).await.1, b"a,b");
    assert_eq!(fetch(&place, url.split('?').next().unwrap()).await.0, 404, "unsigned");
    assert_eq!(fetch(&place, &url.replace("&hm=", "&hm=0")).await.0, 404, "forged");
    let one = format!("/channels/{GENERAL}/messages/{}", sent["id"].as_str().unwrap());
    let kept = place.ok("PATCH", &one, json!({ "attachments": [{ "id": sent["attachments"][1]["id"] }] })).await;
    assert_eq!(kept["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(fetch(&place, url).await.0, 404, "taken out of the message");
    let url = kept["attachments"][0]["url"].as_str().unwrap();
    place.ok("DELETE", &one, Value::Null).await;
    assert_eq!(fetch(&place, url).await.0, 404, "gone with its message");
    assert_eq!(std::fs::read_dir(place.dir.path().join("files")).unwrap().count(), 0, "from the disk too");
    place.conforms().await;
}

#[tokio::test]
async fn links_die_and_come_anew() {
    let place = Place::new().await;
    place.control.settings(&json!({ "cdn_ttl_ms": 1 })).await.unwrap();
    let file =
        File { field: String::new(), name: "a b.txt".into(), content_type: "text/plain".into(), bytes: b"hi".to_vec() };
    let said = place.control.upload(MIA, GENERAL, "", vec![file]).await.unwrap();
    let url = said["attachments"][0]["url"].as_str().unwrap().to_owned();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(fetch(&place, &url).await.0, 404, "expired");
    place.control.settings(&json!({ "cdn_ttl_ms": 60_000 })).await.unwrap();
    let again = place.get(&format!("/channels/{GENERAL}/messages")).await;
    let fresh = again[0]["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(fetch(&place, fresh).await, (200, b"hi".to_vec()));
    let channel = Id::of(&place.control.create_channel(ACME, &json!({ "name": "x" })).await.unwrap()["id"]);
    let file =
        File { field: String::new(), name: "b".into(), content_type: "text/plain".into(), bytes: b"hi".to_vec() };
    let said = place.control.upload(MIA, channel, "", vec![file]).await.unwrap();
    place.control.delete_channel(ACME, channel).await.unwrap();
    assert_eq!(fetch(&place, said["attachments"][0]["url"].as_str().unwrap()).await.0, 404, "gone with its channel");
}

#[tokio::test]
async fn too_much_is_refused() {
    let place = Place::new().await;
    let url = format!("/channels/{GENERAL}/messages");
    let big = Form::new().part("files[0]", Part::bytes(vec![0; 11 << 20]).file_name("big"));
    assert_eq!(answer(place.request("POST", &url).multipart(big)).await.0, 413);
    let mut many = Form::new();
    for n in 0..11 {
        many = many.part(format!("files[{n}]"), Part::bytes(vec![0]).file_name("f"));
    }
    assert_eq!(answer(place.request("POST", &url).multipart(many)).await.0, 400);
    assert!(place.control.messages(GENERAL).await.unwrap().is_empty());
    let left = std::fs::read_dir(place.dir.path().join("files")).unwrap().count();
    assert_eq!(left, 0, "files of refused messages are not kept");
}

#[tokio::test]
async fn pictures_in_embeds_and_faces() {
    let place = Place::new().await;
    let payload = json!({ "embeds": [{ "title": "t", "image": { "url": "attachment://p.png" } }] });
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", Part::bytes(PNG).file_name("p.png").mime_str("image/png").unwrap());
    let (_, sent) = answer(place.request("POST", &format!("/channels/{GENERAL}/messages")).multipart(form)).await;
    assert_eq!(sent["attachments"], json!([]), "shown in the embed, not listed again");
    assert_eq!(fetch(&place, sent["embeds"][0]["image"]["url"].as_str().unwrap()).await.0, 200);
    let (status, face) = fetch(&place, &format!("{}/cdn/avatars/{MIA}/0a11ce.png", place.sandbox.base)).await;
    assert!(status == 200 && face.starts_with(b"\x89PNG"));
    place.conforms().await;
}

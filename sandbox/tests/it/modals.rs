//! Forms: opening them, filling them in, what the bot gets.

use sandbox::{Answered, File, Id, Outcome};
use serde_json::{Value, json};

use crate::common::*;

fn form() -> Value {
    let label = |name: &str, c: Value| json!({ "type": 18, "label": name, "component": c });
    json!({ "type": 9, "data": { "custom_id": "buy", "title": "Buy gold", "components": [
        label("Amount", json!({ "type": 4, "custom_id": "amount", "style": 1, "min_length": 2, "max_length": 5 })),
        label("Delivery", json!({ "type": 3, "custom_id": "how", "options": [{ "label": "Mail", "value": "mail" }, { "label": "Face", "value": "face" }] })),
        label("Helper", json!({ "type": 5, "custom_id": "who", "required": false })),
        label("Proof", json!({ "type": 19, "custom_id": "proof", "max_values": 2, "file_types": [".txt", ".png"] })),
        label("Speed", json!({ "type": 21, "custom_id": "speed", "options": [{ "label": "Fast", "value": "f" }, { "label": "Slow", "value": "s" }] })),
    ] } })
}

struct Story {
    place: Place,
    gateway: Gateway,
    panel: Id,
}

impl Story {
    async fn new() -> Self {
        let place = Place::new().await;
        let gateway = place.connect(INTENTS).await;
        let body = json!({ "content": "p", "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Buy", "custom_id": "go" }] }] });
        let panel = Id::of(&place.ok("POST", &format!("/channels/{GENERAL}/messages"), body).await["id"]);
        Self { place, gateway, panel }
    }

    /// Mia presses, the bot answers with this.
    async fn press(&mut self, callback: Value) -> (Answered, (u16, Value)) {
        let (control, panel) = (self.place.control.clone(), self.panel);
        let press = async { control.press(MIA, GENERAL, panel, "go").await.unwrap() };
        let answer = async {
            let (id, token, _) = self.gateway.interaction().await;
            self.place.call("POST", &format!("/interactions/{id}/{token}/callback?with_response=true"), callback).await
        };
        tokio::join!(press, answer)
    }

    async fn submit(
        &mut self,
        modal: &Value,
        values: &Value,
        files: Vec<File>,
        callback: Value,
    ) -> (Answered, Value, u16) {
        let control = self.place.control.clone();
        let submit = async { control.submit_with_files(MIA, modal, values, files).await.unwrap() };
        let answer = async {
            let (id, token, d) = self.gateway.interaction().await;
            let (status, _) = self.place.call("POST", &format!("/interactions/{id}/{token}/callback"), callback).await;
            (d, status)
        };
        let (answered, (d, status)) = tokio::join!(submit, answer);
        (answered, d, status)
    }
}

fn proof() -> Vec<File> {
    vec![File {
        field: "proof".into(),
        name: "p.txt".into(),
        content_type: "text/plain".into(),
        bytes: b"paid".to_vec(),
    }]
}

#[tokio::test]
async fn a_form_with_a_file_reaches_the_bot() {
    let mut story = Story::new().await;
    let (answered, _) = story.press(form()).await;
    assert_eq!(answered.outcome, Outcome::Modal);
    assert_eq!(answered.modal["title"], "Buy gold");
    let values = json!({ "amount": "100", "how": ["mail"], "who": [BEN], "speed": ["f"] });
    let said = json!({ "type": 4, "data": { "content": "Thanks", "flags": 64 } });
    let (done, d, _) = story.submit(&answered.modal, &values, proof(), said).await;
    assert_eq!(done.outcome, Outcome::Message);
    let got = |n: usize| d["data"]["components"][n]["component"].clone();
    assert_eq!(
        (d["type"].as_u64(), d["data"]["custom_id"].as_str(), got(0)["value"].as_str()),
        (Some(5), Some("buy"), Some("100"))
    );
    assert_eq!(
        (got(1)["values"].clone(), got(2)["values"].clone(), got(4)["value"].as_str()),
        (json!(["mail"]), json!([BEN]), Some("f"))
    );
    let file = got(3)["values"][0].as_str().unwrap().to_owned();
    let attachment = &d["data"]["resolved"]["attachments"][&file];
    assert_eq!(attachment["filename"], "p.txt");
    let bytes = story.place.http.get(attachment["url"].as_str().unwrap()).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], b"paid");
    assert_eq!(d["data"]["resolved"]["users"][BEN.to_string()]["username"], "ben");
    assert_eq!(d["message"]["id"], json!(story.panel));
    story.gateway.understood();
    story.place.conforms().await;
}

#[tokio::test]
async fn what_a_client_would_not_send_is_not_sent() {
    let mut story = Story::new().await;
    let (answered, _) = story.press(form()).await;
    let control = &story.place.control;
    let good = json!({ "amount": "100", "how": ["mail"], "speed": "f" });
    for (field, value) in [
        ("amount", json!("1")),
        ("amount", json!("")),
        ("amount", json!("100000")),
        ("how", json!(["pigeon"])),
        ("how", json!([])),
        ("speed", json!([])),
        ("who", json!(["7"])),
    ] {
        let mut bad = good.clone();
        bad[field] = value.clone();
        let refused = control.submit_with_files(MIA, &answered.modal, &bad, proof()).await.unwrap_err();
        assert_eq!((refused.status, refused.code), (400, 50_035), "{field} {value}");
        assert!(refused.errors[field]["_errors"][0]["message"].is_string(), "{field} {value}");
    }
    let program = vec![File { name: "p.exe".into(), ..proof().remove(0) }];
    let refused = control.submit_with_files(MIA, &answered.modal, &good, program).await.unwrap_err();
    assert!(refused.errors["proof"].is_object(), "not a kind that is asked for");
    let refused = control.submit(MIA, &answered.modal, &good).await.unwrap_err();
    assert!(refused.errors["proof"].is_object(), "the file is missing");
    assert_eq!(control.submit(NOAH, &answered.modal, &good).await.unwrap_err().code, 10_062, "not Noah's form");
}

#[tokio::test]
async fn no_form_after_a_form_nor_a_bad_one() {
    let mut story = Story::new().await;
    let long = json!({ "type": 9, "data": { "custom_id": "m", "title": "x".repeat(46), "components": [] } });
    story.place.control.settings(&json!({ "response_deadline_ms": 300 })).await.unwrap();
    let (answered, (status, error)) = story.press(long).await;
    assert_eq!((answered.outcome, status, error["code"].as_u64()), (Outcome::Failed, 400, Some(50_035)));
    let (answered, _) = story.press(form()).await;
    let values = json!({ "amount": "100", "how": ["mail"], "speed": "f" });
    let (failed, _, status) = story.submit(&answered.modal, &values, proof(), form()).await;
    assert_eq!((failed.outcome, status), (Outcome::Failed, 400));
    let update = json!({ "type": 7, "data": { "content": "Sold", "components": [] } });
    let (done, _, _) = story.submit(&answered.modal, &values, proof(), update).await;
    assert_eq!((done.outcome, done.message["content"].as_str()), (Outcome::Update, Some("Sold")));
    let again = story.place.control.submit_with_files(MIA, &answered.modal, &values, proof()).await.unwrap_err();
    assert_eq!(again.status, 409, "the form was handed in");
    story.place.conforms().await;
}

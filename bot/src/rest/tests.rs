//! The room against a server that misbehaves in every way that Discord's limits and failures can.

use super::*;
use crate::secret::Secret;
use bytes::Bytes;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A server that gives prepared answers, one after the other, and keeps what it was asked.
struct Server {
    rest: Rest,
    asked: Arc<Mutex<Vec<String>>>,
    _tasks: JoinSet<()>,
}

/// Status, further header lines, body. Status 0: hangs up without an answer.
type Prepared = (u16, &'static str, &'static str);

async fn server(answers: &[Prepared]) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Base::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let mut left: VecDeque<Prepared> = answers.iter().copied().collect();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = Vec::new();
            let mut part = [0; 4_096];
            loop {
                let n = socket.read(&mut part).await.unwrap_or(0);
                request.extend_from_slice(&part[..n]);
                let text = String::from_utf8_lossy(&request).to_string();
                let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                    let length =
                        head.lines().find_map(|l| l.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
                    body.len() >= length.unwrap_or(0_usize)
                        && !head.to_lowercase().contains("transfer-encoding: chunked")
                        || body.ends_with("0\r\n\r\n")
                });
                if whole || n == 0 {
                    seen.lock().unwrap().push(text);
                    break;
                }
            }
            let (status, headers, body) = left.pop_front().unwrap_or((200, "", "{}"));
            if status == 0 {
                continue;
            }
            let length = body.len();
            let answer =
                format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
            let _ = socket.write_all(answer.as_bytes()).await;
        }
    });
    let rest = Rest::new(client().unwrap(), &base, Secret::new("token"), 50);
    Server { rest, asked, _tasks: tasks }
}

impl Server {
    fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

const LIMITED: Prepared = (429, "", r#"{"message": "slow", "retry_after": 0.05, "global": false}"#);
const BROKEN: Prepared = (502, "", "");

#[tokio::test]
async fn a_limit_is_waited_out_three_times_and_no_more() {
    let kind = server(&[LIMITED, LIMITED, LIMITED]).await;
    kind.rest.me().await.unwrap();
    assert_eq!((kind.count(), kind.rest.counts().limited), (4, 3));
    let strict = server(&[LIMITED, LIMITED, LIMITED, LIMITED, LIMITED]).await;
    let error = strict.rest.me().await.unwrap_err();
    assert!(matches!(error, Error::RateLimited { .. }), "{error}");
    assert_eq!(strict.count(), 4);
}

#[tokio::test]
async fn what_its_forerunner_met_holds_whoever_stands_in_line() {
    let limited = server(&[(429, "", r#"{"retry_after": 0.4, "global": false}"#)]).await;
    let look = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        limited.count()
    };
    let (first, second, early) = tokio::join!(limited.rest.me(), limited.rest.me(), look);
    assert!(first.is_ok() && second.is_ok());
    assert_eq!((early, limited.count()), (1, 3), "the second did not go before the limit had run out");
    let forbidden = server(&[(403, "", r#"{"code": 50013, "message": "Missing Permissions"}"#)]).await;
    let edit = || forbidden.rest.edit_channel(domain::ChannelId(7), json!({"parent_id": null}), "why");
    let (first, second) = tokio::join!(edit(), edit());
    assert!(first.is_err() && second.is_err());
    assert_eq!(forbidden.count(), 1, "what was refused is not asked again");
}

#[tokio::test]
async fn a_long_limit_is_the_callers_matter_and_holds_its_route_alone() {
    let rename = (429, "x-ratelimit-remaining: 4\r\n", r#"{"retry_after": 540.5, "global": false}"#);
    let server = server(&[rename]).await;
    let channel = domain::ChannelId(7);
    for _ in 0..3 {
        let error = server.rest.rename_channel(channel, serde_json::json!({"name": "x"}), "why").await.unwrap_err();
        assert!(matches!(error, Error::RateLimited { retry_after, .. } if retry_after.as_secs() > 500), "{error}");
    }
    assert_eq!(server.count(), 1, "it is not asked again before its time");
    server.rest.edit_channel(channel, json!({"parent_id": null}), "why").await.unwrap();
    assert_eq!(server.count(), 2, "the move is not held by the rename");
}

#[tokio::test]
async fn what_makes_something_is_not_sent_again_after_an_unclear_answer() {
    let server = server(&[BROKEN, BROKEN, BROKEN]).await;
    let made = server.rest.post_message(domain::ChannelId(1), json!({"content": "x"}), None).await;
    assert!(matches!(made, Err(Error::Unclear { .. })));
    assert_eq!(server.count(), 1);
    server.rest.post_message(domain::ChannelId(1), json!({"content": "x"}), Some("n")).await.unwrap();
    assert_eq!(server.count(), 4, "with a nonce it may be");
}

#[tokio::test]
async fn a_refusal_is_final() {
    let server = server(&[(403, "", r#"{"code": 50013, "message": "Missing Permissions"}"#)]).await;
    let error = server.rest.channel(domain::ChannelId(1)).await.unwrap_err();
    assert!(error.is_forbidden() && error.code() == Some(code::MISSING_PERMISSIONS));
    assert_eq!((server.count(), server.rest.counts().invalid), (1, 1));
}

#[tokio::test]
async fn an_answer_that_got_lost_on_its_way_back_is_no_failure() {
    let again = (400, "", r#"{"code": 40060, "message": "already acknowledged"}"#);
    let answered = server(&[(0, "", ""), again]).await;
    answered.rest.answer(domain::InteractionId(1), "t", Answer::WhisperLater).await.unwrap();
    let deleted = server(&[BROKEN, (404, "", r#"{"code": 10003, "message": "Unknown Channel"}"#)]).await;
    deleted.rest.delete_channel(domain::ChannelId(1), "why").await.unwrap();
}

#[tokio::test]
async fn odd_headers_neither_panic_nor_spin() {
    for headers in [
        "x-ratelimit-limit: 5.0\r\nx-ratelimit-bucket: b\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset-after: nan\r\n",
        "retry-after: 1e30\r\n",
    ] {
        let server = server(&[(200, headers, "{}")]).await;
        server.rest.me().await.unwrap();
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn every_message_says_whom_it_may_mention_and_files_go_along() {
    let server = server(&[]).await;
    let file =
        Upload { filename: "a.txt".into(), content_type: Some("text/plain".into()), bytes: Bytes::from("bytes") };
    server.rest.post_message(domain::ChannelId(1), json!({"content": "@everyone"}), None).await.unwrap();
    let body = message::guarded(json!({"content": "see"}));
    server.rest.send(Call::post("channels/1/messages", body).files(vec![file]).reason("why — so")).await.unwrap();
    let asked = server.asked.lock().unwrap();
    assert!(asked[0].contains(r#""allowed_mentions":{"parse":[]}"#));
    assert!(asked[1].contains(r#"name="payload_json""#) && asked[1].contains(r#"name="files[0]"; filename="a.txt""#));
    assert!(asked[1].contains("x-audit-log-reason: why%20%E2%80%94%20so"), "{}", asked[1]);
}

#[tokio::test]
async fn the_token_stays_out_of_interactions_and_errors() {
    let server = server(&[(0, "", ""), (0, "", ""), (0, "", ""), (0, "", ""), (0, "", "")]).await;
    let error = server.rest.answer(domain::InteractionId(1), "secret", Answer::WhisperLater).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
    assert!(!server.asked.lock().unwrap()[0].to_lowercase().contains("authorization"));
}

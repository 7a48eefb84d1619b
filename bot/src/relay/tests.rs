//! The relay between a client and a gateway that are both made for the occasion.

use super::*;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_tungstenite::tungstenite::Error as Socket;
use tokio_tungstenite::{accept_async, connect_async};

/// A gateway that speaks when it is told to.
struct Gateway {
    listener: TcpListener,
    url: String,
}

impl Gateway {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        Self { listener, url }
    }

    async fn accept(&self) -> Downstream {
        accept_async(self.listener.accept().await.unwrap().0).await.unwrap()
    }
}

async fn relay(gateway: &Gateway) -> (Listening, UnboundedReceiver<Event>, Tasks) {
    let base = Base::parse(&gateway.url.replace("ws://", "http://")).unwrap();
    let (sender, events) = mpsc::unbounded_channel();
    let tasks = Tasks::default();
    let listening = Relay::listen(&gateway.url, &base, sender, &tasks).await.unwrap();
    (listening, events, tasks)
}

async fn next(socket: &mut (impl StreamExt<Item = Result<Message, Socket>> + Unpin)) -> Message {
    timeout(Duration::from_secs(5), socket.next()).await.unwrap().unwrap().unwrap()
}

#[tokio::test]
async fn whoever_does_not_know_the_path_is_turned_away() {
    let gateway = Gateway::new().await;
    let (listening, _events, _tasks) = relay(&gateway).await;
    let (root, _) = listening.url.rsplit_once('/').unwrap();
    for path in ["", "/", "/0123456789abcdef0123456789abcdef"] {
        let refused = connect_async(format!("{root}{path}")).await;
        assert!(matches!(refused, Err(Socket::Http(answer)) if answer.status() == 404), "{path}");
    }
}

#[tokio::test]
async fn frames_pass_and_events_come_out_in_order() {
    let gateway = Gateway::new().await;
    let (listening, mut events, _tasks) = relay(&gateway).await;
    let (client, server) = tokio::join!(connect_async(format!("{}?v=10", listening.url)), gateway.accept());
    let (mut client, mut server) = (client.unwrap().0, server);
    client.send(Message::text(r#"{"op":1,"d":null}"#)).await.unwrap();
    assert_eq!(next(&mut server).await, Message::text(r#"{"op":1,"d":null}"#));
    for n in 0..200 {
        let frame = format!(r#"{{"op":0,"t":"MESSAGE_CREATE","s":{n},"d":{{"id":"{n}"}}}}"#);
        server.send(Message::text(frame)).await.unwrap();
    }
    for n in 0..200 {
        assert_eq!(events.recv().await.unwrap().body.get(), format!(r#"{{"id":"{n}"}}"#));
        assert!(next(&mut client).await.to_text().unwrap().contains(&format!(r#""s":{n},"#)));
    }
}

#[tokio::test]
async fn a_close_goes_on_with_its_code_and_is_known() {
    let gateway = Gateway::new().await;
    let (mut listening, _events, _tasks) = relay(&gateway).await;
    let (client, server) = tokio::join!(connect_async(&listening.url), gateway.accept());
    let (mut client, mut server) = (client.unwrap().0, server);
    let frame = CloseFrame { code: 4014.into(), reason: "no".into() };
    server.close(Some(frame.clone())).await.unwrap();
    assert_eq!(next(&mut client).await, Message::Close(Some(frame)));
    listening.ended.changed().await.unwrap();
    let ended = listening.ended.borrow().clone();
    assert!(ended.is_final() && ended.code == Some(4014) && ended.why == "no");
}

#[tokio::test]
async fn a_client_that_vanishes_does_not_end_the_session() {
    let gateway = Gateway::new().await;
    let (listening, _events, _tasks) = relay(&gateway).await;
    let (client, mut server) = tokio::join!(connect_async(&listening.url), gateway.accept());
    drop(client);
    // Cut off, without a Close that would say 1000 or 1001.
    let end = timeout(Duration::from_secs(5), server.next()).await.unwrap();
    assert!(!matches!(end, Some(Ok(Message::Close(_)))), "{end:?}");
}

#[tokio::test]
async fn a_session_is_resumed_where_it_was_said() {
    let (first, second) = (Gateway::new().await, Gateway::new().await);
    let (listening, _events, _tasks) = relay(&first).await;
    let (client, server) = tokio::join!(connect_async(&listening.url), first.accept());
    let (mut client, mut server) = (client.unwrap().0, server);
    let elsewhere = &second.url;
    let ready =
        format!(r#"{{"op":0,"t":"READY","s":1,"d":{{"session_id":"abc","resume_gateway_url":"{elsewhere}"}}}}"#);
    server.send(Message::text(ready)).await.unwrap();
    next(&mut client).await;
    drop((client, server));
    let resume = Message::text(r#"{"op":6,"d":{"token":"t","session_id":"abc","seq":1}}"#);
    let (again, mut server) = tokio::join!(
        async {
            let (mut again, _) = connect_async(&listening.url).await.unwrap();
            again.send(resume.clone()).await.unwrap();
            again
        },
        second.accept()
    );
    assert_eq!(next(&mut server).await, resume);
    drop(again);
}

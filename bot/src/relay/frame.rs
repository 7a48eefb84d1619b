//! Knows what the relay reads in a frame: a session's address to resume at, and the events that Docket takes
//! itself, in the order in which Discord sent them.

use flate2::read::ZlibDecoder;
use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::Read;
use tokio_tungstenite::tungstenite::Message;

/// What serenity is given in the place of an event that Docket took: unknown to it, so it keeps the sequence number
/// and nothing else.
pub const TAKEN: &str = "DOCKET_TAKEN";

/// A cap on what a compressed frame may become; plain ones have none.
const MAX_INFLATED: u64 = 64 << 20;

/// Events that serenity has no use for: it keeps no cache, would give them to us out of order (each in a task of its
/// own) and cut to its types. What is said and what rights follow from must be seen as it happened.
const OURS_ALONE: &[&str] = &[
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "GUILD_UPDATE",
    "GUILD_EMOJIS_UPDATE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_UPDATE",
    "GUILD_MEMBER_REMOVE",
    "GUILD_MEMBERS_CHUNK",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
];

/// Events that both read: serenity's sessions live by them, and it asks for a guild's members when it arrives.
const SHARED: &[&str] = &["READY", "RESUMED", "GUILD_CREATE", "GUILD_DELETE"];

/// An event as Discord sent it.
#[derive(Clone, Debug)]
pub struct Event {
    pub name: String,
    pub body: Box<RawValue>,
}

/// What became of one frame from Discord.
pub struct Reading {
    /// To be sent on.
    pub forward: Message,
    /// What was in it for us.
    pub event: Option<Event>,
}

#[derive(Deserialize)]
struct Frame<'a> {
    op: u8,
    #[serde(borrow, default)]
    t: Option<Cow<'a, str>>,
    #[serde(default)]
    s: Option<u64>,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Session {
    session_id: String,
    #[serde(default)]
    resume_gateway_url: Option<String>,
}

impl Reading {
    fn untouched(forward: Message) -> Self {
        Self { forward, event: None }
    }
}

/// Reads one frame from Discord; parses it only if a cheap search says that it is one of those above.
pub fn read(message: Message) -> Reading {
    let inflated;
    let text: &str = match &message {
        Message::Text(text) => text.as_str(),
        Message::Binary(bytes) => match inflate(bytes) {
            Some(text) => {
                inflated = text;
                &inflated
            }
            None => return Reading::untouched(message),
        },
        _ => return Reading::untouched(message),
    };
    let bytes = text.as_bytes();
    let worth = [b"INTERACTION_".as_slice(), b"MESSAGE_", b"GUILD_", b"CHANNEL_", b"READY", b"RESUMED"];
    if !worth.iter().any(|word| memmem::find(bytes, word).is_some()) {
        return Reading::untouched(message);
    }
    let Ok(frame) = serde_json::from_str::<Frame<'_>>(text) else { return Reading::untouched(message) };
    let (0, Some(name), Some(sequence), Some(body)) = (frame.op, frame.t, frame.s, frame.d) else {
        return Reading::untouched(message);
    };
    let event = || Some(Event { name: name.to_string(), body: body.to_owned() });
    if OURS_ALONE.contains(&name.as_ref()) {
        let event = event();
        let forward = Message::text(format!(r#"{{"op":0,"s":{sequence},"t":"{TAKEN}","d":null}}"#));
        return Reading { forward, event };
    }
    let event = if SHARED.contains(&name.as_ref()) { event() } else { None };
    Reading { event, forward: message }
}

fn inflate(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    ZlibDecoder::new(bytes).take(MAX_INFLATED).read_to_string(&mut text).ok()?;
    Some(text)
}

/// `(session, where to resume it)` of a READY.
pub fn session(event: &Event) -> Option<(String, String)> {
    if event.name != "READY" {
        return None;
    }
    let session: Session = serde_json::from_str(event.body.get()).ok()?;
    Some((session.session_id, session.resume_gateway_url?))
}

/// The session that serenity's frame wants to resume.
pub fn resumed_session(message: &Message) -> Option<String> {
    let frame: Frame<'_> = serde_json::from_str(message.to_text().ok()?).ok()?;
    if frame.op != 6 {
        return None;
    }
    let session: Session = serde_json::from_str(frame.d?.get()).ok()?;
    Some(session.session_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn text(message: &Message) -> &str {
        message.to_text().unwrap()
    }

    #[test]
    fn what_is_ours_alone_is_taken_whole_and_its_number_kept() {
        let body = r#"{"type":5,"data":{"components":[{"type":18,"component":{"values":["a"]}}]}, "x" : 1}"#;
        let read = read(Message::text(format!(r#"{{"op":0,"t":"INTERACTION_CREATE","s":7,"d":{body}}}"#)));
        assert_eq!(read.event.unwrap().body.get(), body);
        assert_eq!(text(&read.forward), r#"{"op":0,"s":7,"t":"DOCKET_TAKEN","d":null}"#);
    }

    #[test]
    fn what_both_read_goes_on_byte_for_byte() {
        let frame = r#"{ "t":"GUILD_CREATE", "s":3,"op":0,"d":{"id":"1"}}"#;
        let shared = read(Message::text(frame));
        assert_eq!(text(&shared.forward), frame);
        assert_eq!(shared.event.unwrap().name, "GUILD_CREATE");
    }

    #[test]
    fn the_rest_passes_unread() {
        for frame in [
            r#"{"op":11}"#,
            r#"{"op":0,"t":"TYPING_START","s":1,"d":{"x":"MESSAGE_CREATE"}}"#,
            "MESSAGE_CREATE but no JSON",
            r#"{"op":1,"t":"MESSAGE_CREATE","d":null}"#,
        ] {
            let read = read(Message::text(frame));
            assert!(read.event.is_none(), "{frame}");
            assert_eq!(text(&read.forward), frame);
        }
    }

    #[test]
    fn compressed_frames_are_read_too() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(br#"{"op":0,"t":"MESSAGE_DELETE","s":9,"d":{"id":"1"}}"#).unwrap();
        let read = read(Message::binary(zlib.finish().unwrap()));
        assert_eq!(read.event.unwrap().body.get(), r#"{"id":"1"}"#);
        assert!(text(&read.forward).contains(TAKEN));
    }

    #[test]
    fn sessions_are_known_by_their_address() {
        let ready = r#"{"op":0,"t":"READY","s":1,"d":{"session_id":"abc","resume_gateway_url":"wss://r.example"}}"#;
        let event = read(Message::text(ready)).event.unwrap();
        assert_eq!(session(&event), Some(("abc".into(), "wss://r.example".into())));
        let resume = Message::text(r#"{"op":6,"d":{"token":"t","session_id":"abc","seq":1}}"#);
        assert_eq!(resumed_session(&resume), Some("abc".into()));
        assert_eq!(resumed_session(&Message::text(r#"{"op":1,"d":1}"#)), None);
    }
}

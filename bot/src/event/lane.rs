//! Knows which events keep their order among each other: those of one channel, and those of one guild.

use crate::relay::frame::Event;
use serde::Deserialize;

pub const LANES: usize = 8;

/// What an event is about, as far as its order goes.
#[derive(Deserialize)]
struct About<'a> {
    #[serde(borrow, default)]
    channel_id: Option<&'a str>,
    #[serde(borrow, default)]
    guild_id: Option<&'a str>,
    #[serde(borrow, default)]
    id: Option<&'a str>,
}

pub fn lane(event: &Event) -> usize {
    let Ok(about) = serde_json::from_str::<About<'_>>(event.body.get()) else { return 0 };
    // A channel's own events are about its id; a guild's have none, or its own.
    let key = if event.name.starts_with("CHANNEL_") {
        about.id
    } else if event.name.starts_with("MESSAGE_") {
        about.channel_id
    } else {
        about.guild_id.or(about.id)
    };
    let id: u64 = key.and_then(|id| id.parse().ok()).unwrap_or(0);
    // A snowflake's low bits are hardly ever anything but zero.
    usize::try_from((id >> 22 ^ id) % LANES as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    #[test]
    fn all_that_happens_in_a_channel_keeps_its_order() {
        let lane_of = |name: &str, body: &str| {
            lane(&Event { name: name.into(), body: RawValue::from_string(body.into()).unwrap() })
        };
        let said =
            lane_of("MESSAGE_CREATE", r#"{"id":"99999999999","channel_id":"123456789012345678","guild_id":"5"}"#);
        assert_eq!(said, lane_of("MESSAGE_DELETE", r#"{"id":"1","channel_id":"123456789012345678"}"#));
        assert_eq!(said, lane_of("CHANNEL_DELETE", r#"{"id":"123456789012345678","guild_id":"5"}"#));
        let role = lane_of("GUILD_ROLE_UPDATE", r#"{"guild_id":"777777777777777777","role":{}}"#);
        assert_eq!(role, lane_of("GUILD_CREATE", r#"{"id":"777777777777777777"}"#));
    }
}

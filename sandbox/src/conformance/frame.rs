//! Frames of the gateway as another library's types see them: twilight parses strictly what others let pass.

use serde::de::DeserializeSeed;
use twilight_model::gateway::event::GatewayEventDeserializer;

/// Why twilight can make nothing of a frame.
pub fn frame(text: &str) -> Result<(), String> {
    let seed = GatewayEventDeserializer::from_json(text).ok_or("neither an opcode nor an event")?;
    let mut json = serde_json::Deserializer::from_str(text);
    seed.deserialize(&mut json).map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_twilight_does_not_know_is_told() {
        assert_eq!(frame(r#"{"t":null,"s":null,"op":11,"d":null}"#), Ok(()));
        assert!(frame(r#"{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{"id":"1"}}"#).is_err());
        assert_eq!(frame(r#"{"t":"RESUMED","s":3,"op":0,"d":{"_trace":[]}}"#), Ok(()));
        assert!(frame("[]").is_err());
    }
}

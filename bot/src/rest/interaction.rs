//! Knows how interactions are answered: the first answer within three seconds, the rest within fifteen minutes
//! (<https://discord.com/developers/docs/interactions/receiving-and-responding>).

use super::message::guarded;
use super::{Call, Rest, Result};
use domain::{InteractionId, UserId};
use serde_json::{Value, json};
use std::time::Duration;

/// The flag of a message that one person alone sees.
const EPHEMERAL: i64 = 64;
/// Discord waits 3 s from its sending; the way here took some of it.
const CALLBACK: Duration = Duration::from_millis(2_500);

/// A first answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A message to that person alone.
    Whisper(Value),
    /// "Thinking…", seen by that person alone; the message follows.
    WhisperLater,
    Modal(Value),
    /// What may be meant by what is being typed, 25 at most: what is shown, and what is sent.
    Choices(Vec<(String, String)>),
}

impl Answer {
    fn json(self) -> Value {
        match self {
            Self::Whisper(message) => {
                let mut message = guarded(message);
                message["flags"] = json!(EPHEMERAL);
                json!({"type": 4, "data": message})
            }
            Self::WhisperLater => json!({"type": 5, "data": {"flags": EPHEMERAL}}),
            Self::Modal(modal) => json!({"type": 9, "data": modal}),
            Self::Choices(choices) => {
                let choices: Vec<Value> =
                    choices.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
                json!({"type": 8, "data": {"choices": choices}})
            }
        }
    }
}

impl Rest {
    pub async fn answer(&self, interaction: InteractionId, token: &str, answer: Answer) -> Result<()> {
        let call = Call::post(format!("interactions/{interaction}/{token}/callback"), answer.json());
        self.send(call.interaction().repeatable().deadline(CALLBACK)).await.map(drop)
    }

    /// Replaces the first answer's message.
    pub async fn edit_answer(&self, application: UserId, token: &str, body: Value) -> Result<()> {
        let path = format!("webhooks/{application}/{token}/messages/@original");
        self.send(Call::patch(path, guarded(body)).interaction()).await.map(drop)
    }
}

//! Knows how people act in the sandbox: they look, press, submit, say, edit, delete; and try again when the bot is away.

use anyhow::{Context, Result, bail};
use sandbox::{Answered, Control, File, Id, Refused};
use serde_json::Value;
use std::time::Duration;

/// How long a person goes on trying before the drill has failed.
const PATIENCE: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(120);
/// A message that one person alone saw.
const EPHEMERAL: u64 = 64;
/// The type of the message with which Discord tells of a pin.
const PINNED: u64 = 6;

/// One person of the sandbox.
#[derive(Clone)]
pub struct Person {
    pub control: Control,
    pub id: Id,
}

/// Whoever is called that.
pub async fn person(control: &Control, name: &str) -> Result<Person> {
    let people = control.people().await?;
    let found = people.as_array().into_iter().flatten().find(|person| {
        let named = |field: &str| person[field].as_str().is_some_and(|text| text.eq_ignore_ascii_case(name));
        named("username") || named("global_name")
    });
    let found = found.with_context(|| format!("nobody is called {name}"))?;
    Ok(Person { control: control.clone(), id: Id::of(&found["id"]) })
}

/// All text channels and categories of a guild, whoever may see them.
pub async fn all_channels(control: &Control, guild: Id) -> Result<Vec<Value>> {
    let state = control.state().await?;
    let found = state["guilds"].as_array().into_iter().flatten().find(|found| Id::of(&found["id"]) == guild);
    Ok(found.and_then(|found| found["channels"].as_array().cloned()).unwrap_or_default())
}

/// What stands in a channel for good, oldest first; nothing if the channel is gone.
pub async fn standing(control: &Control, channel: Id) -> Result<Option<Vec<Value>>> {
    match control.messages(channel).await {
        Ok(all) => Ok(Some(
            all.into_iter()
                .filter(|message| message["flags"].as_u64().unwrap_or(0) & EPHEMERAL == 0 && message["type"] != PINNED)
                .collect(),
        )),
        Err(Refused { status: 404, .. }) => Ok(None),
        Err(refused) => Err(refused.into()),
    }
}

/// The first button with this label in a message.
pub fn button<'a>(message: &'a Value, label: &str) -> Option<&'a Value> {
    fn find<'a>(parts: &'a Value, label: &str) -> Option<&'a Value> {
        parts.as_array()?.iter().find_map(|part| {
            let is_it = part["type"] == 2 && part["label"].as_str().is_some_and(|text| text.contains(label));
            if is_it { Some(part) } else { find(&part["components"], label) }
        })
    }
    find(&message["components"], label)
}

impl Person {
    /// A channel that this person sees.
    pub async fn channel(&self, guild: Id, wanted: impl Fn(&Value) -> bool) -> Result<Option<Value>> {
        Ok(self.control.channels(self.id, guild).await?.into_iter().find(|channel| wanted(channel)))
    }

    pub async fn say(&self, channel: Id, text: &str) -> Result<Id> {
        Ok(Id::of(&self.control.say(self.id, channel, text).await?["id"]))
    }

    pub async fn upload(&self, channel: Id, text: &str, name: &str, bytes: Vec<u8>) -> Result<Id> {
        let file =
            File { field: "files[0]".to_owned(), name: name.to_owned(), content_type: "image/png".to_owned(), bytes };
        Ok(Id::of(&self.control.upload(self.id, channel, text, vec![file]).await?["id"]))
    }

    pub async fn edit(&self, channel: Id, message: Id, text: &str) -> Result<()> {
        self.control.edit(self.id, channel, message, text).await?;
        Ok(())
    }

    pub async fn delete(&self, channel: Id, message: Id) -> Result<()> {
        self.control.delete(self.id, channel, message).await?;
        Ok(())
    }

    /// Presses the button once. Gives the bot's first answer.
    pub async fn press(&self, channel: Id, message: &Value, label: &str) -> Result<Answered> {
        let Some(custom_id) = button(message, label).and_then(|found| found["custom_id"].as_str()) else {
            bail!("no button `{label}` in {}", message["id"]);
        };
        Ok(self.control.press(self.id, channel, Id::of(&message["id"]), custom_id).await?)
    }

    pub async fn submit(&self, modal: &Value, values: &Value) -> Result<Answered> {
        Ok(self.control.submit(self.id, modal, values).await?)
    }

    /// Whether this person can no longer see the channel.
    pub async fn lost(&self, guild: Id, channel: Id) -> Result<bool> {
        Ok(self.channel(guild, |found| Id::of(&found["id"]) == channel).await?.is_none())
    }
}

/// Tries until it is there.
pub async fn until<T, F: Future<Output = Result<Option<T>>>>(what: &str, mut look: impl FnMut() -> F) -> Result<T> {
    let tried = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(found) = look().await? {
                return anyhow::Ok(found);
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
    tried.await.unwrap_or_else(|_| bail!("waited {PATIENCE:?} for {what}"))
}

//! Knows what Discord has forbidden a moment ago, so that the same is not asked again and again: ten thousand invalid
//! requests in ten minutes and the address is banned
//! (<https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>).

use super::{Call, Error, code};
use domain::ChannelId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// As long as nothing is granted, a refusal stands so long.
const STANDS: Duration = Duration::from_mins(1);

/// What was refused: where, and what if not everything.
type Key = (String, String);

#[derive(Debug, Default)]
pub(super) struct Bars {
    all: Mutex<HashMap<Key, (Instant, Error)>>,
}

/// `channels/12` of whatever is asked there; `guilds/1` likewise.
fn place(call: &Call) -> String {
    call.path.split('/').take(2).collect::<Vec<_>>().join("/")
}

/// Discord judges what is made in a category by the category.
fn what(call: &Call) -> String {
    let within = call.body.as_ref().and_then(|body| {
        body["parent_id"].as_str().map(str::to_owned).or_else(|| body["parent_id"].as_i64().map(|id| id.to_string()))
    });
    format!("{} {}", call.route(), within.unwrap_or_default())
}

impl Bars {
    /// The refusal that stands, if one does.
    pub fn stands(&self, call: &Call) -> Option<Error> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.is_empty() || call.interaction {
            return None;
        }
        let now = Instant::now();
        let place = place(call);
        let found = |what: String| all.get(&(place.clone(), what)).filter(|(until, _)| *until > now);
        found(String::new()).or_else(|| found(what(call))).map(|(_, error)| error.clone())
    }

    /// What the bot may not see is barred as a whole, anything else by itself. Other refusals are nobody's permission.
    pub fn put(&self, call: &Call, error: &Error) {
        let Error::Refused { status: 403, code, .. } = error else { return };
        let what = match *code {
            code::MISSING_ACCESS if call.path.starts_with("channels/") => String::new(),
            code::MISSING_ACCESS | code::MISSING_PERMISSIONS | code::MFA_REQUIRED => what(call),
            _ => return,
        };
        if call.interaction {
            return;
        }
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        all.retain(|_, (until, _)| *until > now);
        all.insert((place(call), what), (now + STANDS, error.clone()));
    }

    /// In a channel (and for what is made in it, if it is a category), or everywhere.
    pub fn lift(&self, channel: Option<ChannelId>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(channel) = channel else { return all.clear() };
        let (place, within) = (format!("channels/{channel}"), format!(" {channel}"));
        all.retain(|(barred, what), _| *barred != place && !what.ends_with(&within));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn refused(code: i64) -> Error {
        Error::Refused { route: "x".into(), status: 403, code, message: "no".into() }
    }

    #[tokio::test]
    async fn what_is_hidden_is_barred_as_a_whole_and_the_rest_by_itself() {
        let bars = Bars::default();
        let (look, edit, other) =
            (Call::get("channels/1"), Call::patch("channels/1", Value::Null), Call::get("channels/2"));
        bars.put(&edit, &refused(code::MISSING_PERMISSIONS));
        assert!(bars.stands(&edit).is_some() && bars.stands(&look).is_none());
        bars.put(&look, &refused(code::MISSING_ACCESS));
        assert!(bars.stands(&Call::get("channels/1/messages")).is_some() && bars.stands(&other).is_none());
        bars.lift(Some(ChannelId(1)));
        assert!(bars.stands(&edit).is_none() && bars.stands(&look).is_none());
        bars.put(&look, &refused(0));
        assert!(bars.stands(&look).is_none(), "no permission of ours");
    }

    #[tokio::test]
    async fn what_is_made_is_barred_by_its_category() {
        let bars = Bars::default();
        let make = |parent: &str| Call::post("guilds/1/channels", json!({"name": "x", "parent_id": parent}));
        bars.put(&make("7"), &refused(code::MISSING_PERMISSIONS));
        assert!(bars.stands(&make("7")).is_some() && bars.stands(&make("8")).is_none());
        bars.lift(Some(ChannelId(7)));
        assert!(bars.stands(&make("7")).is_none());
    }
}

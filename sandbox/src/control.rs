//! A typed client of the controls, for tests, drills and benches: people act by it, and the world is turned.

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::id::Id;

/// Talks to a sandbox's `/_sandbox/`. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Control {
    pub base: String,
    http: Client,
}

/// What a control refused, or why it could not be asked.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct Refused {
    /// 0 if there was no answer at all.
    pub status: u16,
    /// Discord's code; 0 where it has none.
    pub code: u64,
    pub message: String,
    pub errors: Value,
}

type Answer<T = Value> = Result<T, Refused>;

/// The bot's first answer to an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Message,
    Deferred,
    DeferredUpdate,
    Update,
    Modal,
    Choices,
    Failed,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Answered {
    pub interaction_id: Id,
    pub outcome: Outcome,
    /// Null if the answer made or changed none.
    #[serde(default)]
    pub message: Value,
    /// `modal_id`, `custom_id`, `title`, `components`.
    #[serde(default)]
    pub modal: Value,
    /// `[{"name", "value"}]`, for one who types.
    #[serde(default)]
    pub choices: Value,
}

/// A file to hand in: with a message under `files[n]`, with a form under the input's custom id.
#[derive(Clone, Debug)]
pub struct File {
    pub field: String,
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

impl Control {
    /// `base` as `Sandbox::base` has it.
    pub fn new(base: &str) -> Self {
        let http = Client::builder().no_proxy().build().unwrap_or_default();
        Self { base: base.trim_end_matches('/').to_owned(), http }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/_sandbox{path}", self.base))
    }

    async fn answer(request: RequestBuilder) -> Answer {
        let silent = |e: reqwest::Error| Refused { status: 0, code: 0, message: e.to_string(), errors: Value::Null };
        let response = request.send().await.map_err(silent)?;
        let status = response.status();
        let text = response.text().await.map_err(silent)?;
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status.is_success() {
            return Ok(body);
        }
        let message = body["message"].as_str().unwrap_or(&text).to_owned();
        let code = body["code"].as_u64().unwrap_or(0);
        Err(Refused { status: status.as_u16(), code, message, errors: body["errors"].clone() })
    }

    async fn get(&self, path: &str) -> Answer {
        Self::answer(self.request(Method::GET, path)).await
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Answer {
        Self::answer(self.request(method, path).json(body)).await
    }

    async fn interact(request: RequestBuilder) -> Answer<Answered> {
        let body = Self::answer(request).await?;
        serde_json::from_value(body).map_err(|e| Refused {
            status: 0,
            code: 0,
            message: e.to_string(),
            errors: Value::Null,
        })
    }

    // Seeing as a person.

    pub async fn people(&self) -> Answer {
        self.get("/people").await
    }

    pub async fn guilds(&self, user: Id) -> Answer {
        self.get(&format!("/as/{user}/guilds")).await
    }

    pub async fn dms(&self, user: Id) -> Answer {
        self.get(&format!("/as/{user}/dms")).await
    }

    /// The newest 100 messages as this person sees them, newest first.
    pub async fn view(&self, user: Id, channel: Id) -> Answer<Vec<Value>> {
        let list = self.get(&format!("/as/{user}/channels/{channel}/messages?limit=100")).await?;
        Ok(list.as_array().cloned().unwrap_or_default())
    }

    /// The channels of a guild that this person sees.
    pub async fn channels(&self, user: Id, guild: Id) -> Answer<Vec<Value>> {
        let all = self.guilds(user).await?;
        let found = all.as_array().into_iter().flatten().find(|g| Id::of(&g["id"]) == guild);
        Ok(found.and_then(|g| g["channels"].as_array().cloned()).unwrap_or_default())
    }

    // Acting as a person.

    pub async fn say(&self, user: Id, channel: Id, content: &str) -> Answer {
        self.send(Method::POST, &format!("/as/{user}/channels/{channel}/messages"), &json!({ "content": content }))
            .await
    }

    pub async fn reply(&self, user: Id, channel: Id, to: Id, content: &str) -> Answer {
        let body = json!({ "content": content, "reply_to": to });
        self.send(Method::POST, &format!("/as/{user}/channels/{channel}/messages"), &body).await
    }

    pub async fn upload(&self, user: Id, channel: Id, content: &str, files: Vec<File>) -> Answer {
        let path = format!("/as/{user}/channels/{channel}/messages");
        Self::answer(self.request(Method::POST, &path).multipart(form(&json!({ "content": content }), files))).await
    }

    pub async fn edit(&self, user: Id, channel: Id, message: Id, content: &str) -> Answer {
        let path = format!("/as/{user}/channels/{channel}/messages/{message}");
        self.send(Method::PATCH, &path, &json!({ "content": content })).await
    }

    pub async fn delete(&self, user: Id, channel: Id, message: Id) -> Answer {
        self.send(Method::DELETE, &format!("/as/{user}/channels/{channel}/messages/{message}"), &Value::Null).await
    }

    pub async fn react(&self, user: Id, channel: Id, message: Id, emoji: &str) -> Answer {
        let path = format!("/as/{user}/channels/{channel}/messages/{message}/reactions/{}", crate::cdn::escape(emoji));
        self.send(Method::PUT, &path, &Value::Null).await
    }

    pub async fn open_dm(&self, user: Id, recipient: Id) -> Answer {
        self.send(Method::POST, &format!("/as/{user}/dms"), &json!({ "recipient_id": recipient })).await
    }

    /// Presses a button.
    pub async fn press(&self, user: Id, channel: Id, message: Id, custom_id: &str) -> Answer<Answered> {
        self.choose(user, channel, message, custom_id, &[]).await
    }

    /// Chooses in a select.
    pub async fn choose(
        &self,
        user: Id,
        channel: Id,
        message: Id,
        custom_id: &str,
        values: &[&str],
    ) -> Answer<Answered> {
        let body = json!({ "channel_id": channel, "message_id": message, "custom_id": custom_id, "values": values });
        Self::interact(self.request(Method::POST, &format!("/as/{user}/press")).json(&body)).await
    }

    /// A slash command; `options` as `[{"name", "value"}]`.
    pub async fn command(&self, user: Id, channel: Id, name: &str, options: Value) -> Answer<Answered> {
        let body = json!({ "channel_id": channel, "name": name, "options": options });
        Self::interact(self.request(Method::POST, &format!("/as/{user}/command")).json(&body)).await
    }

    /// What is offered while the option is typed so far; further options as `[{"name", "value"}]`.
    pub async fn autocomplete(&self, user: Id, channel: Id, name: &str, option: &str, typed: &str) -> Answer<Answered> {
        self.typing(user, channel, name, json!([{ "name": option, "value": typed, "focused": true }])).await
    }

    /// The same with all options as they stand; one of them, perhaps within a subcommand, is `focused`.
    pub async fn typing(&self, user: Id, channel: Id, name: &str, options: Value) -> Answer<Answered> {
        let body = json!({ "channel_id": channel, "name": name, "options": options });
        Self::interact(self.request(Method::POST, &format!("/as/{user}/autocomplete")).json(&body)).await
    }

    /// A menu on a person (2) or a message (3).
    pub async fn menu(&self, user: Id, channel: Id, name: &str, kind: u8, target: Id) -> Answer<Answered> {
        let body = json!({ "channel_id": channel, "name": name, "type": kind, "target_id": target });
        Self::interact(self.request(Method::POST, &format!("/as/{user}/command")).json(&body)).await
    }

    /// Submits the form; `values` by custom id.
    pub async fn submit(&self, user: Id, modal: &Value, values: &Value) -> Answer<Answered> {
        let body = json!({ "modal_id": modal["modal_id"], "values": values });
        Self::interact(self.request(Method::POST, &format!("/as/{user}/submit")).json(&body)).await
    }

    pub async fn submit_with_files(
        &self,
        user: Id,
        modal: &Value,
        values: &Value,
        files: Vec<File>,
    ) -> Answer<Answered> {
        let body = json!({ "modal_id": modal["modal_id"], "values": values });
        Self::interact(self.request(Method::POST, &format!("/as/{user}/submit")).multipart(form(&body, files))).await
    }

    // Turning the world.

    pub async fn join(&self, guild: Id, user: Id) -> Answer {
        self.send(Method::POST, &format!("/guilds/{guild}/members/{user}"), &Value::Null).await
    }

    pub async fn leave(&self, guild: Id, user: Id) -> Answer {
        self.send(Method::DELETE, &format!("/guilds/{guild}/members/{user}"), &Value::Null).await
    }

    /// `{"roles": […]}` or `{"nick": …}`.
    pub async fn member(&self, guild: Id, user: Id, body: &Value) -> Answer {
        self.send(Method::PATCH, &format!("/guilds/{guild}/members/{user}"), body).await
    }

    pub async fn create_role(&self, guild: Id, body: &Value) -> Answer {
        self.send(Method::POST, &format!("/guilds/{guild}/roles"), body).await
    }

    pub async fn patch_role(&self, guild: Id, role: Id, body: &Value) -> Answer {
        self.send(Method::PATCH, &format!("/guilds/{guild}/roles/{role}"), body).await
    }

    pub async fn delete_role(&self, guild: Id, role: Id) -> Answer {
        self.send(Method::DELETE, &format!("/guilds/{guild}/roles/{role}"), &Value::Null).await
    }

    pub async fn create_channel(&self, guild: Id, body: &Value) -> Answer {
        self.send(Method::POST, &format!("/guilds/{guild}/channels"), body).await
    }

    pub async fn patch_channel(&self, guild: Id, channel: Id, body: &Value) -> Answer {
        self.send(Method::PATCH, &format!("/guilds/{guild}/channels/{channel}"), body).await
    }

    pub async fn delete_channel(&self, guild: Id, channel: Id) -> Answer {
        self.send(Method::DELETE, &format!("/guilds/{guild}/channels/{channel}"), &Value::Null).await
    }

    pub async fn rename_guild(&self, guild: Id, name: &str) -> Answer {
        self.send(Method::PATCH, &format!("/guilds/{guild}"), &json!({ "name": name })).await
    }

    /// Whether moderators of the guild need two-factor authentication.
    pub async fn want_mfa(&self, guild: Id, wanted: bool) -> Answer {
        self.send(Method::PATCH, &format!("/guilds/{guild}"), &json!({ "mfa_level": u8::from(wanted) })).await
    }

    /// `[{"id", "name", "animated"?}]`: the guild has these emoji and no others.
    pub async fn emojis(&self, guild: Id, all: &Value) -> Answer {
        self.send(Method::PUT, &format!("/guilds/{guild}/emojis"), all).await
    }

    /// What the bot's own role holds.
    pub async fn bot_permissions(&self, guild: Id, bits: u64) -> Answer {
        self.send(Method::PATCH, &format!("/guilds/{guild}/bot"), &json!({ "permissions": bits.to_string() })).await
    }

    pub async fn accepts_dms(&self, user: Id, accepts: bool) -> Answer {
        self.send(Method::PATCH, &format!("/users/{user}"), &json!({ "accepts_dms": accepts })).await
    }

    /// Whether the person has two-factor authentication.
    pub async fn has_mfa(&self, user: Id, has: bool) -> Answer {
        self.send(Method::PATCH, &format!("/users/{user}"), &json!({ "has_mfa": has })).await
    }

    pub async fn import(&self, body: &Value) -> Answer {
        self.send(Method::POST, "/import", body).await
    }

    pub async fn state(&self) -> Answer {
        self.get("/state").await
    }

    /// All of a channel's messages, oldest first, ephemeral ones too.
    pub async fn messages(&self, channel: Id) -> Answer<Vec<Value>> {
        Ok(self.get(&format!("/channels/{channel}/messages")).await?.as_array().cloned().unwrap_or_default())
    }

    pub async fn settings(&self, changes: &Value) -> Answer {
        self.send(Method::PUT, "/settings", changes).await
    }

    pub async fn faults(&self, changes: &Value) -> Answer {
        self.send(Method::PUT, "/faults", changes).await
    }

    /// Sets the sandbox's clock forward.
    pub async fn advance(&self, ms: u64) -> Answer {
        self.send(Method::POST, "/clock", &json!({ "advance_ms": ms })).await
    }

    /// All there is, to be handed to `restore`.
    pub async fn snapshot(&self) -> Answer {
        self.get("/snapshot").await
    }

    pub async fn restore(&self, snapshot: &Value) -> Answer {
        self.send(Method::PUT, "/snapshot", snapshot).await
    }

    /// The world of a fresh folder, under the same token.
    pub async fn reset(&self) -> Answer {
        self.send(Method::POST, "/reset", &Value::Null).await
    }

    pub async fn drop_gateway(&self) -> Answer {
        self.send(Method::POST, "/gateway/drop", &Value::Null).await
    }

    pub async fn invalidate_gateway(&self) -> Answer {
        self.send(Method::POST, "/gateway/invalidate", &Value::Null).await
    }

    pub async fn reconnect_gateway(&self) -> Answer {
        self.send(Method::POST, "/gateway/reconnect", &Value::Null).await
    }

    pub async fn traffic(&self) -> Answer {
        self.get("/traffic").await
    }

    /// Requests with their answers, and frames, after the nth; needs the setting `record`.
    pub async fn recording(&self, after: u64) -> Answer<Vec<Value>> {
        Ok(self.get(&format!("/recording?after={after}")).await?.as_array().cloned().unwrap_or_default())
    }

    pub async fn clear_traffic(&self) -> Answer {
        self.send(Method::DELETE, "/traffic", &Value::Null).await
    }

    /// What did not fit Discord's description; needs the feature `conformance`.
    pub async fn violations(&self) -> Answer<Vec<Value>> {
        Ok(self.traffic().await?["violations"].as_array().cloned().unwrap_or_default())
    }
}

fn form(body: &Value, files: Vec<File>) -> Form {
    let mut form = Form::new().text("payload_json", body.to_string());
    for (n, file) in files.into_iter().enumerate() {
        let field = if file.field.is_empty() { format!("files[{n}]") } else { format!("files[{}]", file.field) };
        let plain = Part::bytes(file.bytes.clone()).file_name(file.name.clone());
        let part = Part::bytes(file.bytes).file_name(file.name).mime_str(&file.content_type).unwrap_or(plain);
        form = form.part(field, part);
    }
    form
}

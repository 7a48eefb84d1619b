//! Knows Docket's slash commands: what they are, when Discord must be told, and where each leads.

use super::reply::Reply;
use super::{Asked, Oops, Result, deed, setup};
use crate::bot::Bot;
use crate::words::Word;
use domain::{Refusal, RoleKind, Ticket};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// All of them, as they are registered. Rights are asked when one is used: a guild's admins can let anyone see them.
fn commands() -> Value {
    let command = |name: &str, description: &str, options: Value| json!({"name": name, "type": 1, "description": description, "options": options, "contexts": [0]});
    let reason = json!([{"type": 3, "name": "reason", "description": "Why, for everyone in the ticket",
        "required": false, "max_length": 1_000}]);
    let text = |name: &str, description: &str, required: bool| json!({"type": 3, "name": name, "description": description, "required": required, "max_length": 80});
    let types: Vec<Value> = ["type", "type-2", "type-3", "type-4", "type-5"]
        .iter()
        .map(|name| text(name, "A ticket type, by its name or key", false))
        .collect();
    let department = text("department", "The department, by its name or key", true);
    let kinds: Vec<Value> =
        RoleKind::ALL.iter().map(|kind| json!({"name": kind.as_str(), "value": kind.as_str()})).collect();
    let set = json!([department,
        {"type": 8, "name": "role", "description": "The role", "required": true},
        {"type": 3, "name": "as", "description": "What its people are there; staff unless said otherwise",
            "required": false, "choices": kinds}]);
    let sub = |name: &str, description: &str, options: Value| json!([{"type": 1, "name": name, "description": description, "options": options}]);
    json!([
        command(
            "category",
            "Categories of departments",
            sub("create", "Make a department's category, and the channels that its panels lack", json!([department]))
        ),
        command("claim", "Take this ticket", json!([])),
        command("close", "Close this ticket", reason),
        command("role", "Roles of departments", sub("set", "Give a department a role", set)),
        command("setup", "Put a panel into this channel", json!(types)),
        command("status", "How this ticket stands", json!([])),
        command("unclaim", "Give this ticket back", json!([])),
    ])
}

/// What matters of a list of commands, whatever Discord adds or leaves out.
fn fingerprint(commands: &Value) -> [u8; 32] {
    let mut all: Vec<String> = commands
        .as_array()
        .into_iter()
        .flatten()
        .map(|command| json!([command["name"], command["description"], options_of(command)]).to_string())
        .collect();
    all.sort_unstable();
    Sha256::digest(all.join("\n")).into()
}

fn options_of(of: &Value) -> Vec<Value> {
    let all = of["options"].as_array().into_iter().flatten();
    all.map(|o| {
        let choices: Vec<&Value> = o["choices"].as_array().into_iter().flatten().map(|c| &c["value"]).collect();
        let required = o["required"].as_bool().unwrap_or(false);
        json!([o["name"], o["description"], o["type"], required, o["max_length"], choices, options_of(o)])
    })
    .collect()
}

/// Tells Discord of the commands, if those that it has are others: it counts what is made in a day.
pub async fn register(bot: &Bot) {
    let wanted = commands();
    let known = match bot.rest.commands(bot.application).await {
        Ok(known) => known,
        Err(error) => {
            tracing::warn!(%error, "the commands that Discord knows can't be read");
            return;
        }
    };
    if fingerprint(&known) == fingerprint(&wanted) {
        return;
    }
    match bot.rest.set_commands(bot.application, wanted).await {
        Ok(_) => tracing::info!("the slash commands are registered"),
        Err(error) => tracing::warn!(%error, "the slash commands could not be registered"),
    }
}

pub async fn run(asked: &Asked<'_>, reply: &Reply<'_>, name: &str, options: &[(String, String)]) -> Result<()> {
    match name {
        "setup" => return setup::panel(asked, reply, options).await,
        "category create" => return setup::category(asked, reply, options).await,
        "role set" => return setup::role(asked, reply, options).await,
        _ => {}
    }
    let ticket = reply.patiently(here(asked)).await?;
    match name {
        "claim" => deed::claim(asked, reply, ticket.id).await,
        "unclaim" => deed::unclaim(asked, reply, ticket.id).await,
        "close" => {
            let reason = options.iter().find(|(name, _)| name == "reason").map(|(_, text)| text.trim().to_owned());
            deed::close_for(asked, reply, ticket.id, reason.filter(|reason| !reason.is_empty())).await
        }
        "status" => status(asked, reply, &ticket).await,
        _ => Err(Refusal::OldControl.into()),
    }
}

/// The ticket in whose channel the command was given.
async fn here(asked: &Asked<'_>) -> Result<Ticket> {
    let not_one = || Oops::Words(Word::NotATicket.to_string());
    let channel = asked.channel.ok_or_else(not_one)?;
    let ticket = asked.bot.store.ticket_of_channel(channel).await?;
    ticket.filter(|ticket| ticket.guild == asked.guild).ok_or_else(not_one)
}

async fn status(asked: &Asked<'_>, reply: &Reply<'_>, ticket: &Ticket) -> Result<()> {
    let who = reply.patiently(asked.access()).await?;
    if !who.may_read(ticket.department, ticket.customer) {
        return Err(Refusal::NoSuchTicket.into());
    }
    let words = Word::Status {
        number: ticket.number,
        status: ticket.status,
        assignee: ticket.assignee,
        since: ticket.created_at,
        link: &asked.bot.link(ticket),
    };
    reply.whisper(json!({"content": words.to_string()})).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_matters_changes_the_fingerprint() {
        let mut known = commands();
        let claim = known.as_array().unwrap().iter().position(|command| command["name"] == "claim").unwrap();
        known[claim]["id"] = json!("5");
        known[claim]["version"] = json!("6");
        known[claim].as_object_mut().unwrap().remove("options");
        known.as_array_mut().unwrap().rotate_left(2);
        assert_eq!(fingerprint(&known), fingerprint(&commands()));
        known[0]["description"] = json!("Something else");
        assert_ne!(fingerprint(&known), fingerprint(&commands()));
        let mut known = commands();
        let role = known.as_array().unwrap().iter().position(|command| command["name"] == "role").unwrap();
        known[role]["options"][0]["options"][2]["choices"][0]["value"] = json!("other");
        assert_ne!(fingerprint(&known), fingerprint(&commands()));
        assert_ne!(fingerprint(&json!([])), fingerprint(&commands()));
    }
}

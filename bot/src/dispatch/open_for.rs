//! Knows how a ticket is opened without a panel: by a command, for another member, from a message. Whoever opens for
//! another must act in the type's department.

use super::used::Used;
use super::{Asked, Oops, Result, echo, form, kind, open};
use crate::clock;
use crate::custom_id::CustomId;
use crate::owed;
use crate::ticket::clip;
use crate::wire::guild::Member;
use crate::words::{Label, Told};
use domain::form::{QuestionKind, TextStyle};
use domain::{MessageId, Question, RawAnswer, Refusal, Ticket, TicketType, TicketTypeId, TypeState, UserId, Via};
use serde_json::{Value, json};
use store::{Catalog, Opening};

use super::setup::find_type;

/// Types in one select (<https://discord.com/developers/docs/components/reference#string-select>).
const IN_A_SELECT: usize = 25;
/// Characters of a description.
const DESCRIPTION: usize = 4_000;
/// No message.
const NONE: MessageId = MessageId(0);

/// What a form of this way says of itself.
#[derive(Clone, Copy)]
pub struct Form {
    pub ticket_type: TicketTypeId,
    pub revision: i64,
    pub customer: UserId,
    pub message: MessageId,
}

/// `/open [type] [member]`
pub async fn command(used: &Used<'_>) -> Result<()> {
    let customer = used.person("member").unwrap_or(used.asked.user());
    not_a_bot(used.asked, customer)?;
    match used.option("type") {
        Some(named) => {
            let catalog = used.asked.bot.catalog(used.asked.guild).await?;
            let kind = find_type(&catalog, named)?;
            ask(used, kind, customer, NONE, "").await
        }
        None => offer(used, customer, NONE, "").await,
    }
}

/// The menu of a member.
pub async fn member(used: &Used<'_>) -> Result<()> {
    let customer = UserId(target(used.asked));
    not_a_bot(used.asked, customer)?;
    offer(used, customer, NONE, "").await
}

/// The menu of a message: its author's ticket, with its words in the form's first long answer.
pub async fn message(used: &Used<'_>) -> Result<()> {
    let message = resolved(used.asked);
    let author = message["author"]["id"].as_str().and_then(|id| id.parse().ok()).ok_or(Refusal::NotFound)?;
    if message["author"]["bot"].as_bool().unwrap_or(false) {
        return Err(Oops::Words(Told::NotFromBots.to_string()));
    }
    let said = message["content"].as_str().unwrap_or_default();
    offer(used, author, MessageId(target(used.asked)), said).await
}

/// What a message says that a menu was opened on, with the link to it.
pub fn quoted(used: &Used<'_>) -> Result<String> {
    let message = resolved(used.asked);
    match words(used.asked, MessageId(target(used.asked)), &message) {
        Some(words) => Ok(words),
        None => Err(Oops::Words(Told::NoWords.to_string())),
    }
}

fn words(asked: &Asked<'_>, id: MessageId, message: &Value) -> Option<String> {
    let said = message["content"].as_str().map(str::trim).filter(|said| !said.is_empty())?;
    let link = link(asked, id);
    let author = message["author"]["id"].as_str().unwrap_or_default();
    let room = DESCRIPTION - link.chars().count() - author.len() - 10;
    Some(format!("<@{author}>: {}\n{link}", clip(said, room)))
}

fn link(asked: &Asked<'_>, id: MessageId) -> String {
    let channel = asked.channel.unwrap_or_default();
    format!("https://discord.com/channels/{}/{channel}/{id}", asked.guild)
}

fn target(asked: &Asked<'_>) -> i64 {
    asked.raw.data["target_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

fn resolved(asked: &Asked<'_>) -> Value {
    asked.raw.data["resolved"]["messages"][target(asked).to_string()].clone()
}

fn not_a_bot(asked: &Asked<'_>, customer: UserId) -> Result<()> {
    let user = &asked.raw.data["resolved"]["users"][customer.to_string()];
    if user["bot"].as_bool().unwrap_or(false) {
        return Err(Oops::Words(Told::NotFromBots.to_string()));
    }
    Ok(())
}

/// The types that this person may open for that one, from memory.
async fn types(asked: &Asked<'_>, customer: UserId) -> Result<Vec<TicketType>> {
    let catalog = asked.bot.catalog(asked.guild).await?;
    let may = |kind: &&TicketType| kind.state == TypeState::Active && may_open_for(asked, &catalog, kind, customer);
    Ok(catalog.types.iter().filter(may).cloned().collect())
}

fn may_open_for(asked: &Asked<'_>, catalog: &Catalog, kind: &TicketType, customer: UserId) -> bool {
    if customer == asked.user() {
        return true;
    }
    let who = asked.bot.memory.facts(asked.guild, asked.user(), &asked.roles).map(|facts| {
        domain::Access::decide(asked.guild, asked.user(), &facts, &catalog.admin_roles, &catalog.departments)
    });
    who.is_some_and(|who| who.acts_in(kind.department))
}

/// The only type at once, else a choice.
async fn offer(used: &Used<'_>, customer: UserId, message: MessageId, said: &str) -> Result<()> {
    let types = types(used.asked, customer).await?;
    match types.as_slice() {
        [] if customer == used.asked.user() => Err(Oops::Words(Told::NoTypeForYou.to_string())),
        [] => Err(Refusal::StaffOnly.into()),
        [only] => ask(used, only, customer, message, said).await,
        several => {
            let option = |kind: &TicketType| json!({"label": clip(&kind.name, 100), "value": kind.id.to_string()});
            let options: Vec<Value> = several.iter().take(IN_A_SELECT).map(option).collect();
            let id = CustomId::ChooseType { customer, message };
            let select = json!({"type": 3, "custom_id": id.to_string(), "options": options,
                "placeholder": Label::ChooseType.to_string()});
            let of = (customer != used.asked.user()).then_some(customer);
            let body = json!({"content": Told::WhichType { customer: of }.to_string(),
                "components": [{"type": 1, "components": [select]}]});
            used.reply.whisper(body).await?;
            Ok(())
        }
    }
}

/// What was chosen in the select.
pub async fn chosen(used: &Used<'_>, customer: UserId, message: MessageId, values: &[String]) -> Result<()> {
    let catalog = used.asked.bot.catalog(used.asked.guild).await?;
    let id: Option<TicketTypeId> = values.first().and_then(|value| value.parse().ok());
    let kind = catalog.types.iter().find(|kind| Some(kind.id) == id).ok_or(Refusal::TypeGone)?;
    ask(used, kind, customer, message, "").await
}

/// The form. For oneself it is the panel's.
async fn ask(used: &Used<'_>, kind: &TicketType, customer: UserId, message: MessageId, said: &str) -> Result<()> {
    let asked = used.asked;
    if asked.bot.spots.guild_is_full(asked.guild) {
        return Err(Refusal::GuildFull.into());
    }
    if customer == asked.user() && message == NONE {
        return open::ask(asked, used.reply, kind.id).await;
    }
    let catalog = asked.bot.catalog(asked.guild).await?;
    if !may_open_for(asked, &catalog, kind, customer) {
        return Err(Refusal::StaffOnly.into());
    }
    if kind.state == TypeState::Paused {
        return Err(Refusal::type_paused(kind.paused_message.as_deref()).into());
    }
    let id = CustomId::SubmitFor { ticket_type: kind.id, form_revision: kind.form.revision, customer, message };
    // What was written for one member is not to stand in another's form.
    let own = customer == asked.user();
    let mut before = if own { asked.bot.memory.draft(asked.user(), kind.id) } else { Vec::new() };
    if before.is_empty() {
        before.extend(prefilled(&kind.form.questions, said));
    }
    used.reply.modal(form::opening_as(id, &kind.form, &before)).await?;
    Ok(())
}

/// What was said stands in the first long answer.
fn prefilled(questions: &[Question], said: &str) -> Option<RawAnswer> {
    let long = |question: &&Question| matches!(question.kind, QuestionKind::Text { style: TextStyle::Long, .. });
    let question = questions.iter().find(long).filter(|_| !said.trim().is_empty())?;
    Some(RawAnswer { key: question.key.clone(), value: said.trim().to_owned() })
}

pub async fn submit(used: &Used<'_>, form: Form, answers: Vec<RawAnswer>) -> Result<()> {
    let asked = used.asked;
    let bot = asked.bot;
    let now = clock::now();
    let until = now.plus(open::TOKEN);
    bot.store.owe_reply(asked.raw.id, &asked.raw.token, until).await?;
    if let Err(error) = used.reply.later().await {
        owed::given(bot, asked.raw.id).await;
        return Err(error.into());
    }
    let opened = open_ticket(used, form, answers.clone()).await;
    match &opened {
        Ok(ticket) => {
            bot.fresh.note(ticket.id);
            bot.memory.put_ticket(ticket);
            bot.memory.drop_draft(asked.user(), form.ticket_type);
            // The bell has rung: the reconciler makes its place and tells whoever opened it.
            Ok(())
        }
        // The place in line is written: nothing of it is to be typed again.
        Err(Oops::Refused(Refusal::InLine { position })) if form.customer == asked.user() => {
            bot.memory.drop_draft(asked.user(), form.ticket_type);
            let told = used.reply.whisper(open::in_line(form.ticket_type, *position)).await;
            owed::given(bot, asked.raw.id).await;
            Ok(told?)
        }
        Err(oops) => {
            let Oops::Refused(refusal) = oops else {
                owed::given(bot, asked.raw.id).await;
                return opened.map(drop);
            };
            let kind = kind(refusal);
            tracing::info!(guild.id = %asked.guild, user.id = %asked.user(), refusal.kind = kind, "an opening without a panel was refused");
            let shown = bot.store.form_shown(asked.guild, form.ticket_type, form.revision).await.unwrap_or_default();
            let words = echo::echo(&refusal.to_string(), shown.as_ref(), &answers);
            if form.customer == asked.user() {
                bot.memory.keep_draft(asked.user(), form.ticket_type, answers, now);
            }
            let told = used.reply.whisper(json!({"content": words})).await;
            owed::given(bot, asked.raw.id).await;
            Ok(told?)
        }
    }
}

async fn open_ticket(used: &Used<'_>, form: Form, answers: Vec<RawAnswer>) -> Result<Ticket> {
    let asked = used.asked;
    let bot = asked.bot;
    let own = form.customer == asked.user();
    let (customer, customer_name, roles, joined_at) = if own {
        (asked.person.clone(), asked.called.clone(), asked.roles.clone(), asked.joined_at)
    } else {
        let member = bot.rest.member(asked.guild, form.customer).await?.ok_or(Refusal::NotFound)?;
        let member: Member = serde_json::from_value(member).map_err(|_| Refusal::NotFound)?;
        (member.user.person(), member.called(), member.roles.clone(), member.joined_at())
    };
    if customer.bot {
        return Err(Oops::Words(Told::NotFromBots.to_string()));
    }
    let description = described(used, form.message).await;
    let now = clock::now();
    let opening = Opening {
        guild: asked.guild,
        ticket_type: form.ticket_type,
        form_revision: form.revision,
        customer,
        customer_name,
        roles,
        joined_at,
        answers,
        description,
        interaction: Some(asked.raw.id),
        reply: Some((asked.raw.token.clone(), now.plus(open::TOKEN))),
        via: Via::Discord,
    };
    let opened = if own {
        bot.store.open_ticket(&opening, now).await?
    } else {
        bot.store.open_for(&asked.access().await?, &opening, now).await?
    };
    Ok(opened.ticket)
}

/// The message that it is opened from, to be the ticket's description.
async fn described(used: &Used<'_>, message: MessageId) -> Option<String> {
    let asked = used.asked;
    let channel = asked.channel.filter(|_| message != NONE)?;
    Some(match asked.bot.rest.message(channel, message).await {
        Ok(said) => words(asked, message, &said).unwrap_or_else(|| link(asked, message)),
        // Where the bot may not read, the link is what is left.
        Err(_) => link(asked, message),
    })
}

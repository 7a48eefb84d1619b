//! Knows which button and which form leads to which deed.

use super::reply::Reply;
use super::used::Used;
use super::{Asked, Result, deed, open, open_for, setup};
use crate::custom_id::CustomId;
use domain::{RawAnswer, Refusal};

pub async fn press(asked: &Asked<'_>, reply: &Reply<'_>, custom_id: &str, values: &[String]) -> Result<()> {
    let used = Used { asked, reply, options: &[] };
    let id = CustomId::parse(custom_id).ok_or(Refusal::OldControl)?;
    match id {
        // A form is the first answer, so nothing comes before it.
        CustomId::Open { ticket_type, .. } | CustomId::Retry { ticket_type } => {
            open::ask(asked, reply, ticket_type).await
        }
        CustomId::Close { ticket } => deed::end::ask_reason(&used, ticket).await,
        CustomId::Cancel { ticket } => deed::end::ask_cancel(&used, ticket).await,
        CustomId::Comment { ticket, .. } => deed::rate::ask_comment(&used, ticket).await,
        CustomId::ChooseType { customer, message } => open_for::chosen(&used, customer, message, values).await,
        other => reply.patiently(Box::pin(deed(&used, other, values))).await,
    }
}

async fn deed(used: &Used<'_>, id: CustomId, values: &[String]) -> Result<()> {
    let asked = used.asked;
    match id {
        CustomId::Claim { ticket } => deed::claim::claim(used, ticket).await,
        CustomId::ItWorks { ticket } => deed::end::it_works(used, ticket).await,
        CustomId::Help { ticket } => deed::help(used, ticket).await,
        CustomId::ConfirmClose { ticket } => deed::end::confirm(used, ticket).await,
        CustomId::Accept { ticket } => deed::solve::accept(used, ticket).await,
        CustomId::Refuse { ticket } => deed::solve::refuse(used, ticket).await,
        CustomId::Reopen { ticket } => deed::end::reopen(used, ticket).await,
        CustomId::Keep { ticket } => deed::end::keep(used, ticket).await,
        CustomId::Rate { ticket, stars, .. } => deed::rate::rate(used, ticket, stars).await,
        CustomId::LeaveLine { ticket_type } => open::leave_line(asked, used.reply, ticket_type).await,
        CustomId::SetUp { guild } if guild == asked.guild => setup::set_up(asked, used.reply).await,
        CustomId::ChooseTypes { guild } if guild == asked.guild => setup::chosen(asked, used.reply, values).await,
        _ => Err(Refusal::OldControl.into()),
    }
}

pub async fn submit(asked: &Asked<'_>, reply: &Reply<'_>, custom_id: &str, answers: Vec<RawAnswer>) -> Result<()> {
    let used = Used { asked, reply, options: &[] };
    match CustomId::parse(custom_id) {
        Some(CustomId::Submit { ticket_type, form_revision }) => {
            open::submit(asked, reply, ticket_type, form_revision, answers).await
        }
        Some(CustomId::SubmitFor { ticket_type, form_revision, customer, message }) => {
            let form = open_for::Form { ticket_type, revision: form_revision, customer, message };
            open_for::submit(&used, form, answers).await
        }
        Some(CustomId::Closing { ticket }) => {
            reply.patiently(Box::pin(deed::end::close_with(&used, ticket, &answers))).await
        }
        Some(CustomId::Cancelling { ticket }) => {
            reply.patiently(Box::pin(deed::end::cancel_with(&used, ticket, &answers))).await
        }
        Some(CustomId::Commenting { ticket, .. }) => {
            reply.patiently(Box::pin(deed::rate::comment(&used, ticket, &answers))).await
        }
        _ => Err(Refusal::OldControl.into()),
    }
}

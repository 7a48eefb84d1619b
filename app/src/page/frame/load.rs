//! What the frame shows.

use super::{BotShown, FrameShown};
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::shell::theme_of_request;
use crate::words::reconnect_words;
use domain::{GuildId, Refusal, Standing};
use store::BotStatus;

pub async fn frame(guild: GuildId) -> Result<FrameShown, Fault> {
    let person = guard::visitor()?;
    let visitor = guard::whole_visitor();
    let theme = theme_of_request().unwrap_or_default().to_owned();
    let (access, store) = guard::access(guild).await?;
    let row = store.guild(guild).await?.ok_or(Refusal::NotFound)?;
    let guilds = store.guilds_of(person.id, clock::now()).await?;
    let problems = match access.standing() {
        Standing::Admin => store.problems(guild).await?,
        _ => Vec::new(),
    };
    Ok(FrameShown {
        person: person.id,
        name: person.display_name,
        username: person.username,
        guild,
        guild_name: row.name,
        guilds: guilds.into_iter().filter(|(other, _)| other.id != guild).map(|(g, _)| (g.id, g.name)).collect(),
        standing: access.standing(),
        theme,
        bot: bot_shown(&store.bot_status(), visitor.is_operator),
        problems: problems.into_iter().map(|problem| (problem.what, problem.mend)).collect(),
    })
}

/// Operators are told why; a stranger only that it is so.
pub fn bot_shown(status: &BotStatus, is_operator: bool) -> BotShown {
    match status {
        BotStatus::Connected => BotShown::Fine,
        _ if !is_operator => BotShown::Away,
        BotStatus::Starting => BotShown::Away,
        BotStatus::Reconnecting { why } => BotShown::AwayBecause { why: reconnect_words(why), mend: None },
        BotStatus::Failed { why, mend } => BotShown::AwayBecause { why: why.clone(), mend: Some(mend.clone()) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_operators_are_told_why() {
        let failed = BotStatus::Failed { why: "bad token".into(), mend: "set discord.token".into() };
        assert_eq!(bot_shown(&failed, false), BotShown::Away);
        let told = BotShown::AwayBecause { why: "bad token".into(), mend: Some("set discord.token".into()) };
        assert_eq!(bot_shown(&failed, true), told);
        assert_eq!(bot_shown(&BotStatus::Connected, true), BotShown::Fine);
    }

    #[test]
    fn a_broken_line_is_told_in_words() {
        let told = |why: &str| match bot_shown(&BotStatus::Reconnecting { why: why.into() }, true) {
            BotShown::AwayBecause { why, mend: None } => why,
            other => panic!("{other:?}"),
        };
        let raw = "HTTP error: 503 Service Unavailable";
        assert!(told(raw).contains("503") && !told(raw).contains("HTTP error"), "{}", told(raw));
        assert!(!told("IO error: Connection reset by peer (os error 104)").contains("os error"));
    }
}

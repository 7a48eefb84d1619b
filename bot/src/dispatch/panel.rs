//! Knows how admins see to their panels from Discord: which there are, and publishing one again.

use super::used::Used;
use super::{Result, setup};
use crate::clock;
use crate::ticket::clip;
use crate::words::Told;
use domain::{Panel, PanelId, PanelState, Refusal, Via};

/// Characters of the list; a message takes 2,000 with the words around it.
const LINES: usize = 1_700;

/// `/panel [panel]`
pub async fn panel(used: &Used<'_>) -> Result<()> {
    let admin = setup::admin(used.asked).await?;
    let catalog = used.asked.bot.catalog(used.asked.guild).await?;
    let Some(named) = used.option("panel") else { return list(used, &catalog.panels).await };
    let by_id = named.parse::<PanelId>().ok();
    let is = |panel: &&Panel| Some(panel.id) == by_id || panel.title.eq_ignore_ascii_case(named);
    let panel = catalog.panels.iter().find(is).ok_or(Refusal::NotFound)?;
    used.store().publish_panels(&admin, &[panel.id], Via::Discord, clock::now()).await?;
    match crate::panel::tend(used.asked.bot, panel.id).await {
        Ok(()) => used.tell(Told::PanelPublished { name: &panel.title }).await,
        Err(trouble) => used.tell(setup::refused(&trouble).ok_or(trouble)?).await,
    }
}

async fn list(used: &Used<'_>, panels: &[Panel]) -> Result<()> {
    let base = used.asked.bot.public_url.trim_end_matches('/');
    let link = format!("{base}/g/{}/settings/types", used.asked.guild);
    if panels.is_empty() {
        return used.tell(Told::NoPanels { link: &link }).await;
    }
    let line = |panel: &Panel| {
        let place = panel.channel.map_or_else(|| format!("#{}", panel.channel_name), |channel| format!("<#{channel}>"));
        let state = match (panel.state, panel.message) {
            (PanelState::Draft, _) => " (not published)",
            (PanelState::Published, None) => " (being published)",
            (PanelState::Published, Some(_)) => "",
        };
        format!("- **{}** {place}{state}", panel.title)
    };
    let lines: Vec<String> = panels.iter().map(line).collect();
    used.tell(Told::Panels { lines: &clip(&lines.join("\n"), LINES), link: &link }).await
}

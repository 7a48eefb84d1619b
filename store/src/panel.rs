//! Knows where panels stand in Discord.

use crate::db::{execute, fetch_all, fetch_optional};
use crate::{Result, Store, catalog};
use domain::{ChannelId, MessageId, Panel, PanelId};

impl Store {
    pub async fn panel(&self, panel: PanelId) -> Result<Option<Panel>> {
        let mut tx = self.inner.db.snapshot().await?;
        let row = fetch_optional!(&mut tx, (domain::GuildId,), "select guild from panel where id = $1", panel)?;
        let Some((guild,)) = row else { return Ok(None) };
        Ok(catalog::panels(&mut tx, guild).await?.into_iter().find(|found| found.id == panel))
    }

    /// Panels that are not in Discord as they are here: without a channel, or published with no or an older message.
    pub async fn panels_behind(&self) -> Result<Vec<Panel>> {
        let mut tx = self.inner.db.snapshot().await?;
        let rows = fetch_all!(
            &mut tx,
            (domain::GuildId, PanelId),
            "select panel.guild, panel.id from panel join guild on guild.id = panel.guild
             where guild.present and (panel.channel is null
               or (panel.state = 'published' and (panel.message is null or panel.revision <> panel.published_revision)))
             order by panel.guild, panel.id"
        )?;
        let mut behind = Vec::with_capacity(rows.len());
        let mut known: Option<(domain::GuildId, Vec<Panel>)> = None;
        for (guild, panel) in rows {
            if known.as_ref().is_none_or(|(of, _)| *of != guild) {
                known = Some((guild, catalog::panels(&mut tx, guild).await?));
            }
            behind
                .extend(known.iter().filter_map(|(_, panels)| panels.iter().find(|found| found.id == panel)).cloned());
        }
        Ok(behind)
    }

    pub async fn panel_placed(&self, panel: PanelId, channel: ChannelId) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        execute!(&mut tx, "update panel set channel = $2 where id = $1", panel, channel)?;
        tx.commit().await?;
        Ok(())
    }

    /// Discord shows this revision in this message.
    pub async fn panel_published(&self, panel: PanelId, message: MessageId, revision: i64) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        execute!(
            &mut tx,
            "update panel set message = $2, published_revision = $3 where id = $1",
            panel,
            message,
            revision
        )?;
        tx.commit().await?;
        Ok(())
    }

    /// Somebody deleted the message: it is to be made anew. Gives the panel that lost it. Rings Panel.
    pub async fn panel_message_deleted(&self, message: MessageId) -> Result<Option<PanelId>> {
        let mut tx = self.inner.db.begin().await?;
        let row = fetch_optional!(
            &mut tx,
            (domain::GuildId, PanelId),
            "update panel set message = null, published_revision = 0 where message = $1 returning guild, id",
            message,
        )?;
        tx.commit().await?;
        let Some((guild, panel)) = row else { return Ok(None) };
        self.ring([domain::Bell::Panel { guild, panel }]);
        Ok(Some(panel))
    }
}

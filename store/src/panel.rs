//! Knows panels: how one is made and published, and where it stands in Discord.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::setting::{Entry, take_guild};
use crate::text::without_nul;
use crate::{Result, Store, catalog};
use domain::setting::{AuditDeed, AuditSubject, limit};
use domain::{Admin, Bell, ChannelId, Colour, GuildId, MessageId, Panel, PanelId, PanelState, Refusal, TicketTypeId};
use domain::{Timestamp, Via};
use std::collections::HashSet;

/// A panel to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelDraft {
    /// Where it stands; `None`: a channel is made for it under "Create Ticket".
    pub channel: Option<ChannelId>,
    pub channel_name: String,
    pub title: String,
    pub text: String,
    pub colour: Colour,
    /// In the order of its buttons; at most 25.
    pub types: Vec<TicketTypeId>,
    /// A draft gets its channel and no message yet.
    pub state: PanelState,
}

impl Store {
    /// Makes a panel. One that stands in this channel with the same types is published again instead.
    /// Refuses: NotFound (a type that the guild does not offer), TooMany. Rings Catalog and Panel.
    pub async fn add_panel(&self, admin: &Admin, draft: &PanelDraft, via: Via, now: Timestamp) -> Result<PanelId> {
        let guild = admin.guild();
        let count = draft.types.len();
        if count > limit::PANEL_TYPES {
            return Err(Refusal::TooMany { count, max: limit::PANEL_TYPES }.into());
        }
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let offered: HashSet<TicketTypeId> = catalog::types(&mut tx, guild).await?.iter().map(|kind| kind.id).collect();
        if draft.types.is_empty() || !draft.types.iter().all(|kind| offered.contains(kind)) {
            return Err(Refusal::NotFound.into());
        }
        let wanted: HashSet<TicketTypeId> = draft.types.iter().copied().collect();
        let same = |panel: &Panel| {
            panel.channel.is_some()
                && panel.channel == draft.channel
                && panel.types.iter().copied().collect::<HashSet<_>>() == wanted
        };
        let known = catalog::panels(&mut tx, guild).await?.into_iter().find(same);
        let (panel, deed) = if let Some(known) = known {
            publish(&mut tx, guild, known.id).await?;
            (known.id, AuditDeed::Published)
        } else {
            let panel = PanelId(self.inner.ids.next(now));
            insert(&mut tx, guild, panel, draft).await?;
            (panel, AuditDeed::Added)
        };
        let entry = Entry::new(AuditSubject::Panel, Some(panel.0), &draft.title, deed);
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Panel { guild, panel }]);
        Ok(panel)
    }

    /// Marks panels of this guild as to be published. Rings Panel for each.
    pub async fn publish_panels(&self, admin: &Admin, panels: &[PanelId], via: Via, now: Timestamp) -> Result<()> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        for panel in panels {
            let Some(title) = publish(&mut tx, guild, *panel).await? else { return Err(Refusal::NotFound.into()) };
            let entry = Entry::new(AuditSubject::Panel, Some(panel.0), &title, AuditDeed::Published);
            entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        }
        tx.commit().await?;
        self.ring(panels.iter().map(|panel| Bell::Panel { guild, panel: *panel }).chain([Bell::Catalog { guild }]));
        Ok(())
    }

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
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update panel set channel = $2 where id = $1", panel, channel)?;
        Ok(())
    }

    /// Discord shows this revision in this message. Rings Panel: who saved it may be waiting for that.
    pub async fn panel_published(&self, panel: PanelId, message: MessageId, revision: i64) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let row = fetch_optional!(
            &mut tx,
            (GuildId,),
            "update panel set message = $2, published_revision = $3 where id = $1 returning guild",
            panel,
            message,
            revision
        )?;
        self.ring(row.map(|(guild,)| Bell::Panel { guild, panel }));
        Ok(())
    }

    /// Somebody deleted the message: it is to be made anew. Gives the panel that lost it. Rings Panel.
    pub async fn panel_message_deleted(&self, message: MessageId) -> Result<Option<PanelId>> {
        let mut tx = self.inner.db.one_write().await?;
        let row = fetch_optional!(
            &mut tx,
            (domain::GuildId, PanelId),
            "update panel set message = null, published_revision = 0 where message = $1 returning guild, id",
            message,
        )?;
        let Some((guild, panel)) = row else { return Ok(None) };
        self.ring([domain::Bell::Panel { guild, panel }]);
        Ok(Some(panel))
    }
}

/// Its title; `None` if the guild has no such panel.
async fn publish(tx: &mut Tx, guild: GuildId, panel: PanelId) -> Result<Option<String>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "update panel set state = 'published', revision = revision + 1 where id = $1 and guild = $2 returning title",
        panel,
        guild,
    )?;
    Ok(row.map(|(title,)| title))
}

async fn insert(tx: &mut Tx, guild: GuildId, panel: PanelId, draft: &PanelDraft) -> Result<()> {
    execute!(
        tx,
        "insert into panel (id, guild, key, channel_name, channel, title, text, colour, state, revision,
           published_revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0)",
        panel,
        guild,
        format!("panel-{panel}"),
        &*without_nul(&draft.channel_name),
        draft.channel,
        &*without_nul(&draft.title),
        &*without_nul(&draft.text),
        draft.colour,
        draft.state,
    )?;
    for (kind, position) in draft.types.iter().zip(0_i64..) {
        execute!(
            tx,
            "insert into panel_type (panel, ticket_type, position) values ($1, $2, $3)
             on conflict (panel, ticket_type) do nothing",
            panel,
            *kind,
            position,
        )?;
    }
    Ok(())
}

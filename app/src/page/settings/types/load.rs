//! What the list of types shows.

use super::{RowShown, TypesShown};
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::InDiscord;
use crate::page::settings::keep::{kept, pocket};
use domain::{GuildId, Panel, PanelState, TicketType, preset};
use store::Catalog;

pub async fn types(guild: GuildId) -> Result<TypesShown, Fault> {
    let pocket = pocket();
    let (_, store) = guard::admin(guild).await?;
    let catalog = store.catalog(guild).await?;
    let kept = kept(pocket, &link::ticket_types(guild)).await;
    Ok(TypesShown {
        guild,
        rows: catalog.types.iter().map(|kind| row(kind, &catalog)).collect(),
        presets: preset::types().into_iter().map(|preset| (preset.key.to_owned(), preset.name.to_owned())).collect(),
        kept,
    })
}

fn row(kind: &TicketType, catalog: &Catalog) -> RowShown {
    let department = catalog.departments.iter().find(|department| department.id == kind.department);
    RowShown {
        id: kind.id,
        key: kind.key.clone(),
        name: kind.name.clone(),
        label: kind.label.clone(),
        emoji: kind.emoji.clone(),
        style: kind.style,
        state: kind.state,
        department_name: department.map(|department| department.name.clone()).unwrap_or_default(),
        department_colour: department.map_or(0, |department| department.colour),
        questions: kind.form.questions.len(),
        panels: panels_of(kind, catalog).map(|panel| panel.channel_name.clone()).collect(),
        live: in_discord(kind, catalog),
    }
}

/// The panels that members see with this type on them.
pub fn panels_of<'a>(kind: &'a TicketType, catalog: &'a Catalog) -> impl Iterator<Item = &'a Panel> {
    catalog.panels.iter().filter(|panel| panel.state == PanelState::Published && panel.types.contains(&kind.id))
}

pub fn in_discord(kind: &TicketType, catalog: &Catalog) -> InDiscord {
    let mut panels = panels_of(kind, catalog).peekable();
    if panels.peek().is_none() {
        InDiscord::Nowhere
    } else if panels.all(|panel| panel.message.is_some() && panel.published_revision == panel.revision) {
        InDiscord::Live
    } else {
        InDiscord::Soon
    }
}

//! Knows what admins set up from Discord: a panel in this channel, a department's category, its roles.

use super::reply::Reply;
use super::{Asked, Oops, Result};
use crate::clock;
use crate::custom_id::CustomId;
use crate::permission;
use crate::rest::NewChannel;
use crate::rest::message::id_of;
use crate::ticket::clip;
use crate::trouble::Trouble;
use crate::words::Word;
use crate::{panel, rest};
use domain::setting::{Saved, limit};
use domain::{
    Admin, ChannelFacts, ChannelId, Department, DepartmentId, PanelId, PanelState, Refusal, RoleId, RoleKind,
    TicketType, TicketTypeId, TypeState, Via,
};
use serde_json::{Value, json};
use store::{Catalog, PanelDraft};

/// Discord's channel type of a category.
const CATEGORY: i32 = 4;
/// Characters that the list in a refusal may take.
const LIST: usize = 1_500;

/// Only admins, asked at each use.
pub async fn admin(asked: &Asked<'_>) -> Result<Admin> {
    Ok(asked.access().await?.admin()?)
}

/// `/setup [type…]`
pub async fn panel(asked: &Asked<'_>, reply: &Reply<'_>, options: &[(String, String)]) -> Result<()> {
    let admin = reply.patiently(admin(asked)).await?;
    let catalog = asked.bot.catalog(asked.guild).await?;
    if catalog.types.is_empty() {
        return question(asked, reply).await;
    }
    let named: Vec<&str> = options.iter().map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect();
    if named.is_empty() {
        return ask_which(asked, reply, &catalog).await;
    }
    let mut types: Vec<&TicketType> = Vec::new();
    for name in named {
        let found = find_type(&catalog, name)?;
        if !types.iter().any(|known| known.id == found.id) {
            types.push(found);
        }
    }
    put(asked, reply, &admin, &catalog, &types).await
}

/// The press on "Set up".
pub async fn set_up(asked: &Asked<'_>, reply: &Reply<'_>) -> Result<()> {
    let admin = reply.patiently(admin(asked)).await?;
    reply.patiently(asked.bot.store.set_up(&admin, Via::Discord, clock::now())).await?;
    reply.whisper(json!({"content": Word::SetUpDone.to_string()})).await?;
    Ok(())
}

/// What was chosen in the select.
pub async fn chosen(asked: &Asked<'_>, reply: &Reply<'_>, values: &[String]) -> Result<()> {
    let admin = reply.patiently(admin(asked)).await?;
    let catalog = asked.bot.catalog(asked.guild).await?;
    let ids: Vec<TicketTypeId> = values.iter().filter_map(|value| value.parse().ok()).collect();
    // In the catalogue's order, whatever order they were clicked in.
    let types: Vec<&TicketType> = catalog.types.iter().filter(|kind| ids.contains(&kind.id)).collect();
    if types.is_empty() {
        return Err(Oops::Words(Word::NothingChosen.to_string()));
    }
    put(asked, reply, &admin, &catalog, &types).await
}

async fn question(asked: &Asked<'_>, reply: &Reply<'_>) -> Result<()> {
    let id = CustomId::SetUp { guild: asked.guild }.to_string();
    let buttons = json!([
        {"type": 2, "style": 1, "label": Word::SetUpButton.to_string(), "custom_id": id},
        dashboard(asked),
    ]);
    let body = json!({"content": Word::SetUpQuestion.to_string(), "components": [{"type": 1, "components": buttons}]});
    reply.whisper(body).await?;
    Ok(())
}

/// A button that leads to the settings in the browser.
fn dashboard(asked: &Asked<'_>) -> Value {
    let url = format!("{}/g/{}/settings/types", asked.bot.public_url.trim_end_matches('/'), asked.guild);
    json!({"type": 2, "style": 5, "label": Word::DashboardButton.to_string(), "url": url})
}

async fn ask_which(asked: &Asked<'_>, reply: &Reply<'_>, catalog: &Catalog) -> Result<()> {
    let active = catalog.types.iter().filter(|kind| kind.state == TypeState::Active).take(limit::PANEL_TYPES);
    let options: Vec<Value> =
        active.map(|kind| json!({"label": clip(&kind.name, limit::CHOICE), "value": kind.id.to_string()})).collect();
    if options.is_empty() {
        return Err(Refusal::type_paused(None).into());
    }
    let select = json!({"type": 3, "custom_id": CustomId::ChooseTypes { guild: asked.guild }.to_string(),
        "placeholder": Word::WhichTypesHint.to_string(), "min_values": 1, "max_values": options.len(), "options": options});
    let body = json!({"content": Word::WhichTypes.to_string(), "components": [
        {"type": 1, "components": [select]}, {"type": 1, "components": [dashboard(asked)]}]});
    reply.whisper(body).await?;
    Ok(())
}

/// The panel's row first; whoever is killed here leaves it to the reconciler.
async fn put(
    asked: &Asked<'_>,
    reply: &Reply<'_>,
    admin: &Admin,
    catalog: &Catalog,
    types: &[&TicketType],
) -> Result<()> {
    let bot = asked.bot;
    let channel = asked.channel.ok_or(Refusal::OutsideGuild)?;
    let draft = draft(asked, channel, catalog, types).await?;
    let panel = reply.patiently(bot.store.add_panel(admin, &draft, Via::Discord, clock::now())).await?;
    let words = match reply.patiently(panel::tend(bot, panel)).await {
        Ok(()) => Word::PanelStands.to_string(),
        Err(trouble) => refused(&trouble).ok_or(trouble)?,
    };
    reply.whisper(json!({"content": words})).await?;
    Ok(())
}

/// That Discord does not let a panel stand where it should, with the mend.
pub fn refused(trouble: &Trouble) -> Option<String> {
    let mend = trouble.mend()?;
    Some(Word::PanelRefused { why: &trouble.to_string(), mend }.to_string())
}

/// A panel that shows just these types already says what it is for.
async fn draft(asked: &Asked<'_>, channel: ChannelId, catalog: &Catalog, types: &[&TicketType]) -> Result<PanelDraft> {
    let ids: Vec<TicketTypeId> = types.iter().map(|kind| kind.id).collect();
    let alike = catalog.panels.iter().find(|panel| panel.types == ids);
    let department = types.first().and_then(|kind| catalog.departments.iter().find(|d| d.id == kind.department));
    let title = match types {
        [only] => only.name.clone(),
        _ => Word::PanelTitle.to_string(),
    };
    let channels = asked.bot.store.channels(asked.guild).await?;
    let name = channels.into_iter().find(|known| known.id == channel).map(|known| known.name);
    Ok(PanelDraft {
        channel: Some(channel),
        channel_name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| "open-ticket".to_owned()),
        title: alike.map_or(title, |panel| panel.title.clone()),
        text: alike.map_or_else(|| Word::PanelText.to_string(), |panel| panel.text.clone()),
        colour: alike.map(|panel| panel.colour).or(department.map(|d| d.colour)).unwrap_or_default(),
        types: ids,
        state: PanelState::Published,
    })
}

/// `/category create [department]`: the category where its tickets open, and channels for panels of types that have none.
pub async fn category(asked: &Asked<'_>, reply: &Reply<'_>, options: &[(String, String)]) -> Result<()> {
    let admin = reply.patiently(admin(asked)).await?;
    let catalog = asked.bot.catalog(asked.guild).await?;
    let department = find_department(&catalog, option(options, "department"))?;
    let words = reply.patiently(make_category(asked, &admin, department.id)).await?;
    reply.whisper(json!({"content": words})).await?;
    Ok(())
}

async fn make_category(asked: &Asked<'_>, admin: &Admin, id: DepartmentId) -> Result<String> {
    let bot = asked.bot;
    let _alone = bot.locks.lock(("department category", id)).await;
    // Not from memory: who had the lock before may have set it just now.
    let catalog = bot.store.catalog(asked.guild).await?;
    let of = catalog.departments.iter().find(|of| of.id == id).ok_or(Refusal::NoSuchDepartment)?;
    let listing = bot.rest.guild_channels(asked.guild).await?;
    let categories = || listing.iter().filter(|channel| channel["type"].as_i64() == Some(i64::from(CATEGORY)));
    let there = of.category.filter(|known| categories().any(|channel| id_of(channel) == known.0));
    if let Some(category) = there {
        let (category, department) = (&*category.to_string(), &*of.name);
        return Ok(Word::CategoryThere { category, department }.to_string());
    }
    // Whoever was killed after making it finds it again.
    let same_name = |channel: &&Value| channel["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(&of.name));
    let category = match categories().find(same_name) {
        Some(found) => ChannelId(id_of(found)),
        None => new_category(asked, of).await?,
    };
    let facts = ChannelFacts { id: category, name: of.name.clone(), kind: CATEGORY, parent: None };
    bot.store.channel_changed(asked.guild, &facts).await?;
    let saved = bot.store.set_department_category(admin, of.id, Some(category), Via::Discord, clock::now()).await?;
    for kind in unshown(&catalog, of) {
        add_channel(asked, admin, of, kind).await?;
    }
    let (category, department) = (&*category.to_string(), &*of.name);
    Ok(Word::CategoryMade { category, department }.to_string() + &roles_gone(&saved))
}

async fn new_category(asked: &Asked<'_>, of: &Department) -> Result<ChannelId> {
    let bot = asked.bot;
    let overwrites = bot.in_place(asked.guild, |place| permission::of_category(place, true)).await?;
    let reason = Word::AuditDepartment { name: &of.name }.to_string();
    let new = NewChannel {
        name: &of.name,
        kind: CATEGORY,
        topic: None,
        parent: None,
        position: None,
        overwrites: &overwrites,
        reason: &reason,
    };
    let made: std::result::Result<Value, rest::Error> = bot.rest.create_channel(asked.guild, &new).await;
    Ok(ChannelId(id_of(&made?)))
}

/// Types of the department that stand on no panel.
fn unshown<'a>(catalog: &'a Catalog, of: &Department) -> impl Iterator<Item = &'a TicketType> {
    let department = of.id;
    catalog
        .types
        .iter()
        .filter(move |kind| kind.department == department)
        .filter(|kind| !catalog.panels.iter().any(|panel| panel.types.contains(&kind.id)))
}

/// The reconciler makes its channel; nobody sees a panel before it is published.
async fn add_channel(asked: &Asked<'_>, admin: &Admin, of: &Department, kind: &TicketType) -> Result<PanelId> {
    let draft = PanelDraft {
        channel: None,
        channel_name: kind.key.clone(),
        title: kind.name.clone(),
        text: Word::PanelText.to_string(),
        colour: of.colour,
        types: vec![kind.id],
        state: PanelState::Draft,
    };
    Ok(asked.bot.store.add_panel(admin, &draft, Via::Discord, clock::now()).await?)
}

/// `/role set [department] [role]`
pub async fn role(asked: &Asked<'_>, reply: &Reply<'_>, options: &[(String, String)]) -> Result<()> {
    let admin = reply.patiently(admin(asked)).await?;
    let catalog = asked.bot.catalog(asked.guild).await?;
    let of = find_department(&catalog, option(options, "department"))?;
    let role: RoleId = option(options, "role").parse().map_err(|_| Refusal::NoSuchRole)?;
    let kind: RoleKind = option(options, "as").parse().unwrap_or(RoleKind::Staff);
    let given = asked.bot.store.give_role(&admin, of.id, role, kind, Via::Discord, clock::now());
    let department = of.name.as_str();
    let saved = reply.patiently(given).await?;
    let words = match saved {
        Saved::Unchanged => Word::RoleThere { role, department, kind },
        Saved::Done { .. } | Saved::Conflict(_) => Word::RoleGiven { role, department, kind },
    };
    reply.whisper(json!({"content": words.to_string() + &roles_gone(&saved)})).await?;
    Ok(())
}

/// What went with a save, said after it.
fn roles_gone(saved: &Saved) -> String {
    match saved {
        Saved::Done { roles_gone, .. } => domain::setting::roles_gone(*roles_gone),
        Saved::Unchanged | Saved::Conflict(_) => None,
    }
    .map_or_else(String::new, |words| format!(" {words}"))
}

fn option<'a>(options: &'a [(String, String)], name: &str) -> &'a str {
    options.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
}

/// By key, name or label, however it is written.
pub fn find_type<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a TicketType> {
    let is = |text: &str| text.eq_ignore_ascii_case(name);
    let found = catalog.types.iter().find(|kind| is(&kind.key) || is(&kind.name) || is(&kind.label));
    found.ok_or_else(|| {
        let known = list(catalog.types.iter().map(|kind| kind.key.as_str()));
        Refusal::UnknownType { name: clip(name, limit::NAME), known }.into()
    })
}

pub fn find_department<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Department> {
    let is = |text: &str| text.eq_ignore_ascii_case(name);
    let found = catalog.departments.iter().find(|of| is(&of.key) || is(&of.name));
    found.ok_or_else(|| {
        let known = list(catalog.departments.iter().map(|of| of.key.as_str()));
        Refusal::UnknownDepartment { name: clip(name, limit::NAME), known }.into()
    })
}

fn list<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    clip(&keys.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "), LIST)
}

//! Knows what a guild has configured, as one piece: departments, types with their forms, panels, admin roles.

use crate::db::{Tx, fetch_all, fetch_optional};
use crate::{Result, Store, block};
use domain::{
    Block, ButtonStyle, ChannelId, Conduct, Department, DepartmentId, Form, FormId, GuildId, GuildRules, MessageId,
    OpeningRules, Panel, PanelId, PanelState, Priority, Question, RoleId, RoleKind, TicketType, TicketTypeId,
    Timestamp, TypeState, Welcome, WhenClosed,
};
use sqlx::types::Json;

/// All that is configured in one guild. Held in memory by its readers, replaced on `Bell::Catalog`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    pub departments: Vec<Department>,
    /// In the order in which they are offered; deleted ones are not here.
    pub types: Vec<TicketType>,
    /// Those that were deleted: their tickets live on.
    pub retired: Vec<TicketType>,
    pub panels: Vec<Panel>,
    pub admin_roles: Vec<RoleId>,
    /// What holds for all types.
    pub rules: GuildRules,
    /// Who may open nothing; those that ended may be among them.
    pub blocks: Vec<Block>,
    /// Grows with each change of the admin roles and of the rules.
    pub settings_revision: i64,
}

impl Catalog {
    /// A type, offered or not any more.
    pub fn kind(&self, id: TicketTypeId) -> Option<&TicketType> {
        self.types.iter().chain(&self.retired).find(|kind| kind.id == id)
    }
}

#[derive(sqlx::FromRow)]
struct DepartmentRow {
    id: DepartmentId,
    key: String,
    name: String,
    emoji: Option<String>,
    colour: i32,
    position: i64,
    category: Option<ChannelId>,
    oncall_role: Option<RoleId>,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct TypeRow {
    id: TicketTypeId,
    department: DepartmentId,
    key: String,
    name: String,
    label: String,
    emoji: Option<String>,
    style: ButtonStyle,
    state: TypeState,
    paused_message: Option<String>,
    welcome: Json<Welcome>,
    naming: String,
    default_priority: Priority,
    limit_per_member: i64,
    category: Option<ChannelId>,
    closed_category: Option<ChannelId>,
    when_closed: WhenClosed,
    archive_days: i64,
    opening: Json<OpeningRules>,
    conduct: Json<Conduct>,
    position: i64,
    revision: i64,
    form: FormId,
    deleted_at: Option<Timestamp>,
    form_revision: i64,
    title: String,
    questions: Json<Vec<Question>>,
}

#[derive(sqlx::FromRow)]
struct PanelRow {
    id: PanelId,
    key: String,
    channel_name: String,
    channel: Option<ChannelId>,
    message: Option<MessageId>,
    title: String,
    text: String,
    colour: i32,
    state: PanelState,
    revision: i64,
    published_revision: i64,
}

impl Store {
    pub async fn catalog(&self, guild: GuildId) -> Result<Catalog> {
        let mut tx = self.inner.db.snapshot().await?;
        let (types, retired) = all_types(&mut tx, guild).await?;
        Ok(Catalog {
            departments: departments(&mut tx, guild).await?,
            types,
            retired,
            panels: panels(&mut tx, guild).await?,
            admin_roles: admin_roles(&mut tx, guild).await?,
            rules: rules(&mut tx, guild).await?,
            blocks: block::all(&mut tx, guild).await?,
            settings_revision: settings_revision(&mut tx, guild).await?,
        })
    }

    /// The form of a type as a member was shown it, also of a type that is gone by now.
    pub async fn form_shown(&self, guild: GuildId, ticket_type: TicketTypeId, revision: i64) -> Result<Option<Form>> {
        let mut tx = self.inner.db.snapshot().await?;
        let row = fetch_optional!(
            &mut tx,
            (FormId,),
            "select form from ticket_type where id = $1 and guild = $2",
            ticket_type,
            guild,
        )?;
        match row {
            Some((found,)) => form(&mut tx, found, revision).await,
            None => Ok(None),
        }
    }

    /// A form as it was in this revision.
    pub async fn form(&self, form: FormId, revision: i64) -> Result<Option<Form>> {
        let mut tx = self.inner.db.one_read().await?;
        self::form(&mut tx, form, revision).await
    }
}

pub async fn departments(tx: &mut Tx, guild: GuildId) -> Result<Vec<Department>> {
    let rows = fetch_all!(
        tx,
        DepartmentRow,
        "select id, key, name, emoji, colour, position, category, oncall_role, revision from department
         where guild = $1 and deleted_at is null order by position, id",
        guild,
    )?;
    let roles = fetch_all!(
        tx,
        (DepartmentId, RoleId, RoleKind),
        "select department, role, kind from department_role
         where department in (select id from department where guild = $1) order by department, role",
        guild,
    )?;
    let department = |row: DepartmentRow| Department {
        id: row.id,
        guild,
        key: row.key,
        name: row.name,
        emoji: row.emoji,
        colour: row.colour,
        position: row.position,
        category: row.category,
        oncall_role: row.oncall_role,
        revision: row.revision,
        roles: roles.iter().filter(|(of, _, _)| *of == row.id).map(|(_, role, kind)| (*role, *kind)).collect(),
    };
    Ok(rows.into_iter().map(department).collect())
}

pub async fn admin_roles(tx: &mut Tx, guild: GuildId) -> Result<Vec<RoleId>> {
    let rows = fetch_all!(tx, (RoleId,), "select role from guild_admin_role where guild = $1 order by role", guild)?;
    Ok(rows.into_iter().map(|(role,)| role).collect())
}

/// The defaults where the guild is not known.
pub async fn rules(tx: &mut Tx, guild: GuildId) -> Result<GuildRules> {
    let row = fetch_optional!(tx, (Json<GuildRules>,), "select rules from guild where id = $1", guild)?;
    Ok(row.map(|(rules,)| rules.0).unwrap_or_default())
}

/// 0 where the guild is not known.
pub async fn settings_revision(tx: &mut Tx, guild: GuildId) -> Result<i64> {
    let row = fetch_optional!(tx, (i64,), "select settings_revision from guild where id = $1", guild)?;
    Ok(row.map_or(0, |(revision,)| revision))
}

/// The types that are offered, each with its current form.
pub async fn types(tx: &mut Tx, guild: GuildId) -> Result<Vec<TicketType>> {
    Ok(all_types(tx, guild).await?.0)
}

/// Those that are offered, and those that were deleted.
async fn all_types(tx: &mut Tx, guild: GuildId) -> Result<(Vec<TicketType>, Vec<TicketType>)> {
    let rows = fetch_all!(
        tx,
        TypeRow,
        "select t.id, t.department, t.key, t.name, t.label, t.emoji, t.style, t.state, t.paused_message, t.welcome,
           t.naming, t.default_priority, t.limit_per_member, t.category, t.closed_category, t.when_closed, t.archive_days,
           t.opening, t.conduct, t.position, t.revision, t.form, t.deleted_at, r.revision as form_revision, r.title, r.questions
         from ticket_type t
         join form f on f.id = t.form
         join form_revision r on r.form = f.id and r.revision = f.revision
         where t.guild = $1 order by t.position, t.id",
        guild,
    )?;
    let (offered, deleted): (Vec<TypeRow>, Vec<TypeRow>) = rows.into_iter().partition(|row| row.deleted_at.is_none());
    let ticket_type = |row: TypeRow| TicketType {
        id: row.id,
        guild,
        department: row.department,
        key: row.key,
        name: row.name,
        label: row.label,
        emoji: row.emoji,
        style: row.style,
        state: row.state,
        paused_message: row.paused_message,
        welcome: row.welcome.0,
        naming: row.naming,
        default_priority: row.default_priority,
        limit_per_member: row.limit_per_member,
        category: row.category,
        closed_category: row.closed_category,
        when_closed: row.when_closed,
        archive_days: row.archive_days,
        opening: row.opening.0,
        conduct: row.conduct.0,
        position: row.position,
        revision: row.revision,
        form: Form { id: row.form, revision: row.form_revision, title: row.title, questions: row.questions.0 },
    };
    Ok((offered.into_iter().map(ticket_type).collect(), deleted.into_iter().map(ticket_type).collect()))
}

pub async fn panels(tx: &mut Tx, guild: GuildId) -> Result<Vec<Panel>> {
    let rows = fetch_all!(
        tx,
        PanelRow,
        "select id, key, channel_name, channel, message, title, text, colour, state, revision, published_revision
         from panel where guild = $1 order by id",
        guild,
    )?;
    let types = fetch_all!(
        tx,
        (PanelId, TicketTypeId),
        "select of.panel, of.ticket_type from panel_type of join ticket_type t on t.id = of.ticket_type
         where t.guild = $1 and t.deleted_at is null order by of.panel, of.position, of.ticket_type",
        guild,
    )?;
    let panel = |row: PanelRow| Panel {
        id: row.id,
        guild,
        key: row.key,
        channel_name: row.channel_name,
        channel: row.channel,
        message: row.message,
        title: row.title,
        text: row.text,
        colour: row.colour,
        state: row.state,
        types: types.iter().filter(|(of, _)| *of == row.id).map(|(_, ticket_type)| *ticket_type).collect(),
        revision: row.revision,
        published_revision: row.published_revision,
    };
    Ok(rows.into_iter().map(panel).collect())
}

pub async fn form(tx: &mut Tx, form: FormId, revision: i64) -> Result<Option<Form>> {
    let row = fetch_optional!(
        tx,
        (String, Json<Vec<Question>>),
        "select title, questions from form_revision where form = $1 and revision = $2",
        form,
        revision,
    )?;
    Ok(row.map(|(title, questions)| Form { id: form, revision, title, questions: questions.0 }))
}

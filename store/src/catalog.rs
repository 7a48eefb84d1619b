//! Knows what a guild has configured, as one piece: departments, types with their forms, panels, admin roles.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::{Result, Store};
use domain::{
    Bell, ButtonStyle, ChannelId, Department, DepartmentId, Form, FormId, GuildId, MessageId, Panel, PanelId,
    PanelState, Priority, Question, RoleId, RoleKind, TicketType, TicketTypeId, Timestamp, TypeState, Welcome,
    WhenClosed,
};
use sqlx::types::Json;

/// All that is configured in one guild. Held in memory by its readers, replaced on `Bell::Catalog`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    pub departments: Vec<Department>,
    /// In the order in which they are offered; deleted ones are not here.
    pub types: Vec<TicketType>,
    pub panels: Vec<Panel>,
    pub admin_roles: Vec<RoleId>,
}

#[derive(sqlx::FromRow)]
struct DepartmentRow {
    id: DepartmentId,
    key: String,
    name: String,
    emoji: Option<String>,
    colour: i32,
    position: i64,
    oncall_role: Option<RoleId>,
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
    when_closed: WhenClosed,
    archive_days: i64,
    position: i64,
    revision: i64,
    form: FormId,
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
        Ok(Catalog {
            departments: departments(&mut tx, guild).await?,
            types: types(&mut tx, guild).await?,
            panels: panels(&mut tx, guild).await?,
            admin_roles: admin_roles(&mut tx, guild).await?,
        })
    }

    /// A form as it was in this revision.
    pub async fn form(&self, form: FormId, revision: i64) -> Result<Option<Form>> {
        let mut tx = self.inner.db.snapshot().await?;
        self::form(&mut tx, form, revision).await
    }

    /// Gives a department a role. The department's tickets that still have a channel get a new revision, so that their
    /// overwrites follow. Rings Catalog and Access.
    pub async fn set_department_role(&self, department: DepartmentId, role: RoleId, kind: RoleKind) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let (guild,) = fetch_optional!(&mut tx, (GuildId,), "select guild from department where id = $1", department)?
            .ok_or(domain::Refusal::NotFound)?;
        execute!(
            &mut tx,
            "insert into department_role (department, role, kind) values ($1, $2, $3)
             on conflict (department, role) do update set kind = excluded.kind",
            department,
            role,
            kind,
        )?;
        execute!(
            &mut tx,
            "update ticket set revision = revision + 1 where guild = $1 and department = $2 and channel_gone_at is null",
            guild,
            department,
        )?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Access { guild, user: None }]);
        Ok(())
    }

    pub async fn set_oncall_role(&self, department: DepartmentId, role: Option<RoleId>) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let row = fetch_optional!(
            &mut tx,
            (GuildId,),
            "update department set oncall_role = $2 where id = $1 returning guild",
            department,
            role,
        )?;
        tx.commit().await?;
        let (guild,) = row.ok_or(domain::Refusal::NotFound)?;
        self.ring([Bell::Catalog { guild }]);
        Ok(())
    }

    /// Replaces the guild's Docket admin roles; overwrites of tickets follow. Rings Catalog and Access.
    pub async fn set_admin_roles(&self, guild: GuildId, roles: &[RoleId]) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        execute!(&mut tx, "delete from guild_admin_role where guild = $1", guild)?;
        for role in roles {
            execute!(
                &mut tx,
                "insert into guild_admin_role (guild, role) values ($1, $2) on conflict (guild, role) do nothing",
                guild,
                *role,
            )?;
        }
        execute!(
            &mut tx,
            "update ticket set revision = revision + 1 where guild = $1 and channel_gone_at is null",
            guild
        )?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Access { guild, user: None }]);
        Ok(())
    }

    /// Pauses a type, with what members are told, or takes it up again. Rings Catalog.
    pub async fn set_type_state(
        &self,
        ticket_type: TicketTypeId,
        state: TypeState,
        message: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let row = fetch_optional!(
            &mut tx,
            (GuildId,),
            "update ticket_type set state = $2, paused_message = $3, revision = revision + 1
             where id = $1 and deleted_at is null returning guild",
            ticket_type,
            state,
            message,
        )?;
        tx.commit().await?;
        let (guild,) = row.ok_or(domain::Refusal::TypeGone)?;
        self.ring([Bell::Catalog { guild }]);
        Ok(())
    }

    /// Takes a type away: nothing new is opened, its tickets stay. Rings Catalog.
    pub async fn delete_type(&self, ticket_type: TicketTypeId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let row = fetch_optional!(
            &mut tx,
            (GuildId,),
            "update ticket_type set deleted_at = $2 where id = $1 and deleted_at is null returning guild",
            ticket_type,
            now,
        )?;
        let (guild,) = row.ok_or(domain::Refusal::TypeGone)?;
        execute!(
            &mut tx,
            "update panel set revision = revision + 1 where id in (select panel from panel_type where ticket_type = $1)",
            ticket_type,
        )?;
        execute!(&mut tx, "delete from panel_type where ticket_type = $1", ticket_type)?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(())
    }
}

pub async fn departments(tx: &mut Tx, guild: GuildId) -> Result<Vec<Department>> {
    let rows = fetch_all!(
        tx,
        DepartmentRow,
        "select id, key, name, emoji, colour, position, oncall_role from department where guild = $1 order by position, id",
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
        oncall_role: row.oncall_role,
        roles: roles.iter().filter(|(of, _, _)| *of == row.id).map(|(_, role, kind)| (*role, *kind)).collect(),
    };
    Ok(rows.into_iter().map(department).collect())
}

pub async fn admin_roles(tx: &mut Tx, guild: GuildId) -> Result<Vec<RoleId>> {
    let rows = fetch_all!(tx, (RoleId,), "select role from guild_admin_role where guild = $1 order by role", guild)?;
    Ok(rows.into_iter().map(|(role,)| role).collect())
}

/// The types that are offered, each with its current form.
pub async fn types(tx: &mut Tx, guild: GuildId) -> Result<Vec<TicketType>> {
    let rows = fetch_all!(
        tx,
        TypeRow,
        "select t.id, t.department, t.key, t.name, t.label, t.emoji, t.style, t.state, t.paused_message, t.welcome,
           t.naming, t.default_priority, t.limit_per_member, t.when_closed, t.archive_days, t.position, t.revision,
           t.form, r.revision as form_revision, r.title, r.questions
         from ticket_type t
         join form f on f.id = t.form
         join form_revision r on r.form = f.id and r.revision = f.revision
         where t.guild = $1 and t.deleted_at is null order by t.position, t.id",
        guild,
    )?;
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
        when_closed: row.when_closed,
        archive_days: row.archive_days,
        position: row.position,
        revision: row.revision,
        form: Form { id: row.form, revision: row.form_revision, title: row.title, questions: row.questions.0 },
    };
    Ok(rows.into_iter().map(ticket_type).collect())
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
        "select panel, ticket_type from panel_type where panel in (select id from panel where guild = $1)
         order by panel, position",
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

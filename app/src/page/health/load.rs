//! What the health page shows, and what its buttons do. For admins of the guild alone.

use super::mended::{self, Mend, Standing};
use super::shown::{CheckShown, HealthShown, Kind, PanelShown, PanelState, ProblemShown, ProcessShown};
use crate::fault::Fault;
use crate::guard;
use crate::page::frame::bot_shown;
use domain::{GuildId, Panel, Refusal};
use store::{Check, CheckKind, Disk, Problem, Store};

pub async fn health(guild: GuildId) -> Result<HealthShown, Fault> {
    let is_operator = guard::whole_visitor().is_operator;
    let (_, store) = guard::admin(guild).await?;
    let problems = store.problems(guild).await?;
    let standing = standing(&store, guild).await?;
    let channels = &standing.channels;
    let checkup = store.checkup(guild);
    let process = if is_operator { Some(process(&store.disk().await?)) } else { None };
    let panel = |panel: Panel| PanelShown {
        id: panel.id,
        channel: panel.channel.and_then(|id| channels.iter().find(|one| one.id == id)).map(|one| one.name.clone()),
        state: state(&panel),
        title: panel.title,
    };
    Ok(HealthShown {
        bot: bot_shown(&store.bot_status(), is_operator),
        connected_since: store.connected_since(),
        checked_at: checkup.as_ref().map(|checkup| checkup.at),
        problems: problems.into_iter().map(|one| problem(one, &standing)).collect(),
        checks: checkup.into_iter().flat_map(|checkup| checkup.checks).map(check).collect(),
        panels: standing.catalog.panels.iter().cloned().map(panel).collect(),
        process,
    })
}

pub async fn look_again(guild: GuildId) -> Result<(), Fault> {
    let (admin, store) = guard::admin(guild).await?;
    store.ask_checkup(&admin);
    Ok(())
}

/// One press mends it; gives what is said then.
pub async fn mend(guild: GuildId, subject: &str) -> Result<String, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    let standing = standing(&store, guild).await?;
    let mend = Mend::of(subject, &standing).ok_or_else(|| guard::refused(Refusal::NotFound))?;
    mended::mend(&store, &admin, &standing.catalog, mend).await?;
    // It is looked at again, and what rests after a refusal is tried at once.
    store.ask_checkup(&admin);
    Ok(mend.done().to_owned())
}

async fn standing(store: &Store, guild: GuildId) -> Result<Standing, Fault> {
    Ok(Standing {
        catalog: store.catalog(guild).await?,
        roles: store.roles(guild).await?,
        channels: store.channels(guild).await?,
    })
}

fn problem(problem: Problem, standing: &Standing) -> ProblemShown {
    let button = Mend::of(&problem.subject, standing).map(|mend| mend.words().to_owned());
    let Problem { subject, what, mend, since, seen_at, .. } = problem;
    ProblemShown { what, mend, since, seen_at, subject, button }
}

fn check_kind(kind: CheckKind) -> Kind {
    match kind {
        CheckKind::Server => Kind::Server,
        CheckKind::Category => Kind::Category,
        CheckKind::Panel => Kind::Panel,
        CheckKind::Tickets => Kind::Tickets,
        CheckKind::Role => Kind::Role,
    }
}

fn check(check: Check) -> CheckShown {
    CheckShown { kind: check_kind(check.kind), name: check.name, ill: check.ill.map(|ill| ill.what) }
}

fn state(panel: &Panel) -> PanelState {
    match panel.state {
        domain::PanelState::Draft => PanelState::Draft,
        domain::PanelState::Published if panel.message.is_some() && panel.revision == panel.published_revision => {
            PanelState::Shown
        }
        domain::PanelState::Published => PanelState::Behind,
    }
}

fn process(disk: &Disk) -> ProcessShown {
    ProcessShown {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        schema: disk.schema,
        database_bytes: disk.database_bytes,
        files: disk.files,
        file_bytes: disk.file_bytes,
        free_bytes: disk.free_bytes.map(|free| i64::try_from(free).unwrap_or(i64::MAX)),
    }
}

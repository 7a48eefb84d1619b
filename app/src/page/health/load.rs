//! What the health page shows, and what its buttons do. For admins of the guild alone.

use super::shown::{CheckShown, HealthShown, Kind, PanelShown, PanelState, ProblemShown, ProcessShown};
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::frame::bot_shown;
use domain::{GuildId, Panel, PanelId, Via};
use store::{Check, CheckKind, Disk, Problem};

pub async fn health(guild: GuildId) -> Result<HealthShown, Fault> {
    let is_operator = guard::whole_visitor().is_operator;
    let (_, store) = guard::admin(guild).await?;
    let problems = store.problems(guild).await?;
    let catalog = store.catalog(guild).await?;
    let channels = store.channels(guild).await?;
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
        problems: problems.into_iter().map(problem).collect(),
        checks: checkup.into_iter().flat_map(|checkup| checkup.checks).map(check).collect(),
        panels: catalog.panels.into_iter().map(panel).collect(),
        process,
    })
}

pub async fn look_again(guild: GuildId) -> Result<(), Fault> {
    let (admin, store) = guard::admin(guild).await?;
    store.ask_checkup(&admin);
    Ok(())
}

pub async fn publish(guild: GuildId, panel: PanelId) -> Result<(), Fault> {
    let (admin, store) = guard::admin(guild).await?;
    store.publish_panels(&admin, &[panel], Via::Web, clock::now()).await?;
    // It may rest after a refusal: it is tried at once.
    store.ask_checkup(&admin);
    Ok(())
}

fn problem(problem: Problem) -> ProblemShown {
    let panel = problem.subject.strip_prefix("panel:").and_then(|id| id.parse().ok());
    let Problem { what, mend, since, seen_at, .. } = problem;
    ProblemShown { what, mend, since, seen_at, panel }
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

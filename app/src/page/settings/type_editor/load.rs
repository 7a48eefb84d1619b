//! What the editor of a type shows.

use super::TypeShown;
use super::draft::write;
use super::sample::Sample;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::Opened;
use crate::page::settings::keep::{kept, pocket};
use crate::page::settings::types::load::in_discord;
use domain::setting::TypeDraft;
use domain::{Access, Admin, GuildId, Refusal, TicketType};
use store::{Catalog, InboxFilter, Picked, Store};

pub async fn ticket_type(guild: GuildId, key: String, seen: Option<i64>) -> Result<TypeShown, Fault> {
    let pocket = pocket();
    let (admin, store) = guard::admin(guild).await?;
    let (access, _) = guard::access(guild).await?;
    let catalog = store.catalog(guild).await?;
    let Some(kind) = catalog.types.iter().find(|kind| kind.key == key) else {
        return Err(guard::refused(Refusal::NotFound));
    };
    let changed = match seen {
        Some(seen) => store.type_changes(&admin, kind.id, seen).await?,
        None => None,
    };
    let opened = Opened {
        form: write(&TypeDraft::from(kind)),
        revision: kind.revision,
        live: in_discord(kind, &catalog),
        changed,
        kept: kept(pocket, &link::ticket_type(guild, &key)).await,
    };
    Ok(TypeShown {
        guild,
        id: kind.id,
        name: kind.name.clone(),
        opened,
        choices: store.choices(&admin).await?,
        sample: sample(&store, &admin, &access, &catalog, kind).await?,
        key,
    })
}

/// Real values: of the newest ticket of this type, else of whoever looks.
async fn sample(
    store: &Store,
    admin: &Admin,
    access: &Access,
    catalog: &Catalog,
    kind: &TicketType,
) -> Result<Sample, Fault> {
    let filter = InboxFilter { ticket_type: Picked::of([kind.id]), ..InboxFilter::default() };
    let newest = store.inbox(access, &filter, None, 1).await?.rows.into_iter().next();
    let colours = catalog.departments.iter().map(|department| (department.id, department.colour)).collect();
    let support =
        catalog.departments.iter().map(|department| (department.id, department.staff_roles().collect())).collect();
    let mut sample = Sample { colours, support, key: kind.key.clone(), ..Sample::default() };
    if let Some(row) = newest {
        sample.customer = row.ticket.customer;
        sample.customer_name = row.customer_name;
        sample.number = row.ticket.number;
    } else {
        let person = guard::visitor()?;
        sample.customer = admin.user();
        sample.customer_name = person.display_name;
        sample.number = 1;
    }
    Ok(sample)
}

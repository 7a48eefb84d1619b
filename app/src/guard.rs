//! Knows who may call a server function: every one asks here first. Knows no rule of its own: rights are the store's
//! answer. Without a right the answer is the same as if the thing did not exist.

use crate::clock;
use crate::fault::Fault;
use crate::ssr::Visitor;
use domain::{Access, Admin, GuildId, Person, Refusal, Standing};
use http::StatusCode;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use store::Store;

/// Who asks, if anyone is logged in.
pub fn visitor() -> Result<Person, Fault> {
    whole_visitor().person.ok_or_else(|| refused(Refusal::LoginExpired))
}

pub fn whole_visitor() -> Visitor {
    use_context::<Visitor>().unwrap_or_default()
}

pub fn store() -> Result<Store, Fault> {
    use_context::<Store>().ok_or_else(|| {
        tracing::error!("a page was rendered without a store in its context");
        Fault::Broken("no-store".to_owned())
    })
}

/// The visitor's rights in this guild, with the store they were read from. Nothing but [`Refusal::NotFound`] for
/// whoever has no standing there.
pub async fn access(guild: GuildId) -> Result<(Access, Store), Fault> {
    // Contexts are read before the first await.
    let person = visitor()?;
    let store = store()?;
    let response = use_context::<ResponseOptions>();
    let access = known(&store, guild, &person).await.inspect_err(|fault| mark(response.as_ref(), fault))?;
    Ok((access, store))
}

/// The visitor as an admin of this guild; to everyone else there is nothing.
pub async fn admin(guild: GuildId) -> Result<(Admin, Store), Fault> {
    let response = use_context::<ResponseOptions>();
    let (access, store) = access(guild).await?;
    let admin = access.admin().map_err(|_| Fault::from(Refusal::NotFound));
    let admin = admin.inspect_err(|fault| mark(response.as_ref(), fault))?;
    Ok((admin, store))
}

async fn known(store: &Store, guild: GuildId, person: &Person) -> Result<Access, Fault> {
    let now = clock::now();
    let access = match store.access(guild, person.id, now).await {
        Ok(access) => access,
        Err(store::Error::Refused(Refusal::GuildUnknown)) => return Err(Refusal::NotFound.into()),
        Err(error) => return Err(error.into()),
    };
    if access.standing() != Standing::Member {
        return Ok(access);
    }
    // Everyone is at least a member to the rules; whether they have anything to do with the guild is asked here.
    let knows_it = store.guilds_of(person.id, now).await?.iter().any(|(known, _)| known.id == guild);
    if knows_it { Ok(access) } else { Err(Refusal::NotFound.into()) }
}

/// Sets the response's status to what the fault means.
pub fn mark(response: Option<&ResponseOptions>, fault: &Fault) {
    let Some(response) = response else { return };
    response.set_status(match fault {
        Fault::Login => StatusCode::UNAUTHORIZED,
        Fault::Refused(_) => StatusCode::NOT_FOUND,
        Fault::Broken(_) | Fault::Unreachable => StatusCode::INTERNAL_SERVER_ERROR,
    });
}

/// A refusal with the status that it means.
pub fn refused(refusal: Refusal) -> Fault {
    let fault = Fault::from(refusal);
    mark(use_context::<ResponseOptions>().as_ref(), &fault);
    fault
}

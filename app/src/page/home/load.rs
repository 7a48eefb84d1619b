//! What the front page shows to whoever is logged in.

use super::HomeShown;
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::frame::bot_shown;

pub async fn home() -> Result<HomeShown, Fault> {
    let person = guard::visitor()?;
    let visitor = guard::whole_visitor();
    let store = guard::store()?;
    let guilds = store.guilds_of(person.id, clock::now()).await?;
    Ok(HomeShown {
        name: person.display_name,
        guilds: guilds.into_iter().map(|(guild, standing)| (guild.id, guild.name, standing)).collect(),
        bot: bot_shown(&store.bot_status(), visitor.is_operator),
    })
}

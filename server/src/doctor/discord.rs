//! Knows what Discord is asked: whether token, application and secret belong together, what was granted, where the
//! login may lead back to, and how the bot stands in each server.

use super::report::Report;
use super::words;
use crate::config::{Config, PublicUrl};
use crate::login::{self, Failure};
use bot::{Application, Inquiry};
use domain::UserId;
use std::time::Duration;
use store::{CheckKind, Store};

/// For the dashboard's own answer, from where people are.
const DEADLINE: Duration = Duration::from_secs(5);

pub async fn ask(config: &Config, store: Option<&Store>, to: &mut Report) -> anyhow::Result<()> {
    let base = config.discord.as_str().trim_end_matches('/');
    let public_url = config.public_url.clone().or_else(|| PublicUrl::localhost(config.listen.port()));
    if let Some(public_url) = &public_url {
        secret(config, public_url, to).await?;
    }
    let inquiry = match Inquiry::new(config.token.expose(), base) {
        Ok(inquiry) => inquiry,
        Err(denied) => return to.tell(words::denied("token", &denied)),
    };
    let me = match inquiry.me().await {
        Ok((me, name)) => {
            to.tell(words::token(&name))?;
            Some(me)
        }
        Err(denied) => {
            to.tell(words::denied("token", &denied))?;
            None
        }
    };
    if let Some(me) = me {
        match inquiry.application().await {
            Ok(application) => granted(config, &application, public_url.as_ref(), to)?,
            Err(denied) => to.tell(words::denied("application", &denied))?,
        }
        guilds(&inquiry, me, store, to).await?;
    }
    if let Some(public_url) = public_url.filter(PublicUrl::is_https) {
        answers(&public_url, to).await?;
    }
    to.invite = Some(words::invite_link(base, &config.client_id, bot::needed_bits()));
    Ok(())
}

async fn secret(config: &Config, public_url: &PublicUrl, to: &mut Report) -> anyhow::Result<()> {
    let asked = login::Discord::new(config, public_url)?.knows_us().await;
    to.tell(match asked {
        Ok(()) => words::secret(),
        Err(Failure::Away(why)) => words::away("secret", &why),
        Err(Failure::Application(_) | Failure::Code(_)) => words::secret_wrong(),
    })
}

fn granted(
    config: &Config,
    application: &Application,
    public_url: Option<&PublicUrl>,
    to: &mut Report,
) -> anyhow::Result<()> {
    if application.id.to_string() == config.client_id {
        to.tell(words::application(&application.name))?;
    } else {
        to.tell(words::other_application(&application.name, application.id, &config.client_id))?;
    }
    to.tell(words::intent("Server Members Intent", application.members_intent))?;
    to.tell(words::intent("Message Content Intent", application.content_intent))?;
    let Some(public_url) = public_url else { return Ok(()) };
    let redirect = public_url.at("/login/callback");
    // A stand-in takes loopback addresses unasked, and they change with its port.
    let unasked = config.discord.scheme() == "http" && !public_url.is_https();
    let known = unasked || application.redirects.contains(&redirect);
    to.tell(if known { words::redirect(&redirect) } else { words::redirect_missing(&redirect) })
}

async fn guilds(inquiry: &Inquiry, me: UserId, store: Option<&Store>, to: &mut Report) -> anyhow::Result<()> {
    let guilds = match inquiry.guilds().await {
        Ok(guilds) => guilds,
        Err(denied) => return to.tell(words::denied("server", &denied)),
    };
    if guilds.is_empty() {
        to.tell(words::no_guild())?;
    }
    for (id, name) in guilds {
        let known = match store {
            Some(store) => match store.guild(id).await? {
                Some(row) => Some((row, store.catalog(id).await?)),
                None => None,
            },
            None => None,
        };
        let seen = match inquiry.guild(id, me, known).await {
            Ok(seen) => seen,
            Err(denied) => {
                to.tell(words::guild_denied(&name, &denied))?;
                continue;
            }
        };
        let ills = seen.checks.iter().filter_map(|check| check.ill.as_ref().map(|ill| (check.kind, ill)));
        let mut well = true;
        for (kind, ill) in ills {
            well = false;
            // Without a role Docket works; without a permission it does not.
            to.tell(words::guild_ill(&seen.name, ill, kind == CheckKind::Role))?;
        }
        if well {
            to.tell(words::guild(&seen.name, seen.checks.len()))?;
        }
    }
    Ok(())
}

/// Whether people reach the dashboard where Discord will send them.
async fn answers(public_url: &PublicUrl, to: &mut Report) -> anyhow::Result<()> {
    let http = reqwest::Client::builder().timeout(DEADLINE).build()?;
    let asked = http.get(public_url.at("/health")).send().await;
    let text = match asked.and_then(reqwest::Response::error_for_status) {
        Ok(answer) => answer.text().await,
        Err(error) => Err(error),
    };
    to.tell(match text {
        Ok(text) if text.starts_with("ok\ndatabase: ") => words::answers(&public_url.origin()),
        Ok(_) => words::answers_otherwise(&public_url.origin()),
        Err(error) => words::answers_not(&public_url.origin(), &error.without_url().to_string()),
    })
}

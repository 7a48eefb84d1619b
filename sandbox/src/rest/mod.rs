//! Discord's REST API, version 10: the table of routes. Each names its path as Discord's own description does;
//! one file a noun holds what they do.

mod application;
mod call;
mod channel;
mod door;
mod guild;
mod interaction;
mod invite;
mod me;
mod member;
mod message;
mod moderation;
mod thread;
mod upload;
mod webhook;

pub use call::{Answer, Call, Who};
pub use door::door;
pub use upload::{LARGEST, read_body};

use crate::error::Failure;
use crate::hub::Deed;

pub type Handler = fn(&mut Deed, &Call) -> Result<Answer, Failure>;

/// Who may ask at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    Bot,
    /// A bot, or a person's token.
    Token,
    /// A person's token.
    Bearer,
}

pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub needs: Needs,
    run: Handler,
}

const fn bot(method: &'static str, path: &'static str, run: Handler) -> Route {
    Route { method, path, needs: Needs::Bot, run }
}

const fn open(method: &'static str, path: &'static str, run: Handler) -> Route {
    Route { method, path, needs: Needs::Nothing, run }
}

const fn token(method: &'static str, path: &'static str, run: Handler) -> Route {
    Route { method, path, needs: Needs::Token, run }
}

const fn bearer(method: &'static str, path: &'static str, run: Handler) -> Route {
    Route { method, path, needs: Needs::Bearer, run }
}

/// What stands first wins where two would fit.
pub const ROUTES: &[Route] = &[
    open("GET", "/gateway", me::gateway),
    bot("GET", "/gateway/bot", me::gateway_bot),
    token("GET", "/users/@me", me::get),
    bot("POST", "/users/@me/channels", me::open_dm),
    token("GET", "/users/@me/guilds", me::guilds),
    bot("DELETE", "/users/@me/guilds/{guild_id}", me::leave),
    bearer("GET", "/users/@me/guilds/{guild_id}/member", me::member),
    bot("GET", "/users/{user_id}", me::other),
    bearer("GET", "/oauth2/@me", me::authorization),
    bot("GET", "/oauth2/applications/@me", application::get),
    bot("GET", "/applications/@me", application::get),
    bot("GET", "/applications/{application_id}/commands", application::list),
    bot("PUT", "/applications/{application_id}/commands", application::put),
    bot("POST", "/applications/{application_id}/commands", application::post),
    bot("GET", "/applications/{application_id}/commands/{command_id}", application::one),
    bot("DELETE", "/applications/{application_id}/commands/{command_id}", application::delete),
    bot("PATCH", "/applications/{application_id}/commands/{command_id}", application::patch),
    bot("GET", "/applications/{application_id}/guilds/{guild_id}/commands", application::list),
    bot("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", application::put),
    bot("POST", "/applications/{application_id}/guilds/{guild_id}/commands", application::post),
    bot("GET", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", application::one),
    bot("DELETE", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", application::delete),
    bot("PATCH", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", application::patch),
    bot("GET", "/guilds/{guild_id}", guild::get),
    bot("GET", "/guilds/{guild_id}/channels", guild::channels),
    bot("POST", "/guilds/{guild_id}/channels", guild::create_channel),
    bot("PATCH", "/guilds/{guild_id}/channels", guild::arrange),
    bot("GET", "/guilds/{guild_id}/roles", guild::roles),
    bot("POST", "/guilds/{guild_id}/roles", guild::create_role),
    bot("GET", "/guilds/{guild_id}/roles/{role_id}", guild::role),
    bot("PATCH", "/guilds/{guild_id}/roles/{role_id}", guild::patch_role),
    bot("DELETE", "/guilds/{guild_id}/roles/{role_id}", guild::delete_role),
    bot("GET", "/guilds/{guild_id}/threads/active", thread::active),
    bot("GET", "/guilds/{guild_id}/webhooks", webhook::of_guild),
    bot("GET", "/guilds/{guild_id}/audit-logs", moderation::audit_log),
    bot("GET", "/guilds/{guild_id}/bans", moderation::bans),
    bot("POST", "/guilds/{guild_id}/bulk-ban", moderation::bulk_ban),
    bot("GET", "/guilds/{guild_id}/bans/{user_id}", moderation::get_ban),
    bot("PUT", "/guilds/{guild_id}/bans/{user_id}", moderation::ban),
    bot("DELETE", "/guilds/{guild_id}/bans/{user_id}", moderation::unban),
    bot("GET", "/guilds/{guild_id}/members", member::list),
    bot("GET", "/guilds/{guild_id}/members/search", member::search),
    bot("PATCH", "/guilds/{guild_id}/members/@me", member::patch_me),
    bot("GET", "/guilds/{guild_id}/members/{user_id}", member::get),
    bot("PATCH", "/guilds/{guild_id}/members/{user_id}", member::patch),
    bot("DELETE", "/guilds/{guild_id}/members/{user_id}", member::kick),
    bot("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", member::add_role),
    bot("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", member::remove_role),
    bot("GET", "/channels/{channel_id}", channel::get),
    bot("PATCH", "/channels/{channel_id}", channel::patch),
    bot("DELETE", "/channels/{channel_id}", channel::delete),
    bot("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", channel::put_overwrite),
    bot("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", channel::delete_overwrite),
    bot("POST", "/channels/{channel_id}/typing", channel::typing),
    bot("GET", "/channels/{channel_id}/pins", channel::old_pins),
    bot("PUT", "/channels/{channel_id}/pins/{message_id}", channel::pin),
    bot("DELETE", "/channels/{channel_id}/pins/{message_id}", channel::unpin),
    bot("GET", "/channels/{channel_id}/messages/pins", channel::pins),
    bot("PUT", "/channels/{channel_id}/messages/pins/{message_id}", channel::pin),
    bot("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", channel::unpin),
    bot("GET", "/channels/{channel_id}/messages", message::list),
    bot("POST", "/channels/{channel_id}/messages", message::create),
    bot("POST", "/channels/{channel_id}/messages/bulk-delete", message::bulk_delete),
    bot("GET", "/channels/{channel_id}/messages/{message_id}", message::get),
    bot("PATCH", "/channels/{channel_id}/messages/{message_id}", message::edit),
    bot("DELETE", "/channels/{channel_id}/messages/{message_id}", message::delete),
    bot("POST", "/channels/{channel_id}/threads", thread::start),
    bot("POST", "/channels/{channel_id}/messages/{message_id}/threads", thread::start_on),
    bot("GET", "/channels/{channel_id}/threads/archived/public", thread::archived_public),
    bot("GET", "/channels/{channel_id}/threads/archived/private", thread::archived_private),
    bot("GET", "/channels/{channel_id}/users/@me/threads/archived/private", thread::archived_mine),
    bot("GET", "/channels/{channel_id}/thread-members", thread::members),
    bot("PUT", "/channels/{channel_id}/thread-members/@me", thread::join),
    bot("DELETE", "/channels/{channel_id}/thread-members/@me", thread::leave),
    bot("GET", "/channels/{channel_id}/thread-members/{user_id}", thread::member),
    bot("PUT", "/channels/{channel_id}/thread-members/{user_id}", thread::add),
    bot("DELETE", "/channels/{channel_id}/thread-members/{user_id}", thread::remove),
    bot("GET", "/channels/{channel_id}/invites", invite::of_channel),
    bot("POST", "/channels/{channel_id}/invites", invite::create),
    bot("GET", "/guilds/{guild_id}/invites", invite::of_guild),
    open("GET", "/invites/{code}", invite::get),
    bot("DELETE", "/invites/{code}", invite::delete),
    bot("GET", "/channels/{channel_id}/webhooks", webhook::of_channel),
    bot("POST", "/channels/{channel_id}/webhooks", webhook::create),
    bot("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions", message::clear_reactions),
    bot("GET", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", message::reactors),
    bot("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", message::clear_emoji),
    bot(
        "DELETE",
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}",
        message::unreact_user,
    ),
    bot("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", message::react),
    bot("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", message::unreact),
    open("POST", "/interactions/{interaction_id}/{interaction_token}/callback", interaction::callback),
    bot("GET", "/webhooks/{webhook_id}", webhook::get),
    bot("PATCH", "/webhooks/{webhook_id}", webhook::patch),
    bot("DELETE", "/webhooks/{webhook_id}", webhook::delete),
    open("GET", "/webhooks/{webhook_id}/{webhook_token}", webhook::get_held),
    open("PATCH", "/webhooks/{webhook_id}/{webhook_token}", webhook::patch_held),
    open("DELETE", "/webhooks/{webhook_id}/{webhook_token}", webhook::delete_held),
    open("POST", "/webhooks/{webhook_id}/{webhook_token}", webhook::execute),
    open("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", interaction::get),
    open("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", interaction::edit),
    open("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", interaction::delete),
    open("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", webhook::message),
    open("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", webhook::edit),
    open("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", webhook::unsay),
];

/// The route of a path, with the values of its holes.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<T> {
    Route(T, Vec<String>),
    /// The path is known, with other methods.
    OtherMethod,
    Nothing,
}

pub fn find(method: &str, path: &str) -> Found<&'static Route> {
    let mut known = false;
    for route in ROUTES {
        let Some(holes) = fit(route.path, path) else { continue };
        if route.method == method {
            return Found::Route(route, holes);
        }
        known = true;
    }
    if known { Found::OtherMethod } else { Found::Nothing }
}

fn fit(template: &str, path: &str) -> Option<Vec<String>> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut holes = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(holes),
            (Some(w), Some(g)) if w.starts_with('{') => {
                let is_id = w.ends_with("_id}");
                if g.is_empty() || is_id && !g.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                holes.push(call::unescape(g));
            }
            (Some(w), Some(g)) if w == g || w == call::unescape(g) => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_routes() {
        let name = |m: &str, p: &str| match find(m, p) {
            Found::Route(r, holes) => format!("{} {holes:?}", r.path),
            Found::OtherMethod => "other".into(),
            Found::Nothing => "nothing".into(),
        };
        assert_eq!(name("GET", "/channels/7/messages/pins"), r#"/channels/{channel_id}/messages/pins ["7"]"#);
        assert_eq!(name("GET", "/channels/7/messages/8"), r#"/channels/{channel_id}/messages/{message_id} ["7", "8"]"#);
        assert!(name("PUT", "/channels/7/messages/8/reactions/%E2%9C%85/@me").contains('✅'));
        assert!(name("GET", "/webhooks/7/t/messages/%40original").contains("/@original"));
        assert_eq!(name("PUT", "/gateway"), "other");
        assert_eq!(name("GET", "/channels/x"), "nothing");
    }
}

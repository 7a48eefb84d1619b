//! Tries the look at a guild: a whole one is well, and each fault is named with its place.

use super::*;
use crate::permission::NEEDED;
use domain::permission::Overwrite;
use domain::{Department, DepartmentId, Panel, PanelId, Timestamp};
use std::collections::HashMap;

const GUILD: GuildId = GuildId(1);
const ME: UserId = UserId(2);
const MINE: RoleId = RoleId(3);
const STAFF: RoleId = RoleId(4);
const CATEGORY: ChannelId = ChannelId(10);
const PANEL: ChannelId = ChannelId(11);
const TICKET: ChannelId = ChannelId(12);

struct World {
    guild: Guild,
    roles: Vec<RoleFacts>,
    mentionable: HashSet<RoleId>,
    channels: Vec<ChannelFacts>,
    overwrites: Overwrites,
    catalog: Catalog,
    full: bool,
}

fn world() -> World {
    let role =
        |id: RoleId, name: &str, permissions| RoleFacts { id, name: name.into(), permissions, ..RoleFacts::default() };
    let channel = |id, name: &str, kind| ChannelFacts { id, name: name.into(), kind, parent: None };
    let panel = Panel {
        id: PanelId(1),
        guild: GUILD,
        key: "general".into(),
        channel_name: "help".into(),
        channel: Some(PANEL),
        message: None,
        title: String::new(),
        text: String::new(),
        colour: 0,
        state: PanelState::Published,
        types: vec![crate::ticket::view::tests::kind().id],
        revision: 1,
        published_revision: 0,
    };
    let department = Department {
        id: DepartmentId(1),
        guild: GUILD,
        key: "billing".into(),
        name: "Billing".into(),
        emoji: None,
        colour: 0,
        position: 0,
        category: None,
        oncall_role: None,
        roles: vec![(STAFF, RoleKind::Staff)],
        revision: 1,
    };
    World {
        guild: Guild {
            id: GUILD,
            name: "Acme".into(),
            icon: None,
            owner: UserId(99),
            present: true,
            create_category: None,
            tickets_category: Some(CATEGORY),
            closed_category: None,
            created_at: Timestamp(0),
        },
        roles: vec![role(RoleId(1), "@everyone", 0), role(MINE, "Docket", needed_bits()), role(STAFF, "Gold Team", 0)],
        mentionable: [STAFF].into(),
        channels: vec![channel(CATEGORY, "Tickets", 4), channel(PANEL, "help", 0), channel(TICKET, "mia-0001", 0)],
        overwrites: [CATEGORY, PANEL, TICKET].map(|id| (id, Vec::new())).into_iter().collect::<HashMap<_, _>>(),
        catalog: Catalog {
            departments: vec![department],
            types: vec![crate::ticket::view::tests::kind()],
            panels: vec![panel],
            ..Catalog::default()
        },
        full: false,
    }
}

fn ills(world: &World) -> Vec<(String, String)> {
    let facts = Facts {
        guild: &world.guild,
        me: ME,
        my_roles: &[MINE],
        roles: &world.roles,
        mentionable: &world.mentionable,
        emoji: &HashSet::new(),
        channels: &world.channels,
        overwrites: &world.overwrites,
        catalog: &world.catalog,
        tickets: &[TICKET],
        full: world.full,
        without_mfa: false,
    };
    let ill = |check: Check| check.ill.map(|ill| (check.subject, ill.what));
    examine(&facts).into_iter().filter_map(ill).collect()
}

fn only(world: &World) -> (String, String) {
    let found = ills(world);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn a_guild_with_all_that_is_needed_is_well() {
    assert_eq!(ills(&world()), []);
}

#[test]
fn each_permission_that_is_missing_in_the_server_is_named() {
    for one in NEEDED {
        let mut world = world();
        world.roles[1].permissions &= !one.bit;
        let told = ills(&world).into_iter().find(|(subject, _)| subject == "permissions").unwrap();
        assert_eq!(told.1, format!("The bot lacks {}.", one.name));
    }
}

#[test]
fn what_a_category_takes_away_is_named_there() {
    let mut world = world();
    world.overwrites.insert(CATEGORY, vec![Overwrite::role(MINE, 0, MANAGE_CHANNELS)]);
    let told = only(&world);
    assert_eq!(told, ("place:10".into(), "In the category “Tickets” the bot lacks Manage Channels.".into()));
    world
        .overwrites
        .insert(CATEGORY, vec![Overwrite::role(1_u64, 0, VIEW_CHANNEL), Overwrite::member(ME, VIEW_CHANNEL, 0)]);
    assert_eq!(ills(&world), []);
}

#[test]
fn a_category_that_was_chosen_must_exist() {
    let mut world = world();
    world.catalog.departments[0].category = Some(CATEGORY);
    assert_eq!(ills(&world), [], "one that is named twice is looked at once");
    world.catalog.departments[0].category = Some(ChannelId(404));
    assert_eq!(only(&world), ("place:404".into(), "The category that Billing names was deleted in Discord.".into()));
    world.catalog.departments[0].category = None;
    world.guild.closed_category = Some(ChannelId(404));
    assert_eq!(ills(&world), [], "Docket makes its own anew");
}

#[test]
fn panels_and_tickets_are_looked_at_too() {
    let mut first = world();
    first.overwrites.insert(PANEL, vec![Overwrite::member(ME, 0, SEND_MESSAGES)]);
    assert_eq!(only(&first).1, "In #help the bot lacks Send Messages and Embed Links.");
    let mut second = world();
    second.overwrites.insert(TICKET, vec![Overwrite::role(1_u64, 0, VIEW_CHANNEL)]);
    let (subject, what) = only(&second);
    assert!(
        subject == "tickets" && what.starts_with("In tickets' channels (#mia-0001) the bot lacks View Channels,"),
        "{what}"
    );
    second.overwrites.remove(&TICKET);
    assert_eq!(ills(&second), [], "a channel that is gone is nobody's fault here");
}

#[test]
fn roles_must_exist_and_whoever_helps_must_be_pinged() {
    let mut world = world();
    world.mentionable.clear();
    let (subject, what) = only(&world);
    assert!(
        subject == "role:4" && what.starts_with("The bot can't ping @Gold Team, the role for staff of Billing"),
        "{what}"
    );
    world.roles[1].permissions |= MENTION_EVERYONE;
    assert_eq!(ills(&world), []);
    world.catalog.admin_roles.push(RoleId(77));
    world.roles.pop();
    let told: Vec<String> = ills(&world).into_iter().map(|(_, what)| what).collect();
    let gone = |of: &str| format!("The role for {of} was deleted in Discord.");
    assert_eq!(told, [gone("staff of Billing"), gone("Docket's admins")]);
}

#[test]
fn a_panel_without_a_button_is_told() {
    let mut world = world();
    world.catalog.types.clear();
    let told = only(&world);
    assert!(told.0 == "empty:1" && told.1.starts_with("The panel in #help has no button"), "{told:?}");
    world.catalog.panels[0].state = PanelState::Draft;
    assert_eq!(ills(&world), [], "nobody sees it");
}

#[test]
fn log_channels_must_exist_and_be_open_to_the_bot() {
    let mut world = world();
    world.catalog.rules.logs = vec![
        (domain::LogKind::Opened, PANEL),
        (domain::LogKind::Closed, PANEL),
        (domain::LogKind::Rated, ChannelId(404)),
    ];
    assert_eq!(
        only(&world),
        ("log:404".into(), "A channel that is to be told of deeds was deleted in Discord.".into())
    );
    world.catalog.rules.logs.truncate(2);
    world.catalog.panels[0].state = PanelState::Draft;
    world.overwrites.insert(PANEL, vec![Overwrite::member(ME, 0, VIEW_CHANNEL)]);
    let (subject, what) = only(&world);
    assert!(subject == "log:11" && what.starts_with("In #help the bot lacks View Channels"), "{what}");
}

#[test]
fn a_full_guild_is_told() {
    let mut world = world();
    world.full = true;
    assert_eq!(only(&world).0, "channels");
}

//! Knows what the health page answers to whom, and that its buttons ring the bot; through the router, over the real
//! store.

mod common;

use common::{ACME, BEA, FAR, MIA, OWNER, STRANGER, World, at};
use domain::{Bell, GuildId};
use http::StatusCode;
use store::{Check, CheckKind, Checkup, Ill};

fn page(guild: GuildId) -> String {
    format!("/g/{guild}/health")
}

fn check(subject: &str, name: &str, ill: Option<&str>) -> Check {
    let ill = ill.map(|what| Ill { what: what.to_owned(), mend: "Grant it.".to_owned() });
    Check { kind: CheckKind::Server, subject: subject.to_owned(), name: name.to_owned(), ill }
}

#[tokio::test]
async fn before_the_bot_has_looked_nothing_is_called_well() {
    let world = World::new().await;
    let answer = world.page(&page(ACME), Some(OWNER)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("The bot has not looked yet.") && !answer.body.contains("All is well"));
}

#[tokio::test]
async fn what_is_well_is_named_with_its_moment() {
    let world = World::new().await;
    let checks = vec![check("permissions", "The bot&s permissions", None), check("place:1", "Tickets", None)];
    world.store.set_checkup(ACME, Checkup { at: at(1), checks });
    world.store.bot_connected(at(0));
    let body = world.page(&page(ACME), Some(OWNER)).await.body;
    for words in
        ["All is well.", "Checked", "Bot connected since", "The bot&amp;s permissions", "Tickets", "Check again"]
    {
        assert!(body.contains(words), "{words}: {body}");
    }
    assert!(body.contains(&at(1).rfc3339()) && body.contains(&at(0).rfc3339()));
}

#[tokio::test]
async fn what_is_ill_stands_with_its_mend_and_a_panel_with_its_button() {
    let world = World::new().await;
    let panel = world.store.catalog(ACME).await.unwrap().panels[0].id;
    world
        .store
        .set_checkup(ACME, Checkup { at: at(5), checks: vec![check("permissions", "Server", Some("It lacks X."))] });
    world.store.problem(ACME, "permissions", "It lacks X.", "Grant it.", at(2)).await.unwrap();
    world.store.problem(ACME, &format!("panel:{panel}"), "Discord refused.", "Look.", at(3)).await.unwrap();
    let body = world.page(&page(ACME), Some(OWNER)).await.body;
    for words in ["2 things are to be mended.", "It lacks X.", "Grant it.", "Discord refused.", "Publish again"] {
        assert!(body.contains(words), "{words}");
    }
    assert!(!body.contains("All is well"));
    // Of another guild it is nobody's.
    let far = world.page(&page(FAR), Some(STRANGER)).await.body;
    assert!(!far.contains("It lacks X."));
}

#[tokio::test]
async fn only_admins_look_and_only_operators_see_the_process() {
    let world = World::new().await;
    for who in [BEA, MIA, STRANGER] {
        let answer = world.page(&page(ACME), Some(who)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who}");
        assert!(!answer.body.contains("Check again"));
        for name in ["health", "health-check"] {
            let answer = world.call(name, Some(who), &format!(r#"{{"guild":"{ACME}"}}"#)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}: {}", answer.body);
        }
        let panel = world.store.catalog(ACME).await.unwrap().panels[0].id;
        let asked = format!(r#"{{"guild":"{ACME}","subject":"panel:{panel}"}}"#);
        assert_eq!(world.call("health-mend", Some(who), &asked).await.status, StatusCode::NOT_FOUND);
    }
    // The owner of Acme runs this Docket, the owner of the other guild does not.
    assert!(world.page(&page(ACME), Some(OWNER)).await.body.contains("This Docket"));
    let far = world.page(&page(FAR), Some(STRANGER)).await;
    assert_eq!(far.status, StatusCode::OK);
    assert!(!far.body.contains("This Docket"));
}

#[tokio::test]
async fn the_buttons_ring_the_bot() {
    let world = World::new().await;
    let mut bells = world.store.subscribe();
    let asked = world.call("health-check", Some(OWNER), &format!(r#"{{"guild":"{ACME}"}}"#)).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    assert_eq!(bells.try_recv().unwrap(), Bell::Check { guild: ACME });
    // Whoever asked hears of the answer, though nothing changed; nobody else hears of a look that finds the same.
    let checkup = |minute| Checkup { at: at(minute), checks: Vec::new() };
    world.store.set_checkup(ACME, checkup(1));
    assert_eq!(bells.try_recv().unwrap(), Bell::Guild { guild: ACME });
    world.store.set_checkup(ACME, checkup(2));
    assert!(bells.try_recv().is_err());
    let before = world.store.catalog(ACME).await.unwrap().panels.remove(0);
    let asked = format!(r#"{{"guild":"{ACME}","subject":"panel:{}"}}"#, before.id);
    assert_eq!(world.call("health-mend", Some(OWNER), &asked).await.status, StatusCode::OK);
    let after = world.store.panel(before.id).await.unwrap().unwrap();
    assert!(after.revision > before.revision && after.state == domain::PanelState::Published);
    let far = world.store.catalog(FAR).await.unwrap().panels.remove(0);
    let foreign = format!(r#"{{"guild":"{ACME}","subject":"panel:{}"}}"#, far.id);
    let _ = world.call("health-mend", Some(OWNER), &foreign).await;
    assert_eq!(world.store.panel(far.id).await.unwrap().unwrap().revision, far.revision, "another guild's panel");
}

#[tokio::test]
async fn what_discord_has_deleted_is_taken_out_by_one_press() {
    let world = World::new().await;
    let (gone, log) = (domain::RoleId(9_001), domain::ChannelId(9_002));
    let catalog = world.store.catalog(ACME).await.unwrap();
    let access = world.store.access(ACME, OWNER, at(0)).await.unwrap();
    let admin = access.admin().unwrap();
    let facts = domain::RoleFacts { id: gone, name: "Gone".into(), colour: 0, position: 1, permissions: 0 };
    world.store.role_changed(ACME, &facts).await.unwrap();
    let mut roles = catalog.admin_roles.clone();
    roles.push(gone);
    world.store.set_admin_roles(&admin, catalog.settings_revision, &roles, domain::Via::Web, at(1)).await.unwrap();
    let problem =
        async |subject: &str| world.store.problem(ACME, subject, "It is gone.", "Choose.", at(2)).await.unwrap();
    problem(&format!("role:{gone}")).await;
    assert!(!world.page(&page(ACME), Some(OWNER)).await.body.contains("Take the role out"), "it is there, and silent");
    world.store.role_deleted(ACME, gone).await.unwrap();
    assert!(world.page(&page(ACME), Some(OWNER)).await.body.contains("Take the role out"));
    let asked = |subject: &str| format!(r#"{{"guild":"{ACME}","subject":"{subject}"}}"#);
    let subject = asked(&format!("role:{gone}"));
    assert_eq!(world.call("health-mend", Some(BEA), &subject).await.status, StatusCode::NOT_FOUND);
    let answer = world.call("health-mend", Some(OWNER), &subject).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(world.store.catalog(ACME).await.unwrap().admin_roles, catalog.admin_roles);
    // What no press mends.
    for subject in ["permissions", &format!("log:{log}x"), "role:", "tickets"] {
        let answer = world.call("health-mend", Some(OWNER), &asked(subject)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{subject}");
    }
}

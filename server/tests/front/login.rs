//! The way in and the way out.

use super::world::{MIA, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_comes_in_and_goes_out() {
    let world = World::start().await;
    let mut browser = world.browser();
    let back = world.consent(&mut browser, "/login?next=%2Fg%2F1%2Finbox%3Fstatus%3Dopen", Some(MIA)).await;
    let before = browser.cookie.clone().expect("a session began");
    let landed = browser.get(&back).await;
    assert_eq!((landed.status.as_u16(), landed.header("location")), (303, "/g/1/inbox?status=open"));
    let cookie = landed.header("set-cookie").to_ascii_lowercase();
    for part in ["docket=", "httponly", "samesite=lax", "path=/", "max-age="] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
    assert!(!cookie.contains("secure"), "{cookie}");
    assert_ne!(browser.cookie, Some(before.clone()), "a session that was there before the login must not hold it");
    let mut planted = world.browser();
    planted.cookie = Some(before);
    assert_eq!(planted.get("/login").await.header("location").find(&world.sandbox.base), Some(0));
    // Logged in there is nothing to log in to.
    assert_eq!(browser.get("/login?next=/x").await.header("location"), "/x");
    let mut old = browser.clone();
    assert_eq!(browser.post("/logout").await.status, 303);
    assert_eq!(
        old.get("/login").await.header("location").find(&world.sandbox.base),
        Some(0),
        "the old cookie still counts"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_is_said_with_a_way_on() {
    let world = World::start().await;
    let mut browser = world.browser();
    // A state that was never given out, none at all, and one of another browser.
    let mut other = world.browser();
    let theirs = world.consent(&mut other, "/login", Some(MIA)).await;
    for foreign in ["/login/callback?code=x&state=made-up", "/login/callback?code=x", "/login/callback", &theirs] {
        let answer = browser.get(foreign).await;
        assert_eq!(answer.status, 400, "{foreign}");
        assert!(answer.text().contains("was not begun here") && answer.text().contains("href=\"/login?next=%2F\""));
    }
    let cancelled = world.consent(&mut browser, "/login?next=/g/1/inbox", None).await;
    let answer = browser.get(&cancelled).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("pressed Cancel") && answer.text().contains("/login?next=%2Fg%2F1%2Finbox"));
    // A code that Discord does not know.
    let back = world.consent(&mut browser, "/login", Some(MIA)).await;
    let state = back.split("state=").nth(1).unwrap();
    let answer = browser.get(&format!("/login/callback?code=made-up&state={state}")).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("no longer valid"), "{}", answer.text());
    // The state counted once.
    assert_eq!(browser.get(&back).await.status, 400);
    // Two tabs begin, both may end.
    let first = world.consent(&mut browser, "/login?next=/a", Some(MIA)).await;
    let second = world.consent(&mut browser, "/login?next=/b", Some(MIA)).await;
    assert_eq!(browser.get(&first).await.header("location"), "/a");
    assert_eq!(browser.get(&second).await.header("location"), "/b");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_come_in_at_once() {
    let world = World::start().await;
    let all = (0..16).map(|_| world.logged_in(MIA));
    for mut browser in futures_util::future::join_all(all).await {
        assert_eq!(browser.get("/login?next=/x").await.header("location"), "/x");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_the_operators_to_mend() {
    let world = World::start_with(&[("client_secret", "wrong")]).await;
    let mut browser = world.browser();
    let back = world.consent(&mut browser, "/login", Some(MIA)).await;
    let answer = browser.get(&back).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("An operator must compare"), "{}", answer.text());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_discord_the_login_says_so() {
    let world = World::start().await;
    let mut browser = world.browser();
    let back = world.consent(&mut browser, "/login", Some(MIA)).await;
    let World { sandbox, running, .. } = world;
    sandbox.kill().await;
    let answer = browser.get(&back).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("Discord did not answer") && answer.text().contains("/login?next="));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_is_a_strangers() {
    let world = World::start().await;
    let mut browser = world.logged_in(MIA).await;
    assert_eq!(browser.get("/login?next=/x").await.header("location"), "/x");
    let in_fifteen_days = super::world::now().plus(std::time::Duration::from_hours(15 * 24));
    assert_eq!(world.store.sessions_expire(super::world::now()).await.unwrap(), 0);
    assert!(world.store.sessions_expire(in_fifteen_days).await.unwrap() >= 1);
    let led = browser.get("/login?next=/x").await;
    assert!(led.header("location").starts_with(&world.sandbox.base));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_was_only_begun_does_not_stay() {
    let world = World::start().await;
    let begun = world.browser().get("/login").await;
    assert!(begun.header("set-cookie").to_ascii_lowercase().contains("max-age=600"), "{}", begun.header("set-cookie"));
    let mut browser = world.browser();
    let first = world.consent(&mut browser, "/login", Some(MIA)).await;
    let second = world.consent(&mut browser, "/login", None).await;
    let landed = browser.get(&first).await;
    assert!(landed.header("set-cookie").to_ascii_lowercase().contains("max-age=1209600"), "a login holds for 14 days");
    // Another tab's login, cancelled, does not shorten the one that holds.
    let cancelled = browser.get(&second).await;
    assert_eq!(cancelled.status, 403);
    assert!(cancelled.header("set-cookie").to_ascii_lowercase().contains("max-age=1209600"));
    let soon = super::world::now().plus(std::time::Duration::from_mins(11));
    assert_eq!(world.store.sessions_expire(soon).await.unwrap(), 1, "the stranger's session alone ends");
    assert_eq!(browser.get("/login?next=/x").await.header("location"), "/x");
    world.stop().await;
}

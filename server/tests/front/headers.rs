//! What every answer carries.

use super::world::{MIA, World};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_armoured() {
    let world = World::start().await;
    let mut browser = world.logged_in(MIA).await;
    for path in ["/", "/health", "/login", "/login/callback", "/nowhere", "/files/1/1/1/x", "/g/1/inbox"] {
        let answer = browser.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert!(!policy.contains("script-src 'unsafe-inline'"), "{path}: {policy}");
        assert_eq!(answer.header("x-request-id").len(), 8, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "plain http");
    }
    let page = browser.get("/").await;
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(page.text().contains(nonce), "the page does not use its own nonce");
    assert_ne!(policy, browser.get("/").await.header("content-security-policy"), "a nonce is used twice");
    assert_eq!(browser.get("/nowhere").await.status, 404);
    assert_eq!(browser.get("/manifest.json").await.status, 404);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_https_cookies_travel_encrypted_only() {
    let world = World::start_with(&[("public_url", "https://desk.localhost")]).await;
    let mut browser = world.browser();
    let left = browser.get("/login").await;
    let cookie = left.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-docket=") && cookie.contains("Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
    assert!(left.header("strict-transport-security").starts_with("max-age="));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_tells_no_more_than_it_must() {
    let world = World::start().await;
    let mut browser = world.browser();
    let request = browser.bare(Method::GET, "/health");
    let answer = browser.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "ok\ndatabase: ok\nbot: connected\n"));
    world.stop().await;
}

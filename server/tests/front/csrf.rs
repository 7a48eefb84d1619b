//! What other sites try.

use super::world::{MIA, World};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_change_nothing() {
    let world = World::start().await;
    let mut browser = world.logged_in(MIA).await;
    let origin = world.origin.clone();
    let foreign: [&[(&str, &str)]; 5] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", &origin)],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for (headers, path) in
        foreign.iter().flat_map(|headers| ["/logout", "/fn/x", "/nowhere"].map(|path| (headers, path)))
    {
        let mut request = browser.bare(Method::POST, path);
        for (name, value) in *headers {
            request = request.header(*name, *value);
        }
        assert_eq!(browser.send(request).await.status, 403, "{path} with {headers:?}");
    }
    assert_eq!(browser.get("/login?next=/x").await.header("location"), "/x", "still logged in");
    // A browser without fetch metadata says its origin.
    let request = browser.bare(Method::POST, "/logout").header("origin", &origin);
    assert_eq!(browser.send(request).await.status, 303);
    assert!(browser.get("/login").await.header("location").starts_with(&world.sandbox.base));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_has_its_bounds() {
    let world = World::start().await;
    let mut browser = world.browser();
    let path = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).next().expect("a server function");
    let request = browser.bare(Method::POST, path).header("sec-fetch-site", "same-origin").body(vec![b'a'; 600 * 1024]);
    let answer = browser.send(request).await;
    assert!(answer.status.is_client_error() || answer.status.is_server_error(), "{}", answer.status);
    assert_eq!(browser.get("/health").await.status, 200);
    world.stop().await;
}

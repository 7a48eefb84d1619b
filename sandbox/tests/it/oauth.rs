//! Consent, tokens and what they open.

use crate::common::*;
use reqwest::redirect::Policy;
use serde_json::{Value, json};

const BACK: &str = "http://localhost:3000/back";
// Of the verifier "verifier": base64url(sha256).
const CHALLENGE: &str = "iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ";

struct Browser<'a> {
    place: &'a Place,
    http: reqwest::Client,
}

impl<'a> Browser<'a> {
    fn new(place: &'a Place) -> Self {
        Self { place, http: reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap() }
    }

    fn fields(&self) -> Vec<(String, String)> {
        let id = self.place.sandbox.client_id.to_string();
        let pairs = [
            ("client_id", id.as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("scope", "identify guilds"),
            ("state", "a b&c"),
        ];
        pairs.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    }

    fn with(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = self.fields();
        for (k, v) in changes {
            fields.retain(|(name, _)| name != k);
            fields.push(((*k).to_owned(), (*v).to_owned()));
        }
        fields
    }

    async fn page(&self, changes: &[(&str, &str)]) -> (u16, String, Option<String>) {
        let response = self
            .http
            .get(format!("{}/oauth2/authorize", self.place.sandbox.base))
            .query(&self.with(changes))
            .send()
            .await
            .unwrap();
        let to = response.headers().get("location").map(|v| v.to_str().unwrap().to_owned());
        (response.status().as_u16(), response.text().await.unwrap(), to)
    }

    /// Presses a button on the page: where one is led, as pairs.
    async fn decide(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let url = format!("{}/oauth2/authorize", self.place.sandbox.base);
        let response = self.http.post(url).form(&self.with(changes)).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 303);
        let to = url::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
        assert!(to.as_str().starts_with(BACK));
        to.query_pairs().into_owned().collect()
    }

    async fn code(&self, changes: &[(&str, &str)]) -> String {
        let mia = MIA.to_string();
        let all: Vec<_> =
            [("user", mia.as_str()), ("decision", "authorize")].into_iter().chain(changes.iter().copied()).collect();
        let pairs = self.decide(&all).await;
        assert!(pairs.contains(&("state".into(), "a b&c".into())));
        pairs.into_iter().find(|(k, _)| k == "code").unwrap().1
    }

    async fn token(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let s = &self.place.sandbox;
        let request = self
            .http
            .post(format!("{}/api/oauth2/token", s.base))
            .basic_auth(s.client_id.to_string(), Some(&s.client_secret));
        answer(request.form(fields)).await
    }

    async fn change(&self, code: &str) -> (u16, Value) {
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK)]).await
    }

    async fn me(&self, token: &str, path: &str) -> (u16, Value) {
        answer(self.http.get(self.place.url(path)).bearer_auth(token)).await
    }
}

#[tokio::test]
async fn a_person_lets_the_application_in() {
    let place = Place::new().await;
    let browser = Browser::new(&place);
    let (status, html, _) = browser.page(&[]).await;
    assert_eq!(status, 200);
    assert!(
        html.contains("Mia") && html.contains("Sam") && html.contains("Authorize") && !html.contains(">Docket <small")
    );
    let code = browser.code(&[]).await;
    let (status, tokens) = browser.change(&code).await;
    assert_eq!(
        (status, tokens["token_type"].as_str(), tokens["expires_in"].as_u64()),
        (200, Some("Bearer"), Some(604_800))
    );
    assert_eq!(browser.change(&code).await.1["error"], "invalid_grant", "a code is good once");
    let access = tokens["access_token"].as_str().unwrap();
    let (_, me) = browser.me(access, "/users/@me").await;
    assert_eq!((me["id"].clone(), me.get("email")), (json!(MIA), None));
    let (_, guilds) = browser.me(access, "/users/@me/guilds").await;
    assert_eq!((guilds[0]["id"].clone(), guilds[0]["owner"].clone()), (json!(ACME), json!(false)));
    assert_eq!(
        browser.me(access, &format!("/users/@me/guilds/{ACME}/member")).await.0,
        403,
        "the scope was not granted"
    );
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let (_, second) = browser.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await;
    assert_eq!(browser.me(access, "/users/@me").await.0, 401);
    let access = second["access_token"].as_str().unwrap();
    assert_eq!(browser.me(access, "/users/@me").await.0, 200);
    let s = &place.sandbox;
    let id = s.client_id.to_string();
    let form = [("token", access), ("client_id", &id), ("client_secret", &s.client_secret)];
    let revoked = answer(place.http.post(format!("{}/api/oauth2/token/revoke", s.base)).form(&form)).await;
    assert_eq!(revoked.0, 200);
    assert_eq!(browser.me(access, "/users/@me").await.0, 401);
    place.conforms().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_where_it_belongs() {
    let place = Place::new().await;
    let browser = Browser::new(&place);
    for wrong in [("client_id", "7"), ("redirect_uri", "https://elsewhere.example/"), ("redirect_uri", "")] {
        let (status, html, to) = browser.page(&[wrong]).await;
        assert_eq!((status, to), (400, None), "{wrong:?}");
        assert!(html.contains("role=\"alert\""));
    }
    place.control.settings(&json!({ "redirect_uris": ["https://elsewhere.example/"] })).await.unwrap();
    assert_eq!(browser.page(&[("redirect_uri", "https://elsewhere.example/")]).await.0, 200);
    for (wrong, error) in
        [(("response_type", "token"), "unsupported_response_type"), (("scope", "all"), "invalid_scope")]
    {
        let (_, _, to) = browser.page(&[wrong]).await;
        assert!(to.unwrap().contains(error));
    }
    let cancelled = browser.decide(&[("decision", "cancel")]).await;
    assert!(
        cancelled.contains(&("error".into(), "access_denied".into()))
            && cancelled.contains(&("state".into(), "a b&c".into()))
    );
    let (status, html, _) = browser.page(&[("state", "\"><script>")]).await;
    assert!(status == 200 && !html.contains("<script>"));
}

#[tokio::test]
async fn codes_and_clients_are_checked() {
    let place = Place::new().await;
    let browser = Browser::new(&place);
    let code = browser.code(&[]).await;
    let other = browser
        .token(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", "http://localhost:3000/other"),
        ])
        .await;
    assert_eq!((other.0, other.1["error"].as_str()), (400, Some("invalid_grant")));
    let code = browser.code(&[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]).await;
    assert_eq!(browser.change(&code).await.0, 400, "the verifier is missing");
    let code = browser.code(&[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]).await;
    let with = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", "verifier"),
    ];
    assert_eq!(browser.token(&with).await.0, 200);
    let url = format!("{}/api/oauth2/token", place.sandbox.base);
    let id = place.sandbox.client_id.to_string();
    let stranger = answer(place.http.post(&url).basic_auth(&id, Some("wrong")).form(&with)).await;
    assert_eq!((stranger.0, stranger.1["error"].as_str()), (401, Some("invalid_client")));
    let as_json = answer(
        place
            .http
            .post(&url)
            .basic_auth(&id, Some(&place.sandbox.client_secret))
            .json(&json!({ "grant_type": "authorization_code" })),
    )
    .await;
    assert_eq!((as_json.0, as_json.1["error"].as_str()), (400, Some("unsupported_grant_type")), "JSON is not read");
}

#[tokio::test]
async fn an_application_gets_a_token_for_its_owner() {
    let place = Place::new().await;
    let browser = Browser::new(&place);
    let (status, tokens) = browser.token(&[("grant_type", "client_credentials"), ("scope", "identify")]).await;
    assert_eq!((status, tokens["scope"].as_str(), tokens.get("refresh_token")), (200, Some("identify"), None));
    let access = tokens["access_token"].as_str().unwrap();
    let (_, me) = browser.me(access, "/users/@me").await;
    assert_eq!(me["username"], "olivia");
    for scope in ["", "all", "identify all"] {
        let (status, answer) = browser.token(&[("grant_type", "client_credentials"), ("scope", scope)]).await;
        assert_eq!((status, answer["error"].as_str()), (400, Some("invalid_scope")), "{scope}");
    }
    let no_refresh = browser.token(&[("grant_type", "refresh_token"), ("refresh_token", "")]).await;
    assert_eq!(no_refresh.1["error"], "invalid_grant");
    let s = &place.sandbox;
    let (id, url) = (s.client_id.to_string(), format!("{}/api/oauth2/token", s.base));
    let form = [("grant_type", "client_credentials"), ("scope", "identify")];
    let wrong = answer(place.http.post(&url).basic_auth(&id, Some("wrong")).form(&form)).await;
    assert_eq!((wrong.0, wrong.1["error"].as_str()), (401, Some("invalid_client")));
    let form = [("token", access), ("client_id", &id), ("client_secret", &s.client_secret)];
    assert_eq!(answer(place.http.post(format!("{url}/revoke")).form(&form)).await.0, 200);
    assert_eq!(browser.me(access, "/users/@me").await.0, 401);
    place.conforms().await;
}

#[tokio::test]
async fn an_application_knows_what_it_was_granted() {
    let place = Place::new().await;
    let told = async |settings: Value| {
        place.control.settings(&settings).await.unwrap();
        let (status, app) = answer(place.request("GET", "/applications/@me")).await;
        assert_eq!(status, 200);
        (app["flags"].as_u64().unwrap(), app["flags_new"].clone(), app["redirect_uris"].clone())
    };
    let all = told(json!({ "intents_granted": { "members": true, "content": true } })).await;
    assert_eq!(all, (1 << 15 | 1 << 19, json!((1 << 15 | 1 << 19).to_string()), json!([])));
    let less = told(
        json!({ "intents_granted": { "members": true, "content": false }, "redirect_uris": ["https://a.example/x"] }),
    )
    .await;
    assert_eq!((less.0, less.2), (1 << 15, json!(["https://a.example/x"])));
    place.conforms().await;
}

#[tokio::test]
async fn consents_that_are_over_are_forgotten() {
    let place = Place::new().await;
    let browser = Browser::new(&place);
    let code = browser.code(&[]).await;
    let (_, first) = browser.change(&code).await;
    let week = 7 * 86_400_000;
    place.control.advance(week).await.unwrap();
    assert_eq!(browser.me(first["access_token"].as_str().unwrap(), "/users/@me").await.0, 401);
    let renew = async |tokens: &Value| {
        browser
            .token(&[("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())])
            .await
    };
    let (status, second) = renew(&first).await;
    assert_eq!(status, 200, "the access has ended, the consent has not");
    browser.code(&[]).await;
    place.control.advance(week + 30 * 86_400_000).await.unwrap();
    let kept = async || place.control.snapshot().await.unwrap()["steps"].as_array().unwrap().clone();
    for _ in 0..50 {
        if !kept().await.iter().any(|step| step.get("grant").or(step.get("code")).is_some()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(!kept().await.iter().any(|step| step.get("grant").or(step.get("code")).is_some()));
    assert_eq!(renew(&second).await.1["error"], "invalid_grant");
}

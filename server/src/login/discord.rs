//! Knows Discord's OAuth2 side (<https://discord.com/developers/docs/topics/oauth2>): where people are sent, how a code
//! becomes a person. The access token is used once, revoked, forgotten.

use crate::config::{Config, PublicUrl};
use crate::secret::Secret;
use anyhow::Context;
use domain::{Person, UserId};
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicErrorResponseType};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse, TokenUrl,
};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Of one call. A login makes three.
const DEADLINE: Duration = Duration::from_secs(5);

/// For all waits of one login together.
const PATIENCE: Duration = Duration::from_secs(5);

/// Cheap to clone.
#[derive(Clone)]
pub struct Discord(Arc<Inner>);

struct Inner {
    client: Client,
    http: reqwest::Client,
    me: String,
    revoke: String,
    id: String,
    secret: Secret,
}

/// Where a person is sent, and what must be remembered until they are back.
pub struct Leave {
    pub to: String,
    pub state: String,
    pub verifier: String,
}

/// Why a code became no person.
#[derive(Debug)]
pub enum Failure {
    /// The code is used, old or made up.
    Code(String),
    /// The client id, its secret or the redirect address are wrong.
    Application(String),
    Away(String),
}

#[derive(Deserialize)]
struct Me {
    id: UserId,
    username: String,
    global_name: Option<String>,
    avatar: Option<String>,
    #[serde(default)]
    bot: bool,
}

impl Discord {
    pub fn new(config: &Config, public_url: &PublicUrl) -> anyhow::Result<Self> {
        let base = config.discord.as_str().trim_end_matches('/');
        let client = BasicClient::new(ClientId::new(config.client_id.clone()))
            .set_client_secret(ClientSecret::new(config.client_secret.expose().to_owned()))
            .set_auth_uri(AuthUrl::new(format!("{base}/oauth2/authorize"))?)
            .set_token_uri(TokenUrl::new(format!("{base}/api/oauth2/token"))?)
            .set_redirect_uri(RedirectUrl::new(public_url.at("/login/callback"))?);
        let mut http = reqwest::Client::builder().timeout(DEADLINE).redirect(reqwest::redirect::Policy::none());
        if !base.starts_with("https://discord.com") {
            http = http.no_proxy();
        }
        Ok(Self(Arc::new(Inner {
            client,
            http: http.build().context("the HTTP client can't be made")?,
            me: format!("{base}/api/v10/users/@me"),
            revoke: format!("{base}/api/oauth2/token/revoke"),
            id: config.client_id.clone(),
            secret: config.client_secret.clone(),
        })))
    }

    pub fn leave(&self) -> Leave {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (to, state) = self
            .0
            .client
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new("identify".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Leave { to: to.into(), state: state.into_secret(), verifier: verifier.into_secret() }
    }

    /// Changes the code for who it is.
    pub async fn person(&self, code: String, verifier: String) -> Result<Person, Failure> {
        let http = &self.0.http;
        let token = self
            .0
            .client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&|request| send(http.clone(), request))
            .await
            .map_err(Failure::of)?;
        let token = token.access_token().secret();
        let me = self.me(token).await;
        self.revoke(token).await;
        let me = me.map_err(|error| Failure::Away(error.without_url().to_string()))?;
        Ok(Person {
            id: me.id,
            display_name: me.global_name.unwrap_or_else(|| me.username.clone()),
            username: me.username,
            avatar: me.avatar,
            bot: me.bot,
        })
    }

    /// Whether Discord knows the client id by this secret. The token that comes of it is given back at once.
    pub async fn knows_us(&self) -> Result<(), Failure> {
        let http = &self.0.http;
        let asked = self.0.client.exchange_client_credentials().add_scope(Scope::new("identify".to_owned()));
        let token = asked.request_async(&|request| send(http.clone(), request)).await.map_err(Failure::of)?;
        self.revoke(token.access_token().secret()).await;
        Ok(())
    }

    /// Many may log in at once: Discord's limit is waited out, as long as a person would wait.
    async fn me(&self, token: &str) -> reqwest::Result<Me> {
        let mut patience = PATIENCE;
        loop {
            let answer = self.0.http.get(&self.0.me).bearer_auth(token).send().await?;
            let pause = pause_asked(&answer).filter(|pause| *pause <= patience);
            let Some(pause) = pause else { return answer.error_for_status()?.json().await };
            patience -= pause;
            sleep(pause).await;
        }
    }

    /// A token that could not be revoked ends by its own age; the login stands.
    async fn revoke(&self, token: &str) {
        let form = [
            ("token", token),
            ("token_type_hint", "access_token"),
            ("client_id", &self.0.id),
            ("client_secret", self.0.secret.expose()),
        ];
        let sent = self.0.http.post(&self.0.revoke).form(&form).send().await;
        if let Err(error) = sent.and_then(reqwest::Response::error_for_status) {
            tracing::warn!("An access token could not be revoked: {}", error.without_url());
        }
    }
}

/// What a 429 asks for, in whole or broken seconds.
fn pause_asked(answer: &reqwest::Response) -> Option<Duration> {
    if answer.status() != http::StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    let seconds: f64 = answer.headers().get("retry-after")?.to_str().ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds.max(0.1)).ok()
}

async fn send(http: reqwest::Client, request: HttpRequest) -> reqwest::Result<HttpResponse> {
    let answer = http.execute(request.try_into()?).await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = http::Response::new(answer.bytes().await?.into());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

impl Failure {
    fn of(error: RequestTokenError<reqwest::Error, BasicErrorResponse>) -> Self {
        match error {
            RequestTokenError::ServerResponse(answer) => {
                let why = answer.to_string();
                match answer.error() {
                    BasicErrorResponseType::InvalidGrant => Self::Code(why),
                    _ => Self::Application(why),
                }
            }
            RequestTokenError::Request(error) => Self::Away(error.without_url().to_string()),
            RequestTokenError::Parse(error, _) => Self::Away(format!("an answer that can't be read: {error}")),
            RequestTokenError::Other(why) => Self::Away(why),
        }
    }
}

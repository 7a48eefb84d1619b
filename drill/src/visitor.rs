//! Knows how a browser visits the dashboard: cookies, the way through Discord's consent and back. Runs no script.

use anyhow::{Context, Result, bail};
use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Response, Url};
use sandbox::Control;
use std::collections::HashMap;

/// One person's browser.
pub struct Visitor {
    http: Client,
    base: Url,
    cookies: HashMap<String, String>,
}

impl Visitor {
    pub fn new(port: u16) -> Result<Self> {
        let http = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { http, base: format!("http://localhost:{port}/").parse()?, cookies: HashMap::new() })
    }

    /// The status of a page; nothing if nobody answers.
    pub async fn status(&self, path: &str) -> Option<u16> {
        let answer = self.http.get(self.base.join(path).ok()?).header(COOKIE, self.cookie()).send().await.ok()?;
        let status = answer.status().as_u16();
        // Read to its end: a page comes in pieces.
        answer.bytes().await.ok()?;
        Some(status)
    }

    /// Sends a form as a page of the dashboard does. The status and what was answered.
    pub async fn send(&self, path: &str, form: &[(String, String)]) -> Result<(u16, String)> {
        let request = self.http.post(self.base.join(path)?).header(COOKIE, self.cookie());
        let answer = request.header(ORIGIN, self.base.origin().ascii_serialization()).form(form).send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    }

    /// Through the code flow: to the consent page, consent, and back.
    pub async fn log_in(&mut self, name: &str) -> Result<()> {
        let asked = self.get(self.base.join("/login")?).await?;
        let consent = location(&asked, &self.base)?;
        let control = Control::new(&consent.origin().ascii_serialization());
        let people = control.people().await?;
        let person = people.as_array().into_iter().flatten().find(|person| person["global_name"] == name);
        let user =
            person.and_then(|person| person["id"].as_str()).with_context(|| format!("nobody is called {name}"))?;
        let mut form: Vec<(String, String)> = consent.query_pairs().into_owned().collect();
        form.extend([("user".to_owned(), user.to_owned()), ("decision".to_owned(), "authorize".to_owned())]);
        let answered = self.http.post(consent.clone()).form(&form).send().await?;
        let back = location(&answered, &consent)?;
        let landed = self.get(back).await?;
        if !landed.status().is_redirection() {
            bail!("the login ended with {}", landed.status());
        }
        Ok(())
    }

    async fn get(&mut self, url: Url) -> Result<Response> {
        let answer = self.http.get(url).header(COOKIE, self.cookie()).send().await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}

fn location(answer: &Response, from: &Url) -> Result<Url> {
    let to =
        answer.headers().get(LOCATION).with_context(|| format!("{} from {from}, and no way on", answer.status()))?;
    Ok(from.join(to.to_str()?)?)
}

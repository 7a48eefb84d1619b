//! A browser as far as these tests need one: it keeps its cookie, follows nothing by itself, and says where requests
//! come from.

use reqwest::{Method, RequestBuilder, Response, StatusCode, redirect::Policy};

#[derive(Clone)]
pub struct Browser {
    http: reqwest::Client,
    base: String,
    pub cookie: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { http, base: base.to_owned(), cookie: None }
    }

    /// With the cookie, without a word on where it comes from.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// A link that is followed.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.bare(Method::GET, path).header("sec-fetch-mode", "navigate").header("accept", "text/html");
        self.send(request).await
    }

    /// A form or script of our own page.
    pub async fn post(&mut self, path: &str) -> Answer {
        let request = self.bare(Method::POST, path).header("sec-fetch-site", "same-origin");
        self.send(request).await
    }

    pub async fn send(&mut self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        self.keep(&response);
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    fn keep(&mut self, response: &Response) {
        for line in response.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            if let Some((name, value)) = pair.split_once('=')
                && name.ends_with("docket")
            {
                self.cookie = (!value.is_empty()).then(|| pair.to_owned());
            }
        }
    }
}

//! Knows the address under which people reach the dashboard, and when it is safe enough for a login.

use super::is_loopback;
use std::str::FromStr;
use url::Url;

/// `https://desk.example.org`, or plain http on a loopback name. No path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// For a dashboard that only this machine reaches.
    pub fn localhost(port: u16) -> Option<Self> {
        format!("http://localhost:{port}").parse().ok()
    }

    /// Whether cookies may only travel encrypted.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// As browsers say it in `Origin`, without a slash at the end.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address of a path that begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| format!("`{text}` is no address, such as https://desk.example.org."))?;
        let Some(host) = url.host() else { return Err(format!("`{text}` names no host.")) };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&host) => {}
            "http" => {
                return Err(format!(
                    "`{text}` is plain http, which would send logins readable over the network. Use https; plain http is \
                     only for localhost and 127.0.0.1."
                ));
            }
            other => return Err(format!("`{other}` is no scheme for a dashboard; use https.")),
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err(format!("`{text}` has more than a host; Docket needs one for itself, without a path."));
        }
        Ok(Self(url))
    }
}

//! Knows where Discord is: its own address, or a stand-in's on this machine. Refuses plain text to anywhere else.

use url::{Host, Url};

/// Discord's own address.
pub const DISCORD: &str = "https://discord.com";

/// A checked address, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    url: Url,
}

impl Base {
    /// `https` anywhere, `http` on this machine only.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim_end_matches('/'))
            .map_err(|error| format!("Discord's address `{text}` can't be read: {error}."))?;
        match url.scheme() {
            "https" => Ok(Self { url }),
            "http" if is_loopback(&url) => Ok(Self { url }),
            _ => Err(format!(
                "Discord's address `{text}` must begin with https (plain http is only for a stand-in on this machine)."
            )),
        }
    }

    pub fn text(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    pub fn is_local(&self) -> bool {
        is_loopback(&self.url)
    }

    /// May the gateway be dialled there? `wss` anywhere; `ws` on this machine, if that is where Discord is.
    pub fn allows_gateway(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        match url.scheme() {
            "wss" => true,
            "ws" => self.is_local() && is_loopback(&url),
            _ => false,
        }
    }

    /// May a file be fetched from there? Discord's own file hosts, or where the stand-in is.
    pub fn allows_file(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        if self.is_local() {
            return url.scheme() == self.url.scheme()
                && is_loopback(&url)
                && url.port_or_known_default() == self.url.port_or_known_default();
        }
        let known = |host: &str| matches!(host, "cdn.discordapp.com" | "media.discordapp.net" | "cdn.discord.com");
        url.scheme() == "https" && url.host_str().is_some_and(known)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_on_this_machine() {
        for (text, good) in [
            ("https://discord.com", true),
            ("https://discord.com/", true),
            ("http://127.0.0.1:4000", true),
            ("http://localhost:4000", true),
            ("http://discord.com", false),
            ("http://127.0.0.1.example.com", false),
            ("ftp://127.0.0.1", false),
            ("nonsense", false),
        ] {
            assert_eq!(Base::parse(text).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn the_gateway_and_files_keep_to_known_hosts() {
        let discord = Base::parse(DISCORD).unwrap();
        assert!(discord.allows_gateway("wss://gateway.discord.gg"));
        assert!(!discord.allows_gateway("ws://127.0.0.1:1"));
        assert!(discord.allows_file("https://cdn.discordapp.com/attachments/1/2/a.png?ex=1"));
        assert!(!discord.allows_file("https://example.com/a.png"));
        assert!(!discord.allows_file("http://169.254.169.254/"));
        let local = Base::parse("http://127.0.0.1:4000").unwrap();
        assert!(local.allows_gateway("ws://127.0.0.1:4000/gateway"));
        assert!(local.allows_file("http://127.0.0.1:4000/cdn/attachments/1/2/a.png"));
        assert!(!local.allows_file("http://127.0.0.1:4001/"));
        assert!(!local.allows_gateway("ws://example.com"));
    }
}

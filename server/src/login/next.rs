//! Knows where a login may lead back to: a path of our own, nothing else.

use url::Url;

/// The path and query as our own, or `/`.
pub fn local(next: Option<&str>) -> String {
    next.and_then(checked).unwrap_or_else(|| "/".to_owned())
}

fn checked(next: &str) -> Option<String> {
    if !next.starts_with('/') || next.len() > 1000 || next.chars().any(char::is_control) {
        return None;
    }
    // Read as a browser reads it: `//host` and `/\host` lead elsewhere.
    let ours = Url::parse("http://ours.invalid/").ok()?;
    let url = ours.join(next).ok()?;
    if url.origin() != ours.origin() {
        return None;
    }
    let path = url.path();
    if path.starts_with("//") || ["/login", "/logout"].iter().any(|own| path == *own || path.starts_with("/login/")) {
        return None;
    }
    Some(url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_leads_back_to_our_own_pages_alone() {
        assert_eq!(local(Some("/g/1/inbox?status=open&member=Mai%20Anh")), "/g/1/inbox?status=open&member=Mai%20Anh");
        assert_eq!(local(Some("/g/1/tickets/2#m-3")), "/g/1/tickets/2");
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "/login",
            "/login/callback?code=1",
            "/logout",
            "g/1",
            "/.//evil.example",
            "/..//evil.example",
        ] {
            assert_eq!(local(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(local(None), "/");
    }
}

//! Knows the built site: the browser's half, styles and fonts, inside the binary (read from `target/site` in debug
//! builds), compressed beforehand. Files are named by their hash; `manifest.json` says which is which.

use app::ssr::SiteManifest;
use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
struct Site;

/// Changes with the site, so that a release build embeds the one that is there.
const STAMP: &str = env!("DOCKET_SITE_STAMP");
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

static EMBEDDED: LazyLock<SiteManifest> = LazyLock::new(read_manifest);

/// Which files make the page. Empty names if the site was not built: pages then work without the browser's half.
pub fn manifest() -> SiteManifest {
    // In development the site is built anew while this process runs.
    if cfg!(debug_assertions) { read_manifest() } else { EMBEDDED.clone() }
}

/// Says once how to build what is missing.
pub fn check() {
    if manifest().desk.js.is_empty() {
        tracing::warn!("The site was not built, so pages come without style and script: run `cargo xtask build`");
    } else {
        tracing::debug!(site.stamp = STAMP, "The site is there");
    }
}

fn read_manifest() -> SiteManifest {
    let Some(file) = Site::get("manifest.json") else { return SiteManifest::default() };
    serde_json::from_slice(&file.data).unwrap_or_else(|error| {
        tracing::error!("The site's manifest can't be read: {error}");
        SiteManifest::default()
    })
}

/// A file of the site by its path without the slash in front; `None` if there is none of that name.
pub fn serve(method: &Method, path: &str, asked: &HeaderMap) -> Option<Response> {
    // What is packed is not asked for by name.
    let is_packed = Path::new(path).extension().is_some_and(|ending| ending == "br" || ending == "gz");
    if path.is_empty() || path == "manifest.json" || is_packed || !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let plain = Site::get(path)?;
    let (file, encoding) = best(path, plain, asked, Site::get);
    Some(answer(method, path, file.data, encoding, is_hashed(path)))
}

fn answer(
    method: &Method,
    path: &str,
    data: Cow<'static, [u8]>,
    encoding: Option<&'static str>,
    is_hashed: bool,
) -> Response {
    let mut headers = HeaderMap::new();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    insert(&mut headers, header::CONTENT_TYPE, &kind);
    insert(&mut headers, header::CONTENT_LENGTH, &data.len().to_string());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if is_hashed {
        headers.insert(header::CACHE_CONTROL, IMMUTABLE);
    }
    let body = if *method == Method::HEAD { Body::empty() } else { Body::from(data) };
    (StatusCode::OK, headers, body).into_response()
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Only what the manifest names has its hash in its name.
fn is_hashed(path: &str) -> bool {
    let manifest = if cfg!(debug_assertions) { &read_manifest() } else { &*EMBEDDED };
    let modules = [&manifest.desk, &manifest.editor, &manifest.departments, &manifest.rules, &manifest.settings]
        .into_iter()
        .flat_map(|module| [&module.js, &module.wasm]);
    modules.chain([&manifest.css]).chain(manifest.assets.values()).any(|name| name == path)
}

/// The smallest form that the browser takes.
fn best<F>(path: &str, plain: F, asked: &HeaderMap, find: impl Fn(&str) -> Option<F>) -> (F, Option<&'static str>) {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if takes(accepted, encoding)
            && let Some(file) = find(&format!("{path}.{ending}"))
        {
            return (file, Some(encoding));
        }
    }
    (plain, None)
}

fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_unless_it_is_refused() {
        assert!(takes("gzip, deflate, br, zstd", "br"));
        assert!(takes("gzip;q=0.5,BR;q=1.0", "br"));
        assert!(!takes("gzip, br;q=0", "br"));
        assert!(!takes("gzip, brotli", "br"));
        assert!(!takes("", "gzip"));
    }

    #[test]
    fn the_smallest_form_that_is_there_is_sent() {
        let find = |name: &str| ["a.js.br", "a.js.gz", "b.js.gz"].contains(&name).then(|| name.to_owned());
        let best = |path: &str, accepted: &str| {
            let asked = [(header::ACCEPT_ENCODING, accepted.parse().unwrap())].into_iter().collect();
            best(path, path.to_owned(), &asked, find)
        };
        assert_eq!(best("a.js", "gzip, br"), ("a.js.br".to_owned(), Some("br")));
        assert_eq!(best("a.js", "gzip"), ("a.js.gz".to_owned(), Some("gzip")));
        assert_eq!(best("b.js", "gzip, br"), ("b.js.gz".to_owned(), Some("gzip")));
        assert_eq!(best("c.js", "gzip, br"), ("c.js".to_owned(), None));
        assert_eq!(best("a.js", ""), ("a.js".to_owned(), None));
    }

    #[test]
    fn a_file_says_what_it_is_and_how_long_it_holds() {
        let told = |path: &str, encoding, hashed| {
            let answer = answer(&Method::GET, path, Cow::Borrowed(b"1234"), encoding, hashed);
            let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(header(header::CONTENT_LENGTH).as_deref(), Some("4"));
            (header(header::CONTENT_TYPE).unwrap(), header(header::CONTENT_ENCODING), header(header::CACHE_CONTROL))
        };
        let (kind, encoding, cache) = told("pkg/desk-1_bg.wasm", Some("br"), true);
        assert_eq!((kind.as_str(), encoding.as_deref()), ("application/wasm", Some("br")));
        assert!(cache.is_some_and(|cache| cache.contains("immutable")));
        assert_eq!(told("pkg/desk-1.js", None, true).0, "text/javascript; charset=utf-8");
        assert_eq!(told("pkg/style-1.css", None, true).0, "text/css; charset=utf-8");
        assert_eq!(told("other.woff2", None, false).2, None);
    }
}

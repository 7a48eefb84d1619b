//! Knows how stored files leave: to whoever may read their ticket, in pieces if asked for, and never as something that
//! a browser would run.

mod range;

use crate::clock;
use crate::error_page;
use crate::state::Desk;
use crate::words::Words;
use app::ssr::Visitor;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{AttachmentId, GuildId, Refusal};
use range::Range;
use std::fmt::Write as _;
use std::io::SeekFrom;
use store::OpenFile;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

/// Styles, because a browser's own page around a picture or a film is made with them; scripts stay impossible.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'");
/// Whoever lost their rights must not find it in their cache: ask each time, by the file's digest.
const CACHE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// `GET /files/{guild}/{number}/{attachment}/{filename}`. The name in the path is for readers; the store's own counts.
pub async fn file(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    path: Result<Path<(GuildId, i64, AttachmentId, String)>, axum::extract::rejection::PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path((guild, number, attachment, _))) = path else { return not_found() };
    let Some(person) = visitor.person else { return stranger(&request) };
    let opened = async {
        let access = desk.store.access(guild, person.id, clock::now()).await?;
        desk.store.open_file(&access, number, attachment).await
    };
    match opened.await {
        Ok(file) => send(&desk, &file, request.method(), request.headers())
            .await
            .unwrap_or_else(|error| error_page::broken(&error, "A stored file could not be read")),
        Err(store::Error::Refused(Refusal::NotFound | Refusal::NoSuchTicket | Refusal::GuildUnknown)) => not_found(),
        Err(error) => error_page::broken(&error, "A file could not be looked up"),
    }
}

fn not_found() -> Response {
    error_page::page(StatusCode::NOT_FOUND, Words::NotFound, &[])
}

/// Someone who follows a link is led to the login and back; anything else gets what a wrong link gets.
fn stranger(request: &Request) -> Response {
    let navigates = request.headers().get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    if !navigates {
        return not_found();
    }
    let next: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("next", request.uri().path()).finish();
    Redirect::to(&format!("/login?{next}")).into_response()
}

async fn send(desk: &Desk, file: &OpenFile, method: &Method, asked: &HeaderMap) -> std::io::Result<Response> {
    let etag = format!("\"{}\"", file.digest);
    let mut headers = headers(file, &etag);
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| range::names(known, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let mut bytes = tokio::fs::File::open(desk.store.files().path(&file.digest)).await?;
    let size = bytes.metadata().await?.len();
    let (status, from, length) = match Range::asked(asked, &etag, size) {
        Range::Whole => (StatusCode::OK, 0, size),
        Range::Part { from, to } => {
            insert(&mut headers, header::CONTENT_RANGE, &format!("bytes {from}-{to}/{size}"));
            (StatusCode::PARTIAL_CONTENT, from, to - from + 1)
        }
        Range::Outside => {
            insert(&mut headers, header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        }
    };
    insert(&mut headers, header::CONTENT_LENGTH, &length.to_string());
    if method == Method::HEAD {
        return Ok((status, headers).into_response());
    }
    bytes.seek(SeekFrom::Start(from)).await?;
    Ok((status, headers, Body::from_stream(ReaderStream::new(bytes.take(length)))).into_response())
}

fn headers(file: &OpenFile, etag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, CACHE);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    insert(&mut headers, header::ETAG, etag);
    insert(&mut headers, header::CONTENT_TYPE, file.kind.as_deref().unwrap_or("application/octet-stream"));
    let place = if file.kind.is_some() { "inline" } else { "attachment" };
    insert(&mut headers, header::CONTENT_DISPOSITION, &disposition(place, &file.filename));
    headers
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The name twice: in plain letters for old readers, and whole (RFC 5987 by RFC 6266).
fn disposition(place: &str, name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("{place}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_told_whole_and_safely() {
        assert_eq!(
            disposition("attachment", "hoá đơn \"1\".txt"),
            "attachment; filename=\"ho_ __n _1_.txt\"; filename*=UTF-8''ho%C3%A1%20%C4%91%C6%A1n%20%221%22.txt"
        );
        assert!(HeaderValue::from_str(&disposition("inline", "a\r\nset-cookie: x")).is_ok());
    }
}

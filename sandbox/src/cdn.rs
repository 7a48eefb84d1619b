//! Files and pictures: signed links that expire, and faces drawn from a hash. Knows nothing of who may see a
//! message: like Discord's, a link is its own permission.

use std::io::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use hmac::{Hmac, Mac};
use http::{StatusCode, header};
use sha2::Sha256;

use crate::clock::Millis;
use crate::hub::Hub;
use crate::id::Id;

/// `ex`, `is` and `hm` of a link, as Discord names them: seconds in hex, and the signature.
pub fn sign(key: &str, channel: Id, file: Id, now: Millis, ttl: Millis) -> String {
    let until = now.saturating_add(ttl).div_ceil(1000);
    let (ex, is) = (format!("{until:x}"), format!("{:x}", now / 1000));
    let hm = signature(key, channel, file, &ex, &is);
    format!("ex={ex}&is={is}&hm={hm}&")
}

fn signature(key: &str, channel: Id, file: Id, ex: &str, is: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(format!("{channel}/{file}/{ex}/{is}").as_bytes());
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

/// A file's name as it stands in a path.
pub fn escape(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[derive(serde::Deserialize)]
pub struct Signed {
    #[serde(default)]
    ex: String,
    #[serde(default)]
    is: String,
    #[serde(default)]
    hm: String,
}

fn gone(words: &'static str) -> Response {
    (StatusCode::NOT_FOUND, words).into_response()
}

/// `GET /cdn/attachments/{channel}/{attachment}/{name}`
pub async fn attachment(
    State(hub): State<Arc<Hub>>,
    Path((channel, file, _)): Path<(Id, Id, String)>,
    Query(q): Query<Signed>,
) -> Response {
    let (found, good) = hub.deed(|d| {
        let found = d.world.file(file).filter(|(c, _)| *c == channel).map(|(_, a)| a.clone());
        let signed = !q.hm.is_empty() && signature(&d.world.key, channel, file, &q.ex, &q.is) == q.hm;
        let fresh = Millis::from_str_radix(&q.ex, 16).is_ok_and(|until| until.saturating_mul(1000) > d.now);
        (found, signed && fresh)
    });
    if !good {
        return gone("This content is no longer available.");
    }
    let Some(a) = found else { return gone("Not found.") };
    let Ok(open) = tokio::fs::File::open(hub.file(file)).await else { return gone("Not found.") };
    let body = Body::from_stream(tokio_util::io::ReaderStream::new(open));
    let kind = a.content_type.unwrap_or_else(|| "application/octet-stream".into());
    let raster =
        kind.starts_with("image/") && !kind.contains("svg") || kind.starts_with("video/") || kind.starts_with("audio/");
    let place = if raster { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_LENGTH, a.size.to_string()),
        (header::CONTENT_DISPOSITION, format!("{place}; filename*=UTF-8''{}", escape(&a.filename))),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
        (header::CONTENT_SECURITY_POLICY, "sandbox".into()),
    ];
    (headers, body).into_response()
}

/// `GET /cdn/avatars/{user}/{hash}.png`, `/cdn/icons/{guild}/{hash}.png` and `/cdn/embed/avatars/{n}.png`: a
/// face of five by five, the same for the same hash.
pub async fn picture(Path((_, _, name)): Path<(String, String, String)>) -> Response {
    drawn(&name, Outline::Square)
}

/// `GET /cdn/emojis/{emoji}.png`
pub async fn emoji(Path(name): Path<String>) -> Response {
    drawn(&name, Outline::Round)
}

/// What an emoji leaves free of its square is see-through.
#[derive(Clone, Copy)]
enum Outline {
    Square,
    Round,
}

fn drawn(name: &str, outline: Outline) -> Response {
    let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    match face(seed, outline) {
        Ok(png) => ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=86400")], png)
            .into_response(),
        Err(_) => gone("Not found."),
    }
}

const SIDE: usize = 80;

fn face(seed: u64, outline: Outline) -> std::io::Result<Vec<u8>> {
    let colour = seed.to_be_bytes().map(|b| b / 2 + 64);
    let mut rows = Vec::with_capacity(SIDE * (1 + 4 * SIDE));
    for y in 0..SIDE {
        rows.push(0);
        for x in 0..SIDE {
            let (cx, cy) = (x * 5 / SIDE, y * 5 / SIDE);
            let bit = cy * 3 + cx.min(4 - cx);
            rows.extend(if (seed >> bit) & 1 == 1 { [240, 241, 245] } else { [colour[1], colour[2], colour[3]] });
            rows.push(if matches!(outline, Outline::Round) && outside(x, y) { 0 } else { 255 });
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&rows)?;
    let side = u32::try_from(SIDE).unwrap_or(0).to_be_bytes();
    let head: Vec<u8> = [&side[..], &side[..], &[8, 6, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", packed.finish()?), (b"IEND", Vec::new())] {
        png.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(&data);
        png.extend(kind);
        png.extend(&data);
        png.extend(crc.sum().to_be_bytes());
    }
    Ok(png)
}

/// Whether a point lies outside the circle that fills the square.
fn outside(x: usize, y: usize) -> bool {
    let from_middle = |n: usize| (2 * n + 1).abs_diff(SIDE).pow(2);
    from_middle(x) + from_middle(y) > SIDE * SIDE
}

/// Random words for tokens and keys: `n` bytes, in the alphabet of URLs.
pub fn random(n: usize) -> String {
    let bytes: Vec<u8> = (0..n).map(|_| rand::random()).collect();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// Width and height of a PNG, GIF, JPEG or WebP, by its first bytes.
pub fn dimensions(b: &[u8]) -> Option<(u32, u32)> {
    let be16 = |at: usize| Some(u32::from(u16::from_be_bytes(b.get(at..at + 2)?.try_into().ok()?)));
    let le16 = |at: usize| Some(u32::from(u16::from_le_bytes(b.get(at..at + 2)?.try_into().ok()?)));
    let be32 = |at: usize| Some(u32::from_be_bytes(b.get(at..at + 4)?.try_into().ok()?));
    if b.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((be32(16)?, be32(20)?));
    }
    if b.starts_with(b"GIF8") {
        return Some((le16(6)?, le16(8)?));
    }
    if b.starts_with(b"RIFF") && b.get(8..16)? == b"WEBPVP8 " {
        return Some((le16(26)? & 0x3fff, le16(28)? & 0x3fff));
    }
    if !b.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut at = 2;
    loop {
        let marker = *b.get(at + 1)?;
        if (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker) {
            return Some((be16(at + 7)?, be16(at + 5)?));
        }
        at += 2 + usize::try_from(be16(at + 2)?).ok()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_a_png_that_says_its_size() {
        assert_eq!(dimensions(&face(7, Outline::Square).unwrap()), Some((80, 80)));
        assert!(outside(0, 0) && outside(79, 79) && !outside(40, 0) && !outside(40, 40));
        assert_eq!(dimensions(b"GIF89a\x02\0\x03\0"), Some((2, 3)));
        assert_eq!(dimensions(b"hello"), None);
    }

    #[test]
    fn a_signature_covers_channel_file_and_time() {
        let link = sign("k", Id(1), Id(2), 1_000_000, 5_000);
        let hm = signature("k", Id(1), Id(2), "3ed", "3e8");
        assert_eq!(link, format!("ex=3ed&is=3e8&hm={hm}&"));
        for other in [("k", Id(3), "3ed"), ("j", Id(2), "3ed"), ("k", Id(2), "3ee")] {
            assert_ne!(hm, signature(other.0, Id(1), other.1, other.2, "3e8"));
        }
    }
}

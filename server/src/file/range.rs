//! Knows which part of a file is asked for (RFC 9110, section 14). Several parts at once are answered with the whole.

use axum::http::header::{self, HeaderMap, HeaderValue};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    Whole,
    /// Both ends included.
    Part {
        from: u64,
        to: u64,
    },
    Outside,
}

impl Range {
    pub fn asked(headers: &HeaderMap, etag: &str, size: u64) -> Self {
        let still_the_same = headers.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == etag.as_bytes());
        let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
        match asked {
            Some(asked) if still_the_same => Self::read(asked, size),
            _ => Self::Whole,
        }
    }

    fn read(asked: &str, size: u64) -> Self {
        let Some((first, last)) = asked.strip_prefix("bytes=").and_then(|part| part.split_once('-')) else {
            return Self::Whole;
        };
        let (from, to) = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
            (Ok(from), Ok(to)) if from <= to => (from, to),
            (Ok(from), Err(_)) if last.trim().is_empty() => (from, u64::MAX),
            (Err(_), Ok(count)) if first.trim().is_empty() => {
                if count == 0 {
                    return Self::Outside;
                }
                (size.saturating_sub(count), u64::MAX)
            }
            _ => return Self::Whole,
        };
        if from >= size { Self::Outside } else { Self::Part { from, to: to.min(size - 1) } }
    }
}

/// Whether `If-None-Match` names this tag.
pub fn names(known: &HeaderValue, etag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_the_standard_says() {
        let part = |from, to| Range::Part { from, to };
        for (asked, wanted) in [
            ("bytes=0-3", part(0, 3)),
            ("bytes=4-", part(4, 9)),
            ("bytes=-4", part(6, 9)),
            ("bytes=-40", part(0, 9)),
            ("bytes=5-100", part(5, 9)),
            ("bytes=10-", Range::Outside),
            ("bytes=-0", Range::Outside),
            ("bytes=5-4", Range::Whole),
            ("bytes=0-1,3-4", Range::Whole),
            ("bytes=a-b", Range::Whole),
            ("lines=0-1", Range::Whole),
            ("bytes=-", Range::Whole),
        ] {
            assert_eq!(Range::read(asked, 10), wanted, "{asked}");
        }
        assert_eq!(Range::read("bytes=0-", 0), Range::Outside);
    }

    #[test]
    fn a_changed_file_is_sent_whole() {
        let headers = |tag: &str| {
            [(header::RANGE, "bytes=0-1"), (header::IF_RANGE, tag)]
                .into_iter()
                .map(|(name, value)| (name, value.parse().unwrap()))
                .collect()
        };
        assert_eq!(Range::asked(&headers("\"a\""), "\"a\"", 10), Range::Part { from: 0, to: 1 });
        assert_eq!(Range::asked(&headers("\"b\""), "\"a\"", 10), Range::Whole);
    }
}

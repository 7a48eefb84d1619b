//! Knows sentences with something in them.

use crate::ui::time::whole;
#[cfg(feature = "ssr")]
use domain::ClosedPath;
use domain::{Timestamp, ticket_ref};

/// The page's name: `Ticket #0201: Buy gold`
pub fn ticket_title(number: i64, title: &str) -> String {
    format!("{}: {title}", ticket_ref(number))
}

pub fn count_words(count: i64) -> String {
    match count {
        1 => "1 ticket".to_owned(),
        1_000.. => "1,000+ tickets".to_owned(),
        _ => format!("{count} tickets"),
    }
}

/// How much was found, or at least was.
pub fn found_words(count: i64, uncounted: bool) -> String {
    match (count, uncounted) {
        (1_000.., true) => "1,000+ finds".to_owned(),
        (_, true) => format!("{count}+ finds"),
        (1, _) => "1 find".to_owned(),
        _ => format!("{count} finds"),
    }
}

pub fn back_to_words(at: Timestamp) -> String {
    format!("Searched back to {}.", whole(at, None))
}

pub fn problems_words(count: usize) -> String {
    if count == 1 {
        "Discord refuses something that Docket needs to do".to_owned()
    } else {
        format!("Discord refuses {count} things that Docket needs to do")
    }
}

/// The health page's first line.
pub fn mend_words(count: usize) -> String {
    if count == 1 { "One thing is to be mended.".to_owned() } else { format!("{count} things are to be mended.") }
}

pub fn files_words(count: i64, bytes: i64) -> String {
    format!("{count} ({})", size_words(bytes))
}

/// Why the bot is away while it tries to come back; what its connection told is for the log.
#[cfg(feature = "ssr")]
pub fn reconnect_words(told: &str) -> String {
    let status =
        told.split_whitespace().find(|word| word.len() == 3 && word.bytes().all(|digit| digit.is_ascii_digit()));
    match status {
        Some(status) if told.contains("HTTP") => {
            format!(
                "Discord's gateway answers with {status}: it is overloaded or closed. The bot tries again by itself."
            )
        }
        _ => "The line to Discord broke. The bot tries again by itself.".to_owned(),
    }
}

pub fn incomplete_words(from: Timestamp) -> String {
    format!(
        "Messages after {} may be missing: the channel was deleted before Docket could read it to its end.",
        whole(from, None)
    )
}

#[cfg(feature = "ssr")]
pub fn closed_path_words(path: ClosedPath) -> &'static str {
    match path {
        ClosedPath::ItWorks => "The member pressed “It works!”",
        ClosedPath::AfterHelp => "Solved after help was asked for",
        ClosedPath::Staff => "Closed by staff",
        ClosedPath::Member => "Closed by the member",
        ClosedPath::Accepted => "The member accepted the solution",
        ClosedPath::Timer => "Closed by the timer of the close request",
        ClosedPath::Silence => "Closed after a long silence",
        ClosedPath::Left => "The member left the server",
        ClosedPath::Cancelled => "Cancelled",
    }
}

/// What Discord would draw as a time or as code is plain text in a page.
#[cfg(feature = "ssr")]
pub fn in_web_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<t:") {
        out.push_str(before);
        let Some((stamp, tail)) = after.split_once('>') else {
            out.push_str("<t:");
            rest = after;
            continue;
        };
        match stamp.split(':').next().and_then(|seconds| seconds.parse::<i64>().ok()) {
            Some(seconds) => out.push_str(&whole(Timestamp(seconds.saturating_mul(1_000)), None)),
            None => out.push_str(stamp),
        }
        rest = tail;
    }
    out.push_str(rest);
    out.replace('`', "")
}

/// `3 B`, `1.4 KB`, `20 MB`
pub fn size_words(bytes: i64) -> String {
    let bytes = bytes.max(0);
    let units = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    match units.into_iter().find(|(_, size)| bytes >= *size) {
        None => format!("{bytes} B"),
        Some((unit, size)) => {
            let tenths = bytes * 10 / size;
            if tenths >= 100 {
                format!("{} {unit}", tenths / 10)
            } else {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            }
        }
    }
}

pub fn file_failed_words(why: Option<&str>) -> String {
    match why {
        Some(why) if !why.is_empty() => format!("Could not be kept: {why}"),
        _ => "Could not be kept".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, want) in
            [(0, "0 B"), (1_023, "1023 B"), (1_434, "1.4 KB"), (20 << 20, "20 MB"), (3 << 30, "3.0 GB"), (-1, "0 B")]
        {
            assert_eq!(size_words(bytes), want);
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_discord_would_draw_is_told_plainly() {
        assert_eq!(
            in_web_words("asked at <t:1795262400:t>; use `/assign`."),
            "asked at 21 Nov 2026, 12:00 UTC; use /assign."
        );
        assert_eq!(in_web_words("a <t:x> b <t:"), "a x b <t:");
    }

    #[test]
    fn counts_end_at_a_thousand() {
        assert_eq!(count_words(1), "1 ticket");
        assert_eq!(count_words(0), "0 tickets");
        assert_eq!(count_words(1_000), "1,000+ tickets");
    }
}

//! Knows what a bot's token looks like, as far as it can be told without asking Discord.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Ids of Discord's have so many digits: the first of 2015 and the last that 64 bits hold.
const DIGITS: std::ops::RangeInclusive<usize> = 17..=20;

/// Whether this can be an id of Discord's
/// (<https://discord.com/developers/docs/reference#snowflakes>).
pub fn is_snowflake(text: &str) -> bool {
    DIGITS.contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_digit())
        && text.parse::<u64>().is_ok_and(|id| i64::try_from(id).is_ok())
}

/// Why this is no token, with the mend. What it holds is never said.
pub fn fault(token: &str) -> Option<&'static str> {
    if token.starts_with("Bot ") {
        return Some("begins with `Bot `, which belongs to requests and not to the token. Leave it away.");
    }
    if token.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some("has a blank inside. It must be copied whole and alone.");
    }
    let parts: Vec<&str> = token.split('.').collect();
    let [id, time, proof] = parts.as_slice() else {
        return Some(if is_snowflake(token) {
            "is an id and no token. The token is shown once, on the Bot page of your application, after `Reset Token`."
        } else if token.len() == 32 {
            "has the shape of a client secret. The token is another one: Bot page of your application, `Reset Token`."
        } else {
            "is no bot token: those have three parts with dots between them. Copy it anew from the Bot page of your \
             application (`Reset Token`)."
        });
    };
    let decoded = URL_SAFE_NO_PAD.decode(id).or_else(|_| STANDARD_NO_PAD.decode(id)).ok();
    let names_bot = decoded.and_then(|bytes| String::from_utf8(bytes).ok()).is_some_and(|id| is_snowflake(&id));
    let rest = |part: &str, least: usize| {
        part.len() >= least && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    if names_bot && rest(time, 5) && rest(proof, 20) {
        return None;
    }
    Some("is damaged: its parts are not those of a bot token. Copy it anew from the Bot page of your application.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_their_shape() {
        let id = STANDARD_NO_PAD.encode("1190000000000000002");
        let good = format!("{id}.Gabcde.abcdefghij-klmnopqrst_uvwxyz01234567AB");
        assert_eq!(fault(&good), None);
        assert!(fault(&format!("Bot {good}")).unwrap().contains("`Bot `"));
        assert!(fault("two words").unwrap().contains("blank"));
        assert!(fault("1190000000000000002").unwrap().contains("is an id"));
        assert!(fault("abcdefghijklmnopqrstuvwxyz012345").unwrap().contains("client secret"));
        assert!(fault("token").unwrap().contains("three parts"));
        for broken in [&good[..40], "a.b.c", &format!("{id}..{id}"), &good.replace('-', "/")] {
            assert!(fault(broken).unwrap().contains("damaged"), "{broken}");
        }
    }

    #[test]
    fn ids_are_known_by_their_digits() {
        assert!(is_snowflake("80351110224678912") && is_snowflake("1190000000000000001"));
        for bad in ["", "1", "12345678901234567x", "99999999999999999999", "-1190000000000000001"] {
            assert!(!is_snowflake(bad), "{bad}");
        }
    }
}

//! Knows how a question falls into pieces: words, "phrases", `prefix*`, `-without`, `field:value,"other value"`. Knows
//! no field and no value; every text falls into pieces somehow, and says where a quote was left open.

use std::ops::Range;

/// One piece, with the bytes it takes in the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    pub span: Range<usize>,
    pub without: bool,
    pub kind: Kind<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// `prefix`: a star follows.
    Word { text: Text<'a>, prefix: bool },
    /// The name as it is written, without the colon.
    Field { name: &'a str, values: Vec<Text<'a>> },
}

/// A word, or what stands in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// Without the quotes.
    pub text: &'a str,
    /// With them.
    pub span: Range<usize>,
    pub quoted: bool,
    /// The quote that begins it has no other.
    pub open: bool,
}

const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// The question's pieces in their order.
pub fn pieces(question: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = question[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + begin;
        let piece = piece(question, start);
        at = piece.span.end;
        found.push(piece);
    }
    found
}

fn piece(question: &str, start: usize) -> Piece<'_> {
    let rest = &question[start..];
    let without = rest.starts_with('-') && rest[1..].starts_with(|c: char| !c.is_whitespace() && c != '-');
    let begin = start + usize::from(without);
    if let Some((name, after)) = field(&question[begin..]) {
        let (values, end) = values(question, begin + after);
        return Piece { span: start..end, without, kind: Kind::Field { name, values } };
    }
    let text = text(question, begin, false);
    let mut end = text.span.end;
    let starred = question[end..].starts_with('*');
    end += usize::from(starred);
    let kind = match text.text.strip_suffix('*').filter(|_| !text.quoted) {
        Some(stem) => Kind::Word { text: Text { text: stem.trim_end_matches('*'), ..text }, prefix: true },
        None => Kind::Word { text, prefix: starred },
    };
    Piece { span: start..end, without, kind }
}

/// `name:` at the start, with how many bytes it takes. An address is none, nor is a word that ends in a colon.
fn field(rest: &str) -> Option<(&str, usize)> {
    let colon = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let after = rest[colon..].strip_prefix(':')?;
    let is_known = super::Field::named(&rest[..colon]).is_some();
    let is_one = colon > 0 && !after.starts_with("//") && (is_known || after.starts_with(|c: char| !c.is_whitespace()));
    is_one.then_some((&rest[..colon], colon + 1))
}

fn values(question: &str, start: usize) -> (Vec<Text<'_>>, usize) {
    let (mut values, mut at) = (Vec::new(), start);
    loop {
        let value = text(question, at, true);
        at = value.span.end;
        values.push(value);
        if !question[at..].starts_with(',') {
            return (values, at);
        }
        at += 1;
    }
}

/// What begins here: to the closing quote, else to the next blank, of values also to the next comma.
fn text(question: &str, start: usize, is_value: bool) -> Text<'_> {
    let rest = &question[start..];
    if let Some(quote) = rest.chars().next().filter(|c| QUOTES.contains(c)) {
        let inner = start + quote.len_utf8();
        let close = question[inner..].char_indices().find(|(_, c)| QUOTES.contains(c));
        let (end, after) =
            close.map_or((question.len(), question.len()), |(at, c)| (inner + at, inner + at + c.len_utf8()));
        return Text { text: &question[inner..end], span: start..after, quoted: true, open: close.is_none() };
    }
    let ends = |c: char| c.is_whitespace() || (is_value && c == ',') || QUOTES.contains(&c);
    let end = rest.find(ends).map_or(question.len(), |at| start + at);
    Text { text: &question[start..end], span: start..end, quoted: false, open: false }
}

/// The one value that a field has in the question, if it has exactly one.
pub fn value_of<'a>(question: &'a str, field: &str) -> Option<&'a str> {
    let mut found = pieces(question).into_iter().filter_map(|piece| match piece.kind {
        Kind::Field { name, values } if !piece.without && name.eq_ignore_ascii_case(field) => Some(values),
        _ => None,
    });
    match (found.next()?.as_slice(), found.next()) {
        ([one], None) if !one.text.is_empty() => Some(one.text),
        _ => None,
    }
}

/// The question with these values for the field in place of any it had; without the field if there are none.
pub fn with_values<'a>(question: &str, field: &str, values: impl IntoIterator<Item = &'a str>) -> String {
    let is_it = |piece: &Piece| matches!(&piece.kind, Kind::Field { name, .. } if !piece.without && name.eq_ignore_ascii_case(field));
    let others = pieces(question).into_iter().filter(|piece| !is_it(piece));
    let mut parts: Vec<String> = others.map(|piece| question[piece.span].to_owned()).collect();
    let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).map(quoted).collect();
    if !values.is_empty() {
        parts.push(format!("{field}:{}", values.join(",")));
    }
    parts.join(" ")
}

/// As a value must be written.
pub fn quoted(value: &str) -> String {
    let plain = !value.contains(|c: char| c.is_whitespace() || c == ',' || QUOTES.contains(&c));
    if plain { value.to_owned() } else { format!("\"{}\"", value.replace(QUOTES, "")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(question: &str) -> Vec<String> {
        let text = |text: &Text| {
            let open = if text.open { "!" } else { "" };
            if text.quoted { format!("[{}]{open}", text.text) } else { text.text.to_owned() }
        };
        let one = |piece: &Piece| {
            let without = if piece.without { "-" } else { "" };
            match &piece.kind {
                Kind::Word { text: word, prefix } => {
                    format!("{without}{}{}", text(word), if *prefix { "*" } else { "" })
                }
                Kind::Field { name, values } => {
                    format!("{without}{name}={}", values.iter().map(text).collect::<Vec<_>>().join("|"))
                }
            }
        };
        pieces(question).iter().map(one).collect()
    }

    #[test]
    fn a_question_falls_into_pieces() {
        assert_eq!(
            seen(r#" gold  "buy now"* ref* -scam -"not this" status:open,closed type:"Buy gold",x "#),
            ["gold", "[buy now]*", "ref*", "-scam", "-[not this]", "status=open|closed", "type=[Buy gold]|x"]
        );
        assert_eq!(
            seen("https://x.org/a:b 12:30 note: -- - status: open"),
            ["https://x.org/a:b", "12:30", "note:", "--", "-", "status=", "open"]
        );
        assert_eq!(seen("from:“Mai Anh” „so“x"), ["from=[Mai Anh]", "[so]", "x"]);
        assert_eq!(seen(r#"a"b c"#), ["a", "[b c]!"]);
    }

    #[test]
    fn a_menu_writes_into_the_question() {
        assert_eq!(with_values("gold status:open  -scam", "status", ["closed", "x"]), "gold -scam status:closed,x");
        assert_eq!(with_values("gold status:open", "status", [""]), "gold");
        assert_eq!(with_values("-status:open", "status", ["closed"]), "-status:open status:closed");
        assert_eq!(with_values("", "type", ["Buy gold"]), r#"type:"Buy gold""#);
        assert_eq!(value_of("x status:open", "status"), Some("open"));
        assert_eq!(value_of("status:open,closed", "status"), None);
        assert_eq!(value_of("status:open status:closed", "status"), None);
        assert_eq!(value_of(r#"type:"Buy gold""#, "type"), Some("Buy gold"));
    }

    proptest! {
        /// No letter is lost between pieces, and no piece overlaps the next.
        #[test]
        fn any_text_falls_into_pieces(question in r#"[a-c:,"“*\- é中]{0,40}"#) {
            let mut at = 0;
            for piece in pieces(&question) {
                prop_assert!(question[at..piece.span.start].chars().all(char::is_whitespace));
                prop_assert!(piece.span.end > piece.span.start);
                at = piece.span.end;
            }
            prop_assert!(question[at..].chars().all(char::is_whitespace));
        }
    }
}

//! Knows the language: reads a question into what it asks for, or says where it can't. What only the store knows (types,
//! departments, people) is handed on as it was written, with its place.

use super::date::moment;
use super::pieces::{Kind, Piece, Text, pieces};
use super::{ACTIVE, Field, Mark, Named, Phrase, QueryFault, Words, Wrong, chosen, closest};
use crate::{Priority, Status, Timestamp};
use std::ops::Range;
use std::str::FromStr;

/// Characters of a question.
const MAX_LENGTH: usize = 500;
/// Words and values of a question.
const MAX_PIECES: usize = 30;

/// A value whose meaning the store knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub field: Field,
    pub without: bool,
    pub value: String,
    pub span: Range<usize>,
}

/// A question, read. Statuses and priorities are with or without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub words: Words,
    /// `#201`
    pub number: Option<i64>,
    /// The whole question is a number: the ticket's, or a word.
    pub perhaps_number: Option<i64>,
    pub status: (Vec<Status>, Vec<Status>),
    pub priority: (Vec<Priority>, Vec<Priority>),
    pub marks: (Vec<Mark>, Vec<Mark>),
    /// Of type, department, from, assignee, tag and category.
    pub asked: Vec<Asked>,
    pub after: Option<Timestamp>,
    pub before: Option<Timestamp>,
}

/// Reads a question; `now` is what `7d` counts from.
pub fn parse(question: &str, now: Timestamp) -> Result<Query, QueryFault> {
    let length = question.chars().count();
    if length > MAX_LENGTH {
        return Err(QueryFault::new(0..question.len(), Wrong::TooLong { length, max: MAX_LENGTH }));
    }
    let pieces = pieces(question);
    let count =
        pieces.iter().map(|piece| if let Kind::Field { values, .. } = &piece.kind { values.len() } else { 1 }).sum();
    if count > MAX_PIECES {
        return Err(QueryFault::new(0..question.len(), Wrong::TooMany { count, max: MAX_PIECES }));
    }
    let mut query = Query::default();
    for piece in &pieces {
        match &piece.kind {
            Kind::Word { text, prefix } => query.word(piece, text, *prefix)?,
            Kind::Field { name, values } => query.field(piece, name, values, now)?,
        }
    }
    if query.words.is_empty()
        && let Some(first) = pieces.iter().find(|piece| piece.without && matches!(piece.kind, Kind::Word { .. }))
    {
        return Err(QueryFault::new(first.span.clone(), Wrong::OnlyWithout));
    }
    if let [Piece { kind: Kind::Word { text, prefix: false }, .. }] = pieces.as_slice() {
        query.perhaps_number = number(text.text).filter(|_| !text.quoted);
    }
    Ok(query)
}

/// Digits of a ticket's number.
fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

impl Query {
    /// Nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn word(&mut self, piece: &Piece, text: &Text, prefix: bool) -> Result<(), QueryFault> {
        if text.open {
            return Err(QueryFault::new(text.span.clone(), Wrong::OpenQuote));
        }
        if let Some(number) = text.text.strip_prefix('#').and_then(number).filter(|_| !piece.without && !text.quoted) {
            self.number = Some(number);
            return Ok(());
        }
        let place = || piece.span.clone();
        let phrase = Phrase::read(text.text, prefix).ok_or_else(|| QueryFault::new(place(), Wrong::NoTerm))?;
        if prefix && phrase.is_too_short() {
            return Err(QueryFault::new(place(), Wrong::ShortPrefix));
        }
        let list = if piece.without { &mut self.words.without } else { &mut self.words.with };
        if !list.contains(&phrase) {
            list.push(phrase);
        }
        Ok(())
    }

    fn field(&mut self, piece: &Piece, name: &str, values: &[Text], now: Timestamp) -> Result<(), QueryFault> {
        let Some(field) = Field::named(name) else {
            let closest = closest(name, Field::ALL.iter().map(|field| field.name())).map(str::to_owned);
            let start = piece.span.start + usize::from(piece.without);
            let span = start..start + name.len() + 1;
            return Err(QueryFault::new(span, Wrong::UnknownField { name: name.to_owned(), closest }));
        };
        if matches!(field, Field::Before | Field::After) && (piece.without || values.len() > 1) {
            let other = if field == Field::Before { Field::After } else { Field::Before };
            let wrong = Wrong::OneDay { field: field.name(), other: other.name() };
            return Err(QueryFault::new(piece.span.clone(), wrong));
        }
        for value in values {
            if value.open {
                return Err(QueryFault::new(value.span.clone(), Wrong::OpenQuote));
            }
            if value.text.trim().is_empty() {
                return Err(QueryFault::new(
                    piece.span.clone(),
                    Wrong::NoValue { field: field.name(), hint: hint(field) },
                ));
            }
            self.value(piece, field, value, now)?;
        }
        Ok(())
    }

    fn value(&mut self, piece: &Piece, field: Field, value: &Text, now: Timestamp) -> Result<(), QueryFault> {
        match field {
            Field::Status => {
                let list = if piece.without { &mut self.status.1 } else { &mut self.status.0 };
                if chosen(value.text, &[Named::new("active", "not closed")]).is_empty() {
                    list.push(word(field, value, &Status::ALL.iter().map(|status| status.as_str()))?);
                } else {
                    list.extend(ACTIVE);
                }
            }
            Field::Priority => {
                let list = if piece.without { &mut self.priority.1 } else { &mut self.priority.0 };
                list.push(word(field, value, &Priority::ALL.iter().map(|priority| priority.as_str()))?);
            }
            Field::Is => {
                let list = if piece.without { &mut self.marks.1 } else { &mut self.marks.0 };
                list.push(word(field, value, &Mark::ALL.iter().map(|mark| mark.as_str()))?);
            }
            Field::Before | Field::After => {
                let wrong = || Wrong::NoDay { value: value.text.to_owned() };
                let at = moment(value.text, now).ok_or_else(|| QueryFault::new(value.span.clone(), wrong()))?;
                let side = if field == Field::Before { &mut self.before } else { &mut self.after };
                *side = Some(match (field, *side) {
                    (Field::Before, Some(known)) => known.min(at),
                    (_, Some(known)) => known.max(at),
                    (_, None) => at,
                });
            }
            Field::Type | Field::Department | Field::From | Field::Assignee | Field::Tag | Field::Category => {
                self.asked.push(Asked {
                    field,
                    without: piece.without,
                    value: value.text.trim().to_owned(),
                    span: value.span.clone(),
                });
            }
        }
        Ok(())
    }
}

/// A word of a closed set.
fn word<T: FromStr>(
    field: Field,
    value: &Text,
    words: &(impl Iterator<Item = &'static str> + Clone),
) -> Result<T, QueryFault> {
    let among: Vec<Named> = words.clone().map(|word| Named::new(word, word)).collect();
    let at = chosen(value.text, &among).first().copied();
    let found = at.and_then(|at| among[at].key.parse().ok());
    found.ok_or_else(|| QueryFault::unknown(field, value.text, value.span.clone(), words))
}

impl QueryFault {
    /// A value that there is not, with those that there are.
    pub fn unknown<'a>(
        field: Field,
        value: &str,
        span: Range<usize>,
        among: &(impl Iterator<Item = &'a str> + Clone),
    ) -> Self {
        let all = || {
            let all: Vec<&str> = among.clone().take(12).collect();
            if all.is_empty() { String::new() } else { format!("There are {}.", all.join(", ")) }
        };
        let hint = closest(value, among.clone()).map_or_else(all, |word| format!("Did you mean {word}?"));
        Self::new(span, Wrong::UnknownValue { field: field.name(), value: value.to_owned(), hint })
    }
}

fn hint(field: Field) -> String {
    let example = match field {
        Field::Status => "open",
        Field::Type => "\"Buy gold\"",
        Field::Department => "billing",
        Field::From | Field::Assignee => "me",
        Field::Priority => "urgent",
        Field::Tag => "vip",
        Field::Category => "payment",
        Field::Is => "snoozed",
        Field::Before | Field::After => "2026-11-21",
    };
    format!("For example {}:{example}", field.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn fault(question: &str) -> (String, String) {
        let fault = parse(question, NOW).expect_err(question);
        (fault.around(question).1.to_owned(), fault.wrong.to_string())
    }

    #[test]
    fn a_question_is_read() {
        let query = parse(r#"refund "buy gold" ref* -scam status:open,in-progress -priority:low type:"Buy gold" from:me after:2026-01 before:1d"#, NOW).unwrap();
        let terms = |list: &[Phrase]| list.iter().map(|phrase| phrase.terms.join("+")).collect::<Vec<_>>();
        assert_eq!(terms(&query.words.with), ["refund", "buy+gold", "ref"]);
        assert_eq!(terms(&query.words.without), ["scam"]);
        assert_eq!(query.status.0, [Status::Open, Status::InProgress]);
        assert_eq!(query.priority.1, [Priority::Low]);
        assert_eq!(
            query.asked.iter().map(|asked| (asked.field, asked.value.as_str())).collect::<Vec<_>>(),
            [(Field::Type, "Buy gold"), (Field::From, "me")]
        );
        assert!(query.after < query.before);
        assert_eq!(parse("status:active", NOW).unwrap().status.0, ACTIVE);
        assert!(parse("  ", NOW).unwrap().is_empty());
    }

    #[test]
    fn a_number_is_a_ticket() {
        assert_eq!(parse("#0201", NOW).unwrap().number, Some(201));
        let plain = parse("201", NOW).unwrap();
        assert_eq!((plain.number, plain.perhaps_number, plain.words.with.len()), (None, Some(201), 1));
        assert_eq!(parse("201 gold", NOW).unwrap().perhaps_number, None);
        assert_eq!(parse("\"201\"", NOW).unwrap().perhaps_number, None);
    }

    #[test]
    fn each_fault_says_where_and_what_to_do() {
        for (question, place, words) in [
            (r#"gold "buy now"#, r#""buy now"#, "This quote has no end"),
            (r#"type:"Buy"#, r#""Buy"#, "This quote has no end"),
            ("gold stauts:open", "stauts:", "Did you mean status: ?"),
            ("wombat:x", "wombat:", "put them in quotes"),
            ("status:opne", "opne", "Did you mean open?"),
            ("status:zebra", "zebra", "There are open, in_progress"),
            ("priority:", "priority:", "For example priority:urgent"),
            ("status: open", "status:", "right after the colon"),
            ("before:soon", "soon", "Write 2026-11-21"),
            ("-before:7d", "-before:7d", "there is after:"),
            ("-scam", "-scam", "Say also what is to be found"),
            ("status:open -scam", "-scam", "Say also"),
            ("gold !!!", "!!!", "no letter or digit"),
            ("go*", "go*", "three letters"),
        ] {
            let (at, told) = fault(question);
            assert_eq!(at, place, "{question}");
            assert!(told.contains(words), "{question}: {told}");
        }
        assert!(fault(&"x".repeat(501)).1.contains("501 of 500"));
        assert!(fault(&"x ".repeat(31)).1.contains("31 of 30"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_told_where_it_fails(question in r#"[a-c:,"“*\-# é中0-9]{0,30}|(status|type|before|x):.{0,10}"#) {
            if let Err(fault) = parse(&question, NOW) {
                let (before, place, after) = fault.around(&question);
                prop_assert_eq!(format!("{before}{place}{after}"), question);
                prop_assert!(!fault.wrong.to_string().is_empty());
            }
        }
    }
}

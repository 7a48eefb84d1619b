//! What was written is read again, and what was not is refused.

use super::*;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct All {
    text: String,
    number: i64,
    small: u32,
    list: Vec<(String, bool)>,
    may: Option<Box<All>>,
    kind: Kind,
    kinds: Vec<Kind>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    With(String),
    Two(i64, u8),
    Named { a: Option<i32>, b: Vec<Kind> },
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf = prop_oneof![
        Just(Kind::Plain),
        any::<String>().prop_map(Kind::With),
        any::<(i64, u8)>().prop_map(|(a, b)| Kind::Two(a, b)),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        (any::<Option<i32>>(), prop::collection::vec(inner, 0..3)).prop_map(|(a, b)| Kind::Named { a, b })
    })
}

prop_compose! {
    fn one(may: Option<Box<All>>)(
        text: String,
        number: i64,
        small: u32,
        list in prop::collection::vec(any::<(String, bool)>(), 0..4),
        kind in kind(),
        kinds in prop::collection::vec(kind(), 0..4),
    ) -> All {
        All { text, number, small, list, may: may.clone(), kind, kinds }
    }
}

proptest! {
    #[test]
    fn what_was_written_is_read(all in one(None).prop_flat_map(|inner| one(Some(Box::new(inner))))) {
        prop_assert_eq!(read::<All>(&serde_json::to_string(&all).unwrap()), Ok(all.clone()));
        prop_assert_eq!(read::<All>(&serde_json::to_string_pretty(&all).unwrap()), Ok(all));
    }

    #[test]
    fn whatever_comes_is_read_or_refused(text in r#"[ \[\]{}",:0-9a-eu\\tnrfl.-]{0,24}"#) {
        let ours = read::<Vec<(String, Option<i64>)>>(&text).ok();
        let theirs = serde_json::from_str::<Vec<(String, Option<i64>)>>(&text).ok();
        if ours.is_some() && theirs.is_some() {
            prop_assert_eq!(&ours, &theirs);
        }
        if theirs.is_some() {
            prop_assert!(ours.is_some(), "{}", text);
        }
        let _ = read::<All>(&text);
        let _ = read::<Kind>(&text);
    }
}

#[test]
fn escapes_and_what_is_not_asked_for() {
    assert_eq!(read::<String>(r#" "a\u00e4\ud83c\udfab\n\/" "#), Ok("aä🎫\n/".to_owned()));
    let line = r#"{"x":[1,{"y":null,"z":"w"}],"a":-5,"b":[]}"#;
    assert_eq!(read::<Kind>(&format!(r#"{{"Named":{line}}}"#)), Ok(Kind::Named { a: Some(-5), b: Vec::new() }));
    for bad in [r#""\ud83c""#, r#""\ud83cx""#, r#""a"#, "", r#""a" 1"#, r#""\u00""#, r#""\"#] {
        assert_eq!(read::<String>(bad), Err(Unread), "{bad}");
    }
    for bad in ["1.5", "-", "9223372036854775808", "1e3", "tru", "[1", "nul"] {
        assert_eq!(read::<i64>(bad), Err(Unread), "{bad}");
    }
    assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(read::<Kind>(&"[".repeat(10_000)).is_err());
    assert!(read::<All>(&r#"{"x":"#.repeat(10_000)).is_err());
}

//! Discord's objects, as far as Docket reads them. Read from the raw event, so that what our libraries' types do
//! not know is not lost.

pub mod guild;
pub mod interaction;
pub mod message;

/// What a log may say of a fault in reading. A wrong value stands in it in quotation marks, and can be people's words.
pub fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match (text.find('"'), text.rfind('"')) {
        (Some(from), Some(to)) if from < to => format!("{}…{}", &text[..from], &text[to + 1..]),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_not_repeated() {
        for typed in [r#""My card is 1234""#, r#""\"My\" card""#] {
            let error = serde_json::from_str::<i64>(typed).unwrap_err();
            assert!(error.to_string().contains("card"));
            let logged = without_values(&error);
            assert!(logged.starts_with("invalid type: string …, expected i64 at line 1"), "{logged}");
        }
    }
}

//! Knows how a member who was refused gets back what they had typed, within what a message holds.

use crate::ticket::clip;
use crate::words::Word;
use domain::form::QuestionKind;
use domain::{Form, RawAnswer};

/// Characters of a message (<https://discord.com/developers/docs/resources/message#create-message>).
const MESSAGE: usize = 2_000;
/// What stands around an answer: two line ends, the label's stars, the fences and their line ends.
const AROUND: usize = 16;
/// A label is short in any form that was accepted.
const LABEL: usize = 45;

/// The refusal, and under it every answer in a block of its own, to be copied. Where not all fits, long answers are cut
/// before short ones.
pub fn echo(refusal: &str, form: Option<&Form>, answers: &[RawAnswer]) -> String {
    let answers: Vec<(String, String)> = answers
        .iter()
        .filter(|answer| !answer.value.trim().is_empty())
        .map(|answer| (clip(&label(form, &answer.key), LABEL), shown(form, answer)))
        .collect();
    if answers.is_empty() {
        return clip(refusal, MESSAGE);
    }
    let head = format!("{}\n\n{}", clip(refusal, MESSAGE / 3), Word::YouWrote);
    let spent: usize = answers.iter().map(|(label, _)| label.chars().count() + AROUND).sum();
    let room = MESSAGE.saturating_sub(head.chars().count() + spent);
    let shares = shares(&answers.iter().map(|(_, text)| text.chars().count()).collect::<Vec<_>>(), room);
    let mut words = head;
    for ((label, text), share) in answers.iter().zip(shares) {
        words = format!("{words}\n**{label}**\n```\n{}\n```", clip(text, share));
    }
    words
}

/// Everybody gets what they need, as long as what is left is shared evenly among the others.
fn shares(lengths: &[usize], room: usize) -> Vec<usize> {
    let mut shares = vec![0; lengths.len()];
    let mut by_length: Vec<usize> = (0..lengths.len()).collect();
    by_length.sort_by_key(|index| lengths[*index]);
    let mut left = room;
    for (done, index) in by_length.iter().enumerate() {
        let share = lengths[*index].min(left / (lengths.len() - done));
        shares[*index] = share;
        left -= share;
    }
    shares
}

fn label(form: Option<&Form>, key: &str) -> String {
    let question = form.and_then(|form| form.questions.iter().find(|question| question.key == key));
    question.map_or_else(|| key.to_owned(), |question| question.label.clone())
}

/// A choice by its label. A fence inside an answer would end the block: a blank of no width keeps it apart.
fn shown(form: Option<&Form>, answer: &RawAnswer) -> String {
    let question = form.and_then(|form| form.questions.iter().find(|question| question.key == answer.key));
    let choice = question.and_then(|question| match &question.kind {
        QuestionKind::Choice { choices } => choices.iter().find(|choice| choice.value == answer.value),
        _ => None,
    });
    choice.map_or_else(|| answer.value.replace("```", "`\u{200B}`\u{200B}`"), |choice| choice.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{FormId, preset};
    use proptest::prelude::*;

    fn raw(key: &str, value: &str) -> RawAnswer {
        RawAnswer { key: key.into(), value: value.into() }
    }

    #[test]
    fn answers_stand_under_their_labels() {
        let buy = preset::types().into_iter().find(|preset| preset.key == "buy-gold").unwrap();
        let form = Form { id: FormId(1), revision: 1, title: "t".into(), questions: buy.questions };
        let words = echo("Gone.", Some(&form), &[raw("amount", "1500"), raw("delivery", "mail"), raw("notes", " ")]);
        let amount = &form.questions[0].label;
        assert!(words.starts_with("Gone.\n\n"), "{words}");
        assert!(words.contains(&format!("**{amount}**\n```\n1500\n```")), "{words}");
        assert!(words.contains("In-game mail") && !words.contains("notes"), "{words}");
        assert_eq!(echo("Gone.", None, &[]), "Gone.");
        assert!(echo("Gone.", None, &[raw("amount", "```")]).contains("`\u{200B}`"));
    }

    #[test]
    fn a_long_answer_leaves_the_short_ones_whole() {
        let words = echo("Gone.", None, &[raw("a", &"x".repeat(4_000)), raw("b", "short"), raw("c", &"y".repeat(300))]);
        assert!(words.contains("short") && words.contains(&"y".repeat(300)) && words.contains(&"x".repeat(1_000)));
        assert!(words.chars().count() <= MESSAGE);
    }

    proptest! {
        #[test]
        fn it_always_fits(refusal in "\\PC{1,900}", values in proptest::collection::vec("\\PC{0,1500}", 0..6)) {
            let answers: Vec<RawAnswer> = values.iter().map(|value| raw("some_key", value)).collect();
            prop_assert!(echo(&refusal, None, &answers).chars().count() <= MESSAGE);
        }
    }
}

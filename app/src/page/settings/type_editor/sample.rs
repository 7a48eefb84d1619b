//! Knows a ticket to show a type by: real values of the guild, and answers made from the questions.

use domain::form::QuestionKind;
use domain::naming::{NameFacts, channel_name};
use domain::setting::{Choices, TypeDraft};
use domain::template::{Values, render};
use domain::{Answer, Colour, DepartmentId, Question, RoleId, UserId, ticket_ref};
use serde::{Deserialize, Serialize};

/// Where a welcome has no colour of its own and its department none either.
const PLAIN: Colour = 0x5B_6B8C;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    pub customer: UserId,
    pub customer_name: String,
    pub number: i64,
    /// The type's key.
    pub key: String,
    pub colours: Vec<(DepartmentId, Colour)>,
    /// The staff roles of each department.
    pub support: Vec<(DepartmentId, Vec<RoleId>)>,
}

impl Sample {
    pub fn channel(&self, draft: &TypeDraft, choices: &Choices) -> String {
        let service = Self::answers(draft).into_iter().find(|answer| answer.key == "service");
        let facts = NameFacts {
            username: &self.customer_name,
            ticket_type: &self.key,
            department: &department(draft, choices),
            service: &service.map(|answer| answer.shown).unwrap_or_default(),
            number: self.number,
            random6: "k3f9a2",
        };
        channel_name(&draft.naming, &facts)
    }

    pub fn colour(&self, draft: &TypeDraft) -> Colour {
        let own = self.colours.iter().find(|(id, _)| *id == draft.department).map(|(_, colour)| *colour);
        draft.welcome.colour.or(own).unwrap_or(PLAIN)
    }

    fn support(&self, draft: &TypeDraft) -> &[RoleId] {
        self.support.iter().find(|(id, _)| *id == draft.department).map_or(&[], |(_, roles)| roles)
    }

    /// Whoever is mentioned above the message.
    pub fn mentions(&self, draft: &TypeDraft) -> String {
        let named = draft.welcome.text.contains("{support}") || draft.welcome.title.contains("{support}");
        let roles = if named { self.support(draft) } else { &[] };
        std::iter::once(format!("<@{}>", self.customer))
            .chain(roles.iter().map(|role| format!("<@&{role}>")))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What a member might answer.
    pub fn answers(draft: &TypeDraft) -> Vec<Answer> {
        let answer = |question: &Question| {
            let shown = example(question);
            Answer { key: question.key.clone(), label: question.label.clone(), value: shown.clone(), shown }
        };
        draft.questions.iter().map(answer).collect()
    }

    /// A template with the sample's values in it.
    pub fn filled(&self, template: &str, draft: &TypeDraft, choices: &Choices) -> String {
        let answers = Self::answers(draft);
        let support: Vec<String> = self.support(draft).iter().map(|role| format!("<@&{role}>")).collect();
        let department = department(draft, choices);
        let listed: Vec<String> = answers.iter().map(|a| format!("**{}**: {}", a.label, a.shown)).collect();
        let service = answers.iter().find(|a| a.key == "service").map_or_else(String::new, |a| a.shown.clone());
        let pairs = vec![
            ("customer", format!("<@{}>", self.customer)),
            ("support", if support.is_empty() { department.clone() } else { support.join(" ") }),
            ("service", service),
            ("ticket_id", ticket_ref(self.number)),
            ("customer_name", self.customer_name.clone()),
            ("type", draft.name.clone()),
            ("department", department),
            ("number", format!("{:04}", self.number)),
            ("answers", listed.join("\n")),
            ("response_time", draft.welcome.response_time.clone().unwrap_or_default()),
            ("instructions", draft.welcome.instructions.clone().unwrap_or_default()),
        ];
        render(template, &Values { pairs, answers: &answers })
    }
}

pub fn department(draft: &TypeDraft, choices: &Choices) -> String {
    choices.department(draft.department).map(|found| found.name.clone()).unwrap_or_default()
}

fn example(question: &Question) -> String {
    match &question.kind {
        QuestionKind::Choice { choices } => choices.first().map(|choice| choice.label.clone()).unwrap_or_default(),
        QuestionKind::Number { min, .. } => min.max(&1).to_string(),
        QuestionKind::Text { .. } => question.placeholder.clone().unwrap_or_else(|| "…".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::preset;
    use domain::setting::DepartmentChoice;

    #[test]
    fn a_type_is_shown_by_real_values() {
        let preset = preset::types().into_iter().find(|preset| preset.key == "buy-gold").unwrap();
        let id = DepartmentId(2);
        let draft = TypeDraft {
            name: preset.name.into(),
            department: id,
            welcome: preset.welcome,
            questions: preset.questions,
            ..TypeDraft::default()
        };
        let choices =
            Choices { departments: vec![DepartmentChoice { id, name: "Billing".into() }], ..Choices::default() };
        let sample = Sample {
            customer: UserId(5),
            customer_name: "Mia Chen".into(),
            number: 201,
            key: "buy-gold".into(),
            colours: vec![(id, 0x12_3456)],
            support: vec![(id, vec![RoleId(9)])],
        };
        assert_eq!(sample.channel(&draft, &choices), "mia-chen-buy-gold-0201");
        assert_eq!(sample.colour(&draft), 0x12_3456);
        let text = sample.filled("{customer} {support} {answer.amount} {department} {nothing}", &draft, &choices);
        assert_eq!(text, "<@5> <@&9> 1 Billing ");
        assert_eq!(
            sample.mentions(&draft),
            if draft.welcome.text.contains("{support}") { "<@5> <@&9>" } else { "<@5>" }
        );
    }
}

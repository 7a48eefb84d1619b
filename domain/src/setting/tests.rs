//! What the editor and the store agree on: presets are right, and every fault is told at its field.

use super::*;
use crate::form::{Choice, QuestionKind, TextStyle};
use crate::{
    ChannelId, DepartmentId, EmojiId, Priority, Question, Refusal, RoleId, RoleKind, TypeState, Welcome, preset,
};
use proptest::prelude::*;

const TECH: DepartmentId = DepartmentId(1);

fn choices() -> Choices {
    let role = |id, name: &str, above_bot| RoleChoice {
        id: RoleId(id),
        name: name.into(),
        colour: 0,
        position: id,
        above_bot,
    };
    let channel = |id, kind| ChannelChoice { id: ChannelId(id), name: format!("c{id}"), kind, parent: None };
    Choices {
        roles: vec![role(11, "Staff", false), role(12, "Boss", true)],
        channels: vec![channel(21, 4), channel(22, 0)],
        emoji: vec![EmojiChoice { id: EmojiId(31), name: "gold".into(), animated: false }],
        departments: vec![DepartmentChoice { id: TECH, name: "Tech".into() }],
    }
}

fn question(key: &str, kind: QuestionKind) -> Question {
    Question { key: key.into(), label: key.to_uppercase(), description: None, placeholder: None, required: true, kind }
}

fn short() -> QuestionKind {
    QuestionKind::Text { style: TextStyle::Short, min: 1, max: 50 }
}

fn good() -> TypeDraft {
    TypeDraft {
        name: "General".into(),
        label: "Open ticket".into(),
        emoji: Some("🎫".into()),
        department: TECH,
        welcome: Welcome {
            title: "{ticket_id}".into(),
            text: "Hello {customer}: {answer.what}".into(),
            ..Welcome::default()
        },
        form_title: "Open a ticket".into(),
        questions: vec![question("what", short())],
        ..TypeDraft::default()
    }
}

/// The fields at which something is wrong after this edit.
fn faults(edit: impl FnOnce(&mut TypeDraft)) -> Vec<(String, Refusal)> {
    let mut draft = good();
    edit(&mut draft);
    draft.check(&choices()).into_iter().map(|fault| (fault.field, fault.refusal)).collect()
}

fn one(edit: impl FnOnce(&mut TypeDraft)) -> (String, Refusal) {
    let mut all = faults(edit);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn what_is_right_has_no_fault() {
    assert_eq!(faults(|_| {}), []);
    assert_eq!(faults(|draft| draft.emoji = Some("<:gold:31>".into())), []);
    assert_eq!(faults(|draft| draft.category = Some(ChannelId(21))), []);
    for preset in preset::types() {
        let draft = TypeDraft {
            name: preset.name.into(),
            label: preset.label.into(),
            emoji: Some(preset.emoji.into()),
            welcome: preset.welcome,
            form_title: preset.form_title.into(),
            questions: preset.questions,
            ..good()
        };
        assert_eq!(draft.check(&choices()), [], "{}", preset.key);
    }
    for preset in preset::DEPARTMENTS {
        let draft = DepartmentDraft {
            name: preset.name.into(),
            emoji: Some(preset.emoji.into()),
            colour: preset.colour,
            roles: vec![(RoleId(11), RoleKind::Staff)],
            ..DepartmentDraft::default()
        };
        assert_eq!(draft.check(&choices()), [], "{}", preset.key);
    }
}

#[test]
fn discords_limits_are_told_at_their_field() {
    let long = |count: usize| "é".repeat(count);
    assert_eq!(faults(|draft| draft.label = long(80)), []);
    let too_long = |field: &str, length, max| Refusal::TooLong { field: field_name(field), length, max };
    assert_eq!(one(|draft| draft.label = long(81)), ("label".into(), too_long("label", 81, 80)));
    assert_eq!(one(|draft| draft.label = "  ".into()), ("label".into(), Refusal::Empty));
    assert_eq!(one(|draft| draft.form_title = long(46)).0, "form_title");
    assert_eq!(one(|draft| draft.questions[0].label = long(46)).0, "questions.0.label");
    assert_eq!(one(|draft| draft.questions[0].description = Some(long(101))).0, "questions.0.description");
    assert_eq!(one(|draft| draft.welcome.text = long(4_097)).0, "welcome.text");
    assert_eq!(one(|draft| draft.welcome.title = long(257)).0, "welcome.title");
    let whole = one(|draft| {
        draft.welcome.text = long(4_096);
        draft.welcome.footer = Some(long(2_000));
    });
    assert_eq!(whole, ("welcome".into(), too_long("welcome", 4_096 + 2_000 + 11, 6_000)));
    let six = |draft: &mut TypeDraft| {
        draft.questions = (0..6).map(|n| question(&format!("q{n}"), short())).collect();
        draft.welcome.text = String::new();
    };
    assert_eq!(one(six), ("questions".into(), Refusal::TooMany { count: 6, max: 5 }));
    assert_eq!(
        faults(|draft| draft.questions.clear()).iter().filter(|fault| fault.1 == Refusal::NoQuestion).count(),
        1
    );
    assert_eq!(one(|draft| draft.limit_per_member = 0).1, Refusal::OutOfRange { min: 1, max: 50 });
}

#[test]
fn names_and_keys_are_told_at_their_field() {
    let unknown = |name: &str| Refusal::UnknownName { name: name.into() };
    assert_eq!(one(|draft| draft.welcome.text = "{custmer}".into()), ("welcome.text".into(), unknown("custmer")));
    assert_eq!(
        one(|draft| draft.welcome.title = "{answer.else}".into()),
        ("welcome.title".into(), unknown("answer.else"))
    );
    assert_eq!(one(|draft| draft.naming = "{customer}".into()), ("naming".into(), unknown("customer")));
    assert_eq!(one(|draft| draft.naming = "{answer.what}".into()).0, "naming");
    assert_eq!(one(|draft| draft.naming = "!!! …".into()), ("naming".into(), Refusal::NoLetters));
    let twice = one(|draft| draft.questions.push(question("what", short())));
    assert_eq!(twice, ("questions.1.key".into(), Refusal::KeyTaken { key: "what".into() }));
    let odd = one(|draft| draft.questions.push(question("What?", short())));
    assert_eq!(odd, ("questions.1.key".into(), Refusal::BadKey { max: limit::KEY }));
}

#[test]
fn choices_and_bounds_of_a_question_are_judged() {
    let kind = |kind: QuestionKind| faults(|draft| draft.questions[0].kind = kind);
    let choice = |label: &str, value: &str| Choice { label: label.into(), value: value.into() };
    let of = |choices: Vec<Choice>| kind(QuestionKind::Choice { choices });
    assert_eq!(of(vec![choice("A", "a")]), []);
    assert_eq!(of(vec![]), [("questions.0.choices".into(), Refusal::Empty)]);
    assert_eq!(
        of((0..26).map(|n| choice("A", &n.to_string())).collect())[0].1,
        Refusal::TooMany { count: 26, max: 25 }
    );
    let twice = of(vec![choice("A", "a"), choice("B", "a")]);
    assert_eq!(twice, [("questions.0.choices.1.value".into(), Refusal::KeyTaken { key: "a".into() })]);
    assert_eq!(of(vec![choice("", "a")]), [("questions.0.choices.0.label".into(), Refusal::Empty)]);
    let text = |min, max| kind(QuestionKind::Text { style: TextStyle::Long, min, max });
    assert_eq!(text(5, 4), [("questions.0.min".into(), Refusal::LeastOverMost)]);
    assert_eq!(text(0, 4_001), [("questions.0.max".into(), Refusal::OutOfRange { min: 1, max: 4_000 })]);
    assert_eq!(kind(QuestionKind::Number { min: 2, max: 1 }), [("questions.0.min".into(), Refusal::LeastOverMost)]);
}

#[test]
fn what_discord_has_no_more_is_told_at_its_field() {
    assert_eq!(one(|draft| draft.category = Some(ChannelId(99))), ("category".into(), Refusal::NoSuchCategory));
    // A text channel holds no others.
    assert_eq!(
        one(|draft| draft.closed_category = Some(ChannelId(22))),
        ("closed_category".into(), Refusal::NoSuchCategory)
    );
    assert_eq!(one(|draft| draft.department = DepartmentId(9)), ("department".into(), Refusal::NoSuchDepartment));
    assert_eq!(one(|draft| draft.emoji = Some("gold".into())).0, "emoji");
    assert_eq!(one(|draft| draft.emoji = Some("<:gold:32>".into())).0, "emoji");
    for address in
        ["http://example.com/a.png", "https://", "https://nowhere", "https://a.example/ b", "javascript:alert(1)"]
    {
        assert_eq!(
            one(|draft| draft.welcome.banner = Some(address.into())),
            ("welcome.banner".into(), Refusal::BadAddress)
        );
    }
    assert_eq!(faults(|draft| draft.welcome.thumbnail = Some("https://cdn.example.com/a.png?x=1".into())), []);
    let draft = DepartmentDraft {
        name: "Tech".into(),
        oncall_role: Some(RoleId(99)),
        roles: vec![(RoleId(11), RoleKind::Staff), (RoleId(12), RoleKind::Staff), (RoleId(11), RoleKind::Viewer)],
        ..DepartmentDraft::default()
    };
    let found: Vec<(String, Refusal)> = draft.check(&choices()).into_iter().map(|f| (f.field, f.refusal)).collect();
    assert_eq!(
        found,
        [
            ("oncall_role".into(), Refusal::NoSuchRole),
            ("roles.1".into(), Refusal::RoleAboveBot { name: "Boss".into() }),
            ("roles.2".into(), Refusal::KeyTaken { key: "Staff".into() }),
        ]
    );
    let admins = check_admin_roles(&[RoleId(11), RoleId(12)], &[], &choices());
    assert_eq!(admins.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["admin_roles.1"]);
}

#[test]
fn changes_are_told_in_words() {
    let before = good();
    let mut after = before.clone();
    after.label = "Ask".into();
    after.state = TypeState::Paused;
    after.category = Some(ChannelId(21));
    after.default_priority = Priority::High;
    after.questions[0].required = false;
    after.questions.insert(0, question("more", QuestionKind::Number { min: 1, max: 9 }));
    let changes = before.changes(&after, &choices());
    let found: Vec<(&str, &str, &str)> =
        changes.iter().map(|c| (c.field.as_str(), c.before.as_str(), c.after.as_str())).collect();
    assert_eq!(
        found,
        [
            ("label", "Open ticket", "Ask"),
            ("state", "Active", "Paused"),
            ("default_priority", "Medium", "High"),
            ("category", "", "c21"),
            (
                "questions.1",
                "WHAT (what): short text of 1 to 50 characters, required",
                "WHAT (what): short text of 1 to 50 characters, optional"
            ),
            ("questions.0", "", "MORE (more): number from 1 to 9, required"),
        ]
    );
    after.questions.reverse();
    assert!(good().changes(&good(), &choices()).is_empty());
    let mut moved = after.clone();
    moved.questions.reverse();
    assert_eq!(after.changes(&moved, &choices())[0].field, "questions");
}

#[test]
fn fields_have_names() {
    let name = |path: &str| field_name(path);
    assert_eq!((name("label"), label("label")), ("Words on the button".into(), "Words on the button"));
    assert_eq!(name("questions.2"), "Question 3");
    assert_eq!(name("questions.2.label"), "Question 3");
    assert_eq!(name("questions.2.min"), "Question 3, least");
    assert_eq!(name("questions.2.choices"), "Question 3, choices");
    assert_eq!(name("questions.2.choices.0.label"), "Question 3, choice 1");
    assert_eq!(name("questions.2.choices.0.value"), "Question 3, choice 1, value");
    assert_eq!(name("welcome.response_time"), "Welcome message, response time");
    assert_eq!(name("roles.1"), "Role 2");
    assert_eq!(name("admin_roles.1"), "Admin role 2");
    assert_eq!(name("role.1220000000000000002"), "Roles");
    assert_eq!(name("never_heard_of"), "Never heard of");
}

proptest! {
    /// No text breaks the check, and nothing that passes differs from itself.
    #[test]
    fn any_text_is_judged(label in "\\PC{0,90}", text in "\\PC{0,60}", emoji in "\\PC{0,4}", key in "\\PC{0,10}") {
        let mut draft = good();
        draft.label = label;
        draft.welcome.text = text;
        draft.emoji = Some(emoji);
        draft.questions.push(question(&key, short()));
        let draft = draft.tidy();
        let faults = draft.check(&choices());
        prop_assert_eq!(faults.is_empty(), draft.clone().tidy().check(&choices()).is_empty());
        prop_assert!(draft.changes(&draft.clone(), &choices()).is_empty());
    }
}

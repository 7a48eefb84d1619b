//! Knows the departments, ticket types, forms and panels that a guild starts with.

use crate::Question;
use crate::form::{Choice, QuestionKind, TextStyle};
use crate::ticket_type::{ButtonStyle, Colour, Welcome, WhenClosed};

pub struct DepartmentPreset {
    pub key: &'static str,
    pub name: &'static str,
    pub emoji: &'static str,
    pub colour: Colour,
}

pub struct TypePreset {
    pub key: &'static str,
    pub department: &'static str,
    pub name: &'static str,
    pub label: &'static str,
    pub emoji: &'static str,
    pub style: ButtonStyle,
    pub when_closed: WhenClosed,
    pub welcome: Welcome,
    pub form_title: &'static str,
    pub questions: Vec<Question>,
    /// The channel made for its panel under "Create Ticket".
    pub channel: &'static str,
    pub panel_text: &'static str,
}

pub const DEPARTMENTS: &[DepartmentPreset] = &[
    DepartmentPreset { key: "tech-support", name: "Tech Support", emoji: "🛠️", colour: 0x34_98DB },
    DepartmentPreset { key: "billing", name: "Billing", emoji: "💰", colour: 0xE7_4C3C },
    DepartmentPreset { key: "general", name: "General", emoji: "💬", colour: 0x5B_6B8C },
];

fn text(key: &str, label: &str, style: TextStyle, min: u16, max: u16, required: bool) -> Question {
    Question {
        key: key.into(),
        label: label.into(),
        description: None,
        placeholder: None,
        required,
        kind: QuestionKind::Text { style, min, max },
    }
}

fn amount(label: &str, max: i64, hint: &str) -> Question {
    Question {
        key: "amount".into(),
        label: label.into(),
        description: Some(format!("A number from 1 to {max}")),
        placeholder: Some(hint.into()),
        required: true,
        kind: QuestionKind::Number { min: 1, max },
    }
}

fn choice(key: &str, label: &str, choices: &[(&str, &str)]) -> Question {
    let choices =
        choices.iter().map(|(value, label)| Choice { value: (*value).into(), label: (*label).into() }).collect();
    Question {
        key: key.into(),
        label: label.into(),
        description: None,
        placeholder: Some("Choose one".into()),
        required: true,
        kind: QuestionKind::Choice { choices },
    }
}

fn welcome(text: &str, instructions: &str) -> Welcome {
    Welcome {
        title: "{ticket_id} · {type}".into(),
        text: text.into(),
        instructions: Some(instructions.into()),
        response_time: Some("within 8 hours".into()),
        ..Welcome::default()
    }
}

/// The five types, in the order in which they are offered.
pub fn types() -> Vec<TypePreset> {
    let notes = || text("notes", "Notes", TextStyle::Long, 0, 1000, false);
    let username = || text("username", "Game username", TextStyle::Short, 2, 60, true);
    let payment = [("card", "Card"), ("paypal", "PayPal"), ("bank", "Bank transfer"), ("crypto", "Crypto")];
    vec![
        TypePreset {
            key: "purchase-services",
            department: "billing",
            name: "Purchase services",
            label: "Purchase services",
            emoji: "🧰",
            style: ButtonStyle::Blurple,
            when_closed: WhenClosed::Archive,
            welcome: welcome(
                "Hello {customer}, thank you for your request. {support} will look at it and answer {response_time}.",
                "Tell us anything that we should know before we quote a price.",
            ),
            form_title: "Purchase services",
            questions: vec![
                text("service", "Which service would you like?", TextStyle::Long, 5, 1000, true),
                username(),
                notes(),
            ],
            channel: "purchase-services",
            panel_text: "Boosts, coaching and everything else that we do for you. Press the button, tell us what you need, and a private channel opens.",
        },
        TypePreset {
            key: "buy-gold",
            department: "billing",
            name: "Buy gold",
            label: "Buy gold",
            emoji: "🪙",
            style: ButtonStyle::Green,
            when_closed: WhenClosed::Archive,
            welcome: welcome(
                "Hello {customer}, you would like to buy **{answer.amount}** gold. {support} will confirm the rate and the delivery {response_time}.",
                "Stay in the game's town hub, and never pay outside this ticket.",
            ),
            form_title: "Buy gold",
            questions: vec![
                amount("How much gold?", 1_000_000, "for example 1500"),
                choice(
                    "delivery",
                    "Delivery method",
                    &[("mail", "In-game mail"), ("trade", "Face-to-face trade"), ("auction", "Auction house")],
                ),
                username(),
                notes(),
            ],
            channel: "purchase-gold",
            panel_text: "Buy gold, delivered in the game. Press the button, say how much and how, and a private channel opens.",
        },
        TypePreset {
            key: "sell-gold",
            department: "billing",
            name: "Sell gold",
            label: "Sell gold",
            emoji: "💵",
            style: ButtonStyle::Blurple,
            when_closed: WhenClosed::Archive,
            welcome: welcome(
                "Hello {customer}, you would like to sell **{answer.amount}** gold. {support} will send you an offer {response_time}.",
                "Hand nothing over before the offer is confirmed in this ticket.",
            ),
            form_title: "Sell gold",
            questions: vec![
                amount("How much gold?", 1_000_000, "for example 1500"),
                choice("payment_method", "How shall we pay you?", &payment),
                text("payment_details", "Payment details", TextStyle::Short, 3, 200, true),
                username(),
            ],
            channel: "sell-gold",
            panel_text: "We buy gold at the rate of the day. Press the button and a private channel opens.",
        },
        TypePreset {
            key: "swap-crypto",
            department: "billing",
            name: "Swap crypto",
            label: "Swap crypto",
            emoji: "🔄",
            style: ButtonStyle::Grey,
            when_closed: WhenClosed::Archive,
            welcome: welcome(
                "Hello {customer}, {support} will confirm the rate of your swap {response_time}.",
                "Check every address twice: a transfer can't be taken back.",
            ),
            form_title: "Swap crypto",
            questions: vec![
                choice(
                    "direction",
                    "Direction",
                    &[("crypto_to_gold", "Crypto to gold"), ("gold_to_crypto", "Gold to crypto")],
                ),
                choice(
                    "crypto_type",
                    "Currency",
                    &[("btc", "Bitcoin"), ("eth", "Ethereum"), ("usdt", "Tether (USDT)"), ("ltc", "Litecoin")],
                ),
                amount("Amount", 1_000_000, "for example 0.5 or 250"),
                text("wallet", "Wallet or username", TextStyle::Short, 3, 120, true),
            ],
            channel: "swap-crypto",
            panel_text: "Swap between crypto and gold. Press the button and a private channel opens.",
        },
        TypePreset {
            key: "general",
            department: "tech-support",
            name: "General",
            label: "Open ticket",
            emoji: "🎫",
            style: ButtonStyle::Blurple,
            when_closed: WhenClosed::Delete,
            welcome: welcome(
                "Hello {customer}, {support} will be with you {response_time}.",
                "Describe what happened, what you expected, and add a picture if it helps.",
            ),
            form_title: "Open a ticket",
            questions: vec![
                text("description", "What can we help you with?", TextStyle::Long, 5, 1000, true),
                text("username", "Game username", TextStyle::Short, 2, 60, false),
                choice(
                    "contact",
                    "How may we reach you?",
                    &[("discord", "Here on Discord"), ("email", "By e-mail"), ("ingame", "In the game")],
                ),
            ],
            channel: "open-ticket",
            panel_text: "Something doesn't work, or you have a question? Press the button and a private channel opens.",
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{DEFAULT_NAMING, NAMING_NAMES, WELCOME_NAMES, check};

    #[test]
    fn presets_keep_discords_limits_and_our_own_rules() {
        assert_eq!(check(DEFAULT_NAMING, NAMING_NAMES, &[]), Ok(()));
        for preset in types() {
            let keys: Vec<&str> = preset.questions.iter().map(|q| q.key.as_str()).collect();
            assert!(
                preset.questions.len() <= 5
                    && preset.form_title.chars().count() <= 45
                    && preset.label.chars().count() <= 80
            );
            assert!(DEPARTMENTS.iter().any(|d| d.key == preset.department));
            for template in [&preset.welcome.title, &preset.welcome.text] {
                assert_eq!(check(template, WELCOME_NAMES, &keys), Ok(()), "{}", preset.key);
            }
            for question in &preset.questions {
                assert!(question.label.chars().count() <= 45, "{}", question.label);
                assert_eq!(keys.iter().filter(|k| **k == question.key).count(), 1);
            }
        }
    }
}

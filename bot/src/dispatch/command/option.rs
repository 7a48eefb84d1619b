//! Knows what stands behind a command's name: options, how they are typed, and what is offered for them
//! (<https://discord.com/developers/docs/interactions/application-commands>).

use serde_json::{Map, Value, json};

/// What is offered while an option is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggest {
    /// Types that can be opened.
    Types,
    Departments,
    Panels,
    /// The guild's tags.
    Tags,
    /// The tags of the ticket here.
    TicketTags,
    Orders,
    /// Whoever acts in the department of the ticket here.
    Staff,
    /// Whom staff let into the ticket here.
    Members,
    /// What a ticket may be about.
    Categories,
    /// Tickets that the person reads.
    Tickets,
    /// Those of them that are closed.
    Closed,
    /// What is to happen to the ticket here by itself.
    Timers,
    /// Times to come.
    Times,
    Blocks,
}

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text {
        max: u16,
    },
    /// Text too: what is offered is no limit to what may be typed.
    Suggested(Suggest),
    Choice(&'static [&'static str]),
    Person,
    Role,
    /// A category of Discord's.
    Category,
}

#[derive(Clone, Copy, Debug)]
pub struct Opt {
    pub name: &'static str,
    about: &'static str,
    pub kind: Kind,
    required: bool,
}

impl Opt {
    pub const fn new(name: &'static str, about: &'static str, kind: Kind) -> Self {
        Self { name, about, kind, required: false }
    }

    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn json(&self) -> Value {
        let mut fields = Map::new();
        let kind = match self.kind {
            Kind::Text { .. } | Kind::Suggested(_) | Kind::Choice(_) => 3,
            Kind::Person => 6,
            Kind::Category => 7,
            Kind::Role => 8,
        };
        fields.insert("type".into(), json!(kind));
        fields.insert("name".into(), json!(self.name));
        fields.insert("description".into(), json!(self.about));
        fields.insert("required".into(), json!(self.required));
        match self.kind {
            Kind::Text { max } => {
                fields.insert("max_length".into(), json!(max));
            }
            Kind::Suggested(_) => {
                fields.insert("max_length".into(), json!(100));
                fields.insert("autocomplete".into(), json!(true));
            }
            Kind::Choice(words) => {
                let choice = |word: &&str| json!({"name": word.replace('_', " "), "value": word});
                fields.insert("choices".into(), words.iter().map(choice).collect());
            }
            Kind::Category => {
                fields.insert("channel_types".into(), json!([4]));
            }
            Kind::Person | Kind::Role => {}
        }
        Value::Object(fields)
    }
}

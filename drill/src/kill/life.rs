//! Knows the flows of a ticket as people live them, each step repeated as a person would when the bot was away, and
//! writes down what was truly said.

use super::ledger::Ledger;
use crate::people::{Person, button, standing, until};
use anyhow::{Context, Result};
use domain::DueAction;
use sandbox::{Control, Id, Outcome};
use serde_json::{Value, json};

/// What one ticket goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Flow {
    /// Press, form, submit.
    Open,
    /// Answer, edit, delete, a picture, claim, help.
    Work,
    /// Closed by staff with a reason; archived.
    Close,
    /// The member says that it works.
    ItWorks,
    /// Closed, opened again, asked about and confirmed.
    Again,
    /// A general ticket, closed in the delete mode.
    Delete,
    /// Staff call it off.
    Cancel,
    /// Nobody says whether it is solved, until it closes by itself.
    Expire,
    /// The member is silent, and warned.
    Warn,
    /// The member stays silent, and the ticket closes.
    Silence,
    /// Set aside, until its time comes.
    Wake,
    /// Archived, until its days are over and the channel goes.
    Purge,
    /// An admin saves a type in the browser.
    Save,
    /// A guild gets its categories and panels.
    SetUp,
}

impl Flow {
    /// Those that a ticket goes through, or lives beside.
    pub const ALL: [Self; 13] = [
        Self::Open,
        Self::Work,
        Self::Close,
        Self::ItWorks,
        Self::Again,
        Self::Delete,
        Self::Cancel,
        Self::Expire,
        Self::Warn,
        Self::Silence,
        Self::Wake,
        Self::Purge,
        Self::Save,
    ];

    /// What it begins with: the time at which this is due.
    pub fn waits_for(self) -> Option<DueAction> {
        match self {
            Self::Expire => Some(DueAction::RequestExpires),
            Self::Warn => Some(DueAction::SilenceWarning),
            Self::Silence => Some(DueAction::SilenceEnds),
            Self::Wake => Some(DueAction::Wake),
            Self::Purge => Some(DueAction::DeleteChannel),
            _ => None,
        }
    }
}

pub struct Cast {
    pub control: Control,
    pub guild: Id,
    pub member: Person,
    pub gold: Person,
    pub tech: Person,
}

/// A ticket as its people know it.
#[derive(Clone, Debug)]
pub struct Lived {
    pub channel: Id,
    pub number: i64,
    pub general: bool,
}

impl Cast {
    /// The ticket's channel of this member that the ledger does not know yet.
    async fn fresh_channel(&self, ledger: &Ledger, kind: &str) -> Result<Option<Lived>> {
        let slug = format!("-{kind}-");
        let found = self
            .member
            .channel(self.guild, |channel| {
                let name = channel["name"].as_str().unwrap_or_default();
                name.contains(&slug) && !name.starts_with("closed-") && !ledger.knows_channel(Id::of(&channel["id"]))
            })
            .await?;
        let Some(channel) = found else { return Ok(None) };
        let name = channel["name"].as_str().unwrap_or_default();
        let number = name
            .rsplit('-')
            .next()
            .and_then(|digits| digits.parse().ok())
            .with_context(|| format!("no number in {name}"))?;
        Ok(Some(Lived { channel: Id::of(&channel["id"]), number, general: kind == "general" }))
    }

    /// Opens a ticket: presses again whenever nothing came of it.
    pub async fn open(&self, ledger: &Ledger, panel: &str, label: &str, kind: &str, answers: &Value) -> Result<Lived> {
        let lived = until("the ticket's channel", || async {
            if let Some(lived) = self.fresh_channel(ledger, kind).await? {
                return Ok(Some(lived));
            }
            let Some((channel, message)) = self.panel(panel, label).await? else { return Ok(None) };
            let pressed = self.member.press(channel, &message, label).await?;
            if pressed.outcome != Outcome::Modal {
                return Ok(None);
            }
            let submitted = self.member.submit(&pressed.modal, answers).await?;
            if submitted.outcome == Outcome::Failed {
                return Ok(None);
            }
            // The channel appears in its own time: look for a while before pressing again.
            for _ in 0..50 {
                if let Some(lived) = self.fresh_channel(ledger, kind).await? {
                    return Ok(Some(lived));
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            Ok(None)
        })
        .await?;
        ledger.opened(&lived);
        Ok(lived)
    }

    /// A panel's channel and its message with this button.
    pub async fn panel(&self, name: &str, label: &str) -> Result<Option<(Id, Value)>> {
        let Some(channel) = self.member.channel(self.guild, |channel| channel["name"] == name).await? else {
            return Ok(None);
        };
        let id = Id::of(&channel["id"]);
        let there = standing(&self.control, id).await?.unwrap_or_default();
        Ok(there.into_iter().find(|message| button(message, label).is_some()).map(|message| (id, message)))
    }

    pub async fn open_gold(&self, ledger: &Ledger) -> Result<Lived> {
        let answers =
            json!({ "amount": "1500", "delivery": ["mail"], "username": "Mia#77", "notes": "as soon as you can" });
        self.open(ledger, "purchase-gold", "Buy gold", "buy-gold", &answers).await
    }

    pub async fn open_general(&self, ledger: &Ledger) -> Result<Lived> {
        let answers = json!({ "description": "The launcher says error 7.", "username": "", "contact": ["discord"] });
        self.open(ledger, "open-ticket", "Open ticket", "general", &answers).await
    }

    async fn welcome(&self, lived: &Lived) -> Result<Option<Value>> {
        let there = standing(&self.control, lived.channel).await?.unwrap_or_default();
        Ok(there.into_iter().find(|message| button(message, "Claim").is_some() || button(message, "Close").is_some()))
    }

    /// Presses a button of the welcome message until what it should do is seen.
    pub async fn press_until<F: Future<Output = Result<bool>>>(
        &self,
        who: &Person,
        lived: &Lived,
        label: &str,
        form: Option<&Value>,
        seen: impl Fn() -> F,
    ) -> Result<()> {
        until(&format!("`{label}` in ticket {}", lived.number), || async {
            if seen().await? {
                return Ok(Some(()));
            }
            let Some(welcome) = self.welcome(lived).await? else { return Ok(None) };
            let Ok(pressed) = who.press(lived.channel, &welcome, label).await else { return Ok(None) };
            if let Some(form) = form {
                let shown = pressed.outcome == Outcome::Modal;
                if !shown || who.submit(&pressed.modal, form).await?.outcome == Outcome::Failed {
                    return Ok(None);
                }
            }
            for _ in 0..20 {
                if seen().await? {
                    return Ok(Some(()));
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            Ok(None)
        })
        .await
    }

    /// Answer, edit, delete, send a picture: none of it needs the bot.
    pub async fn talk(&self, ledger: &Ledger, lived: &Lived, round: u64) -> Result<()> {
        let staff = if lived.general { &self.tech } else { &self.gold };
        ledger.say(&self.member, lived, &format!("Hello, is anyone there? ({round})")).await?;
        let answer = ledger.say(staff, lived, &format!("Yes, one moment. ({round})")).await?;
        ledger.edit(staff, lived, answer, &format!("Yes! I am on it now. ({round})")).await?;
        let slip = ledger.say(&self.member, lived, &format!("my password is hunter2 ({round})")).await?;
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        ledger.delete(&self.member, lived, slip).await?;
        ledger.upload(&self.member, lived, &format!("screen-{round}.png"), picture(round)).await
    }

    /// While the bot is away: something is said, something older edited, something older deleted.
    pub async fn talk_while_away(&self, ledger: &Ledger, lived: &Lived, round: u64) -> Result<()> {
        ledger.say(&self.member, lived, &format!("Are you still there? ({round})")).await?;
        ledger.edit_something_old(&self.member, lived, &format!("edited while nobody looked ({round})")).await?;
        ledger.delete_something_old(&self.member, lived).await
    }
}

/// A small picture, different each round.
pub fn picture(round: u64) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend((0..4_000_u64).flat_map(|i| (i.wrapping_mul(round + 7)).to_le_bytes()));
    bytes
}

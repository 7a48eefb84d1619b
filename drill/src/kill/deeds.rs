//! Knows what people do to one ticket in a drill's world, each deed repeated until what it should do is seen.

use super::life::Lived;
use super::world::World;
use crate::draft::relabelled;
use crate::people::{all_channels, person, standing, until};
use anyhow::{Context, Result, bail};
use domain::{Deed, DueAction, GuildId, Provisioning, Status, Ticket, TicketType, WaitingOn};
use sandbox::Id;
use serde_json::json;
use std::time::Duration;
use store::Store;

impl World {
    pub async fn ticket(&self, lived: &Lived) -> Result<Ticket> {
        let guild = GuildId(self.cast.guild.to_string().parse()?);
        self.store
            .ticket_by_number(guild, lived.number)
            .await?
            .with_context(|| format!("ticket {} is not in the database", lived.number))
    }

    pub async fn is_over(&self, lived: &Lived) -> Result<bool> {
        Ok(self.ticket(lived).await?.status.is_over())
    }

    pub async fn claim(&self, lived: &Lived) -> Result<()> {
        self.cast
            .press_until(&self.cast.gold, lived, "Claim", None, || async {
                Ok(self.ticket(lived).await?.claimed_at.is_some())
            })
            .await
    }

    pub async fn ask_for_help(&self, lived: &Lived) -> Result<()> {
        self.cast
            .press_until(&self.cast.member, lived, "Need help", None, || async {
                Ok(self.ticket(lived).await?.needed_help_at.is_some())
            })
            .await
    }

    pub async fn works(&self, lived: &Lived) -> Result<()> {
        self.cast.press_until(&self.cast.member, lived, "It works!", None, || self.is_over(lived)).await?;
        self.until_hidden(lived).await
    }

    /// Saves another label for gold until it is saved, as somebody presses "Save" again who was not answered.
    pub async fn save(&self, round: u64) -> Result<()> {
        let label = format!("Buy gold {round}");
        until("the save", || async {
            let kind = self.gold().await?;
            if kind.label == label {
                return Ok(Some(()));
            }
            // Nobody may be there to answer: then it is sent again.
            if let Ok((status, said)) = self.visitor.send("/fn/type-save", &relabelled(&kind, &label)).await
                && status != 200
            {
                bail!("a save was answered with {status}: {said}");
            }
            Ok(None)
        })
        .await?;
        until("the panel to show the save", || async {
            let panel = self.cast.panel("purchase-gold", &label).await?;
            Ok(panel.map(|_| ()))
        })
        .await
    }

    async fn gold(&self) -> Result<TicketType> {
        let catalog = self.store.catalog(GuildId(self.cast.guild.to_string().parse()?)).await?;
        catalog.types.into_iter().find(|kind| kind.key == "buy-gold").context("no type buy-gold")
    }

    pub async fn close(&self, lived: &Lived) -> Result<()> {
        let staff = if lived.general { &self.cast.tech } else { &self.cast.gold };
        let form = json!({ "reason": "Delivered, thank you." });
        self.cast.press_until(staff, lived, "Close", Some(&form), || self.is_over(lived)).await?;
        self.until_hidden(lived).await
    }

    /// What the staff of a ticket do beside: they let somebody in, name the channel, raise the priority. Each is a
    /// command, given again until what it should do is seen.
    pub async fn work(&self, lived: &Lived, round: u64) -> Result<()> {
        let guest = person(&self.cast.control, "noah").await?;
        let option =
            |name: &str, value: serde_json::Value, kind: u8| json!([{ "name": name, "value": value, "type": kind }]);
        self.command_until(lived, "add", option("member", json!(guest.id), 6), || async {
            Ok(!guest.lost(self.cast.guild, lived.channel).await?)
        })
        .await?;
        let name = format!("drill-{round}-{}", lived.number);
        self.command_until(lived, "rename", option("name", json!(name), 3), || async {
            Ok(self.ticket(lived).await?.channel_name == name)
        })
        .await?;
        self.command_until(lived, "priority", option("priority", json!("high"), 3), || async {
            Ok(self.ticket(lived).await?.priority == domain::Priority::High)
        })
        .await?;
        self.command_until(lived, "escalate", json!([]), || async {
            Ok(self.ticket(lived).await?.escalated_at.is_some())
        })
        .await
    }

    /// To another department; the claim is given up, and those who had it see it no more.
    pub async fn hand_over(&self, lived: &Lived) -> Result<()> {
        let before = self.ticket(lived).await?.department;
        let to = json!([{ "name": "department", "value": "tech-support", "type": 3 }]);
        self.command_until(lived, "transfer", to, || async { Ok(self.ticket(lived).await?.department != before) }).await
    }

    /// A ticket that is over begins again; staff ask whether it is solved, and it is.
    pub async fn again(&self, lived: &Lived) -> Result<()> {
        self.command_until(lived, "reopen", json!([]), || async { Ok(!self.is_over(lived).await?) }).await?;
        if self.is_over(lived).await? {
            return Ok(());
        }
        until("the member to see it again", || async {
            Ok((!self.cast.member.lost(self.cast.guild, lived.channel).await?).then_some(()))
        })
        .await?;
        self.ask_solved(lived).await?;
        // Whoever ends it before it is asked takes the question back.
        self.until_done(lived, DueAction::AskSolved).await
    }

    /// A command of staff; of one that is not registered nothing is wanted.
    async fn command_until<F: Future<Output = Result<bool>>>(
        &self,
        lived: &Lived,
        name: &str,
        options: serde_json::Value,
        seen: impl Fn() -> F,
    ) -> Result<()> {
        let state = self.cast.control.state().await?;
        if !state["commands"].as_array().into_iter().flatten().any(|known| known["name"] == name) {
            return Ok(());
        }
        until(&format!("`/{name}` in ticket {}", lived.number), || async {
            if seen().await? {
                return Ok(Some(()));
            }
            // Nobody may be there to answer.
            let _ = self.cast.control.command(self.cast.gold.id, lived.channel, name, options.clone()).await;
            for _ in 0..20 {
                if seen().await? {
                    return Ok(Some(()));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Ok(None)
        })
        .await
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whoever owns the guild.
    pub async fn owner(&self) -> Result<Id> {
        Ok(person(&self.cast.control, "Olivia").await?.id)
    }

    /// A ticket whose channel somebody deleted is closed where it still is: in the database, as the browser does.
    pub async fn end_without_a_channel(&self, lived: &Lived) -> Result<()> {
        until("the channel to be known as gone", || async {
            Ok(self.ticket(lived).await?.channel_gone_at.map(|_| ()))
        })
        .await?;
        let ticket = self.ticket(lived).await?;
        let owner = domain::UserId(self.owner().await?.to_string().parse()?);
        let all = domain::MemberFacts { is_owner: true, ..domain::MemberFacts::default() };
        let who = self.store.access_with(ticket.guild, owner, &all).await?;
        let closing = store::Closing::Close { reason: None, confirmed: true };
        self.store.close_ticket(&who, ticket.id, &closing, domain::Via::Web, crate::day::now()?).await?;
        Ok(())
    }

    async fn until_hidden(&self, lived: &Lived) -> Result<()> {
        let taken = || async { Ok(self.cast.member.lost(self.cast.guild, lived.channel).await?.then_some(())) };
        until("the member's access to be taken", taken).await
    }

    pub async fn until_gone(&self, lived: &Lived) -> Result<()> {
        until("the channel to be deleted", || async {
            let channels = all_channels(&self.cast.control, self.cast.guild).await?;
            Ok(channels.iter().all(|channel| Id::of(&channel["id"]) != lived.channel).then_some(()))
        })
        .await
    }
    /// Staff answer, so that the member is waited for.
    pub async fn answer(&self, lived: &Lived, round: u64) -> Result<()> {
        until("the ticket to have its place", || async {
            Ok((self.ticket(lived).await?.provisioning == Provisioning::Done).then_some(()))
        })
        .await?;
        self.ledger.say(&self.cast.gold, lived, &format!("What is your name in the game? ({round})")).await?;
        until("the member to be waited for", || async {
            Ok((self.ticket(lived).await?.waiting_on == WaitingOn::Customer).then_some(()))
        })
        .await
    }

    /// Staff ask whether it is solved.
    pub async fn ask_solved(&self, lived: &Lived) -> Result<()> {
        self.command_until(lived, "solve", json!([]), || async {
            Ok(self.ticket(lived).await?.status == Status::AwaitingConfirmation)
        })
        .await
    }

    pub async fn cancel(&self, lived: &Lived) -> Result<()> {
        let why = json!([{ "name": "reason", "value": "Asked for twice.", "type": 3 }]);
        self.command_until(lived, "cancel", why, || self.is_over(lived)).await?;
        self.until_hidden(lived).await
    }

    /// Set aside for two hours, once: a word of the member may bring it back at any moment.
    pub async fn snooze(&self, lived: &Lived) -> Result<()> {
        let until = json!([{ "name": "until", "value": "2h", "type": 3 }]);
        self.command_until(lived, "snooze", until, || async {
            let view = self.store.ticket_view(&self.judge().eyes()?, lived.number).await?;
            Ok(view.timeline.iter().any(|event| event.deed == Deed::Snoozed))
        })
        .await
    }

    pub async fn wake(&self, lived: &Lived) -> Result<()> {
        self.command_until(lived, "wake", json!([]), || async { Ok(self.ticket(lived).await?.snoozed_until.is_none()) })
            .await
    }

    /// It closed by itself.
    pub async fn until_over(&self, lived: &Lived) -> Result<()> {
        until("the ticket to close by itself", || async { Ok(self.is_over(lived).await?.then_some(())) }).await?;
        self.until_hidden(lived).await
    }

    /// Said, or taken back.
    async fn until_done(&self, lived: &Lived, action: DueAction) -> Result<()> {
        let ticket = self.ticket(lived).await?;
        until(&format!("{action} to be done in ticket {}", lived.number), || async {
            let is_due = self.store.due_of(ticket.id).await?.iter().any(|due| due.action == action);
            Ok((!is_due).then_some(()))
        })
        .await
    }

    /// The member was told so, and the row that wanted it is done.
    pub async fn until_said(&self, lived: &Lived, action: DueAction, words: &str) -> Result<()> {
        let ticket = self.ticket(lived).await?;
        until(&format!("`{words}` in ticket {}", lived.number), || async {
            let there = standing(&self.cast.control, lived.channel).await?.unwrap_or_default();
            let is_said =
                there.iter().any(|message| message["content"].as_str().is_some_and(|text| text.contains(words)));
            let is_due = self.store.due_of(ticket.id).await?.iter().any(|due| due.action == action);
            Ok((is_said && !is_due).then_some(()))
        })
        .await
    }
}

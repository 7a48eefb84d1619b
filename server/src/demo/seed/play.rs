//! Knows how one sample ticket is lived through: by the store's verbs, each at its time, with what the bot would have
//! said between them.

use super::desk;
use super::past::{Kept, Told};
use super::phrase::{Filling, one};
use super::picture;
use super::plan::{Ending, Planned, Who};
use super::script::{self, Line, Sample, Speaker, Step};
use super::settle::Home;
use anyhow::Context;
use bot::look;
use domain::{
    Access, Answer, AttachmentFacts, AttachmentId, ChannelId, DueAction, MessageId, Person, RawAnswer, Said, Ticket,
    Timestamp, Via, first_snowflake,
};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::time::Duration;
use store::{Closing, Opening, Store};

/// One ticket being lived through.
struct Play<'a> {
    store: &'a Store,
    home: &'a Home,
    rng: &'a mut StdRng,
    plan: &'a Planned,
    channel: ChannelId,
    ticket: Ticket,
    customer: Access,
    staff: Access,
    staff_person: Person,
    answers: Vec<Answer>,
    said: Vec<Kept>,
    /// When Docket last changed its first message.
    look_changed_at: Timestamp,
}

pub async fn ticket(
    store: &Store,
    home: &Home,
    plan: &Planned,
    now: Timestamp,
    rng: &mut StdRng,
) -> anyhow::Result<Told> {
    let cast = &home.cast;
    let customer = match plan.who {
        Who::Mia => &cast.mia,
        Who::Noah => &cast.noah,
        Who::Linh => &cast.linh,
    };
    let staff = match (plan.type_key, rng.random_range(0..20)) {
        (_, 0) => &cast.owner,
        (_, 1..3) => &cast.admin,
        ("general", _) => &cast.tech,
        _ => &cast.gold,
    };
    let amount = rng.random_range(5..400) * 50;
    let opening = opening(home, plan, customer, amount, rng)?;
    let opened = store.open_ticket(&opening, plan.opened_at).await?.ticket;
    let channel = ChannelId(snowflake(rng, plan.opened_at.plus(Duration::from_millis(700))));
    let mut play = Play {
        store,
        home,
        plan,
        channel,
        answers: store.answers(opened.id).await?,
        customer: store.access(home.id(), customer.id, plan.opened_at).await?,
        staff: store.access(home.id(), staff.id, plan.opened_at).await?,
        staff_person: staff.clone(),
        ticket: opened,
        said: Vec::new(),
        look_changed_at: plan.opened_at,
        rng,
    };
    play.place().await?;
    let filling = Filling { name: &customer.display_name, staff: &staff.display_name, amount };
    for (at, step) in script::write(play.rng, plan, &filling)? {
        play.step(at, step, customer).await.with_context(|| format!("at {}", at.rfc3339()))?;
    }
    play.end(plan.ends_at).await?;
    play.follow_up(now).await
}

fn opening(home: &Home, plan: &Planned, customer: &Person, amount: i64, rng: &mut StdRng) -> anyhow::Result<Opening> {
    let kind = home.catalog.types.iter().find(|kind| kind.key == plan.type_key).context("the type is not there")?;
    let words = &plan.language.phrases()?.words;
    let answers = kind
        .form
        .questions
        .iter()
        .map(|question| {
            use domain::form::QuestionKind::{Choice, Number, Text};
            let value = match (&question.kind, question.key.as_str()) {
                (Number { .. }, _) => amount.to_string(),
                (Choice { choices }, _) => choices[rng.random_range(0..choices.len())].value.clone(),
                (Text { .. }, "service") => one(rng, &words.service).to_owned(),
                (Text { .. }, "description") => one(rng, &words.description).to_owned(),
                (Text { .. }, "notes") if rng.random_bool(0.4) => String::new(),
                (Text { .. }, "notes") => one(rng, &words.notes).to_owned(),
                (Text { .. }, "username") => format!("{}{}", customer.display_name, rng.random_range(10..99)),
                (Text { .. }, "wallet") => format!("bc1q{:016x}{:08x}", rng.random::<u64>(), rng.random::<u32>()),
                (Text { .. }, _) => format!("{}@mail.example", customer.username),
            };
            RawAnswer { key: question.key.clone(), value }
        })
        .collect();
    Ok(Opening {
        guild: home.id(),
        ticket_type: kind.id,
        form_revision: kind.form.revision,
        customer: customer.clone(),
        customer_name: customer.display_name.clone(),
        roles: Vec::new(),
        joined_at: None,
        answers,
        description: None,
        interaction: None,
        reply: None,
        via: Via::Discord,
    })
}

fn snowflake(rng: &mut StdRng, at: Timestamp) -> i64 {
    first_snowflake(at) | rng.random_range(0..1 << 22)
}

impl Play<'_> {
    /// Channel and welcome message, as the bot makes them.
    async fn place(&mut self) -> anyhow::Result<()> {
        let (id, at) = (self.ticket.id, self.plan.opened_at);
        anyhow::ensure!(self.store.channel_made(id, self.channel).await?, "the channel belongs to another ticket");
        let look = look::welcome(&self.ticket, &self.home.catalog, &self.answers);
        let welcome = self.by_docket(&look, at.plus(Duration::from_millis(1_200))).await?;
        self.store.welcome_posted(id, welcome).await?;
        self.store.pin_done(id, welcome).await?;
        self.store.brought_to(id, self.home.tickets).await?;
        self.store.ticket_placed(id, self.ticket.revision).await?;
        Ok(())
    }

    async fn step(&mut self, at: Timestamp, step: Step, customer: &Person) -> anyhow::Result<()> {
        let (store, id) = (self.store, self.ticket.id);
        let revision = self.ticket.revision;
        match step {
            Step::Say(line) => return self.say(at, line, customer).await,
            Step::Claim => self.ticket = store.claim(&self.staff, id, Via::Discord, at).await?,
            Step::Prioritise => {
                self.ticket = store.set_priority(&self.staff, id, self.plan.priority, Via::Web, at).await?;
            }
            Step::Categorise(about) => {
                self.ticket = store.set_ticket_category(&self.staff, id, Some(about), Via::Web, at).await?;
            }
            Step::Tag(tag) => self.ticket = store.tag(&self.staff, id, tag, Via::Web, at).await?,
            Step::Note(text) => {
                store.add_note(&self.staff, id, text, Via::Web, at).await?;
            }
            Step::Order(draft) => {
                store.put_order(&self.staff, id, &draft, Via::Web, at).await?;
            }
            Step::Solve => {
                self.ticket = store.solve(&self.staff, id, Via::Discord, at).await?;
                let dues = store.due_of(id).await?;
                let until = dues.iter().find(|due| due.action == DueAction::RequestExpires).map(|due| due.at);
                let question = look::ask_solved(&self.ticket, &self.home.catalog, until);
                let said = self.by_docket(&question, at.plus(Duration::from_millis(700))).await?;
                self.done(DueAction::AskSolved, Some(said), at).await?;
            }
            Step::Complete => self.ticket = store.complete(&self.staff, id, Via::Web, at).await?,
            Step::AskForHelp => {
                self.ticket = store.need_help(&self.customer, id, Via::Discord, at).await?;
                let text = look::help(&self.ticket, &self.home.catalog);
                let said = self
                    .by_docket(&serde_json::json!({ "content": text }), at.plus(Duration::from_millis(900)))
                    .await?;
                self.done(DueAction::HelpPing, Some(said), at).await?;
            }
        }
        if self.ticket.revision != revision {
            self.look_changed_at = at;
        }
        Ok(())
    }

    async fn say(&mut self, at: Timestamp, line: Line, customer: &Person) -> anyhow::Result<()> {
        let author = if line.by == Speaker::Customer { customer } else { &self.staff_person };
        let mut said = Said {
            id: MessageId(snowflake(self.rng, at)),
            channel: self.channel,
            author: author.clone(),
            content: line.text,
            ..Said::default()
        };
        if line.is_reply {
            said.reply_to = self.said.iter().rev().find(|kept| !kept.said.by_us).map(|kept| kept.said.id);
        }
        let bytes = match line.file {
            Some(sample) => {
                let (facts, bytes) = self.file(at, sample)?;
                said.attachments = vec![facts];
                Some(bytes)
            }
            None => None,
        };
        self.store.record_message(&said, at).await?;
        if let (Some(bytes), Some(file)) = (&bytes, said.attachments.first()) {
            let stored = self.store.files().put(bytes.clone()).await?;
            self.store.file_stored(file.id, &stored).await?;
        }
        if let Some((at, text)) = line.edit {
            said.content = text;
            said.edited_at = Some(at);
            self.store.record_message(&said, at).await?;
        }
        if let Some(at) = line.deleted_at {
            return Ok(self.store.record_deletion(self.channel, &[said.id], at).await?);
        }
        self.said.push(Kept { said, bytes });
        Ok(())
    }

    fn file(&mut self, at: Timestamp, sample: Sample) -> anyhow::Result<(AttachmentFacts, Vec<u8>)> {
        let (filename, kind, bytes, size) = match sample {
            Sample::Picture(number) => {
                let size = Some((i64::from(picture::WIDTH), i64::from(picture::HEIGHT)));
                (format!("screenshot-{number}.png"), "image/png", picture::draw(number)?, size)
            }
            Sample::Text(number) => (format!("log-{number}.txt"), "text/plain; charset=utf-8", log(number), None),
        };
        let id = AttachmentId(snowflake(self.rng, at));
        let facts = AttachmentFacts {
            id,
            content_type: Some(kind.to_owned()),
            size: i64::try_from(bytes.len())?,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            // Never fetched: the bytes are there.
            url: format!("https://cdn.discordapp.com/attachments/{}/{id}/{filename}", self.channel),
            filename,
        };
        Ok((facts, bytes))
    }

    /// Docket says something.
    async fn by_docket(&mut self, look: &Value, at: Timestamp) -> anyhow::Result<MessageId> {
        let mut said = Said {
            id: MessageId(snowflake(self.rng, at)),
            channel: self.channel,
            author: self.home.ground.bot.clone(),
            by_us: true,
            ..Said::default()
        };
        show(&mut said, look);
        self.store.record_message(&said, at).await?;
        self.said.push(Kept { said: said.clone(), bytes: None });
        Ok(said.id)
    }

    async fn end(&mut self, at: Timestamp) -> anyhow::Result<()> {
        let (store, id) = (self.store, self.ticket.id);
        let phrases = self.plan.language.phrases()?;
        let staff_reason = self.rng.random_bool(0.6).then(|| one(self.rng, &phrases.reasons).to_owned());
        let called_off = one(self.rng, &phrases.called_off);
        let close = async |who: &Access, closing| store.close_ticket(who, id, &closing, Via::Discord, at).await;
        let ended = match self.plan.ending {
            Ending::Still(_) => return Ok(()),
            Ending::ItWorks { .. } => close(&self.customer, Closing::ItWorks).await?,
            Ending::ClosedByStaff | Ending::Delivered => {
                close(&self.staff, Closing::Close { reason: staff_reason, confirmed: true }).await?
            }
            Ending::ClosedByMember => close(&self.customer, Closing::Close { reason: None, confirmed: false }).await?,
            Ending::CancelledByMember => store.cancel(&self.customer, id, Some(called_off), Via::Discord, at).await?,
            Ending::CancelledByStaff => {
                store.cancel(&self.staff, id, staff_reason.as_deref(), Via::Discord, at).await?
            }
        };
        self.ticket = ended;
        self.look_changed_at = at;
        if let Some((stars, comment)) = desk::rating(self.plan) {
            let later = at.plus(Duration::from_mins(3));
            self.ticket = store.rate(&self.customer, id, stars, comment, Via::Discord, later).await?;
        }
        Ok(())
    }

    /// What the bot does after the end, as far as it lies in the past.
    async fn follow_up(mut self, now: Timestamp) -> anyhow::Result<Told> {
        let id = self.ticket.id;
        let dues = self.store.due_of(id).await?;
        let due = |action| dues.iter().find(|due| due.action == action);
        let goes_at = due(DueAction::DeleteChannel).map(|due| due.at);
        if self.ticket.status.is_over() {
            let at = self.plan.ends_at.plus(Duration::from_millis(800));
            let soon = due(DueAction::RenameClosed).is_none();
            let notice = look::close_notice(&self.ticket, &self.home.catalog, soon);
            let said = self.by_docket(&notice, at).await?;
            self.done(DueAction::CloseNotice, Some(said), at).await?;
            self.done(DueAction::TranscriptLink, None, at).await?;
            self.done(DueAction::AskRating, None, at).await?;
            self.done(DueAction::RenameClosed, None, at).await?;
        }
        self.refresh_welcome().await?;
        self.store.ticket_published(id, self.ticket.revision).await?;
        let mut is_gone = false;
        if self.ticket.status.is_over() {
            let read_from = self.plan.ends_at.plus(Duration::from_secs(2));
            let there: Vec<Said> = self.said.iter().map(|kept| kept.said.clone()).collect();
            let compared = self.store.compare(id, &there, read_from, read_from).await?;
            anyhow::ensure!(compared == store::Compared::default(), "the past contradicts itself: {compared:?}");
            if let (Some(at), Some(channel)) = (goes_at.filter(|at| *at <= now), self.ticket.channel) {
                self.store.channel_removed(id, channel, at).await?;
                is_gone = true;
            }
        }
        let ticket = self.store.ticket(self.home.id(), id).await?.context("the ticket is gone")?;
        Ok(Told { ticket, is_gone, said: self.said })
    }

    /// The first message shows the ticket as it is now.
    async fn refresh_welcome(&mut self) -> anyhow::Result<()> {
        let look = look::welcome(&self.ticket, &self.home.catalog, &self.answers);
        let Some(welcome) = self.said.first_mut() else { return Ok(()) };
        let before = welcome.said.clone();
        show(&mut welcome.said, &look);
        if welcome.said != before {
            welcome.said.edited_at = Some(self.look_changed_at);
            let said = welcome.said.clone();
            self.store.record_message(&said, self.look_changed_at).await?;
        }
        Ok(())
    }

    async fn done(&self, action: DueAction, said: Option<MessageId>, at: Timestamp) -> anyhow::Result<()> {
        for due in self.store.due_of(self.ticket.id).await?.into_iter().filter(|due| due.action == action) {
            self.store.due_done(due.id, said, at).await?;
        }
        Ok(())
    }
}

fn show(said: &mut Said, look: &Value) {
    let list = |name: &str| look[name].as_array().cloned().unwrap_or_default();
    look["content"].as_str().unwrap_or_default().clone_into(&mut said.content);
    said.embeds = list("embeds");
    said.components = list("components");
}

/// A few lines as a game writes them.
fn log(number: u32) -> Vec<u8> {
    let line = |line: u32| {
        let (hours, minutes, seconds) = (number % 24, line * 7 % 60, line * 13 % 60);
        format!("[{hours:02}:{minutes:02}:{seconds:02}] session {}: step {line} ok", number * 7919)
    };
    let mut lines = vec![format!("client log {number}")];
    lines.extend((0..number % 7 + 4).map(line));
    lines.join("\n").into_bytes()
}

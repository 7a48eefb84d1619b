//! Knows how one interaction is answered: at once where the deed is quick, "thinking" first where it is not.

use crate::bot::Bot;
use crate::rest::{Answer, Result};
use domain::InteractionId;
use serde_json::Value;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::sleep;

/// Of the three seconds that Discord waits.
const QUICK: Duration = Duration::from_millis(1_200);

pub struct Reply<'a> {
    bot: &'a Bot,
    id: InteractionId,
    token: &'a str,
    answered: AtomicBool,
}

impl<'a> Reply<'a> {
    pub fn new(bot: &'a Bot, id: InteractionId, token: &'a str) -> Self {
        Self { bot, id, token, answered: AtomicBool::new(false) }
    }

    /// A message to that person alone; replaces what they were shown before.
    pub async fn whisper(&self, message: Value) -> Result<()> {
        if self.answered.swap(true, Ordering::SeqCst) {
            return self.bot.rest.edit_answer(self.bot.application, self.token, message).await;
        }
        self.bot.rest.answer(self.id, self.token, Answer::Whisper(message)).await
    }

    pub async fn later(&self) -> Result<()> {
        if self.answered.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        self.bot.rest.answer(self.id, self.token, Answer::WhisperLater).await
    }

    pub async fn modal(&self, modal: Value) -> Result<()> {
        self.answered.store(true, Ordering::SeqCst);
        self.bot.rest.answer(self.id, self.token, Answer::Modal(modal)).await
    }

    /// Waits for work; if it takes long, the person is shown that it goes on.
    pub async fn patiently<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        tokio::select! {
            done = &mut work => return done,
            () = sleep(QUICK) => {}
        }
        if let Err(error) = self.later().await {
            tracing::warn!(interaction.id = %self.id, %error, "a slow deed could not be announced");
        }
        work.await
    }
}

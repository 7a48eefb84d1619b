//! A ticket's life at random: several people, Discord and timers do what comes to their mind, and after each deed the
//! ticket is what the model says. `DOCKET_TRIAL_SEED` and `DOCKET_TRIAL_LIVES` play others, or more.

use super::deed::{Deed, Step, Who, life};
use super::dice::{Dice, set_or};
use super::kind::KINDS;
use super::look::{compare, due_fits, ends_in_order, judge, look};
use super::stage::Stage;
use crate::both;
use crate::common::*;
use domain::UserId;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

const SEED: u64 = 5;
const LIVES: u64 = 200;
const DEEDS: usize = 40;
/// Lives that are lived at the same time.
const AT_ONCE: u64 = 6;

impl Stage {
    /// Lives this life; what went wrong, with all that was done until then.
    async fn play(&self, steps: &[Step], kind: usize, staff_is_customer: bool) -> Result<(), String> {
        let customer = if staff_is_customer { ANNA } else { UserId(20_000 + self.fresh()) };
        // Each in a millisecond of its own: ids of the past are only as many as a millisecond has.
        let begun = START.plus(Duration::from_millis(self.fresh().unsigned_abs()));
        let (ticket, mut model, member) = self.open(kind, customer, begun).await;
        let mut now = begun;
        let mut done = String::new();
        let mut before = look(&self.world, &ticket).await;
        for step in steps {
            now = now.plus(step.wait);
            let user = match step.who {
                Who::Customer => customer,
                Who::User(user) => user,
            };
            if staff_is_customer && step.deed == Deed::Leave || step.deed == Deed::Say && model.channel_is_gone {
                continue;
            }
            let _ = write!(done, "\n  {:>9} s  {user} {:?}", now.since(begun).as_secs(), step.deed);
            let who = self.rights.get(&user).unwrap_or(&member);
            let was = model.clone();
            let (outcome, actor) =
                self.step(step.deed, who, &before, &mut model, now).await.map_err(|wrong| format!("{wrong}{done}"))?;
            let _ = write!(done, " → {outcome:?}");
            if model.ended.is_none() && was.ended.is_some() && model.channel_is_gone {
                model.channel_is_gone = false;
                self.give_channel(&before.ticket).await;
            }
            let after = look(&self.world, &ticket).await;
            let checked = judge(&before, &after, outcome, actor, now)
                .and_then(|()| compare(&model, &after))
                .and_then(|()| due_fits(&model, &after))
                .and_then(|()| ends_in_order(&was, &model, &before, &after));
            checked.map_err(|wrong| format!("{wrong}{done}"))?;
            before = after;
        }
        Ok(())
    }
}

/// The same failure with fewer deeds, as far as leaving out one after the other leads.
async fn shrink(stage: &Stage, mut steps: Vec<Step>, kind: usize, staff: bool, mut failure: String) -> String {
    let mut n = steps.len();
    while n > 0 {
        n -= 1;
        let mut fewer = steps.clone();
        let gone = fewer.remove(n);
        // What was left out passes all the same: the next comes as late.
        if let Some(next) = fewer.get_mut(n) {
            next.wait += gone.wait;
        }
        if let Err(again) = stage.play(&fewer, kind, staff).await {
            (steps, failure) = (fewer, again);
        }
    }
    failure
}

async fn live(stage: Arc<Stage>, seed: u64) -> Result<(), String> {
    let mut dice = Dice::new(seed);
    let kind = usize::try_from(dice.below(KINDS.len() as u64)).unwrap();
    let staff = dice.once_in(8);
    let steps = life(&mut dice, DEEDS);
    let Err(failure) = stage.play(&steps, kind, staff).await else { return Ok(()) };
    let failure = shrink(&stage, steps, kind, staff, failure).await;
    Err(format!("DOCKET_TRIAL_SEED={seed} DOCKET_TRIAL_LIVES=1, a ticket of {}: {failure}", KINDS[kind].key))
}

both! {
    async fn every_life_is_as_the_model_has_it(world: World) {
        let stage = Arc::new(Stage::set(world.clone()).await);
        let (seed, lives) = (set_or("DOCKET_TRIAL_SEED", SEED), set_or("DOCKET_TRIAL_LIVES", LIVES));
        let mut all = tokio::task::JoinSet::new();
        for part in 0..AT_ONCE {
            let stage = Arc::clone(&stage);
            all.spawn(async move {
                let mut failures = Vec::new();
                for n in (part..lives).step_by(usize::try_from(AT_ONCE).unwrap()) {
                    failures.extend(live(Arc::clone(&stage), seed.wrapping_add(n)).await.err());
                    if failures.len() > 2 {
                        break;
                    }
                }
                failures
            });
        }
        let failures: Vec<String> = all.join_all().await.into_iter().flatten().collect();
        assert!(failures.is_empty(), "{} lives went wrong:\n\n{}", failures.len(), failures.join("\n\n"));
        let tickets = world.count("select count(*) from ticket").await;
        assert_eq!(world.count("select count(distinct number) from ticket").await, tickets);
        assert_eq!(world.count("select max(number) from ticket").await, tickets, "a number was left out");
    }
}

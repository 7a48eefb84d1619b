//! How well the bot stands in a guild, for its admins: what is to be mended, what was looked at, and, for whoever runs
//! Docket, how the process is.

#[cfg(feature = "ssr")]
mod load;
mod looked;
mod mend;
#[cfg(feature = "ssr")]
mod mended;
mod panels;
mod process;
mod shown;

use super::guild_in_path;
use super::missing::Refused;
use crate::anew::anew;
use crate::fault::Fault;
use crate::live::{Live, News, Topic};
use crate::page::frame::BotBanner;
use crate::ui::time::MomentForm;
use crate::ui::{Button, Icon, Moment, Sign, Skeleton, Toasts, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, mend_words, w};
use domain::{Bell, GuildId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use looked::Looked;
use mend::Mends;
use panels::Panels;
use process::Process;
use shown::HealthShown;
use std::time::Duration;

#[server(prefix = "/fn", endpoint = "health", input = Json, output = Packed)]
pub async fn load_health(guild: GuildId) -> Result<Parcel<HealthShown>, Fault> {
    Parcel::pack(&load::health(guild).await?)
}

/// Has the bot look again, and try again what failed.
#[server(prefix = "/fn", endpoint = "health-check", input = Json)]
pub async fn check_again(guild: GuildId) -> Result<(), Fault> {
    load::look_again(guild).await
}

/// Mends what a problem is about, where one press can; `panel:` and its id publishes it again. Gives what is said then.
#[server(prefix = "/fn", endpoint = "health-mend", input = Json, output = Packed)]
pub async fn mend_problem(guild: GuildId, subject: String) -> Result<Parcel<String>, Fault> {
    Parcel::pack(&load::mend(guild, &subject).await?)
}

/// The bot answers within a second; when it does not, the page says so instead of waiting on.
const PATIENCE: Duration = Duration::from_secs(8);

/// Whether a look was asked for that has not come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    No,
    /// When the last one before it was, if there was one.
    After(Option<Timestamp>),
}

#[derive(Clone, Copy)]
struct Asked(RwSignal<Wait>);

impl Asked {
    fn is_on(self) -> bool {
        self.0.get() != Wait::No
    }

    /// A newer look is there: the wait is over.
    fn seen(self, at: Option<Timestamp>) {
        if matches!(self.0.get_untracked(), Wait::After(before) if before != at) {
            self.0.set(Wait::No);
        }
    }

    fn ask(self, guild: GuildId, last: Option<Timestamp>, toasts: Toasts) {
        if self.0.get_untracked() != Wait::No {
            return;
        }
        self.0.set(Wait::After(last));
        leptos::task::spawn_local(async move {
            if let Err(fault) = check_again(guild).await {
                self.0.try_set(Wait::No);
                toasts.say(fault.words());
            }
        });
        set_timeout(
            move || {
                if self.0.try_get_untracked().is_some_and(|wait| wait != Wait::No) {
                    self.0.try_set(Wait::No);
                    toasts.say(w(W::CheckUnanswered));
                }
            },
            PATIENCE,
        );
    }
}

#[component]
pub fn HealthPage() -> impl IntoView {
    let guild = guild_in_path();
    let health = Load::new(move || guild.get(), load_health);
    let asked = Asked(RwSignal::new(Wait::No));
    stay_fresh(guild, health);
    view! {
        <Title text=w(W::Health) />
        {awaited(
            || view! { <Skeleton rows=6 /> }.into_any(),
            move || async move {
                match health.get().await {
                    Ok(shown) => {
                        asked.seen(shown.checked_at);
                        view! { <Health guild=guild.get_untracked() shown asked /> }.into_any()
                    }
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

/// Whatever may change what is shown rings in the guild.
fn stay_fresh(guild: Memo<GuildId>, health: Load<HealthShown>) {
    let Some(live) = Live::get() else { return };
    let topic = move || Some(Topic { guild: guild.get(), ticket: None });
    live.listen(topic, move |news| match news {
        News::Again | News::Bell(Bell::Bot | Bell::Guild { .. } | Bell::Access { .. } | Bell::Catalog { .. }) => {
            health.refetch();
        }
        News::Bell(_) => {}
    });
}

#[component]
fn Health(guild: GuildId, shown: HealthShown, asked: Asked) -> impl IntoView {
    let HealthShown { bot, connected_since, checked_at, problems, checks, panels, process } = shown;
    let toasts = Toasts::get();
    let again = move |_| asked.ask(guild, checked_at, toasts);
    let count = problems.len();
    let state = match (count, checked_at) {
        (0, None) => w(W::NotCheckedYet).to_owned(),
        (0, Some(_)) => w(W::AllIsWell).to_owned(),
        (count, _) => mend_words(count),
    };
    let (sign, look) = if count == 0 && checked_at.is_some() {
        (Sign::Completed, "bg-completed-ground text-completed")
    } else {
        (Sign::Warning, "bg-warn-ground text-warn")
    };
    let checked = checked_at.map(|at| view! { <span>{w(W::Checked)}" "<Moment at form=MomentForm::Whole />"."</span> });
    let connected = connected_since
        .map(|at| view! { <span>{w(W::ConnectedSince)}" "<Moment at form=MomentForm::Whole />"."</span> });
    let word = anew(move || if asked.is_on() { w(W::Checking) } else { w(W::CheckAgain) });
    view! {
        <div class="h-full overflow-y-auto">
            <BotBanner bot />
            <div class="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-6 md:px-6">
                <header class="flex flex-wrap items-center gap-x-4 gap-y-3">
                    <span class=format!("inline-flex size-10 flex-none items-center justify-center rounded-full {look}")>
                        <Icon sign large=true />
                    </span>
                    <div class="min-w-0 flex-1">
                        <h1 class="text-xl font-semibold">{w(W::Health)}</h1>
                        <p class="text-soft" role="status">
                            <span class="font-medium text-text" data-health=count.to_string()>{state}</span>
                            " "
                            {checked}
                            " "
                            {connected}
                        </p>
                    </div>
                    <Button on:click=again attr:aria-disabled=anew(move || asked.is_on().then_some("true"))>
                        {word}
                    </Button>
                </header>
                <Mends guild problems />
                <Looked checks />
                <Panels guild panels />
                {process.map(|process| view! { <Process process /> })}
            </div>
        </div>
    }
}

/// A list under a heading.
#[component]
fn Section(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="flex flex-col gap-2" aria-label=title>
            <h2 class="font-semibold">{title}</h2>
            <div class="overflow-hidden rounded-md border border-line bg-surface">{children()}</div>
        </section>
    }
}

/// Has a problem mended, and says so.
fn mend_now(guild: GuildId, subject: String, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        match mend_problem(guild, subject).await.and_then(|said| said.open()) {
            Ok(words) => toasts.say(words),
            Err(fault) => toasts.say(fault.words()),
        }
    });
}

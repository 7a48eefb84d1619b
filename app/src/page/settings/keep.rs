//! Knows how a form is answered: a page that is awake gets the answer itself; a browser that only sends forms is led
//! back, and the session keeps what its page shows then. Nothing stands in the address.

use super::answer::{Answer, Done, Kept, Told, Undo};
use super::form::Form;
use super::form_view::Step;
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::ssr::Pocket;
use crate::wire::Parcel;
use crate::words::{Word as W, w};
use domain::setting::{FieldFault, Saved, limit};
use domain::{Admin, Refusal};
use http::header::{ACCEPT, HeaderValue, LOCATION};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::time::Duration;
use store::Store;

/// How long a form that came back waits for its page to be shown.
const KEPT: Duration = Duration::from_mins(30);

/// The keys that are tried for something new, in their order: one that was deleted keeps its own.
pub fn keys(stem: &str) -> impl Iterator<Item = String> + '_ {
    (1..100_u32).map(move |number| {
        if number == 1 {
            return stem.to_owned();
        }
        let end = format!("-{number}");
        let head: String = stem.chars().take(limit::KEY - end.len()).collect();
        format!("{}{end}", head.trim_end_matches('-'))
    })
}

pub fn is_taken(fault: &FieldFault) -> bool {
    matches!(fault.refusal, Refusal::KeyTaken { .. }) && fault.field == "key"
}

/// Who waits for the answer. Taken before anything is awaited.
pub struct Asker {
    response: Option<ResponseOptions>,
    pocket: Option<Pocket>,
    sends_forms: bool,
}

impl Asker {
    pub fn here() -> Self {
        let parts = use_context::<Parts>();
        Self {
            response: use_context(),
            pocket: use_context(),
            sends_forms: parts.is_some_and(|parts| takes_html(&parts.headers)),
        }
    }

    /// Hands the answer over. `page` is where the form stands; `form` is kept unless it was saved.
    pub async fn answer(
        self,
        page: &str,
        form: Option<Form>,
        answer: Result<Answer, Fault>,
    ) -> Result<Parcel<Answer>, Fault> {
        if !self.sends_forms {
            if let (Ok(Answer::Done(_)), Some(pocket)) = (&answer, &self.pocket) {
                forget(pocket, page).await;
            }
            let answer = answer.inspect_err(|fault| guard::mark(self.response.as_ref(), fault))?;
            return Parcel::pack(&answer);
        }
        let answer = match answer {
            Ok(answer) => answer,
            Err(Fault::Login) => {
                self.lead(&link::login(page));
                return Parcel::pack(&Answer::Refused(Fault::Login.words()));
            }
            Err(fault) => Answer::Refused(fault.words()),
        };
        let (to, form) = match &answer {
            Answer::Done(Done { to, .. }) => (to.clone().unwrap_or_else(|| page.to_owned()), None),
            _ => (page.to_owned(), form),
        };
        self.keep(&to, Some(answer.clone()), form).await;
        self.lead(&to);
        Parcel::pack(&answer)
    }

    /// The form goes back as it now is: a row was added, or theirs was taken.
    pub async fn back(self, page: &str, anchor: &str, form: Option<Form>) -> Result<Parcel<Answer>, Fault> {
        if self.sends_forms {
            self.keep(page, None, form).await;
            self.lead(&format!("{page}{anchor}"));
        }
        Parcel::pack(&Answer::Done(Done::default()))
    }

    async fn keep(&self, page: &str, answer: Option<Answer>, form: Option<Form>) {
        let Some(pocket) = &self.pocket else { return };
        let kept = Kept { page: page.to_owned(), at: clock::now(), answer, form };
        match serde_json::to_string(&kept) {
            Ok(text) => pocket.0.put(Some(text)).await,
            Err(error) => tracing::error!(error = %error, "a form could not be kept"),
        }
    }

    fn lead(&self, to: &str) {
        let (Some(response), Ok(to)) = (&self.response, HeaderValue::from_str(to)) else { return };
        response.insert_header(LOCATION, to);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

fn takes_html(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// What all editors have in common: who may, what a button of the form does, what is kept.
pub async fn edited(
    form: Form,
    page: &str,
    // The part of the page that a step leads back to, and the step itself.
    (anchor, step): (&str, Step),
    save: impl AsyncFnOnce(&Store, &Admin, &Form) -> Result<Answer, Fault>,
) -> Result<Parcel<Answer>, Fault> {
    let (asker, mut form) = (Asker::here(), form.plain());
    let (admin, store) = match guard::admin(guild_of(&form)).await {
        Ok(admin) => admin,
        // What was typed is there again once they may again.
        Err(fault) => return asker.answer(page, Some(form), Err(fault)).await,
    };
    match form.get("step").to_owned().as_str() {
        "" => {
            if let Some(theirs) = form.words("theirs") {
                form.set("seen", theirs);
            }
            let answer = save(&store, &admin, &form).await;
            asker.answer(page, Some(form), answer).await
        }
        "theirs" => asker.back(page, "", None).await,
        word => asker.back(page, anchor, Some(step(form, word).0)).await,
    }
}

/// The pocket where a whole page is asked for. A page that is awake has its own form before it: what it loads by
/// script neither shows nor takes what a form without a script left. Taken before anything is awaited.
pub fn pocket() -> Option<Pocket> {
    let is_page = use_context::<Parts>().is_some_and(|parts| parts.method == Method::GET);
    use_context().filter(|_| is_page)
}

/// What is kept for this page, handed out once, the words together with what was typed. From then on it stands in the
/// page: kept any longer it would come back after a save or after it was given up, which a script does in the page
/// alone.
pub async fn kept(pocket: Option<Pocket>, page: &str) -> Option<Kept> {
    let pocket = pocket?;
    let kept = forget(&pocket, page).await?;
    (clock::now().since(kept.at) <= KEPT).then_some(kept)
}

/// Empties the pocket of what is kept for this page.
async fn forget(pocket: &Pocket, page: &str) -> Option<Kept> {
    let text = pocket.0.get().await?;
    let kept: Kept = serde_json::from_str(&text).ok().filter(|kept: &Kept| kept.page == page)?;
    pocket.0.put(None).await;
    Some(kept)
}

/// What a save came to, as the page is told.
pub fn saved(result: Result<Saved, store::Error>, say: &str) -> Result<Answer, Fault> {
    match result {
        Ok(Saved::Done { revision, roles_gone }) => {
            let gone = domain::setting::roles_gone(roles_gone);
            let say = gone.map_or_else(|| say.to_owned(), |gone| format!("{say}. {gone}"));
            Ok(Answer::Done(Done { say, revision, ..Done::default() }))
        }
        Ok(Saved::Unchanged) => Ok(Answer::Refused(w(W::NothingChanged).to_owned())),
        Ok(Saved::Conflict(conflict)) => Ok(Answer::Conflict(conflict)),
        Err(store::Error::Invalid(faults)) => Ok(Answer::Faults(faults.into_iter().map(Told::from).collect())),
        Err(error) => refused(error),
    }
}

/// A deed of one button is done, with the way back if there is one.
pub fn done(say: W, undo: Option<Undo>) -> Answer {
    Answer::Done(Done { say: w(say).to_owned(), undo, ..Done::default() })
}

/// The form that takes back what was done to the row of this one.
pub fn undo(action: &str, form: &Form) -> Undo {
    let back = Form::default().with("guild", form.get("guild")).with("id", form.get("id"));
    Undo { action: action.to_owned(), form: back }
}

/// A refusal of the store's in words, for where there are no fields to tell it at.
pub fn refused(error: store::Error) -> Result<Answer, Fault> {
    match error {
        store::Error::Refused(domain::Refusal::NotFound) => Err(error.into()),
        store::Error::Refused(_) | store::Error::Invalid(_) => Ok(Answer::Refused(Fault::from(error).words())),
        error => Err(error.into()),
    }
}

/// The guild that a form is of.
pub fn guild_of(form: &Form) -> domain::GuildId {
    form.get("guild").parse().unwrap_or_default()
}

/// The revision that a form was made from.
pub fn seen(form: &Form) -> i64 {
    form.get("seen").parse().unwrap_or_default()
}

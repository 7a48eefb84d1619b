//! Knows why a page or a server function has nothing to show: a refusal in the words that people are told, a fault
//! with its reference, or no answer at all. Knows no cause in detail: causes are logged where they happen.

use crate::wire::FaultEncoding;
#[cfg(feature = "ssr")]
use crate::words::in_web_words;
use crate::words::{Word as W, w};
#[cfg(feature = "ssr")]
use domain::Refusal;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The error type of every server function. A refusal travels as its words: the page has nothing else to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nobody is logged in.
    Login,
    Refused(String),
    /// Ours to mend; the log has the rest under this reference.
    Broken(String),
    /// The request or its answer got lost on the way.
    Unreachable,
}

impl Fault {
    pub fn words(&self) -> String {
        match self {
            Self::Login => w(W::LoginNeededMore).to_owned(),
            Self::Refused(words) => words.clone(),
            Self::Broken(reference) => format!("{} {reference}", w(W::BrokenReference)),
            Self::Unreachable => w(W::Unreachable).to_owned(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words())
    }
}

#[cfg(feature = "ssr")]
impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        if refusal == Refusal::LoginExpired { Self::Login } else { Self::Refused(in_web_words(&refusal.to_string())) }
    }
}

impl FromServerFnError for Fault {
    type Encoder = FaultEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // What was sent does not read as what is asked: nothing is there by that name.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Refused(w(W::WhoGrants).to_owned())
            }
            _ => Self::Unreachable,
        }
    }
}

/// Logs what the store could not do, once, and gives the reader a reference to it.
#[cfg(feature = "ssr")]
impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => refusal.into(),
            // An editor tells them at their fields; here they are told as one.
            store::Error::Invalid(faults) => {
                let told = |fault: &domain::setting::FieldFault| {
                    format!("{}: {}", domain::setting::field_name(&fault.field), fault.refusal)
                };
                Self::Refused(faults.iter().map(told).collect::<Vec<_>>().join(" "))
            }
            error => {
                let reference = reference();
                tracing::error!(error.reference = %reference, error = %error, "a page could not be loaded");
                Self::Broken(reference)
            }
        }
    }
}

/// Eight characters that find the line in the log: the moment, scrambled with a count so that no two are alike.
#[cfg(feature = "ssr")]
fn reference() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(0x9E37_79B1, Ordering::Relaxed);
    let low = u32::try_from(crate::clock::now().0 & 0xFFFF_FFFF).unwrap_or_default();
    format!("{:08x}", low.wrapping_add(count))
}

//! Knows what the server must hand to the pages, and what it gets from them. Knows nothing of axum's wiring,
//! sessions or OAuth: those are the server's.
//!
//! # The contract
//!
//! **What the server mounts**
//! - Pages: `leptos_routes_with_context(state, app::ssr::routes(), contexts, move || app::shell(options.clone()))`.
//!   Everything else that is no file of its own falls back to the same shell, which then answers 404.
//! - Server functions: `POST /fn/{*name}` through `handle_server_fns_with_context(contexts, request)`, behind the
//!   layer that refuses requests of other sites. [`register_server_functions`] is called once before; their paths
//!   are then in `leptos::server_fn::axum::server_fn_paths()`. None of them is GET, each refuses a stranger with 401.
//! - `/login?next=PATH`, `/login/callback`, `POST /logout`, `/live`, `/files/{guild}/{number}/{attachment}/{filename}`
//!   and the site's own files at the paths that the manifest names (`/pkg/…`).
//!
//! **What `contexts` provides**, for pages and server functions alike, once a request:
//! - [`Visitor`]: who asks, from the session (without it, a stranger);
//! - [`store::Store`];
//! - [`SiteManifest`] (pages only need it);
//! - [`Pocket`]: what the session keeps of a form that came back (without it, such a form comes back empty).
//!
//! leptos_axum itself adds the request's parts and `ResponseOptions`. Pages set status, `Content-Security-Policy`
//! and the redirect to `/login?next=…` there; the server adds the headers that do not depend on the page.
//!
//! **What the pages send to `/live`**: `{"watch":[{"guild":"1"},{"guild":"1","ticket":"123"}]}`, the whole list anew
//! each time it changes; `ticket` is the `TicketId`, as in the bells. The pages read `{"refused":{…topic…}}`,
//! `{"watching":2}` (once the list holds, so many topics of it), `{"closed":"login"}`,
//! `{"closed":"access"}` and `domain::Bell`s. `Bell::Bot` goes to every socket.
//! A ticket's bells also ring on its guild's topic, for whoever may read that ticket.
//!
//! **Cookies**: the pages read `theme` (`light`, `dark`; anything else: the system's) and set it; not HttpOnly.

use domain::Person;
use leptos_axum::{AxumRouteListing, generate_route_list};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};

pub use crate::server_functions::register_server_functions;
pub use crate::shell::{ICON, theme_of};

/// Who asks. Read from the session at each request; a stranger is `Visitor::default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    pub person: Option<Person>,
    /// Named in the configuration as one who runs this Docket.
    pub is_operator: bool,
}

/// A place in the visitor's session for one text: a form that was sent without the browser's half and is shown again.
#[derive(Clone)]
pub struct Pocket(pub Arc<dyn Pocketed>);

pub trait Pocketed: Send + Sync {
    fn get(&self) -> Later<'_, Option<String>>;
    /// Nothing empties it.
    fn put(&self, text: Option<String>) -> Later<'_, ()>;
}

pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The built site's file names, as `manifest.json` has them: relative to the site's folder, which lies at `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SiteManifest {
    pub desk: Module,
    pub editor: Module,
    pub departments: Module,
    pub rules: Module,
    pub settings: Module,
    pub css: String,
    /// Plain file name to where it lies.
    #[serde(default)]
    pub assets: BTreeMap<String, String>,
}

/// One module of the browser's half.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Module {
    pub js: String,
    pub wasm: String,
}

/// The pages' paths. Read out of the app once a process: while Leptos does that, no resource of any other render loads,
/// and one that begins in that moment never ends (its switch is the whole process's), so it must not happen beside one.
pub fn routes() -> Vec<AxumRouteListing> {
    static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(crate::App));
    ROUTES.clone()
}

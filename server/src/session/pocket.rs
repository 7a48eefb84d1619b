//! Knows where a page's text is kept in the visitor's session. What it says is the page's.

use app::ssr::{Later, Pocketed};
use tower_sessions::Session;

const POCKET: &str = "pocket";

pub async fn forget(session: &Session) -> Result<(), tower_sessions::session::Error> {
    session.remove::<String>(POCKET).await.map(|_| ())
}

pub struct SessionPocket(pub Session);

impl Pocketed for SessionPocket {
    fn get(&self) -> Later<'_, Option<String>> {
        Box::pin(async move {
            self.0.get(POCKET).await.unwrap_or_else(|error| {
                tracing::error!(error = %error, "What a session keeps could not be read");
                None
            })
        })
    }

    fn put(&self, text: Option<String>) -> Later<'_, ()> {
        Box::pin(async move {
            let put = match text {
                Some(text) => self.0.insert(POCKET, text).await,
                None => forget(&self.0).await,
            };
            if let Err(error) = put {
                tracing::error!(error = %error, "A session could not keep a form");
            }
        })
    }
}

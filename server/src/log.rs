//! Knows where logs go: to standard error, as lines for people or, with `DOCKET_LOG_FORMAT=json`, as JSON.

use tracing_subscriber::EnvFilter;

const DEFAULT: &str = "info,sqlx=warn,hyper=warn,serenity=warn,tracing=warn,h2=warn,rustls=warn";

/// To be called once. `DOCKET_LOG` narrows or widens what is told, in the usual form (`docket=debug,bot=trace`).
pub fn start() {
    let filter = EnvFilter::try_from_env("DOCKET_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match std::env::var("DOCKET_LOG_FORMAT").as_deref() {
        Ok("json") => lines.json().flatten_event(true).try_init(),
        _ => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
    };
    match started {
        Ok(()) => std::panic::set_hook(Box::new(panicked)),
        Err(error) => eprintln!("logs were set up twice: {error}"),
    }
}

/// A panic is told like everything else; whoever catches it says what ended by it. The drill and the journeys look for
/// `A panic: ` in every log.
fn panicked(panic: &std::panic::PanicHookInfo<'_>) {
    let words = panic.payload_as_str().unwrap_or("without words");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(panic.location = place, "A panic: {words}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What the hook writes: other tests' panics reach whoever had the hook before.
    #[test]
    fn a_panic_is_told_in_the_words_that_are_looked_for() {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let me = std::thread::current().id();
        let before = Arc::new(std::panic::take_hook());
        let others = Arc::clone(&before);
        std::panic::set_hook(Box::new(
            move |panic| {
                if std::thread::current().id() == me { panicked(panic) } else { others(panic) }
            },
        ));
        let ended =
            tracing::subscriber::with_default(lines, || std::panic::catch_unwind(|| panic!("no {} left", "tea")));
        std::panic::set_hook(Box::new(move |panic| before(panic)));
        assert!(ended.is_err());
        let said = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(said.contains("ERROR server::log: A panic: no tea left panic.location=\"server/src/log.rs:"), "{said}");
    }
}

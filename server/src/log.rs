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

/// A panic is told like everything else; whoever catches it says what ended by it.
fn panicked(panic: &std::panic::PanicHookInfo<'_>) {
    let words = panic.payload_as_str().unwrap_or("without words");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(panic.location = place, "A panic: {words}");
}

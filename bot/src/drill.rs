//! Knows the named points between two effects at which a drill may kill the process. In what is shipped they are
//! nothing at all.

#[cfg(feature = "drill")]
use std::sync::OnceLock;
#[cfg(feature = "drill")]
use std::sync::atomic::{AtomicU64, Ordering};

/// In the order in which a ticket's life passes them.
pub const KILL_POINTS: &[&str] = &[
    "after-open-acknowledged",
    "after-ticket-opened",
    "after-category-made",
    "after-category-recorded",
    "after-channel-made",
    "after-channel-recorded",
    "after-welcome-posted",
    "after-welcome-recorded",
    "after-member-told",
    "after-telling-recorded",
    "after-ticket-placed",
    "after-claim-written",
    "after-help-written",
    "after-help-posted",
    "after-help-recorded",
    "after-escalation-posted",
    "after-escalation-recorded",
    "after-transfer-written",
    "after-solve-written",
    "after-question-posted",
    "after-question-recorded",
    "after-request-expired",
    "after-expiry-recorded",
    "after-silence-warned",
    "after-warning-posted",
    "after-warning-recorded",
    "after-silence-ended",
    "after-silence-recorded",
    "after-snooze-written",
    "after-wake-written",
    "after-wake-posted",
    "after-wake-recorded",
    "after-cancel-written",
    "after-close-written",
    "after-close-notice-posted",
    "after-close-notice-recorded",
    "after-close-compared",
    "after-link-sent",
    "after-link-recorded",
    "after-channel-moved",
    "after-channel-changed",
    "after-welcome-changed",
    "after-ticket-published",
    "after-welcome-pinned",
    "after-channel-renamed",
    "after-rename-recorded",
    "after-reopen-written",
    "after-reopen-notice-posted",
    "after-reopen-notice-recorded",
    "after-last-comparison",
    "after-channel-deleted",
    "after-channel-deletion-recorded",
    "after-deletion-done",
    "after-panel-channel-made",
    "after-panel-channel-recorded",
    "after-panel-posted",
    "after-panel-recorded",
    "after-save-shown",
    "after-message-recorded",
    "after-file-fetched",
    "after-file-stored",
];

#[cfg(feature = "drill")]
static WANTED: OnceLock<Option<(String, u64)>> = OnceLock::new();
#[cfg(feature = "drill")]
static PASSED: AtomicU64 = AtomicU64::new(0);

#[cfg(feature = "drill")]
thread_local! {
    static TRAP: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
    static BLIND: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// What a task that met the trap unwinds with.
#[cfg(feature = "drill")]
pub struct Trapped;

/// For tests with a runtime of one thread: the task of this thread that passes the point next stops there for ever,
/// as it would if the process were killed.
#[cfg(feature = "drill")]
pub fn trap(point: &'static str) {
    TRAP.set(Some(point));
}

/// For tests with a runtime of one thread: nothing that a crash left behind is looked for from now on.
#[cfg(feature = "drill")]
pub fn look_for_nothing() {
    BLIND.set(true);
}

/// Whether the trap has caught a task.
#[cfg(feature = "drill")]
pub fn sprung() -> bool {
    TRAP.get().is_none()
}

/// Aborts here if this is the point that `DOCKET_KILL_POINT` names (`name`, or `name:k` for the k-th passing).
#[cfg(feature = "drill")]
pub fn kill_point(name: &'static str) {
    if TRAP.get() == Some(name) {
        TRAP.set(None);
        std::panic::resume_unwind(Box::new(Trapped));
    }
    let wanted = WANTED.get_or_init(|| {
        let text = std::env::var("DOCKET_KILL_POINT").ok()?;
        let (name, pass) = text.split_once(':').unwrap_or((text.as_str(), "1"));
        Some((name.to_owned(), pass.parse().unwrap_or(1)))
    });
    tracing::trace!(drill.point = name, "passed");
    let Some((point, pass)) = wanted else { return };
    if point == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *pass {
        tracing::warn!(drill.point = name, "the drill kills the process here");
        std::process::abort();
    }
}

#[cfg(not(feature = "drill"))]
pub const fn kill_point(_name: &'static str) {}

/// Whether what a crash left behind is looked for before anything is made. A drill switches it off to prove that it
/// would notice.
#[cfg(feature = "drill")]
pub fn adopts() -> bool {
    !BLIND.get() && std::env::var_os("DOCKET_NO_ADOPTION").is_none_or(|value| value != "1")
}

#[cfg(not(feature = "drill"))]
pub const fn adopts() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn sources(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, text);
            } else {
                text.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn the_list_names_every_point_and_no_other() {
        let mut text = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
        let call = concat!("kill_point", "(\"");
        let mut used: Vec<&str> = text.split(call).skip(1).filter_map(|rest| rest.split('"').next()).collect();
        used.sort_unstable();
        used.dedup();
        let mut listed = KILL_POINTS.to_vec();
        listed.sort_unstable();
        assert_eq!(used, listed);
    }
}

//! Knows in which flow each named point between two effects is passed.

use super::life::Flow;

/// Each point once, under the flow in which a kill there says most.
const PASSED: &[(Flow, &[&str])] = &[
    (
        Flow::Open,
        &[
            "after-open-acknowledged",
            "after-ticket-opened",
            "after-channel-made",
            "after-channel-recorded",
            "after-welcome-posted",
            "after-welcome-recorded",
            "after-member-told",
            "after-telling-recorded",
            "after-ticket-placed",
            "after-welcome-pinned",
        ],
    ),
    (
        Flow::Work,
        &[
            "after-message-recorded",
            "after-file-fetched",
            "after-file-stored",
            "after-claim-written",
            "after-help-written",
            "after-help-posted",
            "after-help-recorded",
            "after-escalation-posted",
            "after-escalation-recorded",
            "after-transfer-written",
            "after-snooze-written",
        ],
    ),
    (
        Flow::Close,
        &[
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
            "after-channel-renamed",
            "after-rename-recorded",
        ],
    ),
    (
        Flow::Again,
        &[
            "after-reopen-written",
            "after-reopen-notice-posted",
            "after-reopen-notice-recorded",
            "after-solve-written",
            "after-question-posted",
            "after-question-recorded",
        ],
    ),
    (
        Flow::Delete,
        &["after-last-comparison", "after-channel-deleted", "after-channel-deletion-recorded", "after-deletion-done"],
    ),
    (Flow::Cancel, &["after-cancel-written"]),
    (Flow::Expire, &["after-request-expired", "after-expiry-recorded"]),
    (Flow::Warn, &["after-silence-warned", "after-warning-posted", "after-warning-recorded"]),
    (Flow::Silence, &["after-silence-ended", "after-silence-recorded"]),
    (Flow::Wake, &["after-wake-written", "after-wake-posted", "after-wake-recorded"]),
    (Flow::Save, &["after-save-shown"]),
    (
        Flow::SetUp,
        &[
            "after-category-made",
            "after-category-recorded",
            "after-panel-channel-made",
            "after-panel-channel-recorded",
            "after-panel-posted",
            "after-panel-recorded",
        ],
    ),
];

/// All of them, each with its flow.
pub fn all() -> impl Iterator<Item = (Flow, &'static str)> {
    PASSED.iter().flat_map(|(flow, points)| points.iter().map(|point| (*flow, *point)))
}

/// Those of one flow.
pub fn of(wanted: Flow) -> impl Iterator<Item = &'static str> {
    all().filter(move |(flow, _)| *flow == wanted).map(|(_, point)| point)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That the flow passes it in truth is found out by the drill each time that it measures the flows.
    #[test]
    fn each_point_has_its_flow() {
        let mut named: Vec<&str> = all().map(|(_, point)| point).collect();
        let mut wanted = bot::KILL_POINTS.to_vec();
        named.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(named, wanted);
    }
}

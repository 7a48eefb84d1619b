//! Nothing that is asked for is lost, and nothing is hammered.

use super::*;

const GUILD: GuildId = GuildId(1);
const PANEL: Subject = Subject::Panel(GUILD, PanelId(2));
const LONG: Duration = Duration::from_mins(5);

fn running(again: bool, haste: Haste) -> Work {
    let work = Work::default();
    work.states.lock().unwrap().insert(PANEL, State::Running { again, haste, tries: 0 });
    work
}

#[test]
fn what_changed_while_a_try_failed_shortens_its_rest() {
    for (again, haste, rests) in [
        (false, Haste::No, LONG),
        (true, Haste::No, WAKES),
        (false, Haste::Soon, WAKES),
        (true, Haste::Now, Duration::ZERO),
    ] {
        assert_eq!(running(again, haste).rest(PANEL, 1, LONG, WAKES), rests, "{again} {haste:?}");
    }
}

#[test]
fn what_itself_changes_rests_less_and_never_longer() {
    let work = running(false, Haste::No);
    work.rest(PANEL, 1, LONG, WAKES);
    let left = work.shorten(PANEL).unwrap();
    assert!(left <= WAKES && left > Duration::from_secs(1), "{left:?}");
    work.rest(PANEL, 1, Duration::ZERO, WAKES);
    assert_eq!(work.shorten(PANEL), Some(Duration::ZERO));
    assert_eq!(work.shorten(Subject::Health(GUILD)), None);
}

#[test]
fn a_waking_in_between_waits_for_its_time() {
    let (work, start) = (Work::default(), Instant::now());
    let at = |seconds| start + Duration::from_secs(seconds);
    assert_eq!(work.waking(GUILD, start), Some(Duration::ZERO));
    assert_eq!(work.waking(GUILD, at(2)), Some(Duration::from_secs(3)), "not now, but not never");
    assert_eq!(work.waking(GUILD, at(3)), None, "one waits for both");
    assert_eq!(work.waking(GuildId(9), at(3)), Some(Duration::ZERO));
    assert_eq!(work.waking(GUILD, at(6)), Some(Duration::ZERO));
}

#[test]
fn what_is_refused_again_and_again_is_tried_ever_less_often() {
    let refused = Trouble::Rest(crate::rest::Error::Refused {
        route: String::new(),
        status: 403,
        code: 50_013,
        message: String::new(),
    });
    let waits: Vec<u64> = (0..8).map(|tries| shortest(&refused, tries, LONG).as_secs()).collect();
    assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
    let early = Trouble::NotYet { wait: LONG, why: "" };
    assert_eq!(shortest(&early, 0, LONG), LONG, "a wait that has to be is kept");
}

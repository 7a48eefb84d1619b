//! Each reason at its boundary, and all of them together against a second telling of the rule.

use super::*;
use crate::{RoleRule, first_snowflake};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// An account that was made so long ago.
fn aged(ms: i64) -> UserId {
    UserId(first_snowflake(Timestamp(NOW.0 - ms)))
}

/// Nothing speaks against it.
fn fine<'a>() -> OpeningFacts<'a> {
    OpeningFacts {
        opener: Opener::Customer,
        state: TypeState::Active,
        paused_message: None,
        limit_per_member: 1,
        customer: aged(1_000 * DAY_MS),
        roles: &[],
        joined_at: Some(Timestamp(NOW.0 - 1_000 * DAY_MS)),
        blocks: &[],
        theirs: 0,
        theirs_link: None,
        theirs_in_all: 0,
        in_total: 0,
        waiting: 0,
        last_opened_at: None,
        lately: 0,
    }
}

fn ask(rules: &OpeningRules, guild: &GuildRules, facts: &OpeningFacts<'_>) -> Result<Opens, Refusal> {
    may_open(rules, guild, facts, NOW)
}

fn block(person: Option<i64>, role: Option<i64>, until: Option<i64>) -> Block {
    Block {
        id: BlockId(1),
        person: person.map(UserId),
        role: role.map(RoleId),
        reason: Some(if person.is_some() { "person" } else { "role" }.to_owned()),
        until: until.map(Timestamp),
        by: UserId(9),
        at: Timestamp(1),
    }
}

#[test]
fn by_default_everyone_may() {
    let (rules, guild) = (OpeningRules::default(), GuildRules::default());
    assert_eq!(ask(&rules, &guild, &fine()), Ok(Opens::Now));
    let unknown = OpeningFacts { joined_at: None, customer: UserId(0), ..fine() };
    assert_eq!(ask(&rules, &guild, &unknown), Ok(Opens::Now));
}

#[test]
fn a_paused_type_is_told_in_the_admins_words() {
    let facts = OpeningFacts { state: TypeState::Paused, paused_message: Some("Back at nine."), ..fine() };
    let told = ask(&OpeningRules::default(), &GuildRules::default(), &facts);
    assert_eq!(told, Err(Refusal::TypePaused { message: "Back at nine.".into() }));
}

#[test]
fn a_block_holds_for_a_person_or_a_role_until_its_end() {
    let (rules, guild) = (OpeningRules::default(), GuildRules::default());
    let customer = aged(DAY_MS);
    let roles = [RoleId(5)];
    let told = |blocks: &[Block], opener| {
        ask(&rules, &guild, &OpeningFacts { customer, roles: &roles, blocks, opener, ..fine() })
    };
    let reason = |words: &str, until: Option<i64>| {
        Err(Refusal::Blocked { reason: Some(words.to_owned()), until: until.map(Timestamp) })
    };
    for opener in [Opener::Customer, Opener::Staff, Opener::Line] {
        assert_eq!(told(&[block(Some(customer.0), None, None)], opener), reason("person", None));
        assert_eq!(told(&[block(None, Some(5), None)], opener), reason("role", None));
        let both = [block(None, Some(5), None), block(Some(customer.0), None, Some(NOW.0 + 1))];
        assert_eq!(told(&both, opener), reason("person", Some(NOW.0 + 1)));
    }
    assert_eq!(told(&[block(Some(customer.0), None, Some(NOW.0))], Opener::Customer), Ok(Opens::Now), "it has ended");
    assert_eq!(told(&[block(Some(1), None, None), block(None, Some(6), None)], Opener::Customer), Ok(Opens::Now));
}

#[test]
fn the_first_line_with_a_role_of_theirs_decides() {
    let line = |role, allow| RoleRule { role: RoleId(role), allow };
    for (lines, roles, may) in [
        (vec![], vec![], true),
        (vec![line(1, false)], vec![], true),
        (vec![line(1, false)], vec![1], false),
        (vec![line(1, true)], vec![], false),
        (vec![line(1, true)], vec![2], false),
        (vec![line(1, true)], vec![1], true),
        (vec![line(2, false), line(1, true)], vec![1, 2], false),
        (vec![line(1, true), line(2, false)], vec![1, 2], true),
        (vec![line(1, true), line(2, false)], vec![3], false),
    ] {
        let roles: Vec<RoleId> = roles.into_iter().map(RoleId).collect();
        let rules = OpeningRules { roles: lines.clone(), ..OpeningRules::default() };
        let told = ask(&rules, &GuildRules::default(), &OpeningFacts { roles: &roles, ..fine() });
        assert_eq!(told, if may { Ok(Opens::Now) } else { Err(Refusal::RoleNotAllowed) }, "{lines:?} {roles:?}");
    }
}

#[test]
fn ages_hold_to_the_millisecond() {
    let rules = OpeningRules { account_days: 3, ..OpeningRules::default() };
    let of = |ms| ask(&rules, &GuildRules::default(), &OpeningFacts { customer: aged(ms), ..fine() });
    assert_eq!(of(3 * DAY_MS), Ok(Opens::Now));
    assert_eq!(of(3 * DAY_MS - 1), Err(Refusal::AccountTooYoung { days: 3 }));
    let rules = OpeningRules { member_days: 3, ..OpeningRules::default() };
    let of = |joined_at: Option<i64>, opener| {
        let joined_at = joined_at.map(|ms| Timestamp(NOW.0 - ms));
        ask(&rules, &GuildRules::default(), &OpeningFacts { opener, joined_at, ..fine() })
    };
    assert_eq!(of(Some(3 * DAY_MS), Opener::Customer), Ok(Opens::Now));
    assert_eq!(of(Some(3 * DAY_MS - 1), Opener::Customer), Err(Refusal::MemberTooYoung { days: 3 }));
    assert_eq!(of(Some(3 * DAY_MS - 1), Opener::Staff), Err(Refusal::MemberTooYoung { days: 3 }));
    assert_eq!(of(None, Opener::Customer), Err(Refusal::MemberTooYoung { days: 3 }));
    assert_eq!(of(None, Opener::Staff), Ok(Opens::Now));
}

#[test]
fn limits_are_told_with_what_is_open() {
    let (rules, guild) = (OpeningRules::default(), GuildRules { limit_per_member: 3, ..GuildRules::default() });
    let one = OpeningFacts { theirs: 1, theirs_link: Some("<#7>".into()), ..fine() };
    assert_eq!(ask(&rules, &guild, &one), Err(Refusal::OneIsOpen { link: "<#7>".into() }));
    let two = OpeningFacts { theirs: 2, limit_per_member: 2, theirs_link: Some("<#7>".into()), ..fine() };
    assert_eq!(ask(&rules, &guild, &two), Err(Refusal::TooManyOpen { open: 2 }));
    let below = OpeningFacts { theirs: 1, limit_per_member: 2, theirs_in_all: 2, ..fine() };
    assert_eq!(ask(&rules, &guild, &below), Ok(Opens::Now));
    let in_all = OpeningFacts { theirs_in_all: 3, ..fine() };
    assert_eq!(ask(&rules, &guild, &in_all), Err(Refusal::TooManyInAll { open: 3 }));
}

#[test]
fn only_the_customers_own_hand_meets_cooldown_and_throttle() {
    let rules = OpeningRules { cooldown_minutes: 10, ..OpeningRules::default() };
    let guild = GuildRules { throttle_opens: 5, ..GuildRules::default() };
    let of = |ago: i64, lately, opener| {
        let last_opened_at = Some(Timestamp(NOW.0 - ago));
        ask(&rules, &guild, &OpeningFacts { opener, last_opened_at, lately, ..fine() })
    };
    let until = Timestamp(NOW.0 + 1);
    assert_eq!(of(10 * MINUTE_MS - 1, 0, Opener::Customer), Err(Refusal::Cooldown { until }));
    assert_eq!(of(10 * MINUTE_MS, 4, Opener::Customer), Ok(Opens::Now));
    assert_eq!(of(10 * MINUTE_MS, 5, Opener::Customer), Err(Refusal::Throttled));
    for opener in [Opener::Staff, Opener::Line] {
        assert_eq!(of(1, 500, opener), Ok(Opens::Now));
    }
    assert_eq!(throttle_from(&GuildRules { throttle_minutes: 2, ..guild.clone() }, NOW).0, NOW.0 - 2 * MINUTE_MS);
}

#[test]
fn whoever_waits_comes_first() {
    let full = OpeningRules { limit_total: 5, ..OpeningRules::default() };
    let line = OpeningRules { waiting_list: true, ..full.clone() };
    let of = |rules: &OpeningRules, in_total, waiting, opener| {
        ask(rules, &GuildRules::default(), &OpeningFacts { opener, in_total, waiting, ..fine() })
    };
    let customer = Opener::Customer;
    assert_eq!(of(&full, 4, 0, customer), Ok(Opens::Now));
    assert_eq!(of(&full, 5, 0, customer), Err(Refusal::TypeFull { open: 5 }));
    assert_eq!(of(&line, 5, 0, customer), Ok(Opens::InLine));
    assert_eq!(of(&line, 3, 1, customer), Ok(Opens::Now), "both fit");
    assert_eq!(of(&line, 4, 1, customer), Ok(Opens::InLine), "the place is the other's");
    assert_eq!(of(&full, 4, 1, Opener::Staff), Err(Refusal::TypeFull { open: 5 }));
    assert_eq!(of(&line, 4, 3, Opener::Line), Ok(Opens::Now));
    assert_eq!(of(&line, 5, 3, Opener::Line), Ok(Opens::InLine));
    assert_eq!(of(&OpeningRules::default(), 10_000, 10_000, customer), Ok(Opens::Now), "no limit is set");
}

/// What stands against it, each by itself and in the order in which it is told.
fn reasons(rules: &OpeningRules, guild: &GuildRules, facts: &OpeningFacts<'_>) -> Vec<&'static str> {
    let own = facts.opener == Opener::Customer;
    let allowed = {
        let first = rules.roles.iter().filter(|line| facts.roles.contains(&line.role)).map(|line| line.allow).next();
        first.unwrap_or(!rules.roles.iter().any(|line| line.allow))
    };
    let age = NOW.0 - facts.customer.time().0;
    let here = facts.joined_at.map(|joined| NOW.0 - joined.0);
    let cool = facts.last_opened_at.map(|last| last.0 + rules.cooldown_minutes * MINUTE_MS);
    let all = [
        ("TypePaused", facts.state == TypeState::Paused),
        ("Blocked", facts.blocks.iter().any(|block| block.until.is_none_or(|until| until.0 > NOW.0))),
        ("RoleNotAllowed", !allowed),
        ("AccountTooYoung", age < rules.account_days * DAY_MS),
        ("MemberTooYoung", here.is_some_and(|here| here < rules.member_days * DAY_MS)),
        ("OneIsOpen", facts.theirs >= facts.limit_per_member),
        ("TooManyInAll", guild.limit_per_member != 0 && facts.theirs_in_all >= guild.limit_per_member),
        ("Cooldown", own && rules.cooldown_minutes != 0 && cool.is_some_and(|until| until > NOW.0)),
        ("Throttled", own && guild.throttle_opens != 0 && facts.lately >= guild.throttle_opens),
    ];
    all.into_iter().filter(|(_, stands)| *stands).map(|(name, _)| name).collect()
}

fn name(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::TypePaused { .. } => "TypePaused",
        Refusal::Blocked { .. } => "Blocked",
        Refusal::RoleNotAllowed => "RoleNotAllowed",
        Refusal::AccountTooYoung { .. } => "AccountTooYoung",
        Refusal::MemberTooYoung { .. } => "MemberTooYoung",
        Refusal::OneIsOpen { .. } | Refusal::TooManyOpen { .. } => "OneIsOpen",
        Refusal::TooManyInAll { .. } => "TooManyInAll",
        Refusal::Cooldown { .. } => "Cooldown",
        Refusal::Throttled => "Throttled",
        Refusal::TypeFull { .. } => "TypeFull",
        other => panic!("{other:?} is no reason against an opening"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// The first reason of the list is the one that is told, and without any the places decide.
    #[test]
    fn reasons_are_told_in_their_order(
        opener in prop::sample::select(Opener::ALL),
        paused in prop::bool::weighted(0.1),
        lines in prop::collection::vec((1_i64..4, any::<bool>()), 0..3),
        roles in prop::collection::vec(1_i64..5, 0..3),
        (account_days, member_days, age, here) in (0_i64..3, 0_i64..3, 0_i64..4, 0_i64..4),
        (limit_per_member, theirs, in_all_limit, in_all) in (1_i64..4, 0_i64..4, 0_i64..4, 0_i64..4),
        (cooldown_minutes, ago, throttle_opens, lately) in (0_i64..3, prop::option::of(0_i64..4), 0_i64..4, 0_i64..5),
        (limit_total, in_total, waiting, waiting_list) in (0_i64..4, 0_i64..5, 0_i64..3, any::<bool>()),
        until in prop::option::weighted(0.2, -2_i64..3),
    ) {
        let rules = OpeningRules {
            roles: lines.into_iter().map(|(role, allow)| RoleRule { role: RoleId(role), allow }).collect(),
            account_days, member_days, limit_total, cooldown_minutes, waiting_list,
        };
        let guild = GuildRules { limit_per_member: in_all_limit, throttle_opens, ..GuildRules::default() };
        let roles: Vec<RoleId> = roles.into_iter().map(RoleId).collect();
        let customer = aged(age * DAY_MS);
        let blocks: Vec<Block> = until.map(|at| block(Some(customer.0), None, Some(NOW.0 + at))).into_iter().collect();
        let facts = OpeningFacts {
            opener,
            state: if paused { TypeState::Paused } else { TypeState::Active },
            limit_per_member, customer, theirs, in_total, waiting, lately,
            roles: &roles,
            joined_at: Some(Timestamp(NOW.0 - here * DAY_MS)),
            blocks: &blocks,
            theirs_link: Some("<#1>".into()),
            theirs_in_all: in_all,
            last_opened_at: ago.map(|minutes| Timestamp(NOW.0 - minutes * MINUTE_MS)),
            ..fine()
        };
        let told = ask(&rules, &guild, &facts);
        if let Some(first) = reasons(&rules, &guild, &facts).first() {
            prop_assert_eq!(told.as_ref().map_err(name), Err(*first));
        } else {
            let ahead = if opener == Opener::Line { 0 } else { waiting };
            let full = limit_total != 0 && in_total + ahead >= limit_total;
            let expected = match (full, waiting_list) {
                (false, _) => Ok(Opens::Now),
                (true, true) => Ok(Opens::InLine),
                (true, false) => Err("TypeFull"),
            };
            prop_assert_eq!(told.as_ref().copied().map_err(name), expected);
        }
    }
}

//! What is done to a value that was good: other types, lengths, numbers, ids, holes, depths.

use super::pool::Pool;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

/// Just below the depth at which JSON is refused as such, and well above.
const DEPTHS: [usize; 3] = [20, 110, 300];

/// Changes one place of the value, drawn at random.
pub fn spoil(value: &mut Value, pool: &Pool, dice: &mut StdRng) {
    let mut at = dice.random_range(0..count(value));
    if let Some(place) = nth(value, &mut at) {
        twist(place, pool, dice);
    }
}

fn count(value: &Value) -> usize {
    let inside = match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    };
    1 + inside
}

fn nth<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(list) => list.iter_mut().find_map(|inner| nth(inner, at)),
        Value::Object(map) => map.values_mut().find_map(|inner| nth(inner, at)),
        _ => None,
    }
}

fn twist(value: &mut Value, pool: &Pool, dice: &mut StdRng) {
    *value = match dice.random_range(0..16) {
        0 => Value::Null,
        1 => json!(dice.random_bool(0.5)),
        2 => number(dice),
        3 => text(dice),
        4 => json!([]),
        5 => json!({}),
        6 => deep(*DEPTHS.choose(dice).unwrap_or(&20)),
        7 => Value::Array(vec![value.clone(); dice.random_range(1..130)]),
        8 => json!(pool.id("", dice)),
        9 => json!(value.to_string()),
        10 => value.as_str().and_then(|text| text.parse::<u64>().ok()).map_or_else(|| number(dice), |n| json!(n)),
        11 => json!("attachment://../a"),
        12 => json!({ "id": number(dice), "type": number(dice), "components": value.clone() }),
        _ => return shrink_or_grow(value, dice),
    };
}

/// A part less, a part twice, or one that nobody asked for.
fn shrink_or_grow(value: &mut Value, dice: &mut StdRng) {
    match value {
        Value::Object(map) if dice.random_bool(0.6) => {
            let names: Vec<String> = map.keys().cloned().collect();
            if let Some(name) = names.choose(dice) {
                map.remove(name);
            }
        }
        Value::Object(map) => {
            map.insert("unheard_of".into(), number(dice));
        }
        Value::Array(list) if !list.is_empty() => {
            let one = list[0].clone();
            let times = dice.random_range(1..120);
            list.extend(std::iter::repeat_n(one, times));
        }
        other => *other = text(dice),
    }
}

fn number(dice: &mut StdRng) -> Value {
    let all = [
        json!(0),
        json!(-1),
        json!(0.5),
        json!(255),
        json!(256),
        json!(65_536),
        json!(u32::MAX),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(-1e308),
        json!(dice.random_range(0..40)),
    ];
    all.choose(dice).cloned().unwrap_or_default()
}

fn text(dice: &mut StdRng) -> Value {
    let piece =
        ["x", "é", "\u{0}", "\u{202e}", "👩‍👩‍👧", "<@1>", "@everyone", "\n", "```", "%00", "\u{feff}", "' or 1=1 --"];
    let times = *[1, 1, 2, 33, 101, 1_025, 2_001, 4_097, 9_000].choose(dice).unwrap_or(&1);
    json!(piece.choose(dice).copied().unwrap_or("x").repeat(times))
}

fn deep(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn each_place_can_be_reached() {
        let mut value = json!({ "a": [1, { "b": 2 }], "c": 3 });
        assert_eq!(count(&value), 6);
        let found: Vec<Value> = (0..6).filter_map(|n| nth(&mut value, &mut { n }).map(|v| v.clone())).collect();
        assert_eq!(found.last(), Some(&json!(3)));
        let mut dice = StdRng::seed_from_u64(1);
        (0..1_000).for_each(|_| spoil(&mut value.clone(), &Pool::default(), &mut dice));
    }
}

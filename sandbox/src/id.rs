//! Snowflakes: what they look like on the wire and how new ones are made. Knows no object that carries one.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::clock::{Clock, Millis};

/// The first second of 2015, where Discord's count begins.
pub const EPOCH: Millis = 1_420_070_400_000;

/// A snowflake; a string in JSON, a number is understood too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// The id in a JSON value; 0 if there is none.
    pub fn of(value: &serde_json::Value) -> Self {
        Self::deserialize(value).unwrap_or_default()
    }

    /// The id in a JSON value, as a string or a number.
    pub fn maybe(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }

    /// All ids of a list.
    pub fn list(value: &serde_json::Value) -> Vec<Self> {
        value.as_array().into_iter().flatten().filter_map(Self::maybe).collect()
    }

    /// When it was made.
    pub fn at(self) -> Millis {
        (self.0 >> 22) + EPOCH
    }

    /// The smallest id that could have been made at `at`.
    pub fn first_at(at: Millis) -> Self {
        Self(at.saturating_sub(EPOCH) << 22)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl serde::de::Visitor<'_> for Reader {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a snowflake")
            }
            fn visit_u64<E>(self, n: u64) -> Result<Id, E> {
                Ok(Id(n))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Id, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_any(Reader)
    }
}

/// Makes ids that only rise, also when the clock steps back.
#[derive(Debug, Default)]
pub struct Snowflakes {
    last: AtomicU64,
    pub clock: Clock,
}

impl Snowflakes {
    pub fn next(&self) -> Id {
        let floor = Id::first_at(self.clock.now()).0;
        let step = |last: u64| Some(floor.max(last + 1));
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap_or(floor);
        Id(floor.max(last + 1))
    }

    /// What is made from now on is newer than this, unless it is of a time that no clock will see.
    pub fn raise(&self, to: Id) {
        self.last.fetch_max(to.0.min(u64::MAX / 2), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_know_their_time() {
        let make = Snowflakes::default();
        let ids: Vec<Id> = (0..2000).map(|_| make.next()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(make.clock.now() - ids[0].at() < 1000);
        assert_eq!(serde_json::to_string(&Id(7)).unwrap(), "\"7\"");
        assert_eq!(serde_json::from_str::<Id>("7").unwrap(), Id(7));
        assert!(serde_json::from_str::<Id>("\"x\"").is_err());
    }
}

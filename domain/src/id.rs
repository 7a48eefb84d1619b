//! Knows the identifiers of everything that has one. A 64-bit number inside, a string in JSON
//! (a browser's numbers end at 2^53); Discord's own and ours share the snowflake layout.

/// Milliseconds between 1970 and the first of January 2015, Discord's epoch
/// (<https://discord.com/developers/docs/reference#snowflakes>).
pub const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(pub i64);

        impl $name {
            /// The moment that a snowflake carries.
            pub const fn time(self) -> crate::Timestamp {
                crate::Timestamp((self.0 >> 22) + DISCORD_EPOCH_MS)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
        impl From<u64> for $name {
            fn from(id: u64) -> Self { Self(id.cast_signed()) }
        }
        impl From<$name> for u64 {
            fn from(id: $name) -> Self { id.0.cast_unsigned() }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(&self.0) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_any(crate::id::Digits).map(Self)
            }
        }
    )+};
}

ids! {
    /// A guild: the tenant.
    GuildId,
    /// A person's Discord account.
    UserId,
    RoleId,
    ChannelId,
    /// Discord's own where a message has one, else made from the time it was said.
    MessageId,
    AttachmentId,
    InteractionId,
    DepartmentId,
    TicketTypeId,
    FormId,
    PanelId,
    TicketId,
    EventId,
    DueId,
    AuditId,
    EmojiId,
    OrderId,
    BlockId,
    WaitingId,
}

/// Reads an id from a string or a number.
pub(crate) struct Digits;

impl serde::de::Visitor<'_> for Digits {
    type Value = i64;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an id: digits")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<i64, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_u64<E: serde::de::Error>(self, id: u64) -> Result<i64, E> {
        i64::try_from(id).map_err(E::custom)
    }
    fn visit_i64<E>(self, id: i64) -> Result<i64, E> {
        Ok(id)
    }
}

/// The smallest snowflake of a moment: a date becomes a range of ids.
pub const fn first_snowflake(at: crate::Timestamp) -> i64 {
    (at.0 - DISCORD_EPOCH_MS).saturating_mul(1 << 22)
}

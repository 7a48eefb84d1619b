//! Knows what was ordered with a ticket.

use crate::{GuildId, OrderId, OrderStatus, Timestamp};
use serde::{Deserialize, Serialize};

/// An order as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct Order {
    pub id: OrderId,
    pub guild: GuildId,
    /// As staff call it, unique in its guild.
    pub number: String,
    pub status: OrderStatus,
    /// Whatever its status: tickets with it are closed only after `Confirm close`.
    pub risky: bool,
    /// In the currency's smallest unit.
    pub price: Option<i64>,
    /// `EUR`
    pub currency: Option<String>,
    pub created_at: Timestamp,
    pub revision: i64,
}

/// What staff write of an order; its number says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDraft {
    /// At most 64 characters.
    pub number: String,
    pub status: OrderStatus,
    pub risky: bool,
    pub price: Option<i64>,
    /// Three letters.
    pub currency: Option<String>,
}

//! Knows how lists with optional filters become SQL: static fragments, typed values, numbered `$n`. The only place
//! where SQL text is put together at run time; every fragment is a literal of ours, every value is bound.

use std::fmt::Write as _;

/// Lists from this length on are as long as they are: a statement takes 32,766 values on SQLite
/// (<https://www.sqlite.org/limits.html>).
const PADDED: usize = 1_024;

/// A value to be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Int(i64),
    Text(String),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
macro_rules! id_values {
    ($($id:ident),+) => {$(impl From<domain::$id> for Value { fn from(id: domain::$id) -> Self { Self::Int(id.0) } })+};
}
id_values!(GuildId, UserId, DepartmentId, TicketTypeId, TicketId, MessageId, RoleId, AuditId, Timestamp);

/// `select … where … and … order by …`, grown piece by piece. In a fragment each `?` is the next value.
#[derive(Clone, Debug)]
pub struct Where {
    sql: String,
    values: Vec<Value>,
    conditions: usize,
}

impl Where {
    /// Begins with everything up to the conditions: `select … from …`.
    pub fn new(select: &'static str) -> Self {
        Self { sql: select.to_owned(), values: Vec::new(), conditions: 0 }
    }

    /// One more condition that must hold.
    pub fn and(&mut self, fragment: &'static str, values: impl IntoIterator<Item = Value>) -> &mut Self {
        self.sql.push_str(if self.conditions == 0 { " where " } else { " and " });
        self.conditions += 1;
        self.push(fragment, values);
        self
    }

    /// `column in (…)`; an empty list holds for nothing.
    pub fn and_in<V: Into<Value>>(&mut self, column: &'static str, list: impl IntoIterator<Item = V>) -> &mut Self {
        self.sql.push_str(if self.conditions == 0 { " where " } else { " and " });
        self.conditions += 1;
        self.push_in(column, list);
        self
    }

    /// `not column in (…)`; an empty list leaves nothing out.
    pub fn and_not_in<V: Into<Value>>(&mut self, column: &'static str, list: impl IntoIterator<Item = V>) -> &mut Self {
        self.sql.push_str(if self.conditions == 0 { " where not " } else { " and not " });
        self.conditions += 1;
        self.push_in(column, list);
        self
    }

    /// `(column in (…) or fragment)`
    pub fn and_in_or<V: Into<Value>>(
        &mut self,
        column: &'static str,
        list: impl IntoIterator<Item = V>,
        fragment: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> &mut Self {
        self.sql.push_str(if self.conditions == 0 { " where (" } else { " and (" });
        self.conditions += 1;
        self.push_in(column, list);
        self.sql.push_str(" or ");
        self.push(fragment, values);
        self.sql.push(')');
        self
    }

    /// What follows the conditions: order, limit.
    pub fn then(&mut self, fragment: &'static str, values: impl IntoIterator<Item = Value>) -> &mut Self {
        self.sql.push(' ');
        self.push(fragment, values);
        self
    }

    pub fn sql(&self) -> &str {
        &self.sql
    }

    pub fn values(&self) -> &[Value] {
        &self.values
    }

    fn push_in<V: Into<Value>>(&mut self, column: &'static str, list: impl IntoIterator<Item = V>) {
        let before = self.values.len();
        self.values.extend(list.into_iter().map(Into::into));
        if self.values.len() == before {
            self.sql.push_str("(1 = 0)");
            return;
        }
        // Said again up to a power of two: lists of any length are a few statements to prepare, not a hundred.
        let length = self.values.len() - before;
        if let Some(last) = self.values.last().filter(|_| length < PADDED).cloned() {
            self.values.resize(before + length.next_power_of_two(), last);
        }
        self.sql.push_str(column);
        self.sql.push_str(" in (");
        for n in before + 1..=self.values.len() {
            let _ = write!(self.sql, "{}${n}", if n == before + 1 { "" } else { ", " });
        }
        self.sql.push(')');
    }

    fn push(&mut self, fragment: &'static str, values: impl IntoIterator<Item = Value>) {
        let mut values = values.into_iter();
        for c in fragment.chars() {
            if c == '?'
                && let Some(value) = values.next()
            {
                self.values.push(value);
                let _ = write!(self.sql, "${}", self.values.len());
            } else {
                self.sql.push(c);
            }
        }
        debug_assert!(values.next().is_none(), "more values than marks in `{fragment}`");
    }
}

/// Runs a built query and gives all its rows.
macro_rules! fetch_where {
    ($tx:expr, $row:ty, $query:expr) => {
        $crate::db::on!($tx, |c| {
            let mut query = sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe($query.sql().to_owned()));
            for value in $query.values() {
                query = match value.clone() {
                    $crate::db::filter::Value::Int(n) => query.bind(n),
                    $crate::db::filter::Value::Text(text) => query.bind(text),
                };
            }
            query.fetch_all(c).await
        })
    };
}
pub(crate) use fetch_where;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_numbered_in_order() {
        let mut query = Where::new("select id from ticket");
        query.and("guild = ?", [1.into()]).and_in("status", ["open", "closed", "solved"]).and_in_or(
            "department",
            Vec::<i64>::new(),
            "customer = ?",
            [7.into()],
        );
        query.then("order by id desc limit ?", [5.into()]);
        assert_eq!(
            query.sql(),
            "select id from ticket where guild = $1 and status in ($2, $3, $4, $5) and ((1 = 0) or customer = $6) order by id desc limit $7"
        );
        assert_eq!(query.values()[2..5], ["closed".into(), "solved".into(), "solved".into()]);
        assert_eq!(query.values().len(), 7);
    }
}

//! Knows how each database would go about a query: for tests, which hold that an index is followed.

use super::Tx;
use super::filter::{Value, Where};
use crate::Store;
use rand::random;
use sqlx::{AssertSqlSafe, PgPool};

/// The plan in one line, with a blank behind it, so that a name of an index can be told from a longer one.
pub async fn plan(store: &Store, query: &Where) -> String {
    let mut tx = store.inner.db.snapshot().await.unwrap();
    let lines: Vec<String> = match &mut tx {
        Tx::Sqlite(tx) => {
            let sql = AssertSqlSafe(format!("explain query plan {}", query.sql()));
            let mut bound = sqlx::query_as::<_, (i64, i64, i64, String)>(sql);
            for value in query.values() {
                bound = match value.clone() {
                    Value::Int(n) => bound.bind(n),
                    Value::Text(text) => bound.bind(text),
                };
            }
            bound.fetch_all(&mut **tx).await.unwrap().into_iter().map(|(_, _, _, detail)| detail).collect()
        }
        Tx::Postgres(tx) => {
            // Of empty tables it would rather read all: only what can follow an index must.
            sqlx::query("set local enable_seqscan = off").execute(&mut **tx).await.unwrap();
            let mut bound = sqlx::query_as::<_, (String,)>(AssertSqlSafe(format!("explain {}", query.sql())));
            for value in query.values() {
                bound = match value.clone() {
                    Value::Int(n) => bound.bind(n),
                    Value::Text(text) => bound.bind(text),
                };
            }
            bound.fetch_all(&mut **tx).await.unwrap().into_iter().map(|(line,)| line).collect()
        }
    };
    lines.join(" | ") + " "
}

/// A store on PostgreSQL in a schema of its own, where tests have a server; the end drops the schema.
pub async fn on_postgres(test: impl AsyncFnOnce(Store)) {
    let Ok(server) = std::env::var("DOCKET_TEST_POSTGRES") else { return };
    let schema = format!("plan_{:016x}", random::<u64>());
    let admin = PgPool::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}"))).execute(&admin).await.unwrap();
    let mark = if server.contains('?') { '&' } else { '?' };
    let data = tempfile::tempdir().unwrap();
    let store = Store::postgres(&format!("{server}{mark}options=-csearch_path%3D{schema}"), data.path()).await.unwrap();
    test(store.clone()).await;
    store.close().await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(&admin).await.unwrap();
}

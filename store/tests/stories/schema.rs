//! What holds for the rows as such: the two databases have the same shape, and one text alone writes a status.

use crate::common::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// But for the index of what was said, which each has of its own kind.
const SQLITE: &str =
    "select m.name || '.' || c.name || case when c.\"notnull\" = 1 or c.pk > 0 then ' required' else ' optional' end
    from sqlite_master m join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> '_sqlx_migrations'
      and m.name not like 'search_index%' and m.name <> 'search_document' order by 1";
const POSTGRES: &str =
    "select table_name || '.' || column_name || case when is_nullable = 'NO' then ' required' else ' optional' end
    from information_schema.columns where table_schema = current_schema() and table_name <> '_sqlx_migrations'
      and table_name <> 'search_index' order by 1";
const SQLITE_INDEXES: &str =
    "select name || ' on ' || tbl_name from sqlite_master where type = 'index' and sql is not null order by 1";
const POSTGRES_INDEXES: &str = "select indexname || ' on ' || tablename from pg_indexes where schemaname = current_schema()
    and not exists (select 1 from pg_constraint where conname = indexname and connamespace = current_schema()::regnamespace)
    and tablename <> '_sqlx_migrations' and tablename <> 'search_index' order by 1";

async fn shape(world: World) -> Vec<String> {
    let mut lines = world.lines(SQLITE, POSTGRES).await;
    lines.extend(world.lines(SQLITE_INDEXES, POSTGRES_INDEXES).await);
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_have_the_same_shape() {
    let shapes: Arc<Mutex<Vec<Vec<String>>>> = Arc::default();
    let keep = |world: World| {
        let shapes = shapes.clone();
        async move {
            let shape = shape(world).await;
            shapes.lock().unwrap().push(shape);
        }
    };
    on_sqlite(keep).await;
    on_postgres(keep).await;
    let shapes = shapes.lock().unwrap();
    assert!(shapes[0].iter().any(|line| line == "ticket.number required"));
    assert!(shapes[0].iter().any(|line| line == "ticket_list on ticket"));
    if let [sqlite, postgres] = shapes.as_slice() {
        assert_eq!(sqlite, postgres);
    }
}

/// Whoever wants a ticket to move calls the one verb; a second text would forget the table of moves one day.
#[test]
fn one_text_alone_writes_a_status() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut writers = Vec::new();
    for room in ["store", "app", "bot", "server"] {
        for file in sources(&root.join(room).join("src")) {
            let text = std::fs::read_to_string(&file).unwrap().to_lowercase();
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for update in words.split("update ticket set ").skip(1).chain(words.split("ticket_update!(\"").skip(1)) {
                let assignments = update.split([';', '"']).next().unwrap_or_default();
                let assignments = assignments.split(" where ").next().unwrap_or_default();
                if assignments
                    .split(',')
                    .any(|part| part.trim().starts_with("status =") || part.trim().starts_with("status="))
                {
                    writers.push(file.strip_prefix(root).unwrap().to_owned());
                }
            }
        }
    }
    assert_eq!(writers, [PathBuf::from("store/src/ticket/status.rs")]);
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

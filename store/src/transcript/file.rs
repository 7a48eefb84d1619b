//! Knows which stored file a reader may open.

use crate::db::fetch_optional;
use crate::{Error, Result, Store};
use domain::{Access, AttachmentId, DepartmentId, MessageKind, Refusal, UserId};

/// A file that the reader may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFile {
    pub digest: String,
    pub filename: String,
    pub size: i64,
    /// The kind known from the bytes; `None`: only to be downloaded.
    pub kind: Option<String>,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    digest: String,
    filename: String,
    size: i64,
    kind: Option<String>,
    department: DepartmentId,
    customer: UserId,
    said_as: MessageKind,
}

impl Store {
    /// `NotFound` unless the file is stored, of that ticket, and the ticket theirs to read.
    pub async fn open_file(&self, who: &Access, number: i64, file: AttachmentId) -> Result<OpenFile> {
        let mut tx = self.inner.db.one_read().await?;
        let row = fetch_optional!(
            &mut tx,
            FileRow,
            "select a.digest, a.filename, a.size, a.kind, t.department, t.customer, m.kind as said_as
             from attachment a
             join message m on m.id = a.message
             join ticket t on t.id = m.ticket
             where a.id = $1 and t.guild = $2 and t.number = $3 and a.state = 'stored' and a.digest is not null",
            file,
            who.guild(),
            number,
        )?;
        let row = row
            .filter(|row| who.may_read(row.department, row.customer))
            .filter(|row| {
                !matches!(row.said_as, MessageKind::Note | MessageKind::AfterClose) || who.sees_notes(row.department)
            })
            .ok_or(Error::Refused(Refusal::NotFound))?;
        Ok(OpenFile { digest: row.digest, filename: row.filename, size: row.size, kind: row.kind })
    }
}

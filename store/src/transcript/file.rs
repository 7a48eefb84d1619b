//! Knows which stored file a reader may open.

use crate::db::fetch_optional;
use crate::ticket::may_read;
use crate::{Error, Result, Store};
use domain::{Access, AttachmentId, DepartmentId, MessageKind, Refusal, TicketId, UserId};

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
    ticket: TicketId,
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
            "select a.digest, a.filename, a.size, a.kind, t.id as ticket, t.department, t.customer, m.kind as said_as
             from attachment a
             join message m on m.id = a.message
             join ticket t on t.id = m.ticket
             where a.id = $1 and t.guild = $2 and t.number = $3 and a.state = 'stored' and a.digest is not null",
            file,
            who.guild(),
            number,
        )?;
        let row = row.ok_or(Error::Refused(Refusal::NotFound))?;
        let is_internal = matches!(row.said_as, MessageKind::Note | MessageKind::AfterClose);
        if is_internal && !who.sees_notes(row.department)
            || !may_read(&mut tx, who, row.ticket, row.department, row.customer).await?
        {
            return Err(Refusal::NotFound.into());
        }
        Ok(OpenFile { digest: row.digest, filename: row.filename, size: row.size, kind: row.kind })
    }
}

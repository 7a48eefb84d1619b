//! Bodies: JSON, or a form with `payload_json` and files, whose bytes are laid down before anyone is asked.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::act::message::Upload;
use crate::cdn;
use crate::error::{self, Failure, refused};
use crate::hub::Hub;
use crate::world::Attachment;

/// Discord takes no larger request.
pub const LARGEST: usize = 25 * 1024 * 1024;

/// The body as JSON, and the files beside it.
pub async fn read_body(hub: &Arc<Hub>, request: Request) -> Result<(Value, Vec<Upload>), Failure> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    if kind.starts_with("multipart/form-data") {
        return multipart(hub, request).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(|_| error::TOO_LARGE)?;
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        let text = String::from_utf8_lossy(&bytes);
        return Ok((super::call::pairs(&text).into_iter().map(|(k, v)| (k, Value::String(v))).collect(), Vec::new()));
    }
    if !kind.starts_with("application/json") {
        return Err(refused(
            400,
            format!("Expected \"Content-Type\" header to be one of {{'application/json'}}, not {kind:?}."),
        ));
    }
    serde_json::from_slice(&bytes).map(|body| (body, Vec::new())).map_err(|_| error::BAD_JSON)
}

/// Of a form that is refused no file stays.
async fn multipart(hub: &Arc<Hub>, request: Request) -> Result<(Value, Vec<Upload>), Failure> {
    let mut uploads = Vec::new();
    let body = parts(hub, request, &mut uploads).await;
    if body.is_err() {
        for upload in &uploads {
            drop(tokio::fs::remove_file(hub.file(upload.attachment.id)).await);
        }
    }
    Ok((body?, uploads))
}

async fn parts(hub: &Arc<Hub>, request: Request, uploads: &mut Vec<Upload>) -> Result<Value, Failure> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| error::BAD_JSON)?;
    let (mut body, mut size) = (Value::Null, 0);
    loop {
        let part = match form.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(body),
            Err(_) => return Err(error::BAD_JSON),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().map(str::to_owned);
        let kind = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| error::TOO_LARGE)?;
        size += bytes.len();
        if size > LARGEST {
            return Err(error::TOO_LARGE);
        }
        if let Some(filename) = filename {
            let attachment = store(hub, filename, kind, bytes).await?;
            uploads.push(Upload { field: name, attachment });
        } else if name == "payload_json" {
            body = serde_json::from_slice(&bytes).map_err(|_| error::BAD_JSON)?;
        } else if !body.is_object() {
            body = Value::Object(
                [(name, Value::String(String::from_utf8_lossy(&bytes).into_owned()))].into_iter().collect(),
            );
        }
    }
}

/// Lays a file down under a new id.
async fn store(hub: &Arc<Hub>, filename: String, kind: Option<String>, bytes: Bytes) -> Result<Attachment, Failure> {
    let filename = filename.replace(['/', '\\', '\0'], "_");
    let guessed = || mime_guess::from_path(&filename).first().map(|m| m.to_string());
    let content_type = kind.filter(|k| k != "application/octet-stream").or_else(guessed);
    let shape = content_type.as_deref().filter(|k| k.starts_with("image/")).and_then(|_| cdn::dimensions(&bytes));
    let id = hub.ids.next();
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if let Err(error) = tokio::fs::write(hub.file(id), &bytes).await {
        tracing::error!(%error, "a file could not be stored");
        return Err(refused(500, "a file could not be stored"));
    }
    let (width, height) = shape.unzip();
    Ok(Attachment { id, filename, content_type, size, width, height, description: None })
}

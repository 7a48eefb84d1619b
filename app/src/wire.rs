//! Knows how what was loaded travels: as JSON text that is opened where it is shown. The text itself has one type for
//! all pages, so the browser's half carries the machinery of loading once, and one reader for each thing shown.

pub mod json;

use crate::fault::Fault;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A `T` as JSON text.
pub struct Parcel<T> {
    text: String,
    of: PhantomData<fn() -> T>,
}

impl<T> Parcel<T> {
    #[cfg(feature = "ssr")]
    pub fn pack(value: &T) -> Result<Self, Fault>
    where
        T: serde::Serialize,
    {
        match serde_json::to_string(value) {
            Ok(text) => Ok(Self { text, of: PhantomData }),
            Err(error) => {
                tracing::error!(error = %error, "what was loaded could not be written as JSON");
                Err(Fault::Unreachable)
            }
        }
    }

    pub fn open(&self) -> Result<T, Fault>
    where
        T: DeserializeOwned,
    {
        // A page older than the server: loading it again helps, and so its words say.
        json::read(&self.text).map_err(|_| Fault::Unreachable)
    }
}

/// The answer of a server function that gives a [`Parcel`]: its text as it is.
pub struct ParcelEncoding;
pub type Packed = Post<ParcelEncoding>;

impl ContentType for ParcelEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for ParcelEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T> Encodes<Parcel<T>> for ParcelEncoding {
    type Error = std::convert::Infallible;

    fn encode(parcel: &Parcel<T>) -> Result<Bytes, Self::Error> {
        Ok(Bytes::copy_from_slice(parcel.text.as_bytes()))
    }
}

impl<T> Decodes<Parcel<T>> for ParcelEncoding {
    type Error = std::string::FromUtf8Error;

    fn decode(bytes: Bytes) -> Result<Parcel<T>, Self::Error> {
        Ok(Parcel { text: String::from_utf8(bytes.into())?, of: PhantomData })
    }
}

/// A fault as it travels.
pub struct FaultEncoding;

impl ContentType for FaultEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for FaultEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<Fault> for FaultEncoding {
    type Error = serde_json::Error;

    fn encode(fault: &Fault) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(fault).map(Bytes::from)
    }
}

impl Decodes<Fault> for FaultEncoding {
    type Error = json::Unread;

    fn decode(bytes: Bytes) -> Result<Fault, Self::Error> {
        json::read(std::str::from_utf8(&bytes).map_err(|_| json::Unread)?)
    }
}

type Text = Result<String, Fault>;

/// Inside the page: `+` and the text, or `-` and the fault.
pub struct Signed;

impl Encoder<Text> for Signed {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(text: &Text) -> Result<String, serde_json::Error> {
        Ok(match text {
            Ok(text) => format!("+{text}"),
            Err(fault) => format!("-{}", serde_json::to_string(fault)?),
        })
    }
}

impl Decoder<Text> for Signed {
    type Error = json::Unread;
    type Encoded = str;

    fn decode(text: &str) -> Result<Text, json::Unread> {
        match text.strip_prefix('+') {
            Some(text) => Ok(Ok(text.to_owned())),
            None => Ok(Err(json::read(text.trim_start_matches('-'))?)),
        }
    }
}

/// What a page loads: once on the server, again in the browser when what it depends on changes.
pub struct Load<T> {
    text: Resource<Text, Signed>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

impl<T: DeserializeOwned> Load<T> {
    pub fn new<S, F>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Self
    where
        S: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Parcel<T>, Fault>> + Send + 'static,
    {
        let fetch = move |from| -> std::pin::Pin<Box<dyn Future<Output = Text> + Send>> {
            let parcel = fetch(from);
            Box::pin(async move { parcel.await.map(|parcel| parcel.text) })
        };
        Self { text: Resource::new_with_options(source, fetch, false), of: PhantomData }
    }

    /// Waits for it.
    pub async fn get(self) -> Result<T, Fault> {
        Parcel { text: self.text.await?, of: PhantomData }.open()
    }

    pub fn refetch(self) {
        self.text.refetch();
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_opened_alike() {
        let value = (1_i64, "\"+-\" việt 中".to_owned());
        let parcel = Parcel::pack(&value).unwrap();
        let bytes = ParcelEncoding::encode(&parcel).unwrap();
        let back: Parcel<(i64, String)> = ParcelEncoding::decode(bytes).unwrap();
        assert_eq!(back.open().unwrap(), value);
        for text in [Ok(parcel.text), Ok(String::new()), Err(Fault::Login), Err(Fault::Refused("no".into()))] {
            assert_eq!(Signed::decode(&Signed::encode(&text).unwrap()).unwrap(), text);
        }
        let other: Parcel<(i64, i64)> = Parcel { text: "[1]".into(), of: PhantomData };
        assert_eq!(other.open(), Err(Fault::Unreachable));
    }
}

//! Frames as they leave: text, or compressed each by itself, or as one stream without end.

use axum::extract::ws::Message;
use flate2::{Compress, Compression, FlushCompress};

/// "For some events", says Discord (<https://discord.com/developers/docs/events/gateway#payload-compression>): for
/// those that are worth it.
const WORTH_IT: usize = 4_096;

pub enum Packer {
    Plain,
    /// Long ones, each by itself.
    Each,
    Stream(Box<Compress>),
}

fn fresh() -> Compress {
    Compress::new(Compression::fast(), true)
}

impl Packer {
    pub fn new(stream: bool) -> Self {
        if stream { Self::Stream(Box::new(fresh())) } else { Self::Plain }
    }

    pub fn pack(&mut self, text: &str) -> Message {
        let packed = match self {
            Self::Plain => None,
            Self::Each if text.len() < WORTH_IT => None,
            Self::Each => squeeze(&mut fresh(), text.as_bytes(), FlushCompress::Finish),
            Self::Stream(context) => squeeze(context, text.as_bytes(), FlushCompress::Sync),
        };
        packed.map_or_else(|| Message::text(text), |bytes| Message::Binary(bytes.into()))
    }
}

fn squeeze(context: &mut Compress, mut input: &[u8], flush: FlushCompress) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(input.len() / 2 + 64);
    loop {
        let before = (context.total_in(), out.len());
        out.reserve(256);
        context.compress_vec(input, &mut out, flush).ok()?;
        let taken = usize::try_from(context.total_in() - before.0).ok()?;
        input = &input[taken..];
        let room_left = out.len() < out.capacity();
        if input.is_empty() && room_left || taken == 0 && out.len() == before.1 {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn bytes(message: Message) -> Vec<u8> {
        let Message::Binary(bytes) = message else { panic!("not packed") };
        bytes.to_vec()
    }

    #[test]
    fn a_stream_reads_as_one() {
        let mut packer = Packer::new(true);
        let long = "\u{e9}vent ".repeat(20_000);
        let mut all = bytes(packer.pack("hello"));
        assert!(all.ends_with(&[0, 0, 0xff, 0xff]));
        all.extend(bytes(packer.pack(&long)));
        let mut text = vec![0; 5 + long.len()];
        flate2::read::ZlibDecoder::new(&all[..]).read_exact(&mut text).unwrap();
        assert_eq!(text, format!("hello{long}").into_bytes());
    }

    #[test]
    fn each_long_one_reads_alone() {
        let long = "hello ".repeat(1_000);
        let packed = bytes(Packer::Each.pack(&long));
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, long);
        assert_eq!(Packer::Each.pack("hello"), Message::text("hello"));
    }
}

//! Knows how Discord's content reads: its markdown, embeds, components and role colours, as plain values; and how it
//! looks there, for previews. Knows nothing of Discord's wire beyond the JSON of what was said.

pub mod colour;
pub mod look;
pub mod markdown;
pub mod rich;

//! Knows how Discord's content reads: its markdown, embeds, components and role colours, as plain values. Knows
//! nothing of Discord's wire beyond the JSON of what was said.

pub mod colour;
pub mod markdown;
pub mod rich;

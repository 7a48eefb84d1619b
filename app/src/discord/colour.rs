//! Knows how to keep a person's chosen colour readable: Discord's role colours shifted until they stand out from the
//! page in either theme by WCAG's measure (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).

/// The pages' backgrounds on which coloured names stand, lightest and darkest use of each theme (see the tokens).
const LIGHT: Rgb = Rgb(0xEE, 0xF1, 0xF5);
const DARK: Rgb = Rgb(0x22, 0x28, 0x33);
/// AA for text of any size.
const ENOUGH: f64 = 4.5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rgb(u8, u8, u8);

/// A CSS value that is `0xRRGGBB` made readable on light and on dark; none for Discord's "no colour".
pub fn readable(colour: i32) -> Option<String> {
    if colour <= 0 {
        return None;
    }
    let [_, r, g, b] = colour.to_be_bytes();
    let light = shifted(Rgb(r, g, b), LIGHT, Rgb(0, 0, 0));
    let dark = shifted(Rgb(r, g, b), DARK, Rgb(255, 255, 255));
    Some(format!("light-dark({}, {})", hex(light), hex(dark)))
}

/// `#rrggbb` as it is, for edges and dots.
pub fn exact(colour: i32) -> String {
    let [_, r, g, b] = colour.to_be_bytes();
    hex(Rgb(r, g, b))
}

fn hex(Rgb(r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Mixed with the pole in steps of a twentieth until it stands out enough.
fn shifted(colour: Rgb, ground: Rgb, pole: Rgb) -> Rgb {
    (0..=20).map(|step| mix(colour, pole, step)).find(|mixed| contrast(*mixed, ground) >= ENOUGH).unwrap_or(pole)
}

fn mix(a: Rgb, b: Rgb, step: u32) -> Rgb {
    let part = |a: u8, b: u8| u8::try_from((u32::from(a) * (20 - step) + u32::from(b) * step) / 20).unwrap_or(u8::MAX);
    Rgb(part(a.0, b.0), part(a.1, b.1), part(a.2, b.2))
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(Rgb(r, g, b): Rgb) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_measure_is_wcags() {
        assert!((contrast(Rgb(0, 0, 0), Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
        assert!((contrast(Rgb(0x77, 0x77, 0x77), Rgb(255, 255, 255)) - 4.48).abs() < 0.01);
    }

    #[test]
    fn no_colour_stays_none() {
        assert_eq!(readable(0), None);
        assert_eq!(exact(0x34_98DB), "#3498db");
    }

    proptest! {
        #[test]
        fn every_colour_becomes_readable(colour in 1_i32..0x0100_0000) {
            let [_, r, g, b] = colour.to_be_bytes();
            prop_assert!(contrast(shifted(Rgb(r, g, b), LIGHT, Rgb(0, 0, 0)), LIGHT) >= ENOUGH);
            prop_assert!(contrast(shifted(Rgb(r, g, b), DARK, Rgb(255, 255, 255)), DARK) >= ENOUGH);
        }
    }
}

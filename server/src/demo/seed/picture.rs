//! Knows how to draw: small PNG pictures, a gradient with a number, by the format's own specification
//! (<https://www.w3.org/TR/png-3/>).

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

pub const WIDTH: u32 = 320;
pub const HEIGHT: u32 = 180;
/// Digits of 3 by 5 dots, a row an octal digit.
const DIGITS: [[u8; 5]; 10] = [
    [7, 5, 5, 5, 7],
    [2, 6, 2, 2, 7],
    [7, 1, 7, 4, 7],
    [7, 1, 3, 1, 7],
    [5, 5, 7, 1, 1],
    [7, 4, 7, 1, 7],
    [7, 4, 7, 5, 7],
    [7, 1, 2, 2, 2],
    [7, 5, 7, 5, 7],
    [7, 5, 7, 1, 7],
];
const DOT: u32 = 14;

/// The same number is the same picture.
pub fn draw(number: u32) -> std::io::Result<Vec<u8>> {
    let digits: Vec<usize> = number.to_string().bytes().map(|digit| usize::from(digit - b'0')).collect();
    let mut raw = Vec::with_capacity((WIDTH as usize * 3 + 1) * HEIGHT as usize);
    for y in 0..HEIGHT {
        raw.push(0);
        for x in 0..WIDTH {
            raw.extend(if is_ink(&digits, x, y) { [255, 255, 255] } else { ground(number, x, y) });
        }
    }
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::fast());
    pixels.write_all(&raw)?;
    let mut head = Vec::new();
    head.extend(WIDTH.to_be_bytes());
    head.extend(HEIGHT.to_be_bytes());
    // Eight bits a channel, red, green and blue.
    head.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &head);
    chunk(&mut png, *b"IDAT", &pixels.finish()?);
    chunk(&mut png, *b"IEND", &[]);
    Ok(png)
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    png.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(body);
    png.extend(kind);
    png.extend(body);
    png.extend(crc.sum().to_be_bytes());
}

/// A gradient in a colour of the number's own.
#[expect(clippy::cast_possible_truncation, reason = "each part stays below 256")]
fn ground(number: u32, x: u32, y: u32) -> [u8; 3] {
    let part = |turn: u32| 40 + (number * 67 + turn * 85) % 120;
    let along = x * 80 / WIDTH;
    let down = y * 50 / HEIGHT;
    [(part(0) + along) as u8, (part(1) + down) as u8, (part(2) + along / 2 + down / 2) as u8]
}

fn is_ink(digits: &[usize], x: u32, y: u32) -> bool {
    let wide = u32::try_from(digits.len()).unwrap_or(1) * 4 - 1;
    let (left, top) = ((WIDTH - wide * DOT) / 2, (HEIGHT - 5 * DOT) / 2);
    let (Some(x), Some(y)) = (x.checked_sub(left), y.checked_sub(top)) else { return false };
    let (column, row) = (x / DOT, (y / DOT) as usize);
    let digit = digits.get((column / 4) as usize);
    let dots = digit.and_then(|digit| DIGITS[*digit].get(row));
    column % 4 < 3 && dots.is_some_and(|dots| dots & (4 >> (column % 4)) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_whole() {
        let png = draw(42).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xae\x42\x60\x82"));
        assert_ne!(png, draw(43).unwrap());
        let digits = [4, 2];
        let ink =
            (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).filter(|(x, y)| is_ink(&digits, *x, *y)).count();
        assert_eq!(ink, (9 + 11) * (DOT * DOT) as usize);
    }
}

//! Knows how to read JSON that this program wrote: the browser's half in place of a general reader, which is twice as
//! large for what never comes here. Fractions, and structs written as lists, are refused; an error says nothing, since
//! the page can only be loaded anew.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// It does not read as what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread;

impl std::fmt::Display for Unread {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unread {}

/// serde's words are dropped before they are made.
impl serde::de::Error for Unread {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

type Read<T> = Result<T, Unread>;

macro_rules! number_by {
    ($($kind:ident)+) => {
        $(fn $kind<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            self.deserialize_i64(visitor)
        })+
    };
}

pub fn read<T: DeserializeOwned>(text: &str) -> Read<T> {
    let mut from = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut from)?;
    if from.next().is_some() { Err(Unread) } else { Ok(value) }
}

/// Deeper than anything that is written; without an end, a text could end the page.
const DEEPEST: u8 = 100;

struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl Reader<'_> {
    /// The next byte that is no blank, which stays.
    fn next(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.next() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Read<()> {
        if self.take(byte) { Ok(()) } else { Err(Unread) }
    }

    fn word(&mut self, word: &str) -> Read<()> {
        self.next();
        let there = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        if there { Ok(()) } else { Err(Unread) }
    }

    /// Before the next of a list or a map: false at its end.
    fn more(&mut self, first: &mut bool, end: u8) -> Read<bool> {
        if self.take(end) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(b',')?;
        }
        Ok(true)
    }

    fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Unread) } else { Ok(()) }
    }

    fn string(&mut self) -> Read<String> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(Unread)?;
            let stop = rest.bytes().position(|byte| byte == b'"' || byte == b'\\').ok_or(Unread)?;
            text.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest.as_bytes()[stop] == b'"' {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Read<char> {
        let byte = self.text.as_bytes().get(self.at).copied().ok_or(Unread)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.four()?;
                if high >> 10 == 0x36 {
                    self.word("\\u")?;
                    let low = self.four()?;
                    if low >> 10 != 0x37 {
                        return Err(Unread);
                    }
                    return char::from_u32(0x1_0000 + ((high & 0x3FF) << 10 | low & 0x3FF)).ok_or(Unread);
                }
                char::from_u32(high).ok_or(Unread)?
            }
            _ => return Err(Unread),
        })
    }

    /// Hex digits.
    fn four(&mut self) -> Read<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(Unread)?;
        self.at += 4;
        digits.iter().try_fold(0, |all, digit| Ok(all << 4 | char::from(*digit).to_digit(16).ok_or(Unread)?))
    }

    fn number(&mut self) -> Read<i64> {
        let minus = self.take(b'-');
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 || matches!(rest.get(length), Some(b'.' | b'e' | b'E')) {
            return Err(Unread);
        }
        self.at += length;
        let digit = |all: i64, byte: &u8| {
            let all = all.checked_mul(10)?;
            let one = i64::from(byte - b'0');
            if minus { all.checked_sub(one) } else { all.checked_add(one) }
        };
        rest[..length].iter().try_fold(0, digit).ok_or(Unread)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unread;

    /// By what comes; only where it says too little are there others below.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.next() {
            Some(b'"') => visitor.visit_string(self.string()?),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.deserialize_unit(visitor),
            _ => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let is_true = self.next() == Some(b't');
        self.word(if is_true { "true" } else { "false" })?;
        visitor.visit_bool(is_true)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.next() == Some(b'n') {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'[')?;
        self.deeper()?;
        let mut list = Within { from: self, first: true };
        let value = visitor.visit_seq(&mut list)?;
        let ended = !list.from.more(&mut list.first, b']')?;
        list.from.depth -= 1;
        if ended { Ok(value) } else { Err(Unread) }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'{')?;
        self.deeper()?;
        let mut map = Within { from: self, first: true };
        let value = visitor.visit_map(&mut map)?;
        let ended = !map.from.more(&mut map.first, b'}')?;
        map.from.depth -= 1;
        if ended { Ok(value) } else { Err(Unread) }
    }

    /// `"Word"`, or `{"Word": what belongs to it}`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        let whole = self.take(b'{');
        self.deeper()?;
        let value = visitor.visit_enum(Variant { from: self, whole })?;
        self.depth -= 1;
        if whole {
            self.expect(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.string()?)
    }

    serde::forward_to_deserialize_any! { char bytes byte_buf ignored_any f32 f64 }

    number_by! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }
}

/// Between the brackets of a list or a map.
struct Within<'a, 'de> {
    from: &'a mut Reader<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for &mut Within<'_, 'de> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.from.next() == Some(b']') {
            return Ok(None);
        }
        self.from.more(&mut self.first, b']')?;
        seed.deserialize(&mut *self.from).map(Some)
    }
}

impl<'de> MapAccess<'de> for &mut Within<'_, 'de> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if self.from.next() == Some(b'}') {
            return Ok(None);
        }
        self.from.more(&mut self.first, b'}')?;
        seed.deserialize(&mut *self.from).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<T::Value> {
        self.from.expect(b':')?;
        seed.deserialize(&mut *self.from)
    }
}

struct Variant<'a, 'de> {
    from: &'a mut Reader<'de>,
    /// Something belongs to it.
    whole: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unread;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<(T::Value, Self)> {
        let name = seed.deserialize(&mut *self.from)?;
        if self.whole {
            self.from.expect(b':')?;
        }
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unread;

    fn unit_variant(self) -> Read<()> {
        if self.whole { self.from.word("null") } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        if self.whole { seed.deserialize(self.from) } else { Err(Unread) }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        if self.whole { self.from.deserialize_seq(visitor) } else { Err(Unread) }
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        if self.whole { self.from.deserialize_map(visitor) } else { Err(Unread) }
    }
}

#[cfg(test)]
mod tests;

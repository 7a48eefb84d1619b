//! Knows how Discord's client reads its marks.

use super::{Block, Inline, parse, plain};
use proptest::prelude::*;

/// The tree in few letters, so that the cases below read.
fn show(text: &str) -> String {
    parse(text).iter().map(show_block).collect::<Vec<_>>().join(" / ")
}

fn show_block(block: &Block) -> String {
    match block {
        Block::Text(text) => show_line(text),
        Block::Heading(level, text) => format!("h{level}({})", show_line(text)),
        Block::Small(text) => format!("small({})", show_line(text)),
        Block::Quote(inner) => format!("quote({})", inner.iter().map(show_block).collect::<Vec<_>>().join(" / ")),
        Block::List(list) => show_list(list),
        Block::Code { language, text } => format!("code[{}]({text})", language.as_deref().unwrap_or_default()),
    }
}

fn show_list(list: &super::List) -> String {
    let items = list.items.iter().map(|item| {
        let inner = item.inner.as_ref().map(|inner| format!(" {}", show_list(inner))).unwrap_or_default();
        format!("{}{inner}", show_line(&item.text))
    });
    let items = items.collect::<Vec<_>>().join("; ");
    match list.start {
        Some(start) => format!("ol{start}({items})"),
        None => format!("ul({items})"),
    }
}

fn show_line(text: &[Inline]) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Bold(inner) => format!("b({})", show_line(inner)),
            Inline::Italic(inner) => format!("i({})", show_line(inner)),
            Inline::Underline(inner) => format!("u({})", show_line(inner)),
            Inline::Strike(inner) => format!("s({})", show_line(inner)),
            Inline::Spoiler(inner) => format!("spoiler({})", show_line(inner)),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Link { href, text } => format!("a[{href}]({})", show_line(text)),
            Inline::User(id) => format!("user {id}"),
            Inline::Role(id) => format!("role {id}"),
            Inline::Channel(id) => format!("channel {id}"),
            Inline::All(word) => format!("all {word}"),
            Inline::Time(seconds, style) => format!("time {seconds} {style}"),
            Inline::Emoji(name) => format!("emoji {name}"),
            Inline::Command(name) => format!("command {name}"),
        })
        .collect()
}

#[test]
fn marks_read_as_in_discord() {
    for (text, want) in [
        ("plain", "plain"),
        ("**bold** and *it* _it_", "b(bold) and i(it) i(it)"),
        ("***both***", "b(i(both))"),
        ("**a *b***", "b(a i(b))"),
        ("*a **b***", "i(a b(b))"),
        ("__under__ ~~gone~~", "u(under) s(gone)"),
        ("___x___", "u(i(x))"),
        ("||secret **b**||", "spoiler(secret b(b))"),
        ("`**no**` ``a ` b``", "`**no**` `a ` b`"),
        (r"\*no\* \\", r"*no* \"),
        ("snake_case_word", "snake_case_word"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**open", "**open"),
        ("****", "****"),
        ("**a `**` b**", "b(a `**` b)"),
        ("không **đậm** 粗**体**字", "không b(đậm) 粗b(体)字"),
        ("a\nb", "a\nb"),
    ] {
        assert_eq!(show(text), want, "{text}");
    }
}

#[test]
fn blocks_read_as_in_discord() {
    for (text, want) in [
        ("# One\n## Two\n### Three\n#### no", "h1(One) / h2(Two) / h3(Three) / #### no"),
        ("-# small\ntext", "small(small) / text"),
        ("> a\n> **b**\nc", "quote(a\nb(b)) / c"),
        (">>> a\n# b\nc", "quote(a / h1(b) / c)"),
        ("- a\n- b\n  - c\n- d", "ul(a; b ul(c); d)"),
        ("3. a\n4. b", "ol3(a; b)"),
        ("say ```rust\nlet a = 1;\n``` done", "say  / code[rust](let a = 1;) /  done"),
        ("```just code```", "code[](just code)"),
        ("```\n# no\n```", "code[](# no)"),
        ("``` open", "``` open"),
        ("#hash -dash 1.5", "#hash -dash 1.5"),
        ("", ""),
        ("\n\n", ""),
    ] {
        assert_eq!(show(text), want, "{text}");
    }
}

#[test]
fn mentions_and_moments_are_known() {
    for (text, want) in [
        ("<@12> <@!13> <@&14> <#15>", "user 12 user 13 role 14 channel 15"),
        ("hi @everyone and @here", "hi all @everyone and all @here"),
        ("<:wave:1> <a:dance:2>", "emoji wave emoji dance"),
        ("<t:1700000000:R> <t:1700000000>", "time 1700000000 R time 1700000000 f"),
        ("<t:99999999999999999999:R> <t:1:x>", "<t:99999999999999999999:R> <t:1:x>"),
        ("</close:5>", "command close"),
        ("<@x> <b>", "<@x> <b>"),
    ] {
        assert_eq!(show(text), want, "{text}");
    }
}

#[test]
fn only_https_becomes_a_link() {
    for (text, want) in [
        ("see https://a.example/x_y_z.", "see a[https://a.example/x_y_z](https://a.example/x_y_z)."),
        ("(https://a.example/w_(x))", "(a[https://a.example/w_(x)](https://a.example/w_(x)))"),
        ("[**name**](https://a.example)", "a[https://a.example](b(name))"),
        ("<https://a.example>", "a[https://a.example](https://a.example)"),
        ("**https://a.example**", "b(a[https://a.example](https://a.example))"),
        ("||https://a.example||", "spoiler(a[https://a.example](https://a.example))"),
        ("http://a.example javascript:alert(1)", "http://a.example javascript:alert(1)"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](https://\"onclick)", "[x](https://\"onclick)"),
        ("[https://b.example](https://a.example)", "a[https://a.example](https://b.example)"),
    ] {
        assert_eq!(show(text), want, "{text}");
    }
}

#[test]
fn an_excerpt_has_words_only() {
    assert_eq!(plain("# Hi\n**you** ||secret||\n- a\n- `b`"), "Hi you … a b");
}

#[test]
fn depth_has_an_end() {
    let deep = format!("{}x{}", "**a *b __c ".repeat(200), "__ * **".repeat(200));
    assert!(!parse(&deep).is_empty());
}

proptest! {
    /// Whatever is said, it is read without panic and no letter is invented.
    #[test]
    fn anything_is_read(text in "[a-z0-9 *_~|`<>@#:\\[\\]()\\\\\n./-]{0,120}|\\PC{0,60}") {
        let words = plain(&text);
        for c in words.chars().filter(char::is_ascii_digit) {
            prop_assert!(text.contains(c));
        }
    }

    #[test]
    fn text_without_signs_stays_itself(text in "[a-zA-Zà-ỹ一-龥 ]{1,80}") {
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(show(&text), text);
    }
}

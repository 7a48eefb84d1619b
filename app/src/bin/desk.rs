//! The browser's module of the daily work. Knows its pages by that name alone.
#![recursion_limit = "256"]

fn main() {
    app::wake_desk();
}

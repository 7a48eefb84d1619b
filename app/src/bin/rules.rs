//! The browser's module of the rules: of types, of the server, who is blocked. Knows its pages by that name alone.
#![recursion_limit = "256"]

fn main() {
    app::wake_rules();
}

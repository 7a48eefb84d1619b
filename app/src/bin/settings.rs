//! The browser's module of what admins set up. Knows its pages by that name alone.
#![recursion_limit = "256"]

fn main() {
    app::wake_settings();
}

//! The browser's module of a ticket type's editor. Knows its pages by that name alone.
#![recursion_limit = "256"]

fn main() {
    app::wake_editor();
}

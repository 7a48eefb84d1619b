//! The browser's module of the departments and their editor. Knows its pages by that name alone.
#![recursion_limit = "256"]

fn main() {
    app::wake_departments();
}

//! Knows how words are compared that somebody looks for: capitals are as good as small letters.

/// In the browser by the browser's own tables, which the module then need not carry.
pub fn folded(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return String::from(js_sys::JsString::from(text).to_lower_case());
    #[cfg(not(feature = "hydrate"))]
    text.to_lowercase()
}

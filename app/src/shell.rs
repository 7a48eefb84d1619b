//! Knows the document around the pages: head, theme, how the browser's half is loaded, and the policy under which
//! all of it runs. Knows no page.

use crate::app::App;
use crate::part::Part;
use crate::ssr::{Module, SiteManifest};
use http::header::{CONTENT_SECURITY_POLICY, COOKIE, HeaderMap, HeaderValue};
use http::request::Parts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;

/// The document. The options are not read: what Leptos would take from them comes from the manifest.
pub fn shell(_options: LeptosOptions) -> impl IntoView {
    let SiteManifest { desk, editor, departments, rules, settings, css, .. } = use_context().unwrap_or_default();
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let module = match Part::of(&path) {
        // Drawn by the server alone.
        _ if cfg!(debug_assertions) && path == "/styleguide" => None,
        Part::Desk => Some(desk),
        Part::Editor => Some(editor),
        Part::Departments => Some(departments),
        Part::Rules => Some(rules),
        Part::Settings => Some(settings),
    };
    let css = format!("/{css}");
    let nonce = use_nonce();
    let nonce_text = nonce.as_ref().map(ToString::to_string).unwrap_or_default();
    set_policy(&nonce_text);
    let start = module.map(|Module { js, wasm }| {
        let (js, wasm) = (format!("/{js}"), format!("/{wasm}"));
        let start = format!("import start from {js:?}; start({{ module_or_path: {wasm:?} }});");
        view! {
            <link rel="modulepreload" href=js crossorigin="" />
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
            <script type="module" nonce=nonce>
                {start}
            </script>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme_of_request()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <link rel="icon" href=ICON />
                <link rel="stylesheet" href=css />
                {start}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// A drawer with its label, drawn in the document so that it costs no request.
pub const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230f766e'/%3E%3Cpath d='M8 10h16v13H8zM8 15h5l1.5 2.5h3L19 15h5' fill='none' stroke='%23fff' stroke-width='2' stroke-linejoin='round'/%3E%3C/svg%3E";

fn set_policy(nonce: &str) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// `light` or `dark` from the cookie `theme`; none: as the system has it.
pub fn theme_of_request() -> Option<&'static str> {
    theme_of(&use_context::<Parts>()?.headers)
}

pub fn theme_of(headers: &HeaderMap) -> Option<&'static str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let theme = cookies.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix("theme="))?;
    ["light", "dark"].into_iter().find(|known| *known == theme)
}

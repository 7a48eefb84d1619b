//! Knows every server function there is, so that the server can mount them and a test can try each as a stranger.

use crate::page;
use leptos::server_fn::axum::register_explicit;

/// To be called once, before the router is made. All are POST, below `/fn/`.
pub fn register_server_functions() {
    register_explicit::<page::home::LoadHome>();
    register_explicit::<page::frame::LoadFrame>();
    register_explicit::<page::frame::SetTheme>();
    register_explicit::<page::inbox::LoadInbox>();
    register_explicit::<page::inbox::LoadSearch>();
    register_explicit::<page::inbox::LoadSuggestions>();
    register_explicit::<page::ticket::LoadTicket>();
    register_explicit::<page::ticket::LoadPage>();
    register_explicit::<page::ticket::LoadFresh>();
}

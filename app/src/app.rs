//! Knows the sitemap: which path shows which page. Knows no page from inside.

use crate::clock::Awake;
use crate::live::Live;
use crate::page::{
    AuditPage, DepartmentPage, DepartmentsPage, Desk, Frame, GoToInbox, HomePage, NoTicket, NotFoundPage, TicketPage,
    TypePage, TypesPage,
};
use crate::ui::{Toaster, Toasts};
use crate::words::{Word as W, w};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Awake::provide();
    Live::provide();
    Toasts::provide();
    let name = w(W::Docket);
    view! {
        <Title formatter=move |page: String| if page.is_empty() { name.to_owned() } else { format!("{page} · {name}") } />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <ParentRoute path=path!("/g/:guild") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view=GoToInbox ssr=SsrMode::Async />
                    <ParentRoute path=path!("") view=Desk ssr=SsrMode::Async>
                        <Route path=path!("inbox") view=NoTicket ssr=SsrMode::Async />
                        <Route path=path!("tickets/:number") view=TicketPage ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("settings/types") view=TypesPage ssr=SsrMode::Async />
                    <Route path=path!("settings/types/:key") view=TypePage ssr=SsrMode::Async />
                    <Route path=path!("settings/departments") view=DepartmentsPage ssr=SsrMode::Async />
                    <Route path=path!("settings/departments/:key") view=DepartmentPage ssr=SsrMode::Async />
                    <Route path=path!("settings/audit") view=AuditPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
        <Toaster />
    }
}

//! Knows the sitemap: which path shows which page, and which of the browser's modules has it. Knows no page from
//! inside.

use crate::clock::Awake;
use crate::live::Live;
use crate::page::{
    AuditPage, BlockedPage, DepartmentPage, DepartmentsPage, Desk, Frame, GoToInbox, GoToSettings, GuildRulesPage,
    HealthPage, HomePage, NoTicket, NotFoundPage, TicketPage, TypePage, TypeRulesPage, TypesPage,
};
#[cfg(feature = "hydrate")]
use crate::part::{self, Part};
use crate::ui::{Toaster, Toasts};
use crate::words::{Word as W, w};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The daily work.
#[component(transparent)]
fn DeskPages() -> AnyNestedRoute {
    view! {
        <ParentRoute path=path!("/g/:guild") view=Frame ssr=SsrMode::Async>
            <Route path=path!("") view=GoToInbox ssr=SsrMode::Async />
            <ParentRoute path=path!("") view=Desk ssr=SsrMode::Async>
                <Route path=path!("inbox") view=NoTicket ssr=SsrMode::Async />
                <Route path=path!("tickets/:number") view=TicketPage ssr=SsrMode::Async />
            </ParentRoute>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The editor of a ticket type.
#[component(transparent)]
fn EditorPages() -> AnyNestedRoute {
    view! {
        <ParentRoute path=path!("/g/:guild") view=Frame ssr=SsrMode::Async>
            <Route path=path!("settings/types/:key") view=TypePage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The departments, and the editor of each.
#[component(transparent)]
fn DepartmentPages() -> AnyNestedRoute {
    view! {
        <ParentRoute path=path!("/g/:guild") view=Frame ssr=SsrMode::Async>
            <Route path=path!("settings/departments") view=DepartmentsPage ssr=SsrMode::Async />
            <Route path=path!("settings/departments/:key") view=DepartmentPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The rules of types and of the server, and who is blocked.
#[component(transparent)]
fn RulePages() -> AnyNestedRoute {
    view! {
        <ParentRoute path=path!("/g/:guild") view=Frame ssr=SsrMode::Async>
            <Route path=path!("settings/types/:key/rules") view=TypeRulesPage ssr=SsrMode::Async />
            <Route path=path!("settings/rules") view=GuildRulesPage ssr=SsrMode::Async />
            <Route path=path!("settings/blocked") view=BlockedPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The front page, and what else admins set up and look after. A path's first word must stand in `part::SETTINGS`.
#[component(transparent)]
fn SettingsPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
        <ParentRoute path=path!("/g/:guild") view=Frame ssr=SsrMode::Async>
            <Route path=path!("settings") view=GoToSettings ssr=SsrMode::Async />
            <Route path=path!("settings/types") view=TypesPage ssr=SsrMode::Async />
            <Route path=path!("settings/audit") view=AuditPage ssr=SsrMode::Async />
            <Route path=path!("health") view=HealthPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// For developers; drawn by the server alone.
#[cfg(all(feature = "ssr", debug_assertions))]
#[component(transparent)]
fn BenchPages() -> AnyNestedRoute {
    view! { <Route path=path!("/styleguide") view=crate::page::styleguide::Styleguide ssr=SsrMode::Async /> }
        .into_inner()
        .into_any_nested_route()
}

/// All of it, as the server draws it.
#[cfg(all(feature = "ssr", debug_assertions))]
#[component]
pub fn App() -> impl IntoView {
    around(
        || view! { <Routes fallback=Elsewhere><DeskPages /><EditorPages /><DepartmentPages /><RulePages /><SettingsPages /><BenchPages /></Routes> },
    )
}

/// All of it, as the server draws it.
#[cfg(all(feature = "ssr", not(debug_assertions)))]
#[component]
pub fn App() -> impl IntoView {
    around(
        || view! { <Routes fallback=Elsewhere><DeskPages /><EditorPages /><DepartmentPages /><RulePages /><SettingsPages /></Routes> },
    )
}

/// What the module `desk` does when it is there.
#[cfg(feature = "hydrate")]
pub fn wake_desk() {
    part::wake(Part::Desk, || around(|| view! { <Routes fallback=Elsewhere><DeskPages /></Routes> }));
}

/// What the module `editor` does when it is there.
#[cfg(feature = "hydrate")]
pub fn wake_editor() {
    part::wake(Part::Editor, || around(|| view! { <Routes fallback=Elsewhere><EditorPages /></Routes> }));
}

/// What the module `departments` does when it is there.
#[cfg(feature = "hydrate")]
pub fn wake_departments() {
    part::wake(Part::Departments, || around(|| view! { <Routes fallback=Elsewhere><DepartmentPages /></Routes> }));
}

/// What the module `rules` does when it is there.
#[cfg(feature = "hydrate")]
pub fn wake_rules() {
    part::wake(Part::Rules, || around(|| view! { <Routes fallback=Elsewhere><RulePages /></Routes> }));
}

/// What the module `settings` does when it is there.
#[cfg(feature = "hydrate")]
pub fn wake_settings() {
    part::wake(Part::Settings, || around(|| view! { <Routes fallback=Elsewhere><SettingsPages /></Routes> }));
}

/// What is around every page.
fn around<V: IntoView + 'static>(pages: impl FnOnce() -> V + Send + 'static) -> impl IntoView {
    provide_meta_context();
    Awake::provide();
    Live::provide();
    Toasts::provide();
    let name = w(W::Docket);
    view! {
        <Title formatter=move |page: String| if page.is_empty() { name.to_owned() } else { format!("{page} · {name}") } />
        <Router>{pages()}</Router>
        <Toaster />
    }
}

/// No page lies here, or another of the browser's modules has it.
#[component]
fn Elsewhere() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    if part::cross() {
        return ().into_any();
    }
    view! { <NotFoundPage /> }.into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::part::Part;
    use leptos_router::{MatchNestedRoutes, PathSegment};

    fn paths(pages: impl MatchNestedRoutes) -> Vec<String> {
        let word = |segment: PathSegment| match segment {
            PathSegment::Static(word) => word.trim_matches('/').to_owned(),
            PathSegment::Param(name) => format!(":{name}"),
            other => panic!("a route with {other:?}"),
        };
        pages
            .generate_routes()
            .into_iter()
            .map(|route| {
                let words = route.segments.into_iter().filter(|segment| *segment != PathSegment::Unit).map(word);
                words.filter(|word| !word.is_empty()).fold(String::new(), |path, word| format!("{path}/{word}"))
            })
            .collect()
    }

    #[test]
    fn each_page_is_woken_by_the_module_that_has_it() {
        let (desk, editor, departments) =
            Owner::new().with(|| (paths(DeskPages()), paths(EditorPages()), paths(DepartmentPages())));
        let (rules, settings) = Owner::new().with(|| (paths(RulePages()), paths(SettingsPages())));
        assert!(desk.contains(&"/g/:guild/tickets/:number".to_owned()), "{desk:?}");
        assert!(settings.contains(&"/g/:guild/settings".to_owned()), "{settings:?}");
        let all = [
            (desk, Part::Desk),
            (editor, Part::Editor),
            (departments, Part::Departments),
            (rules, Part::Rules),
            (settings, Part::Settings),
        ];
        for (all, part) in all {
            for path in all {
                assert_eq!(Part::of(&path), part, "{path}");
            }
        }
    }
}

//! Every part in all its states, in development builds. Drawn by the server alone, so that each state stands still. Its
//! words are samples for developers and stand here, not in the table.

mod forms;
mod marks;
mod surfaces;

use forms::{Buttons, Choosing, Typing};
use leptos::prelude::*;
use leptos_meta::Title;
use marks::{Marks, Moments, Signs};
use surfaces::{Above, Places, Rows};

#[component]
pub fn Styleguide() -> impl IntoView {
    view! {
        <Title text="Style guide" />
        <main class="mx-auto flex max-w-5xl flex-col gap-10 px-6 py-10">
            <h1 class="text-2xl font-semibold tracking-tight">"Style guide"</h1>
            <Section title="Buttons"><Buttons /></Section>
            <Section title="Places to type in"><Typing /></Section>
            <Section title="Choosing"><Choosing /></Section>
            <Section title="States of tickets"><Marks /></Section>
            <Section title="Moments and people"><Moments /></Section>
            <Section title="Signs"><Signs /></Section>
            <Section title="Instead of content"><Places /></Section>
            <Section title="Rows and changes"><Rows /></Section>
            <Section title="Above the page"><Above /></Section>
        </main>
    }
}

#[component]
fn Section(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="flex flex-col gap-4" aria-label=title>
            <h2 class="border-b border-line pb-2 text-lg font-semibold">{title}</h2>
            {children()}
        </section>
    }
}

/// One state under its name.
#[component]
fn State(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="flex min-w-0 flex-col gap-2">
            <p class="text-xs text-faint">{name}</p>
            <div class="min-w-0">{children()}</div>
        </div>
    }
}

/// States beside each other.
#[component]
fn States(children: Children) -> impl IntoView {
    view! { <div class="grid gap-x-8 gap-y-6 md:grid-cols-2">{children()}</div> }
}

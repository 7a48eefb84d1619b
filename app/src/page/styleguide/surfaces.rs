//! What stands in the place of content, what holds rows, and what floats above the page.

use super::{State, States};
use crate::page::frame::{BotShown, FrameShown, Palette, PaletteDialog};
use crate::ui::menu::{Menu, MenuSide};
use crate::ui::{
    Banner, Button, Change, Dialog, Diff, Drawer, EmptyState, Head, Sign, Skeleton, Sorted, Tab, TabState, Table, Tabs,
    Tone, toast,
};
use domain::{GuildId, Standing, UserId};
use leptos::prelude::*;

#[component]
pub fn Places() -> impl IntoView {
    view! {
        <States>
            <State name="Empty">
                <EmptyState sign=Sign::Inbox title="No tickets yet" text="They appear here as members open them in Discord.">
                    <Button>"The one thing to do"</Button>
                </EmptyState>
            </State>
            <State name="On its way"><Skeleton rows=3 /></State>
        </States>
        <div class="flex flex-col gap-2">
            <Banner tone=Tone::Quiet sign=Sign::Offline title="The live connection is broken." />
            <Banner tone=Tone::Warn sign=Sign::Warning title="Discord refuses something">
                <p>"Grant the bot Manage Channels in the category Tickets."</p>
            </Banner>
            <Banner tone=Tone::Danger sign=Sign::Warning title="This ticket could not be opened" />
        </div>
    }
}

#[component]
pub fn Rows() -> impl IntoView {
    let head = |words: &str, sorted| Head { words: words.to_owned(), href: Some("#".to_owned()), sorted };
    let heads =
        vec![head("When", Some(Sorted::Down)), head("Who", None), Head { words: "What".into(), ..Head::default() }];
    let rows = ["Ada", "Olivia", "王小明"]
        .map(|who| {
            view! {
                <tr>
                    <td class="cell figures">"21 Nov 2026, 15:00"</td>
                    <td class="cell">{who}</td>
                    <td class="cell">"saved the type Buy gold"</td>
                </tr>
            }
        })
        .into_iter()
        .collect_view();
    let change = |field: &str, before: &str, after: &str| Change {
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let changes = vec![
        change("Welcome", "Hello, we answer soon.", "Hello, we answer within two hours."),
        change("Label", "", "Buy gold"),
        change("Banner", "https://example.org/a.png", ""),
    ];
    let tabs = TabState::new("form");
    view! {
        <Table label="Audit" heads after="#">{rows}</Table>
        <Diff changes />
        <div>
            <Tabs state=tabs label="Previews" tabs=vec![("panel", "Panel"), ("form", "Form")] />
            <Tab state=tabs id="panel">"The panel's sheet."</Tab>
            <Tab state=tabs id="form">"The form's sheet: without a script both are in sight."</Tab>
        </div>
    }
}

fn frame() -> FrameShown {
    FrameShown {
        person: UserId(1),
        name: "Ada".to_owned(),
        username: "ada".to_owned(),
        guild: GuildId(1),
        guild_name: "Acme Games".to_owned(),
        guilds: vec![(GuildId(2), "Quiet Corner".to_owned())],
        standing: Standing::Admin,
        theme: String::new(),
        bot: BotShown::Fine,
        problems: Vec::new(),
    }
}

#[component]
pub fn Above() -> impl IntoView {
    let button = || view! { "Menu" };
    let undo = view! { <button type="button" class="flex-none font-medium text-accent-strong underline underline-offset-2">"Undo"</button> };
    view! {
        <States>
            <State name="Toasts">
                <div class="flex flex-col items-start gap-2">
                    <toast::Line text="Link copied".to_owned() undo=().into_any() />
                    <toast::Line text="Buy gold is paused".to_owned() undo=undo.into_any() />
                </div>
            </State>
            <State name="Menu, unfolded">
                <div class="h-40">
                    <Menu label="Menu" side=MenuSide::Below button=button.into() button_class="rounded-sm border border-edge px-3 py-1" unfolded=true>
                        <p class="px-2.5 py-1.5">"An entry"</p>
                        <p class="px-2.5 py-1.5">"Another"</p>
                    </Menu>
                </div>
            </State>
            <State name="Dialog">
                <div class="still">
                    <Dialog node_ref=NodeRef::new() label=Signal::stored("Keyboard shortcuts".to_owned()) shown=true>
                        <p class="mt-3 text-soft">"What is asked or told."</p>
                    </Dialog>
                </div>
            </State>
            <State name="Palette">
                <div class="still">
                    <PaletteDialog palette=Palette::sample(frame()) shown=true />
                </div>
            </State>
            <State name="Drawer">
                <div class="still">
                    <Drawer node_ref=NodeRef::new() label=Signal::stored("Details".to_owned()) shown=true>
                        <p class="text-soft">"What comes in from the side."</p>
                    </Drawer>
                </div>
            </State>
        </States>
    }
}

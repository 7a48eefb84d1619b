//! What is pressed, typed in and chosen from.

use super::{State, States};
use crate::ui::{
    Button, ButtonKind, Choice, ColourField, Combobox, Field, Icon, LinkButton, Look, SaveBar, Segmented, Select,
    Several, Sign, Switch,
};
use leptos::prelude::*;

const LONG: &str =
    "Nguyễn Thị Minh Khai, 王小明 and a name that goes on for much longer than any place has room for it";

#[component]
pub fn Buttons() -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center gap-3">
            <Button kind=ButtonKind::Primary>"Primary"</Button>
            <Button kind=ButtonKind::Primary attr:disabled=true>"Primary, disabled"</Button>
            <Button>"Secondary"</Button>
            <Button attr:disabled=true>"Secondary, disabled"</Button>
            <Button><Icon sign=Sign::Plus />"With a sign"</Button>
            <LinkButton href=Signal::stored("#".to_owned())>"A link"</LinkButton>
        </div>
    }
}

#[component]
pub fn Typing() -> impl IntoView {
    let fault = |text: &str| Signal::stored(Some(text.to_owned()));
    view! {
        <States>
            <State name="Empty, with a hint">
                <Field id="sg-empty" name="a" label="Label" placeholder="Buy gold" hint="What stands on the button." />
            </State>
            <State name="Filled and counted">
                <Field id="sg-count" name="b" label="Label" value="Buy gold" most=80 />
            </State>
            <State name="Too long">
                <Field
                    id="sg-long"
                    name="c"
                    label="Label"
                    value=LONG
                    most=80
                    fault=fault("Discord shows 80 letters at most.")
                />
            </State>
            <State name="Several lines, at fault">
                <Field
                    id="sg-lines"
                    name="d"
                    label="Welcome"
                    value="Hello {member},\nwe answer within {response}."
                    rows=4
                    most=4000
                    fault=fault("{response} is no name that Docket knows. Did you mean {response_time}?")
                />
            </State>
            <State name="Right to left">
                <Field id="sg-rtl" name="e" label="Label" value="שלום עולם, كيف الحال" />
            </State>
            <State name="A colour"><ColourField id="sg-colour" name="f" label="Colour" value="#3498db" /></State>
            <State name="No colour">
                <ColourField id="sg-no-colour" name="g" label="Colour" value="blue" fault=fault("Write it as #rrggbb.") />
            </State>
        </States>
    }
}

fn roles() -> Vec<Choice> {
    let role = |value: &str, words: &str, colour: &str| Choice {
        value: value.to_owned(),
        words: words.to_owned(),
        look: Look::Colour(colour.to_owned()),
        ..Choice::default()
    };
    vec![
        role("1", "Billing team", "#e74c3c"),
        role("2", "Tech team", "#3498db"),
        Choice { refused: Some("Above the bot's role".to_owned()), ..role("3", "Owner", "#f1c40f") },
        role("4", LONG, "#2ecc71"),
    ]
}

fn channels() -> Vec<Choice> {
    [("10", "tickets", "Support"), ("11", "closed", "Archive")]
        .map(|(value, words, note)| Choice {
            value: value.to_owned(),
            words: words.to_owned(),
            note: Some(note.to_owned()),
            look: Look::Sign(Sign::Hash),
            refused: None,
        })
        .into()
}

#[component]
pub fn Choosing() -> impl IntoView {
    let chosen = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let options = vec![("a".to_owned(), "Any status".to_owned()), ("b".to_owned(), "Open".to_owned())];
    let themes = vec![("x", "System", Sign::Screen), ("y", "Light", Sign::Sun), ("z", "Dark", Sign::Moon)];
    let form = NodeRef::new();
    let nothing = Callback::new(|()| {});
    view! {
        <States>
            <State name="Select"><Select id="sg-select" name="s" label="Status" options value="b" /></State>
            <State name="Segmented">
                <form>
                    <Segmented
                        name="t"
                        label="Theme"
                        options=themes
                        value="y".to_owned()
                        on_choose=Callback::new(|_| {})
                    />
                </form>
            </State>
            <State name="Switch: off, on, with a hint, disabled">
                <div class="flex flex-col items-start gap-3">
                    <Switch id="sg-off" name="u" label="Off" on=false />
                    <Switch id="sg-on" name="v" label="On" on=true hint="Holds at once, with a way back." />
                    <Switch id="sg-dis" name="w" label="Disabled" on=true disabled=true />
                </div>
            </State>
            <State name="Combobox without a script">
                <Combobox id="sg-native" name="k" label="Roles" choices=roles() chosen=chosen(&["1"]) several=Several::Many />
            </State>
            <State name="Combobox: several, unfolded">
                <div class="pb-52">
                    <Combobox
                        id="sg-many"
                        name="l"
                        label="Staff roles"
                        choices=roles()
                        chosen=chosen(&["1", "4"])
                        several=Several::Many
                        unfolded=true
                    />
                </div>
            </State>
            <State name="Combobox: one, at fault, unfolded">
                <Combobox
                    id="sg-one"
                    name="m"
                    label="Category"
                    choices=channels()
                    several=Several::One
                    placeholder="Choose a category"
                    fault=Signal::stored(Some("This category was deleted in Discord.".to_owned()))
                    unfolded=true
                />
            </State>
            <State name="Save bar: unsaved">
                <form node_ref=form class="overflow-hidden rounded-md border border-line px-4">
                    <SaveBar form dirty=true busy=false on_discard=nothing />
                </form>
            </State>
            <State name="Save bar: saved">
                <form class="overflow-hidden rounded-md border border-line px-4">
                    <SaveBar form dirty=false busy=false on_discard=nothing note=Some("Live in Discord".to_owned()) />
                </form>
            </State>
        </States>
    }
}

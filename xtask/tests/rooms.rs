//! The house's arrows, held against what the manifests say. Knows rooms by name, no code in them.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Who may stand on whom: `domain ← store ← {app, bot} ← server`, and the sandbox for the demo.
const ARROWS: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("app", &["domain", "store"]),
    ("bot", &["domain", "store"]),
    ("server", &["app", "bot", "domain", "sandbox", "store"]),
    ("sandbox", &[]),
    ("xtask", &[]),
    // Looks at everything from outside; nothing stands on it.
    ("drill", &["bot", "domain", "sandbox", "store"]),
];

/// Tests may use the stand-in for Discord too.
const TESTS_MAY_USE: &str = "sandbox";

struct Room {
    /// Name to (kind, optional) of each dependency that is a room too.
    uses: Vec<(String, Kind, bool)>,
    features: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Normal,
    Tests,
    Build,
}

fn metadata() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root);
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

fn rooms() -> BTreeMap<String, Room> {
    let all = metadata();
    let packages = all["packages"].as_array().unwrap();
    let name = |package: &Value| package["name"].as_str().unwrap().to_owned();
    let names: BTreeSet<String> = packages.iter().map(name).collect();
    let room = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap();
        let uses = dependencies.iter().filter_map(|dependency| {
            let on = dependency["name"].as_str().unwrap();
            let kind = match dependency["kind"].as_str() {
                None => Kind::Normal,
                Some("dev") => Kind::Tests,
                Some(_) => Kind::Build,
            };
            let optional = dependency["optional"].as_bool().unwrap();
            names.contains(on).then(|| (on.to_owned(), kind, optional))
        });
        let features = serde_json::from_value(package["features"].clone()).unwrap();
        Room { uses: uses.collect(), features }
    };
    packages.iter().map(|package| (name(package), room(package))).collect()
}

/// The rooms a room is built on with these features on, by their own declarations.
fn uses_with(room: &Room, features: &[&str]) -> BTreeSet<String> {
    let mut on: BTreeSet<String> = BTreeSet::new();
    let mut wanted: Vec<String> = features.iter().map(|&feature| feature.to_owned()).collect();
    while let Some(feature) = wanted.pop() {
        if on.insert(feature.clone()) {
            wanted.extend(room.features.get(&feature).into_iter().flatten().cloned());
        }
    }
    let switched_on = |name: &str| {
        on.iter().any(|feature| {
            let bare = feature.strip_prefix("dep:").unwrap_or(feature);
            // `store/x` switches `store` on as well, `store?/x` does not.
            bare == name || bare.split_once('/').is_some_and(|(dependency, _)| dependency == name)
        })
    };
    let normal = room.uses.iter().filter(|(_, kind, _)| *kind != Kind::Tests);
    let used = normal.filter(|(name, _, optional)| !optional || switched_on(name));
    used.map(|(name, ..)| name.clone()).collect()
}

#[test]
fn every_room_is_on_the_map() {
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let rooms = rooms();
    let there: BTreeSet<&str> = rooms.keys().map(String::as_str).collect();
    assert_eq!(there, known, "a room without a place on the map: decide what it may stand on");
}

#[test]
fn no_arrow_but_those_drawn() {
    let rooms = rooms();
    for (name, allowed) in ARROWS {
        for (on, kind, _) in &rooms[name].uses {
            let for_tests = *kind == Kind::Tests && on == TESTS_MAY_USE;
            // A crate may name itself among its dev-dependencies to switch its own features on.
            let itself = *kind == Kind::Tests && on == name;
            assert!(for_tests || itself || allowed.contains(&on.as_str()), "{name} may not use {on} ({kind:?})");
        }
    }
}

#[test]
fn the_browser_half_knows_only_the_words() {
    let rooms = rooms();
    let only = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(uses_with(&rooms["app"], &[]), only(&["domain"]));
    assert_eq!(uses_with(&rooms["app"], &["hydrate"]), only(&["domain"]));
    assert_eq!(uses_with(&rooms["app"], &["ssr"]), only(&["domain", "store"]));
}

#[test]
fn app_brings_no_half_by_default() {
    let default = rooms()["app"].features.get("default").cloned().unwrap_or_default();
    assert!(default.is_empty(), "the server would get the browser's half, or the other way round");
}

#[test]
fn the_sandbox_knows_nothing_of_docket() {
    let sandbox = &rooms()["sandbox"];
    let ours: Vec<_> = sandbox.uses.iter().filter(|(on, ..)| on != "sandbox").collect();
    assert!(ours.is_empty(), "the sandbox stands alone, its tests too: {ours:?}");
}

#[test]
fn drills_are_never_in_what_is_shipped() {
    for (name, room) in rooms() {
        let by_default = uses_feature(&room.features, "default", "drill");
        assert!(!by_default, "{name} switches its drill points on by default");
    }
}

fn uses_feature(all: &BTreeMap<String, Vec<String>>, from: &str, wanted: &str) -> bool {
    let inner = all.get(from).into_iter().flatten();
    inner.into_iter().any(|feature| {
        feature == wanted || feature.ends_with(&format!("/{wanted}")) || uses_feature(all, feature, wanted)
    })
}

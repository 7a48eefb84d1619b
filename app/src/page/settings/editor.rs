//! Knows an editor while somebody types: what stands in its form, what is saved, what is wrong, what others saved
//! meanwhile. Knows no setting by name; the form's fields are drawn by whoever uses it.

use super::answer::{InDiscord, Opened, Told};
use super::form::Form;
use domain::setting::{Conflict, FieldFault, field_name, label};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

type Check = Arc<dyn Fn(&Form) -> Vec<FieldFault> + Send + Sync>;

/// The page's fields hold the words; this is what was read from them last.
#[derive(Clone, Copy)]
pub struct Editor {
    pub form: RwSignal<Form>,
    pub node: NodeRef<html::Form>,
    /// The fields are drawn anew when it changes.
    pub drawn: RwSignal<u32>,
    /// What the server refused beyond the rules that are known here; until something is typed.
    pub told: RwSignal<Vec<Told>>,
    pub changed: RwSignal<Option<Conflict>>,
    /// What holds on the server, once it is known to differ.
    pub theirs: RwSignal<Option<(Form, i64)>>,
    pub live: RwSignal<InDiscord>,
    pub busy: RwSignal<bool>,
    pub saved: RwSignal<Form>,
    /// The revision that this form was made from.
    pub seen: RwSignal<i64>,
    /// What its fields are called, where they have a table of their own.
    own: Option<fn(&str) -> &'static str>,
    faults: Memo<Vec<Told>>,
    dirty: Memo<bool>,
}

impl Editor {
    pub fn new(opened: &Opened, check: impl Fn(&Form) -> Vec<FieldFault> + Send + Sync + 'static) -> Self {
        let check: Check = Arc::new(check);
        let kept = opened.kept.as_ref();
        let typed = kept.and_then(|kept| kept.form.clone());
        let seen = typed.as_ref().and_then(|form| form.get("seen").parse().ok()).unwrap_or(opened.revision);
        let form = RwSignal::new(typed.unwrap_or_else(|| opened.form.clone()));
        let saved = RwSignal::new(opened.form.clone());
        let told = RwSignal::new(kept.map(|kept| kept.faults().to_vec()).unwrap_or_default());
        let conflict = kept.and_then(|kept| match &kept.answer {
            Some(super::answer::Answer::Conflict(conflict)) => Some(conflict.clone()),
            _ => None,
        });
        let faults = Memo::new(move |_| {
            let mut faults: Vec<Told> = form.with(|form| check(form)).into_iter().map(Told::from).collect();
            told.with(|told| {
                faults.extend(
                    told.iter()
                        .filter(|told| faults.iter().all(|known| known.field != told.field))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            });
            faults
        });
        Self {
            form,
            node: NodeRef::new(),
            drawn: RwSignal::new(0),
            told,
            changed: RwSignal::new(conflict),
            theirs: RwSignal::new(None),
            live: RwSignal::new(opened.live),
            busy: RwSignal::new(false),
            saved,
            seen: RwSignal::new(seen),
            own: None,
            faults,
            dirty: Memo::new(move |_| form.with(|form| saved.with(|saved| !form.says_as(saved)))),
        }
    }

    /// With a table of names of its own.
    pub fn called(mut self, own: fn(&str) -> &'static str) -> Self {
        self.own = Some(own);
        self
    }

    /// What stands above a field.
    pub fn label(self, name: &str) -> &'static str {
        match self.own {
            Some(own) => own(name),
            None => label(name),
        }
    }

    pub fn is_dirty(self) -> bool {
        self.dirty.get()
    }

    /// Whether something is unsaved, asked by a handler.
    pub fn is_dirty_untracked(self) -> bool {
        let differs = |form: &Form| self.saved.try_with_untracked(|saved| !form.says_as(saved)).unwrap_or(false);
        self.form.try_with_untracked(differs).unwrap_or(false)
    }

    pub fn value(self, name: &str) -> String {
        self.form.with_untracked(|form| form.get(name).to_owned())
    }

    /// What is wrong at a field, in words; faults inside of it are said with where they are.
    pub fn fault(self, name: &str) -> Option<String> {
        self.faults.with(|faults| {
            let at = faults.iter().find(|fault| fault.field == name);
            let inside = || faults.iter().find(|fault| is_inside(&fault.field, name));
            match at {
                Some(fault) => Some(fault.words.clone()),
                None => inside().map(|fault| format!("{}: {}", field_name(&fault.field), fault.words)),
            }
        })
    }

    /// Everything that is wrong: the field, what it is called, and why.
    pub fn faults(self) -> Vec<(String, String, String)> {
        let name = |field: &str| self.own.map_or_else(|| field_name(field), |own| own(field).to_owned());
        let told = |fault: &Told| (fault.field.clone(), name(&fault.field), fault.words.clone());
        self.faults.with(|faults| faults.iter().map(told).collect())
    }

    /// Another form in the place of this one: the fields are drawn anew.
    pub fn put(self, form: Form) {
        self.form.set(form);
        self.told.set(Vec::new());
        self.drawn.update(|drawn| *drawn += 1);
        super::browser::show_what_is_drawn(self.node);
    }

    /// What is saved now is this.
    pub fn adopt(self, form: Form, revision: i64) {
        self.saved.set(form.clone());
        self.seen.set(revision);
        self.changed.set(None);
        self.theirs.set(None);
        self.put(form);
    }

    /// What the server has now. Without unsaved changes it is taken over quietly; else it is told.
    pub fn hear(self, opened: Opened) {
        self.live.set(opened.live);
        if opened.revision <= self.seen.get_untracked() {
            return;
        }
        if self.saved.with_untracked(|saved| opened.form.says_as(saved)) {
            // Another part of the same thing was saved.
            self.seen.set(opened.revision);
        } else if self.dirty.get_untracked() && !self.form.with_untracked(|form| form.says_as(&opened.form)) {
            self.theirs.set(Some((opened.form, opened.revision)));
            self.changed.set(opened.changed);
        } else {
            self.adopt(opened.form, opened.revision);
        }
    }
}

/// A choice of a question's list is told at the list, which is one field.
fn is_inside(fault: &str, field: &str) -> bool {
    fault.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')) && field.contains('.')
}

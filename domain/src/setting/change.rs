//! Knows what differs between two states of a setting, in words for people: names instead of ids.

use super::words;
use super::{Choices, DepartmentDraft, TypeDraft};
use crate::{ChannelId, DepartmentId, Question, RoleId};
use serde::{Deserialize, Serialize};

/// One field, as it was and as it is; empty where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub before: String,
    pub after: String,
}

#[derive(Default)]
pub(super) struct Changes(pub Vec<FieldChange>);

impl Changes {
    pub fn see(&mut self, field: &str, before: impl Into<String>, after: impl Into<String>) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.0.push(FieldChange { field: field.to_owned(), before, after });
        }
    }

    fn text(&mut self, field: &str, before: Option<&str>, after: Option<&str>) {
        self.see(field, before.unwrap_or_default(), after.unwrap_or_default());
    }
}

/// Whoever reads changes may read of what Discord has lost meanwhile.
impl Choices {
    pub(super) fn role_name(&self, role: RoleId) -> String {
        self.role(role).map_or_else(|| format!("a deleted role ({role})"), |role| role.name.clone())
    }

    fn category_name(&self, category: Option<ChannelId>) -> String {
        let Some(id) = category else { return String::new() };
        self.category(id).map_or_else(|| format!("a deleted category ({id})"), |category| category.name.clone())
    }

    fn department_name(&self, department: DepartmentId) -> String {
        self.department(department)
            .map_or_else(|| format!("a deleted department ({department})"), |department| department.name.clone())
    }
}

impl TypeDraft {
    /// What became different on the way to `after`, in the editor's order.
    pub fn changes(&self, after: &Self, choices: &Choices) -> Vec<FieldChange> {
        let mut all = Changes::default();
        all.see("name", &self.name, &after.name);
        all.see("label", &self.label, &after.label);
        all.text("emoji", self.emoji.as_deref(), after.emoji.as_deref());
        all.see("style", words::style(self.style), words::style(after.style));
        all.see("state", words::state(self.state), words::state(after.state));
        all.text("paused_message", self.paused_message.as_deref(), after.paused_message.as_deref());
        let department = |id| choices.department_name(id);
        all.see("department", department(self.department), department(after.department));
        self.welcome_changes(after, &mut all);
        all.see("naming", &self.naming, &after.naming);
        all.see("default_priority", words::priority(self.default_priority), words::priority(after.default_priority));
        all.see("limit_per_member", self.limit_per_member.to_string(), after.limit_per_member.to_string());
        let category = |id| choices.category_name(id);
        all.see("category", category(self.category), category(after.category));
        all.see("closed_category", category(self.closed_category), category(after.closed_category));
        all.see("when_closed", words::when_closed(self.when_closed), words::when_closed(after.when_closed));
        all.see("archive_days", self.archive_days.to_string(), after.archive_days.to_string());
        all.see("form_title", &self.form_title, &after.form_title);
        question_changes(&self.questions, &after.questions, &mut all);
        all.0
    }

    fn welcome_changes(&self, after: &Self, all: &mut Changes) {
        let (old, new) = (&self.welcome, &after.welcome);
        all.see("welcome.title", &old.title, &new.title);
        all.see("welcome.text", &old.text, &new.text);
        all.text("welcome.instructions", old.instructions.as_deref(), new.instructions.as_deref());
        all.text("welcome.response_time", old.response_time.as_deref(), new.response_time.as_deref());
        let colour = |colour: Option<_>| colour.map(words::colour).unwrap_or_default();
        all.see("welcome.colour", colour(old.colour), colour(new.colour));
        all.text("welcome.banner", old.banner.as_deref(), new.banner.as_deref());
        all.text("welcome.thumbnail", old.thumbnail.as_deref(), new.thumbnail.as_deref());
        all.text("welcome.footer", old.footer.as_deref(), new.footer.as_deref());
    }
}

/// Questions are known by their keys: one that only moved is the same one.
fn question_changes(before: &[Question], after: &[Question], all: &mut Changes) {
    let line = |question: &Question| words::question(question);
    let find = |among: &[Question], key: &str| among.iter().position(|question| question.key == key);
    for (index, old) in before.iter().enumerate() {
        match find(after, &old.key) {
            Some(now) => all.see(&format!("questions.{now}"), line(old), line(&after[now])),
            None => all.see(&format!("questions.{index}"), line(old), ""),
        }
    }
    for (index, new) in after.iter().enumerate().filter(|(_, new)| find(before, &new.key).is_none()) {
        all.see(&format!("questions.{index}"), "", line(new));
    }
    let kept = |of: &[Question], other: &[Question]| {
        let kept = of.iter().filter(|question| find(other, &question.key).is_some());
        kept.map(|question| question.key.clone()).collect::<Vec<_>>()
    };
    if kept(before, after) != kept(after, before) {
        let labels = |of: &[Question]| of.iter().map(|question| question.label.as_str()).collect::<Vec<_>>().join(", ");
        all.see("questions", labels(before), labels(after));
    }
}

impl DepartmentDraft {
    pub fn changes(&self, after: &Self, choices: &Choices) -> Vec<FieldChange> {
        let mut all = Changes::default();
        all.see("name", &self.name, &after.name);
        all.text("emoji", self.emoji.as_deref(), after.emoji.as_deref());
        all.see("colour", words::colour(self.colour), words::colour(after.colour));
        all.see("category", choices.category_name(self.category), choices.category_name(after.category));
        let role = |role: Option<RoleId>| role.map(|role| choices.role_name(role)).unwrap_or_default();
        all.see("oncall_role", role(self.oncall_role), role(after.oncall_role));
        let roles = |draft: &Self| {
            let name =
                |(role, kind): &(RoleId, _)| format!("{} ({})", choices.role_name(*role), words::role_kind(*kind));
            let mut names: Vec<String> = draft.roles.iter().map(name).collect();
            names.sort();
            names.join(", ")
        };
        all.see("roles", roles(self), roles(after));
        all.0
    }
}

/// What differs between two sets of admin roles.
pub fn admin_role_changes(before: &[RoleId], after: &[RoleId], choices: &Choices) -> Vec<FieldChange> {
    let names = |roles: &[RoleId]| roles.iter().map(|role| choices.role_name(*role)).collect::<Vec<_>>().join(", ");
    let mut all = Changes::default();
    all.see("admin_roles", names(before), names(after));
    all.0
}

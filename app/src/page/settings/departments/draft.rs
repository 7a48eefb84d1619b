//! Knows how a department's fields are written into a form and read back. A role is the field `role.ID`; one that is
//! about to be added counts as well.

use crate::page::settings::form::Form;
use crate::page::settings::unread::Unread;
#[cfg(any(feature = "ssr", test))]
use crate::page::settings::unread::colour_words;
use domain::setting::{Choices, DepartmentDraft, FieldFault, check_admin_roles};
use domain::{Refusal, RoleId, RoleKind};

const ROLE: &str = "role.";
pub const ADD_ROLE: &str = "add_role";
pub const ADD_KIND: &str = "add_kind";
/// What an admin role's field says.
const ADMIN: &str = "admin";

#[cfg(any(feature = "ssr", test))]
pub fn write(draft: &DepartmentDraft) -> Form {
    let some = |id: Option<String>| id.unwrap_or_default();
    let form = Form::default()
        .with("name", &draft.name)
        .with("emoji", draft.emoji.as_deref().unwrap_or_default())
        .with("colour", colour_words(draft.colour))
        .with("category", some(draft.category.map(|id| id.to_string())))
        .with("oncall_role", some(draft.oncall_role.map(|id| id.to_string())));
    draft.roles.iter().fold(form, |form, (role, kind)| form.with(format!("{ROLE}{role}"), kind))
}

#[cfg(any(feature = "ssr", test))]
pub fn write_admin_roles(roles: &[RoleId]) -> Form {
    roles.iter().fold(Form::default(), |form, role| form.with(format!("{ROLE}{role}"), ADMIN))
}

pub fn read(form: &Form) -> (DepartmentDraft, Vec<FieldFault>) {
    let mut unread = Unread::default();
    let kind = |word: &str| word.parse().unwrap_or(RoleKind::Staff);
    let mut roles: Vec<(RoleId, RoleKind)> = rows(form).map(|(role, word)| (role, kind(word))).collect();
    if let Some(role) = added(form)
        && roles.iter().all(|(known, _)| *known != role)
    {
        roles.push((role, kind(form.get(ADD_KIND))));
    }
    let draft = DepartmentDraft {
        name: form.get("name").to_owned(),
        emoji: form.words("emoji"),
        colour: unread.colour(form, "colour").unwrap_or_default(),
        category: form.get("category").parse().ok(),
        oncall_role: form.get("oncall_role").parse().ok(),
        roles,
    };
    (draft.tidy(), unread.faults)
}

pub fn read_admin_roles(form: &Form) -> Vec<RoleId> {
    let mut roles: Vec<RoleId> = rows(form).map(|(role, _)| role).chain(added(form)).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// The roles that stand in the form, with what they are.
pub fn rows(form: &Form) -> impl Iterator<Item = (RoleId, &str)> {
    let said = form.below(ROLE).filter(|(_, word)| !word.is_empty());
    said.filter_map(|(id, word)| Some((id.parse().ok()?, word)))
}

fn added(form: &Form) -> Option<RoleId> {
    form.get(ADD_ROLE).parse().ok()
}

pub fn role_field(role: RoleId) -> String {
    format!("{ROLE}{role}")
}

/// All that is wrong, at the form's fields.
pub fn check(form: &Form, choices: &Choices) -> Vec<FieldFault> {
    let (draft, mut faults) = read(form);
    let more = draft.check(choices).into_iter().filter(|fault| faults.iter().all(|known| known.field != fault.field));
    let more: Vec<FieldFault> = more.collect();
    faults.extend(more);
    let roles: Vec<RoleId> = draft.roles.iter().map(|(role, _)| *role).collect();
    at_fields(faults, "roles.", &roles, form)
}

pub fn check_admins(form: &Form, choices: &Choices) -> Vec<FieldFault> {
    let roles = read_admin_roles(form);
    at_fields(check_admin_roles(&roles, &[], choices), "admin_roles.", &roles, form)
}

fn at_fields(faults: Vec<FieldFault>, list: &str, roles: &[RoleId], form: &Form) -> Vec<FieldFault> {
    let place = |fault: FieldFault| FieldFault { field: place(fault.field, list, roles, form), ..fault };
    // A role that was deleted is no fault of the form: its row says that it goes with the next save.
    let goes = |fault: &FieldFault| fault.refusal == Refusal::NoSuchRole && fault.field.starts_with(ROLE);
    faults.into_iter().map(place).filter(|fault| !goes(fault)).collect()
}

/// A fault of the third role is told at that role's own field, or where it is added.
pub fn place(field: String, list: &str, roles: &[RoleId], form: &Form) -> String {
    let at: Option<usize> = field.strip_prefix(list).and_then(|at| at.parse().ok());
    let Some(role) = at.and_then(|at| roles.get(at)) else { return field };
    let stands = rows(form).any(|(known, _)| known == *role);
    if stands { role_field(*role) } else { ADD_ROLE.to_owned() }
}

/// `add` puts the chosen role among the others, `remove.ID` takes one away.
pub fn step(mut form: Form, word: &str) -> (Form, Option<String>) {
    if word == "add" {
        let Some(role) = added(&form) else { return (form, Some(ADD_ROLE.to_owned())) };
        let kind = form.words(ADD_KIND).unwrap_or_else(|| ADMIN.to_owned());
        form.set(role_field(role), kind);
        form.set(ADD_ROLE, "");
    } else if let Some(role) = word.strip_prefix("remove.") {
        form.remove(&format!("{ROLE}{role}"));
    }
    (form, Some(ADD_ROLE.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ChannelId;
    use domain::setting::RoleChoice;

    fn draft() -> DepartmentDraft {
        DepartmentDraft {
            name: "Billing".into(),
            emoji: Some("💰".into()),
            colour: 0x12_AB34,
            category: Some(ChannelId(4)),
            oncall_role: Some(RoleId(11)),
            roles: vec![(RoleId(5), RoleKind::Viewer), (RoleId(11), RoleKind::Staff)],
        }
    }

    #[test]
    fn what_is_written_reads_alike() {
        let (back, faults) = read(&write(&draft()));
        assert!(back.is_same(&draft().tidy()) && faults.is_empty(), "{back:?} {faults:?}");
        assert!(write(&draft()).with(ADD_KIND, "staff").says_as(&write(&draft())), "nothing is added yet");
        let roles = [RoleId(5), RoleId(11)];
        assert_eq!(read_admin_roles(&write_admin_roles(&roles)), roles);
    }

    #[test]
    fn every_field_is_called_something() {
        let form = write(&draft()).with(ADD_ROLE, "").with(ADD_KIND, "");
        for (field, _) in form.below("") {
            assert_ne!(domain::setting::label(field), "", "{field}");
        }
    }

    #[test]
    fn roles_are_added_and_removed() {
        let form = write(&draft()).with(ADD_ROLE, 7).with(ADD_KIND, "supervisor");
        let pending = read(&form).0;
        assert!(pending.roles.contains(&(RoleId(7), RoleKind::Supervisor)), "also before the button is pressed");
        let form = step(form, "add").0;
        assert_eq!(read(&form).0, pending);
        let form = step(step(form, "remove.7").0, "remove.5").0;
        assert_eq!(read(&form).0.roles, [(RoleId(11), RoleKind::Staff)]);
        assert_eq!(step(form.clone(), "add").0, form);
    }

    #[test]
    fn a_role_above_the_bot_is_told_at_its_place() {
        let role = |id: i64, above_bot| RoleChoice {
            id: RoleId(id),
            name: format!("r{id}"),
            colour: 0,
            position: 1,
            above_bot,
        };
        let choices = Choices { roles: vec![role(5, false), role(11, true), role(12, true)], ..Choices::default() };
        let form = write(&DepartmentDraft { category: None, oncall_role: None, ..draft() }).with(ADD_ROLE, 12);
        let faults = check(&form, &choices);
        let told: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(told, ["role.11", "add_role"]);
        assert_eq!(faults[0].refusal, Refusal::RoleAboveBot { name: "r11".into() });
        let admins = check_admins(&write_admin_roles(&[RoleId(11), RoleId(404)]), &choices);
        assert_eq!(admins.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["role.11"]);
    }
}

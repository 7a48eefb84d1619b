//! Knows every server function there is, so that the server can mount them and a test can try each as a stranger.

use crate::page::ticket::deed;
use crate::page::{self, settings};
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
    register_deeds();
    register_explicit::<page::health::LoadHealth>();
    register_explicit::<page::health::CheckAgain>();
    register_explicit::<page::health::MendProblem>();
    register_explicit::<settings::types::LoadTypes>();
    register_explicit::<settings::types::deed::SetTypeState>();
    register_explicit::<settings::types::deed::MoveType>();
    register_explicit::<settings::types::deed::DeleteType>();
    register_explicit::<settings::types::deed::RestoreType>();
    register_explicit::<settings::types::deed::AddType>();
    register_explicit::<settings::type_editor::LoadType>();
    register_explicit::<settings::type_editor::deed::SaveType>();
    register_explicit::<settings::departments::LoadDepartments>();
    register_explicit::<settings::departments::LoadDepartment>();
    register_explicit::<settings::departments::deed::SaveDepartment>();
    register_explicit::<settings::departments::deed::AddDepartment>();
    register_explicit::<settings::departments::deed::DeleteDepartment>();
    register_explicit::<settings::departments::deed::RestoreDepartment>();
    register_explicit::<settings::departments::deed::SaveAdminRoles>();
    register_explicit::<settings::audit::LoadAudit>();
    register_explicit::<settings::rules::LoadTypeRules>();
    register_explicit::<settings::rules::LoadGuildRules>();
    register_explicit::<settings::rules::LoadBlocked>();
    register_explicit::<settings::rules::deed::SaveTypeRules>();
    register_explicit::<settings::rules::deed::SaveGuildRules>();
    register_explicit::<settings::rules::deed::OpenWaiting>();
    register_explicit::<settings::rules::deed::RemoveWaiting>();
    register_explicit::<settings::rules::deed::AddBlock>();
    register_explicit::<settings::rules::deed::RemoveBlock>();
}

/// What is done with a ticket.
fn register_deeds() {
    register_explicit::<deed::TicketOffers>();
    register_explicit::<deed::AddNote>();
    register_explicit::<deed::MoveTicket>();
    register_explicit::<deed::RenameTicket>();
    register_explicit::<deed::SetCategory>();
    register_explicit::<deed::SetDescription>();
    register_explicit::<deed::SetPriority>();
    register_explicit::<deed::SetSubject>();
    register_explicit::<deed::TagTicket>();
    register_explicit::<deed::UntagTicket>();
    register_explicit::<deed::PauseSilence>();
    register_explicit::<deed::SnoozeTicket>();
    register_explicit::<deed::StopTimer>();
    register_explicit::<deed::WakeTicket>();
    register_explicit::<deed::AcceptSolved>();
    register_explicit::<deed::NeedHelp>();
    register_explicit::<deed::RateTicket>();
    register_explicit::<deed::RefuseSolved>();
    register_explicit::<deed::TicketWorks>();
    register_explicit::<deed::LinkOrder>();
    register_explicit::<deed::PutOrder>();
    register_explicit::<deed::UnlinkOrder>();
    register_explicit::<deed::AddMember>();
    register_explicit::<deed::AssignTicket>();
    register_explicit::<deed::RemoveMember>();
    register_explicit::<deed::CancelTicket>();
    register_explicit::<deed::ClaimTicket>();
    register_explicit::<deed::CloseTicket>();
    register_explicit::<deed::CompleteTicket>();
    register_explicit::<deed::EscalateTicket>();
    register_explicit::<deed::ReopenTicket>();
    register_explicit::<deed::SolveTicket>();
    register_explicit::<deed::TransferTicket>();
    register_explicit::<deed::UnclaimTicket>();
    register_explicit::<deed::UnsolveTicket>();
}

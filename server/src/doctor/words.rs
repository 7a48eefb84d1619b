//! Knows every word of the doctor: what was found, and what mends it.

use super::report::{Line, Verdict};
use crate::config::Mistake;
use bot::Denied;
use domain::UserId;
use std::path::Path;
use store::{Disk, Ill, Inspection, Schema};

const PORTAL: &str = "https://discord.com/developers/applications";
pub const INVITE: &str = "To add the bot to a server, with exactly the permissions that it needs, open:";

fn fine(check: &'static str, what: impl Into<String>) -> Line {
    Line { check, verdict: Verdict::Fine, what: what.into(), mend: None }
}

fn note(check: &'static str, what: impl Into<String>, mend: impl Into<String>) -> Line {
    Line { check, verdict: Verdict::Note, what: what.into(), mend: Some(mend.into()) }
}

fn wrong(check: &'static str, what: impl Into<String>, mend: impl Into<String>) -> Line {
    Line { check, verdict: Verdict::Wrong, what: what.into(), mend: Some(mend.into()) }
}

/// `3 things to mend.`
pub fn ended(lines: &[Line]) -> String {
    let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    match (count(Verdict::Wrong), count(Verdict::Note)) {
        (0, 0) => "All is well.".to_owned(),
        (0, notes) => format!("Nothing is wrong; {notes} to note (!)."),
        (1, _) => "One thing is to be mended (✗).".to_owned(),
        (wrong, _) => format!("{wrong} things are to be mended (✗)."),
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

// The configuration

pub fn configured() -> Line {
    fine("configuration", "Every setting can be read.")
}

pub fn mistaken(mistake: &Mistake) -> Line {
    Line { check: "configuration", verdict: Verdict::Wrong, what: mistake.to_string(), mend: None }
}

pub fn not_asked() -> Line {
    note("discord", "Discord was not asked: the configuration comes first.", "Correct it and run this again.")
}

// Discord

pub fn away(check: &'static str, why: &str) -> Line {
    wrong(
        check,
        format!("Discord gave no answer: {why}."),
        "Look at this machine's network and at https://discordstatus.com.",
    )
}

pub fn denied(check: &'static str, denied: &Denied) -> Line {
    match denied {
        Denied::Token => wrong(
            check,
            "Discord does not accept the token.",
            format!("Open {PORTAL}, your application, Bot, press Reset Token and put the new one into `token`."),
        ),
        Denied::Refused(why) => {
            wrong(check, format!("Discord refuses to say: {why}."), "Look at the token and the application.")
        }
        Denied::Away(why) => away(check, why),
    }
}

pub fn token(name: &str) -> Line {
    fine("token", format!("Discord knows the bot as {name}."))
}

pub fn application(name: &str) -> Line {
    fine("application", format!("Token and client id belong to the application {name}."))
}

pub fn other_application(name: &str, id: UserId, client_id: &str) -> Line {
    wrong(
        "application",
        format!("The token belongs to {name} ({id}), the client id {client_id} to another application."),
        format!("Take both from one application: set `client_id` to {id}, or take the token of the other."),
    )
}

pub fn intent(name: &str, granted: bool) -> Line {
    if granted {
        return fine("intents", format!("{name} is switched on."));
    }
    wrong(
        "intents",
        format!("{name} is switched off."),
        format!("Open {PORTAL}, your application, Bot, Privileged Gateway Intents, and switch on {name}."),
    )
}

pub fn secret() -> Line {
    fine("secret", "The client secret fits the client id.")
}

pub fn secret_wrong() -> Line {
    wrong(
        "secret",
        "Discord does not know the client id by this client secret, so nobody can log in.",
        format!(
            "Open {PORTAL}, your application, OAuth2, press Reset Secret and put the new one into `client_secret`."
        ),
    )
}

pub fn redirect(address: &str) -> Line {
    fine("redirect", format!("Discord may lead a login back to {address}."))
}

pub fn redirect_missing(address: &str) -> Line {
    wrong(
        "redirect",
        format!("{address} is not registered, so no login comes back."),
        format!("Open {PORTAL}, your application, OAuth2, Redirects, and add exactly that address."),
    )
}

pub fn answers(origin: &str) -> Line {
    fine("address", format!("Docket answers at {origin}."))
}

pub fn answers_otherwise(origin: &str) -> Line {
    wrong(
        "address",
        format!("Something else than Docket answers at {origin}."),
        "Let the proxy lead all paths of that name to the address of `docket serve`.",
    )
}

pub fn answers_not(origin: &str, why: &str) -> Line {
    note(
        "address",
        format!("Docket does not answer at {origin} yet: {why}."),
        "If `docket serve` runs, look at the name's DNS and at the proxy.",
    )
}

pub fn no_guild() -> Line {
    note("server", "The bot is in no server yet.", "Open the invite link below as an admin of the server.")
}

pub fn guild(name: &str, checks: usize) -> Line {
    let more = if checks > 1 { format!("; {checks} things looked at") } else { String::new() };
    fine("server", format!("{name}: the bot has every permission that it needs{more}."))
}

pub fn guild_ill(name: &str, ill: &Ill, light: bool) -> Line {
    let words = format!("{name}: {}", ill.what);
    if light { note("server", words, &ill.mend) } else { wrong("server", words, &ill.mend) }
}

pub fn guild_denied(name: &str, denied: &Denied) -> Line {
    wrong("server", format!("{name}: {denied}."), "Add the bot to that server again with the invite link below.")
}

pub fn invite_link(base: &str, client_id: &str, permissions: i64) -> String {
    format!("{base}/oauth2/authorize?client_id={client_id}&scope=bot+applications.commands&permissions={permissions}")
}

// This machine

pub fn no_database() -> Line {
    note("database", "There is no database yet.", "`docket serve` makes it at its first start; there is nothing to do.")
}

pub fn database(seen: &Inspection) -> Line {
    let bytes = size(seen.bytes);
    if let Some(damage) = &seen.damage {
        return wrong(
            "database",
            format!("docket.db ({bytes}) is damaged: {damage}."),
            "Stop Docket, keep this file aside, and put back the newest backup.",
        );
    }
    match seen.schema {
        Schema::Current(at) => fine("database", format!("docket.db is whole and up to date (step {at}, {bytes}).")),
        Schema::Older { at, known } => note(
            "database",
            format!("docket.db is whole ({bytes}) and at step {at} of {known}."),
            "Make a backup; the next start of this program brings it up to date.",
        ),
        Schema::Newer { at, known } => wrong(
            "database",
            format!("docket.db was changed by a newer Docket (step {at}); this program knows steps up to {known}."),
            "Start the newer program again, or put back a backup that was made before it.",
        ),
        Schema::Foreign => wrong(
            "database",
            "docket.db is no database of Docket's, or an upgrade of it was cut off.",
            "Put back the newest backup, or choose another data folder.",
        ),
    }
}

pub fn database_locked(why: &str) -> Line {
    wrong(
        "database",
        format!("docket.db can't be written to: {why}."),
        "Let the user that Docket runs as own the folder and all in it, and look for another program that holds it.",
    )
}

pub fn database_unread(why: &str) -> Line {
    wrong("database", format!("docket.db can't be read: {why}."), "Look at its owner and its disk.")
}

pub fn mistaken_folder(mistake: &Mistake) -> Line {
    Line { check: "storage", verdict: Verdict::Wrong, what: mistake.to_string(), mend: None }
}

pub fn no_folder(data: &Path) -> Line {
    note("storage", format!("{} is not there yet.", data.display()), "`docket serve` makes it; there is nothing to do.")
}

pub fn folder(data: &Path, free: Option<u64>) -> Line {
    let free = free.map_or_else(String::new, |free| format!(", {} free", size(free)));
    fine("storage", format!("{} can be written to{free}.", data.display()))
}

pub fn files(disk: &Disk) -> Line {
    let bytes = size(u64::try_from(disk.file_bytes).unwrap_or_default());
    fine("files", format!("{} files that people sent are kept ({bytes}).", disk.files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_write_them() {
        for (bytes, words) in [(0, "0 bytes"), (1023, "1023 bytes"), (1536, "1.5 KB"), (5 << 30, "5.0 GB")] {
            assert_eq!(size(bytes), words);
        }
    }
}

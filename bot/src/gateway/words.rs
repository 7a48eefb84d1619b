//! What an operator reads when the bot can't run: why, and how to mend it.

use super::Failed;

fn failed(why: impl Into<String>, mend: impl Into<String>) -> Failed {
    Failed { why: why.into(), mend: mend.into() }
}

pub fn bad_address(why: String) -> Failed {
    failed(why, "Correct `discord.base` in the configuration (leave it out for Discord itself), then restart Docket.")
}

pub fn no_token() -> Failed {
    failed(
        "No bot token is configured.",
        "Copy the token from the Bot page of your application at https://discord.com/developers/applications into \
         `token` (or DOCKET_TOKEN), then restart Docket.",
    )
}

pub fn bad_token() -> Failed {
    failed(
        "Discord does not accept the bot's token.",
        "Reset the token on the Bot page of your application at https://discord.com/developers/applications, put the \
         new one into `token` (or DOCKET_TOKEN), then restart Docket.",
    )
}

pub fn intents() -> Failed {
    failed(
        "Discord does not grant the bot the intents that it needs (close code 4014).",
        "Switch on “Server Members Intent” and “Message Content Intent” on the Bot page of your application at \
         https://discord.com/developers/applications, then restart Docket.",
    )
}

pub fn plain_gateway(url: &str) -> Failed {
    failed(
        format!("Discord's gateway is said to be at `{url}`, which is neither encrypted nor on this machine."),
        "Look at `discord.base` in the configuration, then restart Docket.",
    )
}

pub fn refused_connection(code: Option<u16>, why: &str) -> Failed {
    let code = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
    failed(
        format!("Discord's gateway refused the connection for good: {why} (close code {code})."),
        "Look up the close code at https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway, then \
         restart Docket.",
    )
}

pub fn no_client() -> Failed {
    failed("The HTTP client can't be made.", "Restart Docket; if it stays so, report it with the log.")
}

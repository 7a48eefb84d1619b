// What Docket's help desk looks like from Discord: its panels, its forms, its tickets. Knows the sample world's words.
import { expect } from "@playwright/test";
import type { Client, Filled } from "./client";
import type { Id, Sandbox, Wire } from "./sandbox";
import { until } from "./until";

export const ACME = "Acme Games";
export const SEVEN = ["Olivia", "Ada", "Ben", "Chloe", "Mia", "Noah", "Linh"] as const;

/** Where a panel stands, what its button says, and answers that are good. */
type Kind = { channel: string; button: string; answers: Filled };

export const GOLD: Kind = {
  channel: "purchase-gold",
  button: "Buy gold",
  answers: {
    "How much gold?": "1,500",
    "Delivery method": "Face-to-face trade",
    "Game username": "Miasaurus",
    Notes: "After eight in the evening, please.",
  },
};

export const GENERAL: Kind = {
  channel: "open-ticket",
  button: "Open ticket",
  answers: {
    "What can we help you with?": "The launcher stops at 99 percent.",
    "How may we reach you?": "Here on Discord",
  },
};

export const SWAP: Kind = {
  channel: "swap-crypto",
  button: "Swap crypto",
  answers: { Direction: "Crypto to gold", Currency: "Bitcoin", Amount: "250", "Wallet or username": "bc1qexample" },
};

/** The id of Acme Games. */
export async function acme(sandbox: Sandbox): Promise<Id> {
  return guildOf(await sandbox.state()).id;
}

export function guildOf(state: Wire): Wire {
  return state.guilds.find((one: Wire) => one.name === ACME);
}

/** Opens a ticket by hand and goes to its channel; its name is the answer. */
export async function openTicket(client: Client, kind: Kind, answers: Filled = kind.answers): Promise<string> {
  await client.enter(kind.channel);
  await client.press(kind.button);
  await client.fill(answers);
  await client.submit();
  await followLink(client);
  await expect(client.button("Claim")).toBeVisible();
  return client.page.getByTestId("title").innerText();
}

/** Presses the link to the channel in the whisper that confirms the opening. */
export async function followLink(client: Client): Promise<void> {
  const link = client.whispers.last().locator(".mention");
  await expect(link).toHaveText(/^#(?!no-access)/);
  const name = (await link.innerText()).slice(1);
  await link.click();
  await expect(client.page.getByTestId("title")).toHaveText(name);
}

/** The channel of that name, as the sandbox holds it. */
export async function channelCalled(sandbox: Sandbox, name: string): Promise<Wire> {
  const find = async () => guildOf(await sandbox.state()).channels.find((one: Wire) => one.name === name);
  return until(`a channel is called ${name}`, 5_000, find);
}

/** The category that a channel lies in, by name. */
export async function categoryOf(sandbox: Sandbox, channel: Id): Promise<string | undefined> {
  const { channels } = guildOf(await sandbox.state());
  const parent = channels.find((one: Wire) => one.id === channel)?.parent_id;
  return channels.find((one: Wire) => one.id === parent)?.name;
}

/** Who of the seven sees the channel, each asked by the sandbox's view of them. */
export async function whoSees(sandbox: Sandbox, channel: Id): Promise<string[]> {
  const guild = await acme(sandbox);
  const seeing: string[] = [];
  for (const name of SEVEN) {
    const channels = await sandbox.channels(await sandbox.person(name), guild);
    if (channels.some((one) => one.id === channel)) seeing.push(name);
  }
  return seeing;
}

/** A ticket's number from its channel's name. */
export const numberOf = (channel: string): number => Number(channel.split("-").at(-1));

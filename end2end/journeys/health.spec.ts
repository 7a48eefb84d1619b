// The health page as an admin meets it: all is well, something is taken from the bot, it is given back, all live.
import { expect, go, inspect, measured, figure, type Sandbox, test, type Wire, until } from "../fixtures";
import { acme, guildOf } from "../support/desk";

test.use({ world: "health" });
// Four ways of each of several pages.
test.describe.configure({ mode: "serial", timeout: 120_000 });

const SEND_MESSAGES = 1n << 11n;
const MANAGE_CHANNELS = 1n << 4n;

/** The bot's own role in Acme Games, and what `@everyone` may there. */
async function roles(sandbox: Sandbox): Promise<{ own: Wire; everyone: Wire }> {
  const guild = guildOf(await sandbox.state());
  const own = guild.roles.find((role: Wire) => role.name === "Docket");
  return { own, everyone: guild.roles.find((role: Wire) => role.id === guild.id) };
}

/** Takes bits from the bot, also those that everyone has; what comes back gives them back. */
async function take(sandbox: Sandbox, bits: bigint): Promise<() => Promise<void>> {
  const guild = await acme(sandbox);
  const { own, everyone } = await roles(sandbox);
  const without = (role: Wire) => (BigInt(role.permissions) & ~bits).toString();
  const set = async (role: Wire, permissions: string) => sandbox.send("PATCH", `/guilds/${guild}/roles/${role.id}`, { permissions });
  await set(everyone, without(everyone));
  await sandbox.send("PATCH", `/guilds/${guild}/bot`, { permissions: without(own) });
  return async () => {
    await set(everyone, everyone.permissions);
    await sandbox.send("PATCH", `/guilds/${guild}/bot`, { permissions: own.permissions });
  };
}

test("what the bot lacks is said in words within seconds, and forgotten when it has it again", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/health`);
  await expect(page.getByText("All is well.")).toBeVisible();
  const looked = page.getByRole("region", { name: "What was looked at" });
  for (const name of ["The bot's permissions in the server", "Closed Tickets", "@Gold Team", "#purchase-gold"]) {
    await expect(looked.getByText(name, { exact: true }).first()).toBeVisible();
  }
  await inspect(page, "health-well");
  const mend = page.getByRole("region", { name: "To mend" });
  const giveBack = await take(sandbox, SEND_MESSAGES);
  const words = mend.getByText("The bot lacks Send Messages.");
  const shown = await measured("the lack is on the page", 5_000, () => words.isVisible());
  await expect(mend.getByText("open Server Settings, then Roles, choose the bot's role, and grant it there").first()).toBeVisible();
  await inspect(page, "health-ill");
  await giveBack();
  const gone = await measured("it is forgotten", 5_000, () => page.getByText("All is well.").isVisible());
  await expect(mend).toBeHidden();
  figure("shown, gone after", `${shown} ms, ${gone} ms`);
});

test("a category that keeps the bot out is named", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/health`);
  const { channels } = guildOf(await sandbox.state());
  const category = channels.find((one: Wire) => one.type === 4 && one.name === "Tickets");
  const bot = (await sandbox.state()).applications?.[0]?.bot ?? "1190000000000000002";
  const before = category.permission_overwrites;
  const denied = { id: bot, type: 1, allow: "0", deny: MANAGE_CHANNELS.toString() };
  const overwrite = (all: Wire[]) => sandbox.send("PATCH", `/guilds/${guild}/channels/${category.id}`, { permission_overwrites: all });
  await overwrite([...before.filter((one: Wire) => one.id !== bot), denied]);
  await expect(page.getByRole("region", { name: "To mend" }).getByText(/In the category “Tickets” the bot lacks .*Manage Channels\./)).toBeVisible();
  await overwrite(before);
  await expect(page.getByText("All is well.")).toBeVisible();
});

test("check again looks again, publish again does", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/health`);
  const checked = page.locator("header time").first();
  const before = await checked.getAttribute("datetime");
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(checked).not.toHaveAttribute("datetime", before!);
  await expect(page.getByRole("button", { name: "Check again" })).toBeVisible();
  const channel = guildOf(await sandbox.state()).channels.find((one: Wire) => one.name === "purchase-gold");
  const panel = async () => (await sandbox.get(`/channels/${channel.id}/messages`)) as Wire[];
  const [message] = await panel();
  await page.getByRole("button", { name: "Publish again: Buy gold" }).click();
  await expect(page.getByText("It is being published.")).toBeVisible();
  await until("the panel was edited in place", 5_000, async () => {
    const all = await panel();
    return all.length === 1 && all[0]!.id === message!.id && all[0]!.edited_timestamp !== message!.edited_timestamp;
  });
});

test("a role that was deleted in Discord is taken out of the settings by one press", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/health`);
  const gone = guildOf(await sandbox.state()).roles.find((role: Wire) => role.name === "Gold Team");
  await sandbox.send("DELETE", `/guilds/${guild}/roles/${gone.id}`);
  const mend = page.getByRole("region", { name: "To mend" });
  await expect(mend.getByText("The role for staff of Billing was deleted in Discord.")).toBeVisible();
  await inspect(page, "health-gone");
  await mend.getByRole("button", { name: /^Take the role out/ }).click();
  await expect(page.getByText("It is taken out of the settings.")).toBeVisible();
  await expect(page.getByText("All is well.")).toBeVisible();
  await go(page, `/g/${guild}/settings/audit`);
  await expect(page.getByText("Billing").first()).toBeVisible();
});

test("whoever is no admin finds nothing here", async ({ as, sandbox, forgive }) => {
  forgive(/Failed to load resource.*status of 404/);
  const page = await as("Ben");
  await page.goto(`/g/${await acme(sandbox)}/health`);
  await expect(page.getByRole("heading", { name: "There is nothing here for you" })).toBeVisible();
});

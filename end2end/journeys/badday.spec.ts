// Journey 6, by hand: the dashboard with its bot is killed while people go on, and a bot that can't start.
// The drill (`cargo xtask drill kill`) does the same many times over.
import { expect, Serve, type Sandbox, test, until, type Wire } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme, channelCalled, followLink, GENERAL, GOLD, guildOf, SWAP } from "../support/desk";

test.use({ world: "badday" });

/** Everything that carries a ticket's number: its channels, and the messages with its buttons. */
async function made(sandbox: Sandbox, name: RegExp): Promise<{ channels: Wire[]; welcomes: Wire[] }> {
  const state = await sandbox.state();
  const channels = guildOf(state).channels.filter((one: Wire) => name.test(one.name));
  const ids = new Set(channels.map((one: Wire) => one.id));
  const welcomes = state.messages.filter((one: Wire) => ids.has(one.channel_id) && JSON.stringify(one.components).includes("ticket-claim"));
  return { channels, welcomes };
}

// Before the deed was written, while the place is made, when it stands.
for (const [kind, after_ms] of [
  [GOLD, 0],
  [SWAP, 60],
  [GENERAL, 250],
] as const) {
  test(`killed ${after_ms} ms after a member submitted: one whole ticket, and only one`, async ({ playing, sandbox, docket }) => {
    await until("the bot is there", 20_000, () => isConnected(docket.dashboard));
    const mia = await playing("Mia");
    await mia.enter(kind.channel);
    await mia.press(kind.button);
    await mia.fill(kind.answers);
    setTimeout(() => docket.killServe(), after_ms);
    const died = docket.servePid();
    await mia.submit();
    await until("it is started again", 20_000, async () => docket.servePid() !== died);
    await until("the bot is back", 20_000, () => isConnected(docket.dashboard));

    const refused = mia.form.getByTestId("modal-error").filter({ hasText: "did not respond" });
    const cutOff = mia.whispers.last().filter({ hasText: "Nothing was opened; please press the button again." });
    const open = mia.whispers.last().filter({ hasText: "Your ticket is open" });
    await expect(refused.or(cutOff).or(open), "she is told what came of it").toBeVisible({ timeout: 20_000 });
    if (!(await open.isVisible())) {
      if (await refused.isVisible()) await mia.form.getByRole("button", { name: "Cancel" }).click();
      await mia.press(kind.button);
      await mia.fill(kind.answers);
      await mia.submit();
    }
    await followLink(mia);
    await expect(mia.button("Claim")).toBeEnabled();
    const number = (await mia.page.getByTestId("title").innerText()).split("-").at(-1);
    const { channels, welcomes } = await made(sandbox, new RegExp(`-${number}$`));
    expect(channels.length, "one channel").toBe(1);
    expect(welcomes.length, "welcomed once").toBe(1);
  });
}

test("what was said, edited and deleted while the bot was away is in the transcript, and marked so", async ({ as, sandbox, docket, forgive }) => {
  forgive(/WebSocket connection to .* failed/);
  // What rang right before is asked for when nobody answers any more.
  forgive(/net::ERR_CONNECTION_REFUSED/);
  await until("the bot is there", 20_000, () => isConnected(docket.dashboard));
  const guild = await acme(sandbox);
  const { id: channel } = await channelCalled(sandbox, "linh-general-0196");
  const [linh, chloe] = [await sandbox.person("Linh"), await sandbox.person("Chloe")];
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openTicket(guild, 196);
  const first = await sandbox.say(linh, channel, "It is the red button.");
  const second = await sandbox.say(chloe, channel, "Which one do you mean?");
  await expect(desk.message("Which one do you mean?")).toBeVisible();

  docket.killServe();
  await sandbox.edit(linh, channel, first.id, "It is the green button.");
  await sandbox.remove(chloe, channel, second.id);
  await sandbox.say(linh, channel, "Are you still there?");
  expect(await health(docket.dashboard), "all of this was while it was away").toBe("");

  await test.step("the open page finds its line again by itself, and shows all of it", async () => {
    await expect(desk.message("Are you still there?")).toBeVisible({ timeout: 30_000 });
    const edited = desk.conversation.locator(`#m-${first.id}`);
    await expect(edited).toContainText("It is the green button.");
    await edited.getByText("edited, show earlier versions").click();
    await expect(edited).toContainText("edited while Docket was away, steps between are not known");
    await expect(edited.getByText("It is the red button.")).toBeVisible();
    const deleted = desk.conversation.locator(`#m-${second.id}`);
    await expect(deleted).toContainText("Deleted while Docket was away, noticed");
    await deleted.locator("summary").click();
    await expect(deleted.getByText("Which one do you mean?")).toBeVisible();
  });
});

test("a bot that can't start: the dashboard runs, tells its operator why, and others that it is so", async ({ as, docket, sandbox }) => {
  const [application] = (await sandbox.state()).applications;
  const serve = await Serve.start("bad-token", {
    // Of the right shape, and unknown.
    DOCKET_TOKEN: "MTE5MDAwMDAwMDAwMDAwMDAwMg.Gabcde.abcdefghij-klmnopqrst_uvwxyz01234567AB",
    DOCKET_CLIENT_ID: application.id,
    DOCKET_CLIENT_SECRET: application.client_secret,
    DOCKET_DISCORD_BASE: docket.sandbox,
    DOCKET_OPERATORS: await sandbox.person("Olivia"),
  });
  try {
    const olivia = await as("Olivia", serve.dashboard);
    const banner = olivia.getByText("The bot is not connected to Discord").locator("..");
    await expect(banner).toContainText("Discord does not accept the bot's token.");
    await expect(banner).toContainText("Reset the token on the Bot page of your application");
    const mia = await as("Mia", serve.dashboard);
    await expect(mia.getByText("The bot is not connected to Discord")).toBeVisible();
    expect(await mia.content(), "why is nobody else's business").not.toMatch(/\btoken\b/);
    expect(serve.panics()).toEqual([]);
  } finally {
    await serve.stop();
  }
});

test("a bot that loses Discord is told of on the open page, and that it is back", async ({ as, sandbox, docket }) => {
  await until("the bot is there", 20_000, () => isConnected(docket.dashboard));
  const guild = await acme(sandbox);
  const [ben, olivia] = [await as("Ben"), await as("Olivia")];
  for (const page of [ben, olivia]) await new Dashboard(page).openInbox(guild);
  await ben.getByTitle("Your account").click();
  const logOut = ben.getByRole("button", { name: "Log out" });
  await expect(logOut).toBeVisible();
  await sandbox.faults({ refuse_gateway: true });
  await sandbox.send("POST", "/gateway/drop");
  for (const page of [ben, olivia]) await expect(page.getByText("The bot is not connected to Discord")).toBeVisible();
  await expect(new Dashboard(ben).rows.first(), "everything can still be read").toBeVisible();
  await expect(logOut, "the menu stays open while the frame is drawn anew").toBeVisible();
  await sandbox.faults({ refuse_gateway: false });
  for (const page of [ben, olivia]) await expect(page.getByText("The bot is not connected to Discord")).toBeHidden({ timeout: 30_000 });
});

/** What the dashboard says of itself; nothing while it is down. */
async function health(dashboard: string): Promise<string> {
  return fetch(`${dashboard}/health`).then(
    (answer) => answer.text(),
    () => "",
  );
}

const isConnected = async (dashboard: string): Promise<boolean> => /bot: connected/.test(await health(dashboard));

// Journey 3: how tickets end, in Discord, for the member, for the staff, for the channel.
import { type Client, expect, type Sandbox, test, until } from "../fixtures";
import { categoryOf, channelCalled, GENERAL, GOLD, guildOf, numberOf, openTicket, SWAP, whoSees } from "../support/desk";

test.use({ world: "close" });

const BUTTONS = ["Claim", "Close", "It works!", "Need help"];

/** Staff closes the ticket they are in, by its button. */
async function close(staff: Client, reason: string): Promise<void> {
  await staff.press("Close");
  await expect(staff.form.getByRole("heading", { name: /^Close Ticket #02\d\d$/ })).toBeVisible();
  await staff.form.getByLabel("Reason").fill(reason);
  await staff.submit();
}

async function nameOf(sandbox: Sandbox, channel: string): Promise<string> {
  const found = guildOf(await sandbox.state()).channels.find((one: { id: string }) => one.id === channel);
  return found?.name;
}

test("closed with a reason: kept for staff, gone for the member, who has the transcript", async ({ playing, sandbox }) => {
  // Discord allows two renames in ten minutes; the closed name must wait for its turn, but not as long here.
  await sandbox.settings({ rename_window_ms: 1500 });
  const mia = await playing("Mia");
  const name = await openTicket(mia, GOLD);
  const channel = await channelCalled(sandbox, name);
  const ben = await playing("Ben");
  await ben.enter(name);
  await ben.say("Delivered, thank you!");
  await close(ben, "Delivered in the evening.");

  await test.step("said in the channel, with who and why", async () => {
    await expect(ben.whispers.last()).toContainText("This ticket is closed.");
    const notice = ben.message("Ticket #0201 is closed");
    await expect(notice).toContainText("Closed by @Ben.");
    await expect(notice).toContainText("Delivered in the evening.");
  });

  await test.step("the buttons can't be pressed any more", async () => {
    for (const label of BUTTONS) await expect(ben.button(label), label).toBeDisabled();
  });

  await test.step("Mia loses the channel on her screen; staff, owner and admin keep it", async () => {
    await expect(mia.channel(name)).toHaveCount(0);
    await expect(mia.page.getByText("You can no longer see that channel.")).toBeVisible();
    expect(await whoSees(sandbox, channel.id)).toEqual(["Olivia", "Ada", "Ben"]);
  });

  await test.step("it lies under Closed Tickets, and is renamed later", async () => {
    await expect.poll(() => categoryOf(sandbox, channel.id)).toBe("Closed Tickets");
    await expect.poll(() => nameOf(sandbox, channel.id)).toBe(`closed-${name}`);
    await expect(ben.under("Closed Tickets").filter({ hasText: `closed-${name}` })).toBeVisible();
  });

  await test.step("Mia has the link, and it leads to her transcript", async () => {
    await mia.enterDm("Docket");
    const told = mia.message("Your Ticket #0201 (Buy gold) in Acme Games is closed.");
    await expect(told).toHaveCount(1);
    const [transcript] = await Promise.all([mia.page.context().waitForEvent("page"), told.getByRole("link").click()]);
    // Not logged in to the dashboard yet: Discord's consent page, and then where she wanted to go.
    await transcript.getByRole("radio", { name: /Mia/ }).check();
    await transcript.getByRole("button", { name: "Authorize" }).click();
    await expect(transcript.getByRole("heading", { level: 1 })).toContainText("Buy gold");
    await expect(transcript.getByRole("region", { name: "Conversation" })).toContainText("Delivered, thank you!");
  });
});

test("'It works!' closes for the member alone", async ({ playing, sandbox }) => {
  const linh = await playing("Linh");
  await linh.enter("linh-buy-gold-0194");
  const channel = await channelCalled(sandbox, "linh-buy-gold-0194");
  const ben = await playing("Ben");
  await ben.enter("linh-buy-gold-0194");

  await ben.press("It works!");
  await expect(ben.whispers.last()).toContainText("Only the member who opened this ticket can do that.");
  await expect(ben.button("It works!")).toBeEnabled();

  await linh.press("It works!");
  await expect(ben.message("Ticket #0194 is solved")).toContainText("@Linh says that it works.");
  for (const label of BUTTONS) await expect(ben.button(label), label).toBeDisabled();
  await expect(linh.channel("linh-buy-gold-0194")).toHaveCount(0);
  expect(await whoSees(sandbox, channel.id)).toEqual(["Olivia", "Ada", "Ben"]);
  await linh.enterDm("Docket");
  await expect(linh.message("Your Ticket #0194 (Buy gold) in Acme Games is closed.")).toHaveCount(1);
});

test("a ticket of General is deleted: said first, gone after five seconds", async ({ playing, sandbox }) => {
  const noah = await playing("Noah");
  const name = await openTicket(noah, GENERAL);
  const channel = await channelCalled(sandbox, name);
  const chloe = await playing("Chloe");
  await chloe.enter(name);
  await close(chloe, "Fixed by the restart.");
  const notice = chloe.message(`Ticket #0${numberOf(name)} is closed`);
  await expect(notice).toContainText("Closed by @Chloe. This channel closes in 5 seconds.");
  // By Discord's own clock: a busy machine may show the notice late.
  const said = Number(BigInt((await notice.getAttribute("data-message"))!) >> 22n) + 1_420_070_400_000;
  await expect(notice).toContainText("Fixed by the restart.");
  await expect(chloe.channel(name)).toHaveCount(0);
  const waited = Date.now() - said;
  expect(waited, "not before the time that was said").toBeGreaterThan(4_000);
  expect(waited, "not long after it either").toBeLessThan(8_000);
  await until("the channel is gone", 1_000, async () => !(await nameOf(sandbox, channel.id)));
  await noah.enterDm("Docket");
  await expect(noah.message(/Your Ticket #02\d\d \(General\) in Acme Games is closed\./)).toHaveCount(1);
});

test("where direct messages are refused, the link is said in the channel before access is taken", async ({ playing, sandbox }) => {
  const id = await sandbox.person("Mia");
  await sandbox.acceptsDms(id, false);
  const mia = await playing("Mia");
  const name = await openTicket(mia, SWAP);
  const channel = await channelCalled(sandbox, name);
  const heard = await overhear(mia);
  await mia.settled();
  const ben = await playing("Ben");
  await ben.enter(name);
  await close(ben, "Swapped.");
  await expect(mia.channel(name)).toHaveCount(0);
  const words = "your direct messages are closed to me. Your transcript: http";
  const told = heard.findIndex(({ t, d }) => t === "MESSAGE_CREATE" && d.content?.includes(words));
  const taken = heard.findIndex(({ t, d }) => t === "CHANNEL_DELETE" && d.id === channel.id);
  expect(told, "she was told").toBeGreaterThan(-1);
  expect(taken, "and then lost the channel").toBeGreaterThan(told);
  await expect(ben.message("your direct messages are closed to me.")).toContainText("@Mia");
  await sandbox.acceptsDms(id, true);
});

test("of two who close at once one is told that it is closed already", async ({ playing }) => {
  const ada = await playing("Ada");
  await ada.enter("linh-purchase-services-0200");
  const ben = await playing("Ben");
  await ben.enter("linh-purchase-services-0200");
  await ada.press("Close");
  await ben.press("Close");
  await ada.form.getByLabel("Reason").fill("Nobody answers.");
  await ben.form.getByLabel("Reason").fill("Done.");
  await ada.submit();
  await expect(ada.whispers.last()).toContainText("This ticket is closed.");
  await ben.submit();
  await expect(ben.whispers.last()).toContainText("This ticket is already closed.");
  await expect(ada.message("Ticket #0200 is closed")).toHaveCount(1);
  await expect(ada.message("Ticket #0200 is closed")).toContainText("Nobody answers.");
});

/** What the person's own browser is told live, in the order in which it comes. */
async function overhear({ page }: Client): Promise<{ t: string; d: { id?: string; content?: string } }[]> {
  const heard: { t: string; d: { id?: string; content?: string } }[] = [];
  page.on("websocket", (line) => line.on("framereceived", ({ payload }) => heard.push(JSON.parse(payload.toString()))));
  await page.reload();
  return heard;
}

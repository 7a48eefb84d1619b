// Journey 1: a member presses a panel's button, fills the form in, and has a ticket that the right people see.
import { expect, test } from "../fixtures";
import { acme, categoryOf, channelCalled, followLink, GENERAL, GOLD, openTicket, SEVEN, whoSees } from "../support/desk";

test.use({ world: "open" });

test("Mia opens a ticket, and those who should see it do", async ({ playing, sandbox }) => {
  const mia = await playing("Mia");
  await mia.enter("purchase-gold");
  await mia.press("Buy gold");

  await test.step("the form appears, with its kinds of question", async () => {
    await expect(mia.form.getByRole("heading", { name: "Buy gold" })).toBeVisible();
    await expect(mia.field("How much gold?")).toContainText("A number from 1 to 1000000");
    await expect(mia.form.getByLabel("Delivery method")).toHaveRole("combobox");
    await expect(mia.form.getByLabel("Game username")).toHaveAttribute("maxlength", "60");
    await expect(mia.form.getByLabel("Notes")).toHaveAttribute("maxlength", "1000");
  });

  await mia.fill(GOLD.answers);
  await mia.submit();

  await test.step("she alone is told, with the link", async () => {
    await expect(mia.whispers).toHaveCount(1);
    await expect(mia.whispers).toContainText("Your ticket is open: #mia-buy-gold-0201.");
    await expect(mia.whispers).toContainText("Only you can see this");
    const panel = await channelCalled(sandbox, "purchase-gold");
    for (const name of SEVEN.filter((one) => one !== "Mia")) {
      const seen = await sandbox.messages(await sandbox.person(name), panel.id);
      expect(seen.map((one) => one.content).join(), name).not.toContain("Your ticket is open");
    }
  });

  await followLink(mia);
  await expect(mia.under("Tickets").filter({ hasText: "mia-buy-gold-0201" })).toBeVisible();

  await test.step("the welcome is filled in, with the answers and four buttons", async () => {
    const welcome = mia.message("Ticket #0201 · Buy gold");
    await expect(welcome).toHaveCount(1);
    await expect(welcome).toContainText("@Mia");
    await expect(welcome).toContainText("you would like to buy 1500 gold.");
    await expect(welcome).toContainText("@Gold Team @Billing Team will confirm the rate and the delivery within 8 hours.");
    for (const [question, answer] of [
      ["Category", "Billing · Buy gold"],
      ["Response time", "within 8 hours"],
      ["How much gold?", "1500"],
      ["Delivery method", "Face-to-face trade"],
      ["Game username", "Miasaurus"],
      ["Notes", "After eight in the evening, please."],
      ["Instructions", "never pay outside this ticket"],
    ] as const) {
      const field = welcome.locator(".embed-field").filter({ has: mia.page.getByText(question, { exact: true }) });
      await expect(field, question).toContainText(answer);
    }
    const buttons = welcome.getByRole("button", { name: /^(Claim|Close|It works!|Need help|Cancel)$/ });
    await expect(buttons).toHaveText(["Claim", "Close", "It works!", "Need help", "Cancel"]);
    for (const button of await buttons.all()) await expect(button).toBeEnabled();
  });

  await test.step("it lies under Tickets; member, staff, owner and admin see it, and nobody else", async () => {
    const channel = await channelCalled(sandbox, "mia-buy-gold-0201");
    expect(await categoryOf(sandbox, channel.id)).toBe("Tickets");
    expect(await whoSees(sandbox, channel.id)).toEqual(["Olivia", "Ada", "Ben", "Mia"]);
    const sam = await sandbox.person("Sam");
    expect(await sandbox.channels(sam, await acme(sandbox))).toEqual([]);
  });

  await test.step("and on their screens it is so", async () => {
    const ben = await playing("Ben");
    await expect(ben.channel("mia-buy-gold-0201")).toBeVisible();
    const chloe = await playing("Chloe");
    await expect(chloe.channel("purchase-gold")).toBeVisible();
    await expect(chloe.channel("mia-buy-gold-0201")).toHaveCount(0);
  });

  await test.step("a second one of the type is refused before the form, with the way to the first", async () => {
    await mia.enter("purchase-gold");
    await mia.press("Buy gold");
    await expect(mia.whispers.last()).toContainText("You already have an open ticket of this type: #mia-buy-gold-0201.");
    await expect(mia.form).toHaveCount(0);
  });
});

test("a ticket of Tech Support is seen by the Tech Team instead", async ({ playing, sandbox }) => {
  const noah = await playing("Noah");
  const name = await openTicket(noah, GENERAL);
  expect(name).toMatch(/^noah-general-02\d\d$/);
  const channel = await channelCalled(sandbox, name);
  expect(await whoSees(sandbox, channel.id)).toEqual(["Olivia", "Ada", "Chloe", "Noah"]);
});

test("what is wrong in the form is said at its field, and what was written stays", async ({ playing, sandbox }) => {
  const noah = await playing("Noah");
  const before = (await sandbox.channels(await sandbox.person("Olivia"), await acme(sandbox))).length;
  await noah.enter("swap-crypto");
  await noah.press("Swap crypto");

  await test.step("nothing is filled in", async () => {
    await noah.submit();
    for (const label of ["Direction", "Currency", "Amount", "Wallet or username"]) {
      await expect(noah.field(label), label).toContainText("This field is required");
    }
    await expect(noah.form).toBeVisible();
  });

  await test.step("too short", async () => {
    const filled = { Direction: "Gold to crypto", Currency: "Litecoin", Amount: "5", "Wallet or username": "ab" };
    await noah.fill(filled);
    await noah.submit();
    await expect(noah.field("Wallet or username")).toContainText("Must be at least 3 characters long");
    await expect(noah.field("Amount").locator(".field-error")).toBeHidden();
  });

  await test.step("no more can be typed than fits", async () => {
    await noah.form.getByLabel("Wallet or username").fill("");
    await noah.form.getByLabel("Wallet or username").pressSequentially("x".repeat(130));
    await expect(noah.form.getByLabel("Wallet or username")).toHaveValue("x".repeat(120));
  });

  for (const [amount, says] of [
    ["0", "Amount – a number from 1 to 1000000, please; this is 0."],
    ["2 000 000", "Amount – a number from 1 to 1000000, please; this is 2000000."],
    ["plenty", "Amount – `plenty` is not a number. Write it like 1500 or 1500.50."],
  ] as const) {
    await test.step(`the amount ${amount} is refused, and "Try again" brings the form back as it was`, async () => {
      await noah.fill({ Amount: amount });
      await noah.submit();
      await expect(noah.whispers.last()).toContainText(says.replaceAll("`", ""));
      await noah.press("Try again");
      await expect(noah.form.getByLabel("Amount")).toHaveValue(amount);
      await expect(noah.form.getByLabel("Direction")).toHaveValue("Gold to crypto");
      await expect(noah.form.getByLabel("Wallet or username")).toHaveValue("x".repeat(120));
    });
  }

  await test.step("nothing was made of all this", async () => {
    const channels = await sandbox.channels(await sandbox.person("Olivia"), await acme(sandbox));
    expect(channels.length).toBe(before);
  });

  await noah.fill({ Amount: "250.5" });
  await noah.submit();
  await followLink(noah);
  await expect(noah.message(/Ticket #02\d\d · Swap crypto/)).toContainText("250.5");
});

test("answers that no client would send are refused all the same", async ({ playing, sandbox }) => {
  const mia = await playing("Mia");
  await mia.enter("swap-crypto");
  const id = await sandbox.person("Mia");
  const panel = await channelCalled(sandbox, "swap-crypto");
  const [message] = await sandbox.messages(id, panel.id);
  const button = message!.components[0].components[0];
  const good = { direction: ["crypto_to_gold"], crypto_type: ["btc"], amount: "5", wallet: "bc1q" };
  for (const [wrong, says] of [
    [{ amount: "1e9" }, "Amount – 1e9 is not a number. Write it like 1500 or 1500.50."],
    [{ amount: "-3" }, "Amount – a number from 1 to 1000000, please; this is -3."],
    [{ wallet: "   " }, "Wallet or username – please answer this question."],
  ] as const) {
    const { modal } = await sandbox.press(id, panel.id, message!.id, button.custom_id);
    await sandbox.submit(id, modal.modal_id, { ...good, ...wrong });
    await expect(mia.whispers.last()).toContainText(says);
  }
});

test("a button that is old or made up gets a polite answer", async ({ playing, sandbox }) => {
  const mia = await playing("Mia");
  await mia.enter("general");
  const id = await sandbox.person("Mia");
  const bot = (await sandbox.people()).find((one) => one.bot)!;
  const general = await channelCalled(sandbox, "general");
  const row = (custom_id: string) => [
    { type: 1, components: [{ type: 2, style: 1, label: custom_id.slice(0, 80), custom_id }] },
  ];
  for (const [custom_id, says] of [
    ["v1:ticket-open:4711:1", "This ticket type no longer exists. Please use a current panel."],
    ["v1:ticket-claim:4711", "There is no such ticket here, or it isn't yours to see."],
    ["v0:gone", "This button or form is of an older version and no longer does anything."],
  ] as const) {
    const message = { id: made(), channel_id: general.id, author: { id: bot.id }, timestamp: now(), components: row(custom_id) };
    await sandbox.send("POST", "/import", { messages: [{ ...message, content: "An old panel" }] });
    await mia.page.reload();
    await mia.settled();
    await mia.press(custom_id);
    await expect(mia.whispers.last()).toContainText(says);
  }
});

/** A snowflake of now. */
let last = 0n;
function made(): string {
  const at = (BigInt(Date.now()) - 1420070400000n) << 22n;
  last = at > last ? at : last + 1n;
  return last.toString();
}

const now = (): string => new Date().toISOString();

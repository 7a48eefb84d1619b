// Journey: an admin changes settings in the browser, and Discord follows. Faults at their fields, two admins on one
// page, departments, the audit.
import { expect, go, type Page, test } from "../fixtures";
import type { Browser } from "@playwright/test";
import { acme, channelCalled, followLink, GOLD, whoSees } from "../support/desk";

test.use({ world: "settings" });

const save = (page: Page) => page.getByRole("button", { name: "Save changes" });

async function openType(page: Page, guild: string, key: string): Promise<void> {
  await go(page, `/g/${guild}/settings/types/${key}`);
  await expect(page.getByLabel("Words on the button")).toBeVisible();
}

test("a button's words change in Discord as soon as they are saved", async ({ as, playing, sandbox }) => {
  const guild = await acme(sandbox);
  const [ada, mia] = [await as("Ada"), await playing("Mia")];
  await mia.enter("purchase-gold");
  const panel = await channelCalled(sandbox, "purchase-gold");
  const [before] = await sandbox.messages(await sandbox.person("Mia"), panel.id);
  await openType(ada, guild, "buy-gold");
  const preview = ada.getByRole("complementary", { name: "In Discord" });

  await test.step("the preview follows while it is typed, and the limit is counted", async () => {
    await ada.getByLabel("Words on the button").fill("Get gold now");
    await expect(preview.getByText("Get gold now")).toBeVisible();
    await expect(ada.getByText("12 / 80")).toBeVisible();
    await expect(ada.getByText("Unsaved changes")).toBeVisible();
    await expect(mia.button("Buy gold")).toBeVisible();
  });

  await ada.keyboard.press("Control+s");
  await expect(ada.getByText("Saved, and live in Discord")).toBeVisible();
  await expect(mia.button("Get gold now")).toBeVisible();
  await expect(mia.button("Buy gold")).toHaveCount(0);
  const [after] = await sandbox.messages(await sandbox.person("Mia"), panel.id);
  expect(after!.id, "the message was edited in place").toBe(before!.id);

  await test.step("and back", async () => {
    await ada.getByLabel("Words on the button").fill("Buy gold");
    await save(ada).click();
    await expect(mia.button("Buy gold")).toBeVisible();
  });
});

test("a form that changes while a member has it open is judged as it was shown", async ({ as, playing, sandbox }) => {
  const guild = await acme(sandbox);
  const [ada, mia] = [await as("Ada"), await playing("Mia")];
  await mia.enter("purchase-gold");
  await mia.press("Buy gold");
  await expect(mia.form.getByRole("heading", { name: "Buy gold" })).toBeVisible();

  await openType(ada, guild, "buy-gold");
  await ada.getByRole("button", { name: "Add a question" }).click();
  const added = ada.getByRole("listitem").filter({ has: ada.getByRole("heading", { name: "Question 5" }) });
  await expect(added.getByLabel("Question", { exact: true })).toBeFocused();
  await added.getByLabel("Question", { exact: true }).fill("Which server?");
  await added.getByLabel("Kind of answer").selectOption("One of several");
  await expect(added.getByLabel("Choices")).toBeVisible();
  await added.getByLabel("Choices").fill("Europe\nAmerica");
  await expect(ada.getByRole("complementary", { name: "In Discord" }).getByText("Which server?").first()).toBeVisible();
  await save(ada).click();
  await expect(ada.getByText("Saved, and live in Discord")).toBeVisible();

  await mia.fill(GOLD.answers);
  await mia.submit();
  await followLink(mia);
  await expect(mia.message(/Ticket #\d{4} · Buy gold/)).toContainText("Miasaurus");

  await test.step("the next who presses is asked the new question", async () => {
    // One ticket of the type at a time: another member.
    const sam = await playing("Noah");
    await sam.enter("swap-crypto");
    await openType(ada, guild, "swap-crypto");
    await ada.getByLabel("Title of the form").fill("Swap your crypto");
    await save(ada).click();
    await expect(ada.getByText("Saved, and live in Discord")).toBeVisible();
    await sam.press("Swap crypto");
    await expect(sam.form.getByRole("heading", { name: "Swap your crypto" })).toBeVisible();
  });
});

test("what is wrong is told at its field, and nothing of it is saved", async ({ as, sandbox }) => {
  const guild = await acme(sandbox);
  const ada = await as("Ada");
  await openType(ada, guild, "general");
  const fault = (label: string) => ada.getByLabel(label, { exact: true }).first();
  for (const [label, wrong, says] of [
    ["Words on the button", "x".repeat(81), "“Words on the button” is too long: 81 of 80 characters."],
    ["Text", "Hello {custmer}", "`{custmer}` is not a name that this template knows."],
    ["Emoji", "gold", "`gold` is neither an emoji nor one of this server's own."],
    ["Open tickets per member", "many", "A number from 1 to 50, please."],
    ["Colour", "#12", "A colour from #000000 to #FFFFFF, please."],
    ["Banner", "http://example.org/a.png", "A web address that begins with https://, please."],
  ] as const) {
    await test.step(label, async () => {
      await fault(label).fill(wrong);
      await expect(fault(label)).toHaveAttribute("aria-invalid", "true");
      await expect(fault(label)).toHaveAccessibleDescription(says);
    });
  }
  await test.step("two questions with one key", async () => {
    const keys = ada.getByLabel("Key", { exact: true });
    await keys.nth(1).fill(await keys.nth(0).inputValue());
    await expect(keys.nth(1)).toHaveAccessibleDescription(/is taken already/);
  });
  await save(ada).click();
  await expect(ada.getByText("7 fields are not right yet")).toBeVisible();
  await expect(fault("Text")).toHaveValue("Hello {custmer}");
  await expect(ada.getByText("Unsaved changes")).toBeVisible();
  await test.step("the list above calls a field what the field is called", async () => {
    const told = (name: string) => ada.getByRole("link", { name, exact: true });
    await expect(told("Words on the button")).toBeVisible();
    await expect(told("Welcome message, text")).toBeVisible();
    await expect(told("Question 2, key")).toBeVisible();
  });
  await test.step("on a phone the save bar says all of what it says", async () => {
    const size = ada.viewportSize()!;
    await ada.setViewportSize({ width: 390, height: 844 });
    const note = ada.locator(".sticky [role=status]");
    expect(await note.evaluate((it) => it.scrollWidth <= it.clientWidth)).toBe(true);
    await expect(ada.getByRole("button", { name: "Save changes" })).toBeInViewport();
    await ada.setViewportSize(size);
  });
  await test.step("what is given up is as it was", async () => {
    await ada.getByRole("button", { name: "Discard" }).click();
    await expect(fault("Words on the button")).toHaveValue("Open ticket");
    await expect(ada.getByText("fields are not right yet")).toHaveCount(0);
  });
});

test("names are completed while they are typed", async ({ as, sandbox }) => {
  const ada = await as("Ada");
  await openType(ada, await acme(sandbox), "general");
  const text = ada.getByLabel("Text", { exact: true }).first();
  await text.fill("Hello ");
  await text.press("End");
  await text.pressSequentially("{cust");
  await expect(ada.getByRole("option", { name: /customer_name/ })).toBeVisible();
  await text.press("ArrowDown");
  await text.press("Enter");
  await expect(text).toHaveValue("Hello {customer_name}");
  await expect(ada.getByRole("listbox", { name: "Names that are filled in" })).toHaveCount(0);
  await expect(ada.getByRole("complementary", { name: "In Discord" }).getByText(/^Hello \S/)).toBeVisible();
});

test("the second of two admins is told, and nothing is overwritten silently", async ({ as, sandbox }) => {
  const guild = await acme(sandbox);
  const [ada, olivia] = [await as("Ada"), await as("Olivia")];
  await openType(ada, guild, "sell-gold");
  await openType(olivia, guild, "sell-gold");
  const label = (page: Page) => page.getByLabel("Words on the button");

  await test.step("an editor without changes of its own follows quietly", async () => {
    await label(ada).fill("Sell us gold");
    await save(ada).click();
    await expect(label(olivia)).toHaveValue("Sell us gold");
  });

  await test.step("one with changes is told who, when and what, before it saves", async () => {
    await olivia.getByLabel("Title of the form").fill("Olivia's form");
    await label(ada).fill("Sell your gold");
    await save(ada).click();
    const told = olivia.getByRole("alert");
    await expect(told).toContainText("Ada saved this while you were editing");
    await expect(told).toContainText("Sell us gold");
    await expect(told).toContainText("Sell your gold");
    await expect(olivia.getByLabel("Title of the form")).toHaveValue("Olivia's form");
    await save(olivia).click();
    await expect(told).toContainText("Ada saved this while you were editing");
  });

  await test.step("keeping one's own saves over it", async () => {
    await olivia.getByRole("button", { name: "Keep mine and save over it" }).click();
    await expect(olivia.getByRole("alert")).toHaveCount(0);
    await expect(label(ada)).toHaveValue("Sell us gold");
    await expect(ada.getByLabel("Title of the form")).toHaveValue("Olivia's form");
  });

  await test.step("taking theirs gives one's own up", async () => {
    await olivia.getByLabel("Title of the form").fill("Once more");
    await label(ada).fill("Sell gold");
    await save(ada).click();
    await olivia.getByRole("button", { name: "Take theirs" }).click();
    await expect(label(olivia)).toHaveValue("Sell gold");
    await expect(olivia.getByLabel("Title of the form")).toHaveValue("Olivia's form");
  });
});

test("types are paused, ordered and deleted at once, with the way back", async ({ as, playing, sandbox }) => {
  const guild = await acme(sandbox);
  const [ada, noah] = [await as("Ada"), await playing("Noah")];
  await go(ada, `/g/${guild}/settings/types`);
  const rows = ada.getByRole("list", { name: "Types" }).getByRole("listitem");
  const row = (name: string) => rows.filter({ has: ada.getByRole("link", { name, exact: true }) });

  await test.step("paused", async () => {
    await row("General").getByRole("switch").click();
    await expect(row("General").getByRole("switch")).toHaveAttribute("aria-checked", "false");
    await noah.enter("open-ticket");
    await noah.press("Open ticket");
    await expect(noah.whispers.last()).toContainText("can't be opened at the moment");
    await ada.getByRole("button", { name: "Undo" }).click();
    await expect(row("General").getByRole("switch")).toHaveAttribute("aria-checked", "true");
  });

  await test.step("ordered, by keyboard, the focus kept", async () => {
    const names = () => rows.getByRole("link", { name: /^(?!Rules: )/ }).allInnerTexts();
    const before = await names();
    const down = row(before[0]!).getByRole("button", { name: `Move down: ${before[0]}` });
    await down.focus();
    await ada.keyboard.press("Enter");
    await expect.poll(names).toEqual([before[1], before[0], ...before.slice(2)]);
    await expect(row(before[0]!).getByRole("button", { name: `Move down: ${before[0]}` })).toBeFocused();
    await row(before[0]!).getByRole("button", { name: `Move up: ${before[0]}` }).click();
    await expect.poll(names).toEqual(before);
  });

  await test.step("not over an order that was never seen", async () => {
    const names = () => rows.getByRole("link", { name: /^(?!Rules: )/ }).allInnerTexts();
    const before = await names();
    // A page that hears nothing of what others do.
    const olivia = await as("Olivia");
    await olivia.routeWebSocket(/\/live/, () => {});
    await go(olivia, `/g/${guild}/settings/types`);
    const move = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
    await move(ada, `Move down: ${before[0]}`);
    await expect.poll(names).toEqual([before[1], before[0], ...before.slice(2)]);
    await move(olivia, `Move down: ${before[2]}`);
    await expect(olivia.getByText("Ada changed this list meanwhile, so nothing was moved")).toBeVisible();
    const theirs = olivia.getByRole("list", { name: "Types" }).getByRole("link", { name: /^(?!Rules: )/ });
    await expect.poll(() => theirs.allInnerTexts()).toEqual([before[1], before[0], ...before.slice(2)]);
    await move(ada, `Move up: ${before[0]}`);
    await expect.poll(names).toEqual(before);
  });

  await test.step("deleted and brought back", async () => {
    await row("General").getByRole("button", { name: "Delete: General" }).click();
    await expect(row("General")).toHaveCount(0);
    await ada.getByRole("button", { name: "Undo" }).last().click();
    await expect(row("General")).toHaveCount(1);
    await noah.enter("open-ticket");
    await expect(noah.button("Open ticket")).toBeVisible();
  });

  await test.step("a new one leads to its editor", async () => {
    await ada.getByLabel("Name", { exact: true }).fill("Refunds");
    await ada.getByRole("button", { name: "Add", exact: true }).click();
    await expect(ada).toHaveURL(/\/settings\/types\/refunds$/);
    await expect(ada.getByLabel("Words on the button")).toHaveValue("Refunds");
    await expect(ada.getByText("No panel offers this type yet")).toBeVisible();
  });
});

test("a role of a department decides who sees its tickets", async ({ as, sandbox, forgive }) => {
  // Chloe's page is open when she loses it, and what it asks for then is rightly not hers.
  forgive(/404.*\/tickets\/\d+/);
  const guild = await acme(sandbox);
  const ada = await as("Ada");
  const { channels } = (await sandbox.state()).guilds.find((one: { id: string }) => one.id === guild)!;
  const live = channels.find((one: { name: string }) => /^noah-buy-gold-\d{4}$/.test(one.name))!;
  expect(await whoSees(sandbox, live.id)).not.toContain("Chloe");
  await go(ada, `/g/${guild}/settings/departments`);
  await ada.getByRole("link", { name: /Billing/ }).click();
  await test.step("a role is found by typing; one above Docket's own can't be taken", async () => {
    const box = ada.getByRole("combobox", { name: "Role", exact: true });
    await box.fill("docket");
    const offered = ada.getByRole("listbox", { name: "Choices" }).getByRole("option");
    await expect(offered.filter({ hasText: "above Docket's own role" })).toHaveAttribute("aria-disabled", "true");
    await box.fill("no such role");
    await expect(offered).toHaveText(["Nothing fits what you typed"]);
    await box.fill("tech");
    await expect(offered).toHaveCount(1);
    await box.press("Enter");
    await expect(box).toHaveValue("Tech Team");
  });
  await ada.getByLabel("As", { exact: true }).selectOption("Staff");
  await ada.getByRole("button", { name: "Add", exact: true }).click();
  await save(ada).click();
  await expect(ada.getByText("All changes saved")).toBeVisible();
  await expect.poll(() => whoSees(sandbox, live.id)).toContain("Chloe");
  const chloe = await as("Chloe");
  const number = Number(live.name.slice(-4));
  await go(chloe, `/g/${guild}/tickets/${number}`);
  await expect(chloe.getByRole("region", { name: "Conversation" })).toBeVisible();

  await test.step("and takes it", async () => {
    await ada.getByRole("button", { name: "Remove: Tech Team" }).click();
    await save(ada).click();
    await expect.poll(() => whoSees(sandbox, live.id)).not.toContain("Chloe");
  });
});

test("a category is found by typing, and given up with the rest", async ({ as, sandbox }) => {
  const ada = await as("Ada");
  await openType(ada, await acme(sandbox), "general");
  const box = ada.getByRole("combobox", { name: "Category of open tickets" });
  await expect(box).toHaveValue("The department's");
  await box.click();
  await box.pressSequentially("closed");
  await ada.getByRole("option", { name: "Closed Tickets" }).click();
  await expect(box).toHaveValue("Closed Tickets");
  await expect(ada.getByText("Unsaved changes")).toBeVisible();
  await ada.getByRole("button", { name: "Discard" }).click();
  await expect(box).toHaveValue("The department's");
  await expect(ada.getByText("Unsaved changes")).toHaveCount(0);
});

test("a deleted department comes back", async ({ as, sandbox }) => {
  const guild = await acme(sandbox);
  const ada = await as("Ada");
  await go(ada, `/g/${guild}/settings/departments`);
  await ada.getByLabel("Name", { exact: true }).fill("Trade");
  await ada.getByRole("button", { name: "Add", exact: true }).first().click();
  await expect(ada).toHaveURL(/\/settings\/departments\/trade$/);
  await go(ada, `/g/${guild}/settings/departments`);
  const row = ada.getByRole("listitem").filter({ has: ada.getByRole("link", { name: "Trade", exact: true }) });
  await row.getByRole("button", { name: "Delete: Trade" }).click();
  await expect(row).toHaveCount(0);
  await ada.getByRole("button", { name: "Undo" }).click();
  await expect(row).toHaveCount(1);
});

test("the audit tells who changed what, before and after", async ({ as, sandbox }) => {
  const guild = await acme(sandbox);
  const ada = await as("Ada");
  await go(ada, `/g/${guild}/settings/audit`);
  const row = ada.getByRole("listitem").filter({ hasText: "changed the ticket type Sell gold" }).first();
  await expect(row).toContainText("Ada");
  await expect(row).toContainText("through the dashboard");
  await row.locator("summary").click();
  await expect(row).toContainText("before: Sell us gold");
  await expect(row).toContainText("now: Sell gold");
});

test("without JavaScript the pages are forms that work", async ({ as, browser, docket, sandbox }) => {
  const guild = await acme(sandbox);
  const state = await (await as("Ada")).context().storageState();
  const page = await plain(browser, docket.dashboard, state);
  const types = `/g/${guild}/settings/types`;

  await test.step("a type: faults come back with what was typed", async () => {
    await page.goto(`${types}/general`);
    await page.getByLabel("Words on the button").fill("x".repeat(81));
    await page.getByLabel("Title", { exact: true }).fill("Kept as it was");
    await save(page).click();
    await expect(page).toHaveURL(new RegExp(`${types}/general$`));
    await expect(page.getByText("Nothing was saved")).toBeVisible();
    await expect(page.getByLabel("Words on the button")).toHaveAccessibleDescription(/too long: 81 of 80/);
    await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Kept as it was");
  });

  await test.step("and can be given up", async () => {
    await page.getByRole("button", { name: "Discard" }).click();
    await expect(page).toHaveURL(new RegExp(`${types}/general$`));
    await expect(page.getByLabel("Words on the button")).toHaveValue("Open ticket");
    await expect(page.getByLabel("Title", { exact: true })).not.toHaveValue("Kept as it was");
  });

  await test.step("a question is added, moved and removed", async () => {
    const title = (number: number) => page.getByRole("heading", { name: `Question ${number}`, exact: true });
    const labels = page.getByLabel("Question", { exact: true });
    const before = await labels.count();
    await page.getByRole("button", { name: "Add a question" }).click();
    await expect(title(before + 1)).toBeVisible();
    await labels.nth(before).fill("Added without a script");
    await page.getByRole("button", { name: `Move up: Question ${before + 1}` }).click();
    await expect(labels.nth(before - 1)).toHaveValue("Added without a script");
    await page.getByRole("button", { name: `Remove: Question ${before}` }).click();
    await expect(labels).toHaveCount(before);
  });

  await test.step("and saved", async () => {
    await page.getByLabel("Words on the button").fill("Ask us");
    await page.getByLabel("Title", { exact: true }).fill("{ticket_id} · {type}");
    await save(page).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Words on the button")).toHaveValue("Ask us");
  });

  await test.step("the list: a switch, with the way back", async () => {
    await page.goto(types);
    const row = page.locator('[data-type="general"]');
    await row.getByRole("switch").click();
    await expect(page.getByText("Paused: no new tickets of this type")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(row.getByRole("switch")).toHaveAttribute("aria-checked", "true");
  });

  await test.step("a department", async () => {
    await page.goto(`/g/${guild}/settings/departments/general`);
    await page.getByLabel("Name", { exact: true }).fill("General questions");
    await page.getByLabel("Role", { exact: true }).selectOption({ label: "Gold Team" });
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("General questions");
    await save(page).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Remove: Gold Team" })).toBeVisible();
  });

  await test.step("the audit", async () => {
    await page.goto(`/g/${guild}/settings/audit`);
    await expect(page.getByText("changed the department General questions")).toBeVisible();
  });
  await page.context().close();
});

type State = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

/** A browser that runs no script, logged in as whoever this state is of. */
async function plain(browser: Browser, baseURL: string, storageState: State): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL, storageState });
  return context.newPage();
}

// Journey: a ticket is worked on from its page in the browser, by two at once, by keys and by touch, with and without a
// script.
import { axe, expect, go, hydrated, inspect, type Page, test } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme, GOLD, SWAP, openTicket, numberOf } from "../support/desk";

test.use({ world: "deeds" });
test.describe.configure({ timeout: 180_000 });

const said = (page: Page, words: string | RegExp) => page.locator(".toast").filter({ hasText: words });
const actions = (page: Page) => page.getByRole("group", { name: "Actions" });

test("two work on one ticket: what one does the other sees", async ({ as, playing, sandbox }) => {
  const mia = await playing("Mia");
  const number = numberOf(await openTicket(mia, GOLD));
  const guild = await acme(sandbox);
  const [ben, ada] = [await as("Ben"), await as("Ada")];
  const [desk, other] = [new Dashboard(ben), new Dashboard(ada)];
  await desk.openTicket(guild, number);
  await other.openTicket(guild, number);
  await hydrated(ben);
  await hydrated(ada);
  await inspect(ben, "deeds");

  await test.step("claimed, seen elsewhere, and undone", async () => {
    await actions(ben).getByRole("button", { name: "Claim" }).click();
    await expect(said(ben, "The ticket is yours")).toBeVisible();
    await expect(actions(ben).getByRole("button", { name: "Give back" })).toBeVisible();
    await expect(other.details).toContainText("Ben");
    await expect(actions(ada).getByRole("button", { name: "Take over" })).toBeVisible();
    await said(ben, "The ticket is yours").getByRole("button", { name: "Undo" }).click();
    await expect(actions(ada).getByRole("button", { name: "Claim" })).toBeVisible();
  });

  await test.step("details: priority at once, a tag, a subject, a person, an order", async () => {
    await desk.details.getByLabel("Priority").selectOption("urgent");
    await expect(said(ben, "Priority set")).toBeVisible();
    await expect(other.details.getByLabel("Priority")).toHaveValue("urgent");
    await desk.details.getByLabel("Add a tag").fill("VIP");
    await desk.details.getByLabel("Add a tag").press("Enter");
    await expect(other.details.getByRole("button", { name: "Take off the tag: vip" })).toBeVisible();
    await ben.locator("#do-subject").click();
    await ben.getByRole("textbox", { name: "Subject" }).fill("Gold for the guild war");
    await inspect(ben, "deeds-subject");
    await ben.getByRole("textbox", { name: "Subject" }).press("Enter");
    await expect(ada.getByRole("heading", { level: 1 })).toContainText("Gold for the guild war");
    await ben.locator("#do-member").click();
    await ben.getByLabel("Let somebody in").last().fill("noah");
    await ben.getByRole("button", { name: "Let somebody in" }).click();
    await expect(other.details).toContainText("Noah");
    await ben.locator("#do-order").click();
    await ben.locator("#order-number").fill("A-1001");
    await ben.getByLabel("Price").fill("12.50");
    await ben.getByLabel("Currency").fill("EUR");
    await ben.getByLabel("At risk: closing needs a confirmation").check();
    await ben.getByRole("button", { name: "Save order" }).click();
    await expect(other.details).toContainText("12.50 EUR");
  });

  await test.step("a note, marked, and not for the member", async () => {
    await ben.keyboard.press("n");
    await ben.getByLabel("Internal note").fill("She paid twice last week.");
    await ben.keyboard.press("Control+Enter");
    await expect(other.message("She paid twice last week.")).toContainText("Note");
    await expect(ben.getByLabel("Internal note")).toHaveValue("");
  });

  await test.step("what is being written stays while others work", async () => {
    await ben.getByLabel("Internal note").fill("Half a thought");
    await actions(ada).getByRole("button", { name: "Claim" }).click();
    await expect(desk.details).toContainText("Ada");
    await expect(ben.getByLabel("Internal note")).toHaveValue("Half a thought");
    await ben.getByLabel("Internal note").fill("");
  });

  await test.step("the question, taken back; put off, and back again", async () => {
    await ada.keyboard.press("s");
    await expect(desk.title.locator("..")).toContainText("Awaiting confirmation");
    await ada.locator("#do-more").click();
    await inspect(ada, "deeds-more");
    await ada.getByRole("button", { name: "Take the question back" }).click();
    await expect(desk.title.locator("..")).toContainText("In progress");
    await ada.locator("#do-more").click();
    await ada.locator("#do-snooze").click();
    await ada.getByRole("button", { name: "Snooze" }).click();
    await expect(desk.details).toContainText("Comes back");
    await go(ben, `/g/${guild}/inbox?q=is:snoozed`);
    await expect(desk.row(number)).toBeVisible();
    await desk.openInbox(guild);
    await expect(desk.row(number)).toHaveCount(0);
    await other.details.getByRole("button", { name: "Wake now" }).click();
    await expect(desk.row(number)).toBeVisible();
  });

  await test.step("closed with a reason, confirmed; opened again", async () => {
    await ada.keyboard.press("e");
    await expect(ada.getByLabel("Reason")).toBeFocused();
    await expect(ada.getByText("Its order is still at risk")).toBeVisible();
    await inspect(ada, "deeds-close");
    await ada.getByLabel("Reason").fill("Delivered.");
    await ada.getByRole("button", { name: "Confirm close" }).click();
    await expect(other.title.locator("..")).toContainText("Closed");
    await expect(other.details).toContainText("Delivered.");
    await expect(other.details).toContainText("The channel is deleted");
    await expect(actions(ada).getByText("Claim", { exact: true })).toHaveCount(0);
    await inspect(ada, "deeds-closed");
    await ada.locator("#do-reopen").click();
    await ada.getByRole("button", { name: "Reopen" }).click();
    await expect(other.title.locator("..")).toContainText("In progress");
  });
});

test("keys and the palette, from the list and on the page", async ({ as, sandbox }) => {
  const guild = await acme(sandbox);
  const page = await as("Ben");
  const desk = new Dashboard(page);
  await desk.openInbox(guild, "q=status:open%20assignee:none");
  await hydrated(page);
  await page.keyboard.press("j");
  const [number] = await desk.numbers();
  await page.keyboard.press("c");
  await expect(said(page, "The ticket is yours")).toBeVisible();
  await desk.openTicket(guild, number!);
  await hydrated(page);
  await page.keyboard.press("p");
  await expect(page.getByLabel("Priority").last()).toBeFocused();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1 }).click();
  await page.getByLabel("Priority").last().blur();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Go anywhere" }).fill("snooze");
  await expect(page.getByRole("option", { name: "Snooze This ticket" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("For", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("For", { exact: true })).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Write an internal note");
  await inspect(page, "deeds-keys");
});

test("the member answers, and closes their own", async ({ as, playing, sandbox }) => {
  const client = await playing("Mia");
  const number = numberOf(await openTicket(client, SWAP));
  const guild = await acme(sandbox);
  const [mia, ben] = [await as("Mia"), await as("Ben")];
  const desk = new Dashboard(mia);
  await desk.openTicket(guild, number);
  await new Dashboard(ben).openTicket(guild, number);
  await hydrated(mia);
  await hydrated(ben);
  await expect(mia.getByLabel("Internal note")).toHaveCount(0);
  await actions(mia).getByRole("button", { name: "Need help" }).click();
  await expect(said(mia, "The team is called")).toBeVisible();
  await actions(ben).getByRole("button", { name: "Solve" }).click();
  await expect(mia.getByRole("heading", { name: "Is your problem solved?" })).toBeVisible();
  await inspect(mia, "deeds-asked");
  await mia.getByRole("button", { name: "Not yet" }).click();
  await expect(desk.title.locator("..")).toContainText("In progress");
  await actions(mia).getByRole("button", { name: "It works!" }).click();
  await expect(desk.title.locator("..")).toContainText("Closed");
});

test("on a phone everything is in reach", async ({ as, playing, sandbox }) => {
  const client = await playing("Noah");
  const number = numberOf(await openTicket(client, SWAP));
  const page = await as("Ben");
  await page.setViewportSize({ width: 390, height: 844 });
  const desk = new Dashboard(page);
  await desk.openTicket(await acme(sandbox), number);
  await hydrated(page);
  await actions(page).getByRole("button", { name: "Claim" }).click();
  await expect(said(page, "The ticket is yours")).toBeVisible();
  await page.locator("#do-close").click();
  await expect(page.getByLabel("Reason")).toBeInViewport();
  await expect(page.getByRole("button", { name: "Close the ticket" })).toBeInViewport();
  await axe(page);
  await page.keyboard.press("Escape");
  await page.locator("#do-more").click();
  await expect(page.locator("#do-cancel")).toBeInViewport();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, "nothing hangs out").toBeLessThanOrEqual(390);
});

test("without a script: claim, note, priority, close, reopen", async ({ browser, docket, as, playing, sandbox }) => {
  const client = await playing("Mia");
  const number = numberOf(await openTicket(client, SWAP));
  const guild = await acme(sandbox);
  const state = await (await as("Ben")).context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: state, baseURL: docket.dashboard });
  const page = await context.newPage();
  const desk = new Dashboard(page);
  await page.goto(`/g/${guild}/tickets/${number}`);
  await actions(page).getByRole("button", { name: "Claim" }).click();
  await expect(page.getByText("The ticket is yours")).toBeVisible();
  await page.getByLabel("Internal note").fill("Without a script.");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(desk.message("Without a script.")).toContainText("Note");
  await desk.details.getByLabel("Priority").selectOption("low");
  await desk.details.getByRole("button", { name: "Set", exact: true }).first().click();
  await expect(page.getByText("Priority set")).toBeVisible();
  await actions(page).getByRole("button", { name: "Solve" }).click();
  await page.locator("#do-close").click();
  await page.getByLabel("Reason").fill("Done by hand.");
  await page.getByRole("button", { name: "Close the ticket" }).click();
  await expect(desk.details).toContainText("Done by hand.");
  await page.locator("#do-reopen").click();
  await page.getByRole("button", { name: "Reopen" }).click();
  await expect(page.getByText("Open again")).toBeVisible();
  await context.close();
});

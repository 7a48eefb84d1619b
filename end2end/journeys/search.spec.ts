// Search: what was said is found from the one box, marked, and read where it stands; nobody finds what is not theirs.
import { expect, inspect, test, hydrated } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme, channelCalled } from "../support/desk";

test.use({ world: "search" });
// Pictures in both themes and widths.
test.describe.configure({ timeout: 120_000 });

/** A ticket that still goes on: Linh's, of Billing. */
const GOES_ON = { number: 194, channel: "linh-buy-gold-0194" };
const SAID = "Đặng wants the Marmalade sword back, please: 我要退款了";

test("what was said is found, marked, and opened where it stands", async ({ as, sandbox }) => {
  const channel = await channelCalled(sandbox, GOES_ON.channel);
  await sandbox.say(await sandbox.person("Linh"), channel.id, SAID);
  // So much is said afterwards that the message is on no newest page.
  for (let turn = 0; turn < 6; turn += 1) await sandbox.say(await sandbox.person("Linh"), channel.id, `and another thing, ${turn}`);
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));

  for (const question of ["marmalade", "dang MARMALADE", '"marmalade sword"', "marmal*", "退款", "marmalade -trousers"]) {
    await desk.ask(question);
    await expect(desk.hits, question).toHaveCount(1);
    await expect.poll(() => desk.numbers()).toEqual([GOES_ON.number]);
  }
  await desk.ask("marmalade swo*");
  await expect(desk.hits.first().locator("mark")).toHaveText(["Marmalade", "sword"]);
  await expect(page).toHaveURL(/q=marmalade%20swo/);
  await expect(desk.count).toContainText("1 find");
  await inspect(page, "search-hit");

  await test.step("the passage leads to the very message, the list stays", async () => {
    await desk.hits.first().click();
    await expect(page).toHaveURL(/\/tickets\/194\?q=marmalade%20swo.*at=\d+#m-\d+$/);
    await expect(desk.message("Marmalade")).toBeInViewport();
    await expect(page.locator("[data-linked]"), "it is marked").toContainText("Marmalade");
    await expect(desk.box).toHaveValue("marmalade swo*");
    await expect(desk.hits).toHaveCount(1);
    await inspect(page, "search-opened");
  });

  await test.step("fields narrow it, the address alone brings the same screen", async () => {
    await desk.ask("marmalade from:linh status:active department:billing after:7d");
    await expect(desk.hits).toHaveCount(1);
    await page.reload();
    await hydrated(page);
    await expect(desk.hits).toHaveCount(1);
    await desk.ask("marmalade status:closed");
    await expect(page.getByText("Nothing was said so")).toBeVisible();
    await inspect(page, "search-nothing");
    await page.getByRole("link", { name: "Show all" }).click();
    await expect(desk.box).toHaveValue("");
  });

  await test.step("many finds: by ticket, newest or best first, page by page", async () => {
    await desk.ask("gold");
    await expect(desk.rows).toHaveCount(25);
    const first = await desk.numbers();
    await inspect(page, "search-hits");
    await page.getByRole("link", { name: "Older finds" }).click();
    await expect(page.getByRole("link", { name: "Back to the newest" })).toBeVisible();
    for (const number of await desk.numbers()) expect(first, "each ticket once").not.toContain(number);
    await page.getByRole("link", { name: "Best first" }).click();
    await expect(page).toHaveURL(/sort=best/);
    await expect(page.getByRole("link", { name: "Newest first" })).toBeVisible();
  });
});

test("a question that can't be read says where, and stays", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));
  for (const [question, place, words] of [
    ['gold "buy now', '"buy now', "This quote has no end"],
    ["stauts:open", "stauts:", "Did you mean status: ?"],
    ["gold type:swords", "swords", "There are"],
    ["-gold", "-gold", "Say also what is to be found"],
  ] as const) {
    await desk.ask(question);
    const alert = page.getByRole("alert").filter({ hasText: words });
    await expect(alert).toBeVisible();
    await expect(alert.locator("span")).toHaveText(place);
    await expect(desk.box).toHaveValue(question);
    await expect(desk.box).toHaveAttribute("aria-invalid", "true");
    await expect(desk.box).toBeFocused();
  }
  await desk.ask('gold "buy now');
  await expect(page.getByRole("alert").filter({ hasText: "This quote has no end" })).toBeVisible();
  await inspect(page, "search-fault");
});

test("what may be written next is offered, by keyboard alone", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));
  await page.keyboard.press("/");
  await expect(desk.box).toBeFocused();
  await expect(desk.offers).toHaveCount(11);
  await page.keyboard.type("sta");
  await expect(desk.offers).toHaveText([/status:/]);
  await page.keyboard.press("ArrowDown");
  await expect(desk.offers.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(desk.box).toHaveValue("status:");
  await expect(desk.offers).toHaveCount(7);
  await inspect(page, "search-offers");
  await page.keyboard.type("clo");
  await expect(desk.offers).toHaveText([/active/, /closed/]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(desk.box).toHaveValue("status:closed ");
  await page.keyboard.type("type:");
  await expect(desk.offers.filter({ hasText: "buy-gold" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(desk.offers).toHaveCount(0);
  await page.keyboard.type("buy-gold");
  await expect(desk.box).toHaveValue("status:closed type:buy-gold");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=status%3Aclosed%20type%3Abuy-gold/);
  await expect.poll(async () => (await desk.rows.allInnerTexts()).every((one) => /Buy gold[\s\S]*Closed/.test(one))).toBe(true);
});

test("nobody finds, counts or is offered what is not theirs", async ({ as, sandbox }) => {
  const channel = await channelCalled(sandbox, GOES_ON.channel);
  await sandbox.say(await sandbox.person("Linh"), channel.id, "the obelisk is between us");
  const guild = await acme(sandbox);
  const sees = async (name: string, count: number) => {
    const page = await as(name);
    const desk = new Dashboard(page);
    await desk.openInbox(guild, "q=obelisk");
    await expect(desk.count).toContainText(count === 1 ? "1 find" : `${count} finds`);
    await expect(desk.hits).toHaveCount(count);
    return desk;
  };
  await sees("Linh", 1);
  await sees("Olivia", 1);
  await sees("Mia", 0);
  const noah = await sees("Noah", 0);
  await noah.box.fill("department:");
  await expect(noah.offers).not.toHaveCount(0);
  await noah.box.fill("from:");
  await expect(noah.offers).toHaveText([/me/]);
});

test("without JavaScript the box asks by its form", async ({ browser, docket, sandbox, as }) => {
  const page = await as("Olivia");
  const state = await page.context().storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: state, baseURL: docket.dashboard });
  const still = await plain.newPage();
  const guild = await acme(sandbox);
  await still.goto(`/g/${guild}/inbox`);
  const desk = new Dashboard(still);
  await desk.ask("gold status:closed");
  await expect(still).toHaveURL(/\/inbox\?q=gold\+status%3Aclosed$/);
  await expect(desk.hits).not.toHaveCount(0);
  await expect(desk.box).toHaveValue("gold status:closed");
  await desk.ask('gold "x');
  await expect(still.getByRole("alert")).toContainText("This quote has no end");
  await plain.close();
});

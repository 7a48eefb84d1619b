// The ground under every journey: the two sites answer, logging in leads back, and from everywhere one gets anywhere.
import { axe, expect, go, hydrated, inspect, logIn, type Page, test } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme } from "../support/desk";
import { tellsOfPanic } from "../support/docket";

test("a stranger is shown the way in", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("link", { name: /log in/i }).first()).toBeVisible();
  await axe(page);
});

test("a member logs in through Discord's consent page and is known by name", async ({ page }) => {
  await logIn(page, "Mia");
  await expect(page.getByText("Mia").first()).toBeVisible();
});

test("the sandbox shows each person their guild", async ({ sandbox }) => {
  for (const name of ["Olivia", "Ada", "Ben", "Chloe", "Mia", "Noah", "Linh"]) {
    const guilds = await sandbox.guilds(await sandbox.person(name));
    expect(guilds.map((guild) => guild.name), name).toContain("Acme Games");
  }
});

test("a panic in a log would be seen", () => {
  const told = 'ERROR server::log: A panic: no tea left panic.location="server/src/log.rs:59:82"';
  expect([told, "thread 'main' panicked at src/main.rs:3:5:", "INFO server: ready"].map(tellsOfPanic)).toEqual([true, true, false]);
});

const palette = (page: Page) => page.getByRole("dialog", { name: "Go anywhere" });
const box = (page: Page) => palette(page).getByRole("combobox");
const chosen = (page: Page) => palette(page).getByRole("option", { selected: true });

test("the palette goes anywhere by keyboard, and gives the focus back", async ({ as, forgive, sandbox }) => {
  // Letters that were typed before the way out may be searched for after it.
  forgive(/status of 401.*\/fn\/search/);
  // Two looks, six ways each.
  test.setTimeout(180_000);
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));
  await page.keyboard.press("j");
  const row = page.locator("[data-row]").first();
  await expect(row).toBeFocused();

  await page.keyboard.press("Control+k");
  await expect(box(page)).toBeFocused();
  await expect(chosen(page)).toContainText("Inbox");
  await page.keyboard.press("ArrowDown");
  await expect(box(page)).toHaveAttribute("aria-activedescendant", "palette-1");
  await expect(chosen(page)).toContainText("Types");
  await inspect(page, "palette");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(row).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("#173");
  await expect(chosen(page)).toContainText("#0173");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/tickets\/173$/);
  await expect(palette(page)).toBeHidden();
  await expect(desk.title).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await hydrated(page);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("gold");
  await expect(palette(page).getByRole("option").filter({ hasText: /#\d{4}/ }).first()).toBeVisible();
  await inspect(page, "palette-found");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("nothing of the kind");
  await expect(palette(page).getByRole("option")).toHaveText([/Search the inbox/]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/inbox\?q=nothing/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("log out");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Log in with Discord" })).toBeVisible();
});

test("from one module to the other the whole page loads, and back goes back", async ({ as, sandbox, forgive }) => {
  forgive(/Failed to load resource.*status of 404/);
  const page = await as("Olivia");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/inbox`);
  const modules = () =>
    page.evaluate(() => performance.getEntriesByType("resource").flatMap(({ name }) => /(\w+)-\w+_bg\.wasm/.exec(name)?.[1] ?? []));
  expect(new Set(await modules())).toEqual(new Set(["desk"]));
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page).toHaveURL(`/g/${guild}/settings/audit`);
  await hydrated(page);
  expect(new Set(await modules())).toEqual(new Set(["settings"]));
  await page.goBack();
  await expect(page).toHaveURL(`/g/${guild}/inbox`);
  await expect(new Dashboard(page).rows.first()).toBeVisible();
  // By the router itself, which has no page there.
  await hydrated(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("health");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/g/${guild}/health`);
  await hydrated(page);
  await expect.poll(async () => new Set(await modules())).toEqual(new Set(["settings"]));
});

test("on a phone the places are under one sign", async ({ as, sandbox }) => {
  test.setTimeout(180_000);
  const page = await as("Olivia");
  await page.setViewportSize({ width: 390, height: 844 });
  await go(page, `/g/${await acme(sandbox)}/inbox`);
  const rail = page.getByRole("navigation", { name: "Main" });
  await expect(rail.getByRole("link", { name: "Departments" })).toBeHidden();
  await rail.getByTitle("More").click();
  await expect(rail.getByRole("link", { name: "Departments" })).toBeVisible();
  await inspect(page, "frame-more");
});

test("what is not theirs is not offered", async ({ as, sandbox }) => {
  const page = await as("Ben");
  await go(page, `/g/${await acme(sandbox)}/inbox`);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Inbox" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Departments" })).toHaveCount(0);
});

test("a toast says what was done and goes", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openTicket(await acme(sandbox), 173);
  await page.context().grantPermissions(["clipboard-write"]);
  const message = desk.conversation.locator("li[data-message]").last();
  await message.hover();
  await message.getByTitle("Copy link to this message").click();
  await expect(page.getByText("Link copied")).toBeVisible();
  await expect(page.getByText("Link copied")).toBeHidden();
});

test("each part stands still in all its states", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/styleguide");
  await expect(page.getByRole("heading", { level: 1, name: "Style guide" })).toBeVisible();
  await inspect(page, "styleguide");
});

test("the front door's own pages wear the dashboard's look and theme", async ({ page, baseURL, forgive }) => {
  forgive(/Failed to load resource.*status of 40\d/);
  const look = () =>
    page.evaluate(() => {
      const { backgroundColor, fontFamily } = getComputedStyle(document.documentElement);
      return { backgroundColor, fontFamily, body: getComputedStyle(document.body).fontFamily };
    });
  await page.goto("/");
  const light = await look();
  await page.goto("/login/callback?state=x&code=y");
  expect(await look()).toEqual(light);
  await page.context().addCookies([{ name: "theme", value: "dark", url: baseURL! }]);
  await page.reload();
  const dark = await look();
  expect(dark.backgroundColor).not.toEqual(light.backgroundColor);
  await page.goto("/");
  expect(await look()).toEqual(dark);
});

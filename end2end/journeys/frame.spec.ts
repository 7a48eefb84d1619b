// The ground under every journey: the two sites answer, and logging in leads back.
import { axe, expect, logIn, test } from "../fixtures";
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

// The ground under every journey: the two sites answer, and logging in leads back.
import { axe, expect, logIn, test } from "../fixtures";

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

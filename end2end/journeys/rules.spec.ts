// Journey: an admin says who may open what, and members meet it in Discord at once. The server's rules, the line of
// those who wait, who is blocked; pictures in both themes and three widths, and axe in each.
import { expect, go, inspect, type Page, test } from "../fixtures";
import { acme, GOLD } from "../support/desk";

test.use({ world: "rules" });

const save = (page: Page) => page.getByRole("button", { name: "Save changes" });

test("a rule holds from the next press on", async ({ as, playing, sandbox }) => {
  test.setTimeout(240_000);
  const guild = await acme(sandbox);
  const [ada, mia] = [await as("Ada"), await playing("Mia")];
  await go(ada, `/g/${guild}/settings/types`);
  await ada.getByRole("link", { name: "Rules: Buy gold" }).click();
  await expect(ada.getByRole("heading", { name: "Buy gold: Rules" })).toBeVisible();
  await inspect(ada, "rules-type");

  await test.step("what can't be is told at its field", async () => {
    await ada.getByLabel("Time in the server, in days").fill("soon");
    await expect(ada.getByLabel("Time in the server, in days")).toHaveAccessibleDescription("A number from 0 to 3650, please.");
    await expect(ada.getByText("One field is not right yet")).toBeVisible();
    await ada.getByRole("button", { name: "Discard" }).click();
  });

  await test.step("who is too new is refused at the press", async () => {
    await ada.getByLabel("Time in the server, in days").fill("3650");
    await save(ada).click();
    await expect(ada.getByText("All changes saved")).toBeVisible();
    await mia.enter("purchase-gold");
    await mia.press("Buy gold");
    await expect(mia.whispers.last()).toContainText("in this server for at least 3650 days");
  });

  await test.step("a line of roles is added, and only they may", async () => {
    await ada.getByLabel("Time in the server, in days").fill("0");
    await ada.getByLabel("Role", { exact: true }).click();
    await ada.getByRole("option").nth(1).click();
    await ada.getByRole("button", { name: "Add", exact: true }).click();
    await expect(ada.locator("#who-opens").getByRole("listitem")).toHaveCount(1);
    await save(ada).click();
    await expect(ada.getByText("All changes saved")).toBeVisible();
    await mia.press("Buy gold");
    await expect(mia.whispers.last()).toContainText("Your roles don't allow you");
    await inspect(ada, "rules-type-roles");
    await ada.getByRole("button", { name: /^Remove: / }).click();
    await save(ada).click();
    await expect(ada.getByText("All changes saved")).toBeVisible();
  });
});

test("whoever finds a type full waits in line", async ({ as, playing, sandbox }) => {
  test.setTimeout(240_000);
  const guild = await acme(sandbox);
  const [ada, mia, chloe] = [await as("Ada"), await playing("Mia"), await playing("Chloe")];
  const rules = `/g/${guild}/settings/types/buy-gold/rules`;
  const opened = (who: typeof mia, name: string) => who.page.getByTestId(new RegExp(`^channel-${name}-buy-gold-0[2-9]`));
  const most = ada.getByLabel("Open tickets in total");
  await go(ada, rules);
  // The sample has some of this type that go on: no place is left.
  await most.fill("1");
  await ada.getByLabel("Let members wait in line while all places are taken").check();
  await save(ada).click();
  await expect(ada.getByText("All changes saved")).toBeVisible();

  await test.step("each is told their place", async () => {
    for (const [one, place] of [[mia, 1], [chloe, 2]] as const) {
      await one.enter("purchase-gold");
      await one.press("Buy gold");
      await one.fill(GOLD.answers);
      await one.submit();
      await expect(one.whispers.last()).toContainText(`number ${place} in line`);
    }
  });

  await test.step("staff let one in out of turn", async () => {
    await go(ada, rules);
    const rows = ada.locator("#line").getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText("Mia");
    await inspect(ada, "rules-line");
    await rows.filter({ hasText: "Chloe" }).getByRole("button", { name: "Open now" }).click();
    await expect(rows).toHaveCount(1);
    await expect(opened(chloe, "chloe")).toHaveCount(1);
    await expect(opened(mia, "mia")).toHaveCount(0);
  });

  await test.step("a place is there: the next is let in", async () => {
    await most.fill("100");
    await save(ada).click();
    await expect(ada.getByText("All changes saved")).toBeVisible();
    await expect(opened(mia, "mia")).toHaveCount(1);
    await go(ada, rules);
    await expect(ada.locator("#line").getByRole("listitem")).toHaveCount(0);
  });
});

test("the server's rules, and who is blocked in it", async ({ as, playing, sandbox }) => {
  test.setTimeout(240_000);
  const guild = await acme(sandbox);
  const [ada, linh] = [await as("Ada"), await playing("Linh")];
  await go(ada, `/g/${guild}/settings/rules`);
  await ada.getByLabel("What tickets are about").fill("Order\nRefund");
  await ada.getByRole("checkbox", { name: "Paid" }).check();
  await save(ada).click();
  await expect(ada.getByText("All changes saved")).toBeVisible();
  await inspect(ada, "rules-server");

  await go(ada, `/g/${guild}/settings/blocked`);
  await expect(ada.getByText("Nobody is blocked")).toBeVisible();
  await ada.getByLabel("Member", { exact: true }).fill("Linh");
  await ada.getByLabel("Reason").fill("Was asked to stop twice");
  await ada.getByLabel("For so many days").fill("7");
  await ada.getByRole("button", { name: "Block", exact: true }).click();
  const row = ada.getByRole("list", { name: "Blocked" }).getByRole("listitem");
  await expect(row).toContainText("Was asked to stop twice");
  await expect(ada.getByLabel("Reason")).toHaveValue("");
  await inspect(ada, "rules-blocked");
  await linh.enter("sell-gold");
  await linh.press("Sell gold");
  await expect(linh.whispers.last()).toContainText("You can't open tickets here");

  await test.step("taken back, and the taking back taken back", async () => {
    await row.getByRole("button").click();
    await expect(row).toHaveCount(0);
    await ada.getByRole("button", { name: "Undo" }).click();
    await expect(row).toHaveCount(1);
    await row.getByRole("button").click();
    await expect(row).toHaveCount(0);
    await linh.press("Sell gold");
    await expect(linh.form.getByRole("heading", { name: "Sell gold" })).toBeVisible();
  });
});

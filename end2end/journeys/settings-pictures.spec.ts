// Pictures of the settings' pages in both themes and three widths, and axe in each.
import { expect, go, inspect, test } from "../fixtures";
import { acme } from "../support/desk";

test.use({ world: "settings-pictures" });

test("the lists", async ({ as, sandbox }) => {
  test.setTimeout(240_000);
  const page = await as("Ada");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/settings/types`);
  await inspect(page, "settings-types");
  await go(page, `/g/${guild}/settings/departments`);
  await inspect(page, "settings-departments");
  await go(page, `/g/${guild}/settings/audit`);
  await inspect(page, "settings-audit");
});

test("the editors", async ({ as, sandbox }) => {
  test.setTimeout(240_000);
  const page = await as("Ada");
  const guild = await acme(sandbox);
  await go(page, `/g/${guild}/settings/types/buy-gold`);
  await inspect(page, "settings-type");
  await page.getByLabel("Words on the button").fill("x".repeat(81));
  await page.getByLabel("Text", { exact: true }).first().fill("Hello {custmer}");
  await expect(page.getByText("2 fields are not right yet")).toBeVisible();
  await inspect(page, "settings-type-faults");
  await page.getByRole("heading", { name: "Form" }).first().scrollIntoViewIfNeeded();
  await inspect(page, "settings-type-form");
  await page.getByRole("button", { name: "Discard" }).click();
  await go(page, `/g/${guild}/settings/departments/billing`);
  await inspect(page, "settings-department");
});

test("what somebody else saved", async ({ as, sandbox }) => {
  test.setTimeout(240_000);
  const guild = await acme(sandbox);
  const [ada, olivia] = [await as("Ada"), await as("Olivia")];
  for (const page of [ada, olivia]) await go(page, `/g/${guild}/settings/types/sell-gold`);
  await olivia.getByLabel("Title of the form").fill("Olivia's form");
  await ada.getByLabel("Words on the button").fill("Sell your gold");
  await ada.getByRole("button", { name: "Save changes" }).click();
  await expect(olivia.getByRole("alert")).toBeVisible();
  await inspect(olivia, "settings-type-two-admins");
});

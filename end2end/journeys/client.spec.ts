// The sandbox's client in both themes, at a desk and on a phone: pictures, and axe in each, with nothing left out.
import { expect, inspect, test } from "../fixtures";
import { GENERAL, GOLD, openTicket } from "../support/desk";
import { PICTURE } from "../support/picture";

test.use({ world: "client" });
// Four ways of each of several pages.
test.describe.configure({ timeout: 120_000 });

test("a panel, its form, what is wrong in it", async ({ playing }) => {
  const mia = await playing("Mia");
  await mia.enter(GOLD.channel);
  await inspect(mia.page, "client-panel");
  await mia.press(GOLD.button);
  await expect(mia.form).toBeVisible();
  await inspect(mia.page, "client-form");
  await mia.submit();
  await inspect(mia.page, "client-form-wrong");
  await mia.fill({ ...GOLD.answers, "How much gold?": "9999999" });
  await mia.submit();
  await expect(mia.whispers.last()).toContainText("How much gold? – a number from 1 to 1000000");
  await inspect(mia.page, "client-whisper");
});

test("a ticket's channel, for the member and for staff", async ({ playing }) => {
  const noah = await playing("Noah");
  const name = await openTicket(noah, GENERAL);
  await inspect(noah.page, "client-ticket");
  const chloe = await playing("Chloe");
  await chloe.enter(name);
  await chloe.send("This is how it should look.", PICTURE);
  await chloe.press("Close");
  await inspect(chloe.page, "client-close");
  await chloe.submit();
  await expect(chloe.message("closes in 5 seconds")).toBeVisible();
  await noah.enterDm("Docket");
  await expect(noah.message("is closed.")).toBeVisible();
  await inspect(noah.page, "client-dm");
});

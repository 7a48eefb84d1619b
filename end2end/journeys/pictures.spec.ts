// Every page of the dashboard in both themes, at three widths: a picture of each, and axe in each, with nothing left out.
import { expect, go, hydrated, inspect, type Sandbox, test, type Wire } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme, guildOf } from "../support/desk";
import { PICTURE } from "../support/picture";

test.use({ world: "pictures" });
// Six ways of each of several pages.
test.describe.configure({ timeout: 180_000 });

const GOES_ON = "linh-buy-gold-0194";
const EXPECTED = /Failed to load resource.*status of 40[034]/;

test("the way in", async ({ page, forgive }) => {
  forgive(EXPECTED);
  await go(page, "/");
  await inspect(page, "landing");
  await page.goto("/login");
  await inspect(page, "login-consent");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "You were not logged in" })).toBeVisible();
  await inspect(page, "login-cancelled");
  await page.goto("/login/callback?state=x&code=y");
  await inspect(page, "login-foreign");
  await page.goto("/nothing/here");
  await inspect(page, "missing-stranger");
});

test("the servers one may go to, an empty one, what is not there", async ({ as, sandbox, forgive }) => {
  forgive(EXPECTED);
  const club = (await sandbox.state()).guilds.find((one: Wire) => one.name === "Side Quest Club");
  const ada = await sandbox.person("Ada");
  await sandbox.send("POST", `/guilds/${club.id}/members/${ada}`);
  await sandbox.roles(club.id, ada, [club.roles.find((one: Wire) => one.name === "Admin").id]);
  const page = await as("Ada");
  await expect(page.getByRole("link", { name: /Side Quest Club/ })).toBeVisible();
  await inspect(page, "servers");
  await go(page, `/g/${club.id}/inbox`);
  await inspect(page, "inbox-without-tickets");
  await page.goto(`/g/${club.id}/tickets/7`);
  await hydrated(page);
  await inspect(page, "ticket-missing");
  await page.goto("/g/1234/inbox");
  await hydrated(page);
  await inspect(page, "server-missing");
});

test("the inbox", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  const guild = await acme(sandbox);
  await desk.openInbox(guild);
  await inspect(page, "inbox-alone");
  await desk.openInbox(guild, "q=status:in_progress%20from:Linh");
  await desk.filters();
  await inspect(page, "inbox-filtered");
  await desk.openInbox(guild, "q=status:open%20%239999");
  await inspect(page, "inbox-nothing-fits");
  await desk.openInbox(guild);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await inspect(page, "keys");
  await page.keyboard.press("Escape");
  await page.getByTitle("Your account").click();
  await inspect(page, "account");
});

test("tickets: one that goes on, one that is closed, one whose channel is gone", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  const guild = await acme(sandbox);
  await desk.openTicket(guild, 194);
  await say(sandbox);
  await expect(desk.message("Look for Benny")).toBeVisible();
  await expect(desk.conversation.getByRole("img", { name: PICTURE.name })).toBeVisible();
  await inspect(page, "inbox");
  await desk.message("edited, show earlier versions").last().locator("summary").first().click();
  await desk.message("Deleted").last().locator("summary").first().click();
  await inspect(page, "ticket-unfolded");
  await desk.conversation.getByRole("img", { name: PICTURE.name }).click();
  await inspect(page, "ticket-picture");
  await page.keyboard.press("Escape");
  await desk.openTicket(guild, 173);
  await inspect(page, "ticket-closed");
  await desk.openTicket(guild, 60);
  await expect(desk.details).toContainText("(deleted)");
  await inspect(page, "ticket-channel-deleted");
});

test("details on a phone", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  await new Dashboard(page).openTicket(await acme(sandbox), 173);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTitle("Show details").click();
  await expect(new Dashboard(page).details).toBeVisible();
  await inspect(page, "ticket-details");
});

test("as a member sees it", async ({ as, sandbox }) => {
  const page = await as("Mia");
  const desk = new Dashboard(page);
  const guild = await acme(sandbox);
  await desk.openInbox(guild);
  await inspect(page, "member-inbox");
  await desk.openTicket(guild, 188);
  await inspect(page, "member-ticket");
});

test("while the bot is away", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  await new Dashboard(page).openTicket(await acme(sandbox), 190);
  await sandbox.faults({ refuse_gateway: true });
  await sandbox.send("POST", "/gateway/drop");
  await expect(page.getByText("The bot is not connected to Discord")).toBeVisible();
  await inspect(page, "bot-away");
  await sandbox.faults({ refuse_gateway: false });
  await expect(page.getByText("The bot is not connected to Discord")).toBeHidden({ timeout: 30_000 });
});

/** What a conversation can hold: words to and fro, an edit, a deletion, a picture, a reply. */
async function say(sandbox: Sandbox): Promise<void> {
  const [ben, linh] = [await sandbox.person("Ben"), await sandbox.person("Linh")];
  const { id } = guildOf(await sandbox.state()).channels.find((one: Wire) => one.name === GOES_ON);
  await sandbox.say(ben, id, "Your gold is ready. **Where** shall we meet?\n- the town hub\n- the harbour");
  const where = await sandbox.upload(linh, id, "Here, please:", PICTURE.name, PICTURE.buffer, PICTURE.mimeType);
  const slip = await sandbox.say(linh, id, "at eigth");
  await sandbox.edit(linh, id, slip.id, "at eight");
  const wrong = await sandbox.say(ben, id, "That was for somebody else.");
  await sandbox.remove(ben, id, wrong.id);
  await sandbox.say(ben, id, "I will be there. Look for `Benny`.", where.id);
}

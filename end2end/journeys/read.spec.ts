// Journey 4: everything is read in the browser: found in the list, as it looked in Discord, while it goes on.
import { expect, figure, hydrated, pace, type Page, test, type Wire } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme, channelCalled, guildOf } from "../support/desk";
import { PICTURE } from "../support/picture";

test.use({ world: "read" });

/** Sample tickets. */
const ALL = 200;
/** Rows a page of the list. */
const PAGE = 50;
/** A ticket that still goes on: Linh's, of Billing. */
const GOES_ON = { number: 194, channel: "linh-buy-gold-0194" };
const BOUGHT: [number, string] = [GOES_ON.number, GOES_ON.channel];
const SOLD: [number, string] = [192, "noah-sell-gold-0192"];

test("log in through Discord, choose the server", async ({ page, sandbox }) => {
  const club = (await sandbox.state()).guilds.find((one: Wire) => one.name === "Side Quest Club");
  const ada = await sandbox.person("Ada");
  await sandbox.send("POST", `/guilds/${club.id}/members/${ada}`);
  await sandbox.roles(club.id, ada, [club.roles.find((one: Wire) => one.name === "Admin").id]);

  await page.goto("/");
  await hydrated(page);
  await page.getByRole("link", { name: "Log in with Discord" }).click();
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth2\/authorize/);
  await expect(page.getByRole("heading", { name: "Let Docket in?" })).toBeVisible();
  await expect(page.getByRole("list", { name: "It will be able to" })).toHaveText(/See your name and picture/);
  await page.getByRole("radio", { name: /Ada/ }).check();
  await page.getByRole("button", { name: "Authorize" }).click();

  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/$/);
  await hydrated(page);
  await expect(page.getByRole("link", { name: /Side Quest Club\s*Admin/ })).toBeVisible();
  await page.getByRole("link", { name: /Acme Games\s*Admin/ }).click();
  await expect(page).toHaveURL(/\/g\/\d+\/inbox$/);
  await expect(new Dashboard(page).count).toContainText(`${ALL} tickets`);

  await test.step("and go to the other one from there", async () => {
    await page.getByTitle("Switch server").click();
    await page.getByRole("link", { name: "Side Quest Club" }).click();
    await expect(page.getByText("No tickets yet")).toBeVisible();
  });
  await sandbox.send("DELETE", `/guilds/${club.id}/members/${ada}`);
});

test("a ticket is found by status, type, member and number; the address says what was asked", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  const guild = await acme(sandbox);
  await desk.openInbox(guild);
  await expect(desk.rows).toHaveCount(PAGE);

  await desk.choose("Status", "In progress", "status:in_progress");
  await expect(page).toHaveURL(/q=status%3Ain_progress/);
  await expect.poll(() => desk.numbers()).toEqual(expect.arrayContaining([190, 194, 196]));
  await expect(desk.count).toContainText("3 tickets");

  await desk.choose("Type", "Buy gold", "type:buy-gold");
  await expect(desk.box).toHaveValue("status:in_progress type:buy-gold");
  await expect.poll(() => desk.numbers()).toEqual([194]);

  await test.step("the address alone brings the same screen", async () => {
    await page.reload();
    await hydrated(page);
    expect(await desk.numbers()).toEqual([194]);
    await expect(desk.box).toHaveValue("status:in_progress type:buy-gold");
  });

  await desk.choose("Status", "Any status", "^type:buy-gold$");
  await expect(page).not.toHaveURL(/status/);
  await desk.ask("type:buy-gold from:mia");
  await expect.poll(async () => (await desk.rows.allInnerTexts()).every((one) => /Buy gold[\s\S]*Mia/.test(one))).toBe(true);

  await desk.ask("#173");
  await expect.poll(() => desk.numbers()).toEqual([173]);
  await desk.row(173).click();
  await expect(desk.title).toContainText("Buy gold");
  await expect(desk.details).toContainText("mia-buy-gold-0173");
  await expect(desk.details).toContainText("How it ended");

  await test.step("nothing fits: it is said, with the way out", async () => {
    await desk.openInbox(guild, "q=status:open%20%239999");
    await expect(page.getByText("No ticket fits")).toBeVisible();
    await page.getByRole("link", { name: "Show all" }).click();
    await expect(desk.rows).toHaveCount(PAGE);
  });
});

test("the list goes on page by page, and back", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));
  const seen: number[][] = [];
  for (let left = ALL; left > 0; left -= PAGE) {
    await expect(desk.rows).toHaveCount(Math.min(PAGE, left));
    seen.push(await desk.numbers());
    if (left > PAGE) {
      const first = seen.at(-1)![0]!;
      await page.getByRole("link", { name: "Older tickets" }).click();
      await expect(desk.row(first)).toHaveCount(0);
      const scrolled = await page.locator("[data-rows]").evaluate((rows) => rows.scrollTop);
      expect(scrolled, "read from its beginning").toBe(0);
    }
  }
  await expect(page.getByRole("link", { name: "Older tickets" })).toHaveCount(0);
  expect(new Set(seen.flat()).size, "each ticket once").toBe(ALL);

  await page.goBack();
  await expect.poll(() => desk.numbers()).toEqual(seen.at(-2));
  await page.getByRole("link", { name: "Back to the newest" }).click();
  await expect.poll(() => desk.numbers()).toEqual(seen[0]);
});

test("the transcript is what Discord shows", async ({ as, sandbox }) => {
  const page = await as("Ada");
  const desk = new Dashboard(page);
  const guild = await acme(sandbox);
  const { channels } = guildOf(await sandbox.state());
  for (const { id, name } of channels.filter((one: Wire) => /^(closed-)?\w+-[\w-]+-0\d{3}$/.test(one.name)).slice(0, 6)) {
    await test.step(name, async () => {
      await desk.openTicket(guild, Number(name.split("-").at(-1)));
      const inDiscord: Wire[] = await sandbox.get(`/channels/${id}/messages`);
      const shown = desk.conversation.locator("li[data-message]");
      const here = await shown.evaluateAll((all) =>
        all.map((one) => ({
          id: one.getAttribute("data-message"),
          deleted: [...one.querySelectorAll("summary")].some((mark) => mark.innerText.startsWith("Deleted")),
          isNote: one.classList.contains("bg-warn-ground"),
          edited: /edited/.test((one as HTMLElement).innerText),
          pictures: one.querySelectorAll("img").length,
        })),
      );
      // What staff note beside is Docket's alone.
      const kept = here.filter((one) => !one.deleted && !one.isNote);
      expect(kept.map((one) => one.id), "the same messages in the same order").toEqual(inDiscord.map((one) => one.id));
      for (const [at, said] of inDiscord.entries()) {
        const pictures = said.attachments.filter((one: Wire) => one.content_type?.startsWith("image/")).length;
        expect(kept[at], said.content).toMatchObject({ edited: Boolean(said.edited_timestamp), pictures });
      }
      for (const said of inDiscord.filter((one) => one.content && !/[*_`<]/.test(one.content)).slice(0, 8)) {
        await expect(desk.conversation.locator(`#m-${said.id}`)).toContainText(said.content.split("\n")[0].trim());
      }
    });
  }
});

test("what is said, edited and deleted in Discord is on the open page at once", async ({ as, playing, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openTicket(await acme(sandbox), GOES_ON.number);
  const ben = await playing("Ben");
  await ben.enter(GOES_ON.channel);

  await test.step("a new message within a second", async () => {
    await noticeWords(page);
    const took: number[] = [];
    for (const words of ["One moment, please.", "I have asked.", "It will be there at six."]) {
      await ben.say(words);
      await expect(desk.message(words)).toBeVisible();
      const seen = await page.evaluate((text) => (globalThis as unknown as Noticed).noticed.get(text), words);
      const all: Wire[] = await sandbox.get(`/channels/${(await channelCalled(sandbox, GOES_ON.channel)).id}/messages`);
      took.push(seen! - Date.parse(all.findLast((one) => one.content === words)!.timestamp));
    }
    figure("live messages", `${took.join(", ")} ms`);
    expect(Math.max(...took), `${took} ms`).toBeLessThan(1_000);
    await expect(desk.row(GOES_ON.number)).toContainText("Ben: It will be there at six.");
  });

  await test.step("an edit, with the earlier version", async () => {
    await ben.edit("It will be there at six.", "It will be there at seven.");
    const edited = desk.message("It will be there at seven.");
    await expect(edited).toBeVisible();
    await expect(edited.getByText("It will be there at six.")).toBeHidden();
    await edited.getByText("edited, show earlier versions").click();
    await expect(edited.getByText("It will be there at six.")).toBeVisible();
  });

  await test.step("what was unfolded stays so when it is edited once more, and where the reader was", async () => {
    const versions = desk.message("It will be there at six.").last().locator("summary");
    await versions.focus();
    await ben.edit("It will be there at seven.", "It will be there at eight.");
    const again = desk.message("It will be there at eight.");
    await expect(again.getByText("It will be there at seven.")).toBeVisible();
    await expect(again.getByText("It will be there at six.")).toBeVisible();
    await expect(again.locator("summary")).toBeFocused();
  });

  await test.step("a deletion, marked, and still to be read", async () => {
    await ben.remove("I have asked.");
    const deleted = desk.message("I have asked.").filter({ hasText: "Deleted" });
    await expect(deleted).toBeVisible();
    await expect(deleted.getByText("I have asked.")).toBeHidden();
    await deleted.locator("summary").click();
    await expect(deleted.getByText("I have asked.")).toBeVisible();
  });
});

test("what happens while a page is loading is on it too", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  const guild = await acme(sandbox);
  const { id } = await channelCalled(sandbox, "noah-sell-gold-0192");
  const noah = await sandbox.person("Noah");
  const said: Wire[] = [];
  let awake = false;
  const loading = desk.openTicket(guild, 192).then(() => (awake = true));
  while (!awake) {
    said.push(await sandbox.say(noah, id, `${said.length + 1} said meanwhile`));
    if (said.length > 1) await sandbox.edit(noah, id, said.at(-2)!.id, `${said.length - 1} said otherwise`);
    // As fast as several people talk; a page of the conversation holds a hundred messages.
    await pace(60);
  }
  await loading;
  const last = await sandbox.say(noah, id, "and this afterwards");
  await expect(desk.conversation.locator(`#m-${last.id}`)).toBeVisible();
  for (const [at, one] of said.entries()) {
    const words = at === said.length - 1 ? "said meanwhile" : "said otherwise";
    await expect(desk.conversation.locator(`#m-${one.id}`), `${at + 1} of ${said.length}`).toContainText(words);
  }
});

test("a picture is Docket's own, also when Discord's link has died", async ({ as, playing, sandbox }) => {
  await sandbox.settings({ cdn_ttl_ms: 3_000 });
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openTicket(await acme(sandbox), GOES_ON.number);
  const ben = await playing("Ben");
  await ben.enter(GOES_ON.channel);
  await ben.send("Here is the meeting place.", PICTURE);
  const message = desk.message("Here is the meeting place.");
  const image = message.getByRole("img", { name: PICTURE.name });
  await expect(image).toBeVisible();
  const { id } = await channelCalled(sandbox, GOES_ON.channel);
  const said = (await sandbox.get(`/channels/${id}/messages`)).at(-1);
  const [sent] = said.attachments;
  expect((await fetch(sent.url)).status).toBe(200);
  await expect.poll(async () => (await fetch(sent.url)).status, { message: "Discord's link has died" }).toBe(404);

  await page.reload();
  await hydrated(page);
  await expect(image).toBeVisible();
  const src = await image.getAttribute("src");
  expect(src).toMatch(/^\/files\/\d+\/194\/\d+\/meeting-place\.png$/);
  await expect.poll(() => image.evaluate((node: HTMLImageElement) => node.naturalWidth)).toBe(64);
  const kept = await page.evaluate(async (path) => {
    const answer = await fetch(path);
    return { type: answer.headers.get("content-type"), bytes: [...new Uint8Array(await answer.arrayBuffer())] };
  }, src!);
  expect(kept.type).toBe("image/png");
  expect(Buffer.from(kept.bytes).equals(PICTURE.buffer), "the bytes that were sent").toBe(true);

  await test.step("in full on a press", async () => {
    await image.click();
    const large = page.getByRole("dialog", { name: PICTURE.name });
    await expect(large.getByRole("img")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(large).toBeHidden();
  });
  await sandbox.settings({ cdn_ttl_ms: 86_400_000 });
});

test("by keyboard alone", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));
  const numbers = await desk.numbers();

  await page.keyboard.press("j");
  await expect(desk.row(numbers[0]!)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(desk.row(numbers[2]!)).toBeFocused();
  await page.keyboard.press("k");
  await expect(desk.row(numbers[1]!)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/tickets/${numbers[1]}$`));
  await expect(desk.conversation).toBeVisible();
  await expect(desk.row(numbers[1]!)).toHaveAttribute("aria-current", "page");

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toContainText("Next, previous ticket");
  await page.keyboard.press("j");
  await expect(desk.row(numbers[2]!), "no key works behind a dialog").not.toBeFocused();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();

  await page.keyboard.press("/");
  await expect(desk.box).toBeFocused();
  await page.keyboard.type("jjj?");
  await expect(desk.box).toHaveValue("jjj?");
});

test("a key that is pressed while the list moves goes on from the same row", async ({ as, sandbox }) => {
  const page = await as("Olivia");
  const desk = new Dashboard(page);
  await desk.openInbox(await acme(sandbox));
  const first = (await desk.numbers())[0]!;
  // Of two tickets with a channel, one that does not stand on top already.
  const [[last, channel], [other, elsewhere]] = first === GOES_ON.number ? [SOLD, BOUGHT] : [BOUGHT, SOLD];
  await desk.row(last).focus();
  // The very moment in which the row is taken out and put on top: no frame was drawn since.
  await page.evaluate(() => {
    const press = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    const seen = new MutationObserver((all) => {
      if (!all.some((one) => one.type === "childList" && one.target instanceof HTMLUListElement)) return;
      seen.disconnect();
      press();
    });
    seen.observe(document.querySelector("[data-rows]")!, { childList: true, subtree: true });
  });
  const { id } = await channelCalled(sandbox, channel);
  await sandbox.say(await sandbox.person("Ben"), id, "And now to the top of the list.");
  await expect.poll(async () => (await desk.numbers())[0]).toBe(last);
  await expect(desk.row(first), "the one below the row that moved").toBeFocused();
  await pace(300);
  await expect(desk.row(first), "and no frame takes it away again").toBeFocused();

  await test.step("without a key the row that moved keeps the focus", async () => {
    const row = desk.row(other);
    await row.focus();
    const { id } = await channelCalled(sandbox, elsewhere);
    await sandbox.say(await sandbox.person("Ben"), id, "Once more.");
    await expect(row).toContainText("Once more.");
    await expect(row).toBeFocused();
  });
});

/** When which words first stood in the conversation, by the browser's own clock. */
type Noticed = { noticed: Map<string, number> };

async function noticeWords(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noticed = new Map<string, number>();
    Object.assign(globalThis, { noticed });
    const look = () => {
      for (const line of document.querySelectorAll<HTMLElement>("li[data-message] p, li[data-message] div")) {
        const words = line.textContent ?? "";
        if (!noticed.has(words)) noticed.set(words, Date.now());
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

// Journey 5: who sees what, and that there is no way around it: by page, by server function, by live line, by file.
import { expect, figure, go, hydrated, logIn, measured, type Page, type Sandbox, test, type Wire } from "../fixtures";
import { Dashboard } from "../support/dashboard";
import { acme, guildOf } from "../support/desk";

test.use({ world: "bounds" });

/** Sample tickets that still go on: two of Billing, one of General. */
const LINHS_GOLD = 194;
const NOAHS_GOLD = 198;
const LINHS_GENERAL = 196;
/** What the browser says of an answer that is rightly a refusal. */
const REFUSED = /Failed to load resource.*status of 40[0134]/;

/** The page at a path, as this person gets it. */
async function expectNothing(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer!.status(), path).toBe(404);
  await hydrated(page);
  await expect(page.getByRole("heading", { name: "There is nothing here for you" }), path).toBeVisible();
  expect(await page.content(), "nothing of it is told").not.toMatch(/Acme|Linh|Noah/);
}

test.describe("by page", () => {
  test("Mia sees her own tickets and no others", async ({ as, sandbox, forgive }) => {
    forgive(REFUSED);
    const page = await as("Mia");
    const desk = new Dashboard(page);
    const guild = await acme(sandbox);
    await desk.openInbox(guild);
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Your tickets" })).toBeVisible();
    const rows = await desk.rows.allInnerTexts();
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toMatch(/\bMia\b/);
    await desk.openInbox(guild, "member=Noah");
    await expect(page.getByText("No ticket fits")).toBeVisible();
    for (const number of [LINHS_GOLD, NOAHS_GOLD, LINHS_GENERAL, 9999]) {
      const answer = await page.goto(`/g/${guild}/tickets/${number}`);
      expect(answer!.status(), `${number}`).toBe(404);
      await hydrated(page);
      await expect(page.getByRole("heading", { name: "There is nothing here for you" })).toBeVisible();
    }
    await desk.openTicket(guild, 188);
    await expect(desk.title).toContainText("Sell gold");
  });

  test("Chloe of the Tech Team sees nothing of Billing's", async ({ as, sandbox, forgive }) => {
    forgive(REFUSED);
    const page = await as("Chloe");
    const desk = new Dashboard(page);
    const guild = await acme(sandbox);
    await desk.openInbox(guild);
    const rows = await desk.rows.allInnerTexts();
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row).toMatch(/General/);
    await desk.openTicket(guild, LINHS_GENERAL);
    for (const number of [LINHS_GOLD, NOAHS_GOLD]) {
      const answer = await page.goto(`/g/${guild}/tickets/${number}`);
      expect(answer!.status(), `${number}`).toBe(404);
      await hydrated(page);
      await expect(page.getByRole("heading", { name: "There is nothing here for you" })).toBeVisible();
    }
    await desk.openInbox(guild, `number=${LINHS_GOLD}`);
    await expect(page.getByText("No ticket fits")).toBeVisible();
  });

  test("Sam, admin of another server, sees nothing of this one", async ({ as, sandbox, forgive }) => {
    forgive(REFUSED);
    const page = await as("Sam");
    const guild = await acme(sandbox);
    await go(page, "/");
    await expect(page.getByText("No tickets yet"), "his only server opens at once").toBeVisible();
    for (const path of ["", "/inbox", "/inbox?status=open", `/tickets/${LINHS_GOLD}`, "/tickets/9999", "/nonsense"]) {
      await expectNothing(page, `/g/${guild}${path}`);
    }
    await expectNothing(page, "/g/1234/inbox");
  });
});

test("a hand-made call of a server function gets no further", async ({ as, page, sandbox, forgive, docket }) => {
  forgive(REFUSED);
  const guild = await acme(sandbox);
  const olivia = await as("Olivia");
  const calls = await recorded(olivia, guild, sandbox);

  for (const name of ["Mia", "Chloe", "Sam"]) {
    const other = await as(name);
    for (const [of, { url, body }] of calls) {
      const { status, text } = await post(other, url, body);
      if (name !== "Sam" && ["frame", "inbox", "search", "suggest"].includes(of)) {
        expect(status, `${name}: ${of} is theirs to ask, and answers with what is theirs`).toBe(200);
        expect(text).not.toContain("linh-buy-gold");
        expect(text).not.toContain(`"number":${LINHS_GOLD}`);
      } else {
        expect(status, `${name}: ${of}`).toBe(404);
        expect(JSON.parse(text), `${name}: ${of}`).toEqual({ Refused: expect.stringMatching(/or it isn't yours to see\.$/) });
      }
    }
  }

  await test.step("without a login", async () => {
    await page.goto("/");
    for (const [of, { url, body }] of calls) {
      const { status, text } = await post(page, url, body);
      expect(status, of).toBe(401);
      expect(text).toBe('"Login"');
    }
  });

  await test.step("from another site, with the login's cookies", async () => {
    for (const [of, { url, body }] of calls) {
      const answer = await olivia.request.post(url, {
        data: body,
        headers: { "content-type": "application/json", origin: docket.sandbox, "sec-fetch-site": "cross-site" },
      });
      expect(answer.status(), of).toBe(403);
    }
  });

  await test.step("a body that is none", async () => {
    const { status } = await post(olivia, calls.get("ticket")!.url, '{"guild":"x"');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

test("the live line tells nobody what is not theirs", async ({ as, sandbox, forgive }) => {
  forgive(REFUSED);
  const guild = await acme(sandbox);
  const olivia = await as("Olivia");
  const ticket = JSON.parse((await recorded(olivia, guild, sandbox)).get("ticket")!.answer).head.id;
  const topics = [{ guild }, { guild, ticket }];
  const sam = await Line.open(await as("Sam"), topics);
  const chloe = await Line.open(await as("Chloe"), topics);
  const mia = await Line.open(await as("Mia"), topics);
  const owner = await Line.open(olivia, topics);

  await expect.poll(() => sam.heard()).toEqual([{ refused: { guild } }, { refused: { guild, ticket } }, { watching: 0 }]);
  await expect.poll(() => chloe.heard()).toContainEqual({ refused: { guild, ticket } });
  await expect.poll(() => mia.heard()).toContainEqual({ refused: { guild, ticket } });

  const channel = guildOf(await sandbox.state()).channels.find((one: Wire) => one.name === "linh-buy-gold-0194");
  await sandbox.say(await sandbox.person("Ben"), channel.id, "Only for Linh.");
  const rang = { event: "message", guild, ticket, message: expect.any(String) };
  await expect.poll(() => owner.heard()).toContainEqual(rang);
  for (const other of [sam, chloe, mia]) expect(await other.heard()).not.toContainEqual(rang);

  await test.step("without a login it closes at once", async () => {
    const stranger = await (await olivia.context().browser()!.newContext({ baseURL: olivia.url() })).newPage();
    await stranger.goto("/");
    const line = await Line.open(stranger, topics);
    await expect.poll(() => line.heard()).toEqual([{ closed: "login" }]);
    await stranger.context().close();
  });
});

test("a file is given to whoever may read its ticket, and to nobody else", async ({ as, page, sandbox, forgive }) => {
  forgive(REFUSED);
  const guild = await acme(sandbox);
  const mia = await as("Mia");
  const { number, src } = await pictureOf(mia, guild);
  const fetched = (of: Page) => of.evaluate(async (path) => (await fetch(path)).status, src);
  expect(await fetched(mia), `Mia's picture in her ticket ${number}`).toBe(200);
  expect(await fetched(await as("Olivia")), "the owner").toBe(200);
  for (const name of ["Chloe", "Sam", "Noah", "Linh"]) expect(await fetched(await as(name)), name).toBe(404);

  await test.step("nor under another ticket's number, or another server's", async () => {
    const noah = await as("Noah");
    const parts = src.split("/");
    const swapped = (at: number, value: string) => parts.with(at, value).join("/");
    for (const path of [swapped(3, String(NOAHS_GOLD)), swapped(2, "1200000000000000002"), swapped(4, "1")]) {
      expect(await noah.evaluate(async (one) => (await fetch(one)).status, path), path).toBe(404);
    }
  });

  await test.step("a stranger who follows the link is led to the login and back to it", async () => {
    // Nothing runs in a file's own tab, the journey's scripts neither.
    forgive(/Blocked script execution in .*\/files\//);
    await page.goto("/");
    expect(await fetched(page)).toBe(404);
    await page.goto(src);
    await page.getByRole("radio", { name: /Mia/ }).check();
    await page.getByRole("button", { name: "Authorize" }).click();
    await expect(page).toHaveURL(new RegExp(`${src.replaceAll(".", "\\.")}$`));
  });
});

test("a role taken away in Discord ends access at once", async ({ as, docket, sandbox, forgive }) => {
  forgive(REFUSED);
  const guild = await acme(sandbox);
  const id = await sandbox.person("Ben");
  const { members } = guildOf(await sandbox.state());
  const { roles } = members.find((one: Wire) => one.user.id === id);
  const page = await as("Ben");
  const desk = new Dashboard(page);
  await desk.openTicket(guild, NOAHS_GOLD);
  const call = (await recorded(await as("Olivia"), guild, sandbox)).get("ticket")!;
  // The same login beside the page, which is about to be led away.
  const headers = { "content-type": "application/json", origin: docket.dashboard };
  const ask = async () => (await page.context().request.post(call.url, { data: call.body, headers })).status();
  expect(await ask(), "his to read").toBe(200);

  await sandbox.roles(guild, id, []);
  const asked = measured("the next request is refused", 5_000, async () => (await ask()) === 404);
  const shown = measured("the open page is empty", 5_000, async () => page.getByRole("heading", { name: "There is nothing here for you" }).isVisible());
  const took = `request ${await asked.catch(String)} ms, open page ${await shown.catch(String)} ms`;
  figure("a role taken away", took);
  await asked;
  await shown;
  await expect(desk.conversation).toHaveCount(0);
  await desk.page.goto(`/g/${guild}/inbox`);
  expect(await page.content()).not.toContain("Noah");

  await test.step("and gives it back", async () => {
    await sandbox.roles(guild, id, roles);
    await expect.poll(async () => (await page.goto(`/g/${guild}/tickets/${NOAHS_GOLD}`))!.status()).toBe(200);
  });
});

test.describe("the way in", () => {
  test("whoever is not logged in is led to the login, and then to where they wanted", async ({ page, sandbox }) => {
    const path = `/g/${await acme(sandbox)}/inbox?status=in_progress`;
    await page.goto(path);
    await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth2\/authorize/);
    await page.getByRole("radio", { name: /Ben/ }).check();
    await page.getByRole("button", { name: "Authorize" }).click();
    await expect(page).toHaveURL(new RegExp(`${path.replace("?", "\\?")}$`));
    await hydrated(page);
    await expect(new Dashboard(page).box).toHaveValue("status:in_progress");
  });

  test("the way back leads nowhere else", async ({ page, docket, forgive }) => {
    // The page that is left asks once more, and is nobody's by then.
    forgive(REFUSED);
    for (const next of ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]) {
      await page.goto(`/login?next=${encodeURIComponent(next)}`);
      await page.getByRole("radio", { name: /Mia/ }).check();
      await page.getByRole("button", { name: "Authorize" }).click();
      await expect(page, next).toHaveURL(new RegExp(`^${docket.dashboard}/`));
      await page.context().clearCookies();
    }
  });

  test("an answer of Discord that was not asked for is refused", async ({ page, forgive }) => {
    forgive(REFUSED);
    for (const query of ["?code=abc&state=made-up", "?code=abc", "", "?error=access_denied&state=x"]) {
      const answer = await page.goto(`/login/callback${query}`);
      expect(answer!.status(), query).toBe(400);
      await expect(page.getByRole("heading", { name: "This login was not begun here" })).toBeVisible();
    }
    await page.goto("/");
    await expect(page.getByRole("link", { name: "Log in with Discord" }), "nobody was logged in").toBeVisible();
  });

  test("a login is good once, and in the browser that began it", async ({ page, browser, docket, forgive }) => {
    forgive(REFUSED);
    const [answered] = await Promise.all([page.waitForRequest(/\/login\/callback\?/), logIn(page, "Mia")]);
    await page.getByTitle("Your account").click();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(page.getByRole("link", { name: "Log in with Discord" })).toBeVisible();
    const again = await page.goto(answered.url());
    expect(again!.status()).toBe(400);

    const other = await browser.newContext({ baseURL: docket.dashboard });
    const thief = await other.newPage();
    expect((await thief.goto(answered.url()))!.status()).toBe(400);
    await other.close();
  });

  test("Cancel at Discord: nobody is logged in, and the way is open", async ({ page, forgive }) => {
    forgive(REFUSED);
    await page.goto("/login");
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("heading", { name: "You were not logged in" })).toBeVisible();
    await page.getByRole("link", { name: "Log in with Discord" }).click();
    await page.getByRole("radio", { name: /Mia/ }).check();
    await page.getByRole("button", { name: "Authorize" }).click();
    await hydrated(page);
    await expect(page.getByText("Mia").first()).toBeVisible();
  });

  test("a login that ends elsewhere covers the open page", async ({ as, sandbox, forgive }) => {
    forgive(REFUSED);
    const page = await as("Ben");
    const desk = new Dashboard(page);
    await desk.openTicket(await acme(sandbox), NOAHS_GOLD);
    const second = await page.context().newPage();
    await go(second, "/");
    await second.getByTitle("Your account").click();
    await second.getByRole("button", { name: "Log out" }).click();
    await expect(second.getByRole("link", { name: "Log in with Discord" })).toBeVisible();
    await expect(page.getByText("Your login has ended")).toBeVisible();
    await expect(page.getByRole("link", { name: "Log in" })).toHaveAttribute("href", /login\?next=.*198/);
  });
});

/** The server functions that a page called while Linh's ticket was opened and spoken in: address, body, answer. */
type Call = { url: string; body: string; answer: string };

async function recorded(page: Page, guild: string, sandbox: Sandbox): Promise<Map<string, Call>> {
  const calls = new Map<string, Call>();
  const desk = new Dashboard(page);
  const record = async (name: string, deed: () => Promise<unknown>) => {
    const [answer] = await Promise.all([page.waitForResponse((one) => new URL(one.url()).pathname === `/fn/${name}`), deed()]);
    calls.set(name, { url: answer.url(), body: answer.request().postData()!, answer: await answer.text() });
  };
  await desk.openInbox(guild);
  // Going on in the browser asks by server functions; a whole load does not.
  await record("inbox", () => desk.ask("from:Linh"));
  await record("ticket", () => desk.row(LINHS_GOLD).click());
  await expect(desk.title).toContainText("Buy gold");
  const channel = guildOf(await sandbox.state()).channels.find((one: Wire) => one.name === "linh-buy-gold-0194");
  await record("ticket-fresh", async () => sandbox.say(await sandbox.person("Ben"), channel.id, "Only for Linh."));
  // These two are not called on this way: made by hand, in the shape of the others.
  const { url, body } = calls.get("ticket")!;
  const beside = (name: string, text: string) => calls.set(name, { url: url.replace("/fn/ticket", `/fn/${name}`), body: text, answer: "" });
  beside("ticket-page", body);
  beside("search", JSON.stringify({ guild, q: "gold" }));
  beside("suggest", JSON.stringify({ guild, head: "from:" }));
  beside("frame", JSON.stringify({ guild }));
  for (const [name, call] of calls) expect((await post(page, call.url, call.body)).status, `${name} as who may`).toBe(200);
  return calls;
}

/** What the page's own script would send. */
function post(page: Page, url: string, body: string): Promise<{ status: number; text: string }> {
  const send = async ([to, text]: [string, string]) => {
    const path = new URL(to).pathname;
    const answer = await fetch(path, { method: "POST", body: text, headers: { "content-type": "application/json" } });
    return { status: answer.status, text: await answer.text() };
  };
  return page.evaluate(send, [url, body] as [string, string]);
}

/** A picture in one of the person's own tickets of Billing's. */
async function pictureOf(page: Page, guild: string): Promise<{ number: number; src: string }> {
  const desk = new Dashboard(page);
  await desk.openInbox(guild, "q=type:buy-gold");
  for (const number of await desk.numbers()) {
    await desk.openTicket(guild, number);
    const pictures = desk.conversation.locator("img[src^='/files/']");
    const src = (await pictures.count()) ? await pictures.first().getAttribute("src") : null;
    if (src) return { number, src };
  }
  throw new Error("no ticket of the list has a picture");
}

/** A live line that a page's script opens by hand. */
class Line {
  private constructor(
    private readonly page: Page,
    private readonly name: string,
  ) {}

  static async open(page: Page, topics: object[]): Promise<Line> {
    const name = `line${Math.random()}`;
    const open = async ([key, watch]: [string, object[]]) => {
      const heard: unknown[] = [];
      Object.assign(globalThis, { [key]: heard });
      const socket = new WebSocket(`${location.origin.replace("http", "ws")}/live`);
      socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(data)));
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ watch }));
    };
    await page.evaluate(open, [name, topics] as [string, object[]]);
    return new Line(page, name);
  }

  heard(): Promise<unknown[]> {
    return this.page.evaluate((key) => (globalThis as unknown as Record<string, unknown[]>)[key]!, this.name);
  }
}

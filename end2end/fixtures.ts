// What every journey starts from: a running Docket, its sandbox, and pages that may not complain.
import { test as base, type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { Client } from "./support/client";
import { Docket } from "./support/docket";
import { Sandbox } from "./support/sandbox";

export { expect, type Page } from "@playwright/test";
export { type Client } from "./support/client";
export { type Docket, Serve } from "./support/docket";
export { axe, inspect, shot } from "./support/look";
export type { Id, Sandbox, Wire } from "./support/sandbox";
export { figure, measured, pace, until } from "./support/until";

/** Expects a complaint that is part of the journey (a page that is rightly 404, say). */
type Forgive = (complaint: RegExp) => void;
/** A page of a browser of their own, logged in to the dashboard (or another one) as that person. */
type Person = (name: string, dashboard?: string) => Promise<Page>;
/** The sandbox's client as that person, in a browser of their own. */
type Player = (name: string) => Promise<Client>;

type Complaints = { seen: string[]; expected: RegExp[] };

type PerTest = {
  complaints: Complaints;
  forgive: Forgive;
  as: Person;
  playing: Player;
  sandbox: Sandbox;
};

/**
 * `world`: files that name the same one share it; a file with a name of its own has a Docket to itself.
 * `discord`: where the sandbox listens; a journey that needs no Docket names its own.
 */
export const test = base.extend<PerTest, { docket: Docket; world: string; discord: string }>({
  world: ["shared", { scope: "worker", option: true }],

  docket: [
    async ({ world }, use, { workerIndex }) => {
      const docket = await Docket.start(`${world}-${workerIndex}`);
      await use(docket);
      const traffic = await new Sandbox(docket.sandbox).traffic();
      const panics = docket.panics();
      await docket.stop();
      expect(panics, "no panic in any log").toEqual([]);
      expect(traffic.violations, "every request and answer is as Discord describes it").toEqual([]);
      expect(traffic.unknown_routes, "nothing was asked that Discord does not have").toEqual([]);
    },
    { scope: "worker", timeout: 150_000 },
  ],

  discord: [async ({ docket }, use) => use(docket.sandbox), { scope: "worker" }],

  baseURL: async ({ docket }, use) => use(docket.dashboard),

  sandbox: async ({ discord }, use) => use(new Sandbox(discord)),

  // Torn down last, after every page is closed: what they said until then counts.
  complaints: async ({}, use) => {
    const complaints: Complaints = { seen: [], expected: [] };
    await use(complaints);
    const left = complaints.seen.filter((one) => !complaints.expected.some((known) => known.test(one)));
    expect(left, "the browser complained").toEqual([]);
  },

  forgive: async ({ complaints }, use) => use((complaint) => complaints.expected.push(complaint)),

  context: async ({ context, complaints }, use) => {
    await watch(context, complaints);
    await use(context);
  },

  as: async ({ browser, docket, complaints }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (name, dashboard = docket.dashboard) => {
      const page = await open(browser, dashboard, complaints, opened);
      await logIn(page, name);
      return page;
    });
    for (const own of opened) await own.close();
  },

  playing: async ({ browser, discord, sandbox, complaints }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (name) => {
      const page = await open(browser, discord, complaints, opened);
      return Client.open(page, await sandbox.person(name));
    });
    for (const own of opened) await own.close();
  },
});

/** A browser of one's own: two people never share cookies. */
async function open(browser: Browser, baseURL: string, complaints: Complaints, opened: BrowserContext[]): Promise<Page> {
  const own = await browser.newContext({ ...test.info().project.use, baseURL });
  opened.push(own);
  await watch(own, complaints);
  return own.newPage();
}

async function watch(context: BrowserContext, { seen }: Complaints): Promise<void> {
  await context.addInitScript(noticeHydration);
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    seen.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (failure) => seen.push(`page: ${failure.error().stack ?? failure.error()}`));
  context.on("response", (answer) => {
    if (answer.status() >= 500) seen.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
}

/** From the dashboard's first page through Discord's consent page (the sandbox's) and back. */
export async function logIn(page: Page, name: string): Promise<void> {
  await page.goto("/login");
  await page.getByRole("radio", { name: new RegExp(`\\b${name}\\b`, "i") }).check();
  await page.getByRole("button", { name: "Authorize" }).click();
  await page.waitForURL((url) => url.hostname === "localhost");
  await hydrated(page);
}

/** Opens a page of the dashboard and waits until it can be pressed. */
export async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Resolves once the page's own code runs: a press before that would be lost. */
export async function hydrated(page: Page): Promise<void> {
  const awake = () => page.evaluate(() => "docketAwake" in globalThis);
  await expect.poll(awake, { message: "the page's code never ran", timeout: 20_000 }).toBe(true);
}

/** Runs before any script of a page. Hydration follows the wasm's start within the same task. */
function noticeHydration(): void {
  const notice = <T>(started: Promise<T>): Promise<T> => {
    started.then(() => setTimeout(() => Object.assign(globalThis, { docketAwake: true })), () => {});
    return started;
  };
  const { instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = (...call) => notice(instantiateStreaming(...call));
  // The overloads are one function.
  WebAssembly.instantiate = ((...call: Parameters<typeof instantiate>) => notice(instantiate(...call))) as never;
}

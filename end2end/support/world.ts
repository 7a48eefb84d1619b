// The world that every journey begins in: sample data planted once, panels published, then copied for each file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Docket, SETTLED } from "./docket";
import { Sandbox, type Wire } from "./sandbox";
import { until } from "./until";

const PANELS = ["purchase-services", "purchase-gold", "sell-gold", "swap-crypto", "open-ticket"];

/** Playwright's global setup; what it returns is the teardown. */
export default async function settle(): Promise<() => void> {
  // One that was left from before may be named: while a journey is being written, planting again is a wait.
  if (process.env[SETTLED]) return () => {};
  const data = mkdtempSync(join(tmpdir(), "docket-settled-"));
  const docket = await Docket.over(data, "settled");
  try {
    const sandbox = new Sandbox(docket.sandbox);
    await until("every panel stands in its channel", 60_000, async () => published(await sandbox.state()));
  } finally {
    await docket.end();
  }
  process.env[SETTLED] = data;
  return () => rmSync(data, { recursive: true, force: true });
}

/** Whether each guild has a message with a button in each channel of a panel. */
function published({ guilds, messages }: Wire): boolean {
  const withButton = new Set(messages.filter((one: Wire) => one.components?.length).map((one: Wire) => one.channel_id));
  return guilds.every(({ channels }: Wire) =>
    PANELS.every((name) => channels.some((one: Wire) => one.name === name && withButton.has(one.id))),
  );
}

// One running sandbox alone, with data of its own: a world without Docket. Knows its ready line and how to end it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Id } from "./sandbox";

const READY = /^ready sandbox=(\S+) token=(\S+) client_id=(\S+) \S+ guild=(\S+)$/;
const START_MS = 20_000;

export class Box {
  private constructor(
    readonly base: string,
    readonly token: string,
    readonly application: Id,
    readonly guild: Id,
    private readonly child: ChildProcess,
    private readonly data: string,
  ) {}

  static async start(): Promise<Box> {
    const binary = process.env.SANDBOX_BIN;
    if (!binary) throw new Error("SANDBOX_BIN is not set: run `cargo xtask test browser`");
    const data = mkdtempSync(join(tmpdir(), "sandbox-journeys-"));
    const child = spawn(binary, ["127.0.0.1:0", data], { stdio: ["ignore", "pipe", "inherit"] });
    const said = await new Promise<RegExpExecArray>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the sandbox was not ready in ${START_MS} ms`)), START_MS);
      child.once("exit", (code) => reject(new Error(`the sandbox ended (${code}) before it was ready`)));
      createInterface({ input: child.stdout! }).on("line", (line) => {
        const found = READY.exec(line);
        if (!found) return;
        clearTimeout(late);
        resolve(found);
      });
    });
    const [, base, token, application, guild] = said;
    return new Box(base!, token!, application!, guild!, child, data);
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await gone;
    rmSync(this.data, { recursive: true, force: true });
  }
}

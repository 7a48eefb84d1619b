// One running `docket demo` with data of its own. Knows its ready line and how to end it.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const READY = /^ready dashboard=(http:\/\/localhost:\d+) sandbox=(http:\/\/127\.0\.0\.1:\d+)$/;
/** The sample data is made at the first start, by a debug build. */
const START_MS = 120_000;

export class Docket {
  private constructor(
    readonly dashboard: string,
    readonly sandbox: string,
    /** Everything it wrote: journeys end by looking for panics in it. */
    readonly log: string[],
    private readonly child: ChildProcess,
    private readonly data: string,
  ) {}

  static async start(name: string): Promise<Docket> {
    const binary = process.env.DOCKET_BIN;
    if (!binary) throw new Error("DOCKET_BIN is not set: run `cargo xtask test browser`");
    const data = mkdtempSync(join(tmpdir(), "docket-journeys-"));
    const args = ["demo", "--listen", "127.0.0.1:0", "--sandbox", "127.0.0.1:0", "--data", data];
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    const log: string[] = [];
    mkdirSync("test-results", { recursive: true });
    const file = createWriteStream(join("test-results", `${name}.log`));
    const keep = (line: string) => {
      log.push(line);
      file.write(`${line}\n`);
    };
    createInterface({ input: child.stderr! }).on("line", keep);
    const [dashboard, sandbox] = await new Promise<[string, string]>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`docket demo was not ready in ${START_MS} ms`)), START_MS);
      createInterface({ input: child.stdout! }).on("line", (line) => {
        keep(line);
        const found = READY.exec(line);
        if (!found) return;
        clearTimeout(late);
        resolve([found[1]!, found[2]!]);
      });
      child.once("error", reject);
      child.once("exit", (code) => {
        clearTimeout(late);
        reject(new Error(`docket demo ended (${code}) before it was ready:\n${log.slice(-30).join("\n")}`));
      });
    });
    return new Docket(dashboard, sandbox, log, child, data);
  }

  panics(): string[] {
    return this.log.filter((line) => /panicked at|RUST_BACKTRACE/.test(line));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once("exit", resolve));
      this.child.kill("SIGTERM");
      const insist = setTimeout(() => this.child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(insist);
    }
    rmSync(this.data, { recursive: true, force: true });
  }
}

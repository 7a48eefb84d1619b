// One running `docket demo` with data of its own. Knows its ready line, its folder and how to end it.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const DEMO = /^ready dashboard=(http:\/\/localhost:\d+) sandbox=(http:\/\/127\.0\.0\.1:\d+)$/;
const SERVE = /^ready dashboard=(http:\/\/localhost:\d+)$/;
/** The sample data is made at the first start, by a debug build. */
const START_MS = 120_000;
/** Longer than the program itself allows its children. */
const END_MS = 15_000;
/** Where the settled world lies that every Docket begins as a copy of (see `world.ts`). */
export const SETTLED = "DOCKET_SETTLED_WORLD";

/** As Docket's log tells one, and as Rust itself does before the log is set up. */
export function tellsOfPanic(line: string): boolean {
  return /A panic: |panicked|RUST_BACKTRACE/.test(line);
}

export class Docket {
  private constructor(
    readonly dashboard: string,
    readonly sandbox: string,
    private readonly program: Program,
    readonly data: string,
  ) {}

  /** Starts on a copy of the settled world. */
  static async start(name: string): Promise<Docket> {
    const settled = process.env[SETTLED];
    if (!settled) throw new Error(`${SETTLED} is not set: Playwright's global setup makes that world`);
    const data = mkdtempSync(join(tmpdir(), "docket-journeys-"));
    cpSync(settled, data, { recursive: true });
    return Docket.over(data, name);
  }

  /** Starts on a folder as it is; an empty one gets the sample data. */
  static async over(data: string, name: string): Promise<Docket> {
    const program = new Program(name, ["demo", "--listen", "127.0.0.1:0", "--sandbox", "127.0.0.1:0", "--data", data]);
    const [dashboard, sandbox] = await program.ready(DEMO);
    return new Docket(dashboard!, sandbox!, program, data);
  }

  /** What it said on standard output and error since it was started. */
  get log(): string[] {
    return this.program.log;
  }

  panics(): string[] {
    return this.program.panics();
  }

  /** `kill -9` of the dashboard with its bot. The demo starts it again at its address. */
  killServe(): void {
    process.kill(this.servePid(), "SIGKILL");
  }

  /** Changes with every start. */
  servePid(): number {
    return Number(readFileSync(join(this.data, "serve.pid"), "utf8"));
  }

  /** Ends it and leaves its folder. */
  end(): Promise<void> {
    return this.program.end();
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** A dashboard of its own (`docket serve`) beside the demo, with other settings. */
export class Serve {
  private constructor(
    readonly dashboard: string,
    private readonly program: Program,
    private readonly data: string,
  ) {}

  static async start(name: string, settings: Record<string, string>): Promise<Serve> {
    const data = mkdtempSync(join(tmpdir(), "docket-serve-"));
    const program = new Program(name, ["serve", "--listen", "127.0.0.1:0", "--data", data], settings);
    const [dashboard] = await program.ready(SERVE);
    return new Serve(dashboard!, program, data);
  }

  panics(): string[] {
    return this.program.panics();
  }

  async stop(): Promise<void> {
    await this.program.end();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** The program as a child, with everything it says kept in a file beside the reports. */
class Program {
  readonly log: string[] = [];
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | null>;

  constructor(
    private readonly name: string,
    args: string[],
    settings: Record<string, string> = {},
  ) {
    const binary = process.env.DOCKET_BIN;
    if (!binary) throw new Error("DOCKET_BIN is not set: run `cargo xtask test browser`");
    this.child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...settings } });
    this.exit = new Promise((resolve, reject) => {
      this.child.once("exit", resolve);
      this.child.once("error", reject);
    });
    mkdirSync("test-results", { recursive: true });
    const file = createWriteStream(join("test-results", `${name}.log`));
    createInterface({ input: this.child.stderr! }).on("line", (line) => {
      this.log.push(line);
      file.write(`${line}\n`);
    });
  }

  /** The words of its ready line. */
  async ready(line: RegExp): Promise<string[]> {
    let late: NodeJS.Timeout | undefined;
    const said = new Promise<string[]>((resolve, reject) => {
      late = setTimeout(() => reject(new Error(`${this.name} was not ready in ${START_MS} ms`)), START_MS);
      createInterface({ input: this.child.stdout! }).on("line", (text) => {
        this.log.push(text);
        const found = line.exec(text);
        if (found) resolve(found.slice(1));
      });
    });
    const ended = this.exit.then((code) => {
      throw new Error(`${this.name} ended (${code}) before it was ready:\n${this.log.slice(-30).join("\n")}`);
    });
    try {
      return await Promise.race([said, ended]);
    } finally {
      clearTimeout(late);
      ended.catch(() => {});
    }
  }

  panics(): string[] {
    return this.log.filter(tellsOfPanic);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGTERM");
    const insist = setTimeout(() => this.child.kill("SIGKILL"), END_MS);
    await this.exit;
    clearTimeout(insist);
  }
}

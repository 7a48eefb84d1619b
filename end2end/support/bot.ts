// A small bot: it says what a journey asks it to, and answers presses and commands as it was told. Knows Discord's
// REST and gateway by the few calls it makes.
import { Gateway } from "./gateway";
import type { Box } from "./box";
import type { Id, Wire } from "./sandbox";

/** GUILDS, GUILD_MESSAGES, MESSAGE_CONTENT. */
const INTENTS = 1 | (1 << 9) | (1 << 15);
const COMPLETION = 4;

/** What an interaction is answered with, Discord's `{ type, data }`; nothing leaves it without an answer. */
type Answer = (interaction: Wire) => Wire | undefined;

export class Bot {
  /** Every interaction that came, oldest first. */
  readonly heard: Wire[] = [];
  private readonly answers = new Map<string, Answer>();
  private gateway?: Gateway;
  private beat?: NodeJS.Timeout;

  private constructor(private readonly box: Box) {}

  static async start(box: Box): Promise<Bot> {
    const bot = new Bot(box);
    await new Promise<void>((resolve, reject) => {
      const heard = (text: string) => {
        const { op, t, d } = JSON.parse(text);
        if (op === 10) bot.greet(d.heartbeat_interval);
        else if (t === "READY") resolve();
        else if (t === "INTERACTION_CREATE") void bot.answer(d);
      };
      const url = `${box.base}/gateway?v=10&encoding=json`;
      Gateway.open(url, heard).then((gateway) => {
        bot.gateway = gateway;
      }, reject);
    });
    return bot;
  }

  stop(): void {
    clearInterval(this.beat);
    this.gateway?.close();
  }

  /** What a component, a form or a command of that name is answered with. */
  on(name: string, answer: Answer): void {
    this.answers.set(name, answer);
  }

  say(channel: Id, body: Wire): Promise<Wire> {
    return this.call("POST", `/channels/${channel}/messages`, body);
  }

  edit(channel: Id, message: Id, body: Wire): Promise<Wire> {
    return this.call("PATCH", `/channels/${channel}/messages/${message}`, body);
  }

  /** With files, each named as in `attachment://name`. */
  async sayWith(channel: Id, body: Wire, files: { name: string; type: string; bytes: Buffer }[]): Promise<Wire> {
    const form = new FormData();
    form.set("payload_json", JSON.stringify(body));
    files.forEach((file, n) => form.set(`files[${n}]`, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name));
    return this.call("POST", `/channels/${channel}/messages`, form);
  }

  commands(list: Wire[]): Promise<Wire> {
    return this.call("PUT", `/applications/${this.box.application}/guilds/${this.box.guild}/commands`, list);
  }

  async call(method: string, path: string, body?: Wire | FormData): Promise<Wire> {
    const headers: Record<string, string> = { authorization: `Bot ${this.box.token}` };
    const init: RequestInit = { method, headers };
    if (body instanceof FormData) init.body = body;
    else if (body) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    const answer = await fetch(`${this.box.base}/api/v10${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : {};
  }

  private greet(interval: number): void {
    const properties = { os: "linux", browser: "journey", device: "journey" };
    this.gateway!.say({ op: 2, d: { token: this.box.token, intents: INTENTS, properties } });
    this.beat = setInterval(() => this.gateway!.say({ op: 1, d: null }), interval);
  }

  private async answer(interaction: Wire): Promise<void> {
    this.heard.push(interaction);
    const name = interaction.data.custom_id ?? (interaction.type === COMPLETION ? `complete ${interaction.data.name}` : interaction.data.name);
    const body = this.answers.get(name)?.(interaction);
    if (body) await this.call("POST", `/interactions/${interaction.id}/${interaction.token}/callback`, body);
  }
}

/** Words for one person, or for all. */
export const whisper = (content: string): Wire => ({ type: 4, data: { content, flags: 64 } });
export const aloud = (content: string): Wire => ({ type: 4, data: { content } });

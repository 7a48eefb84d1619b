// As much of WebSocket as a bot at the sandbox's gateway needs: text frames both ways, pings, the end.
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Duplex } from "node:stream";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export class Gateway {
  private rest = Buffer.alloc(0);

  private constructor(
    private readonly stream: Duplex,
    private readonly heard: (text: string) => void,
  ) {}

  static open(url: string, heard: (text: string) => void): Promise<Gateway> {
    const headers = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": randomBytes(16).toString("base64") };
    return new Promise((resolve, reject) => {
      const asked = request(url, { headers });
      asked.on("error", reject);
      asked.on("response", (answer) => reject(new Error(`the gateway answered ${answer.statusCode}`)));
      asked.on("upgrade", (_, stream, head) => {
        const gateway = new Gateway(stream, heard);
        stream.on("error", () => {});
        resolve(gateway);
        // Whoever opened it holds it before it speaks.
        setImmediate(() => {
          if (head.length) gateway.take(head);
          stream.on("data", (bytes: Buffer) => gateway.take(bytes));
        });
      });
      asked.end();
    });
  }

  say(value: unknown): void {
    this.frame(TEXT, Buffer.from(JSON.stringify(value)));
  }

  close(): void {
    this.stream.destroy();
  }

  /** A client's frames are masked; with zeros nothing changes. */
  private frame(kind: number, body: Buffer): void {
    const length = body.length < 126 ? Buffer.from([0x80 | body.length]) : Buffer.from([0xfe, body.length >> 8, body.length & 255]);
    this.stream.write(Buffer.concat([Buffer.from([0x80 | kind]), length, Buffer.alloc(4), body]));
  }

  private take(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const short = (this.rest[1] ?? 0) & 127;
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (this.rest.length < head) return;
      const length = short === 127 ? Number(this.rest.readBigUInt64BE(2)) : short === 126 ? this.rest.readUInt16BE(2) : short;
      if (this.rest.length < head + length) return;
      const kind = this.rest[0]! & 15;
      const body = this.rest.subarray(head, head + length);
      this.rest = this.rest.subarray(head + length);
      if (kind === TEXT) this.heard(body.toString());
      else if (kind === PING) this.frame(PONG, body);
      else if (kind === CLOSE) this.close();
    }
  }
}

// The sandbox's controls, one method a deed. Knows its paths; knows nothing of Docket.

export type Id = string;
// Discord's objects are read here and there only: their shapes stay open.
export type Wire = Record<string, any>;

export class Sandbox {
  constructor(readonly base: string) {}

  /** A person's id by the name they are shown under (`Mia`) or their user name (`mia`). */
  async person(name: string): Promise<Id> {
    const people: Wire[] = await this.get("/people");
    const wanted = name.toLowerCase();
    const found = people.find((one) =>
      [one.username, one.global_name].some((shown) => shown?.toLowerCase() === wanted),
    );
    if (!found) throw new Error(`nobody in the sandbox is called ${name}`);
    return found.id;
  }

  people = (): Promise<Wire[]> => this.get("/people");
  guilds = (as: Id): Promise<Wire[]> => this.get(`/as/${as}/guilds`);
  dms = (as: Id): Promise<Wire[]> => this.get(`/as/${as}/dms`);
  state = (): Promise<Wire> => this.get("/state");
  traffic = (): Promise<Wire> => this.get("/traffic");

  /** The channels a person sees in a guild, by name: what "visible to nobody else" is proved with. */
  async channels(as: Id, guild: Id): Promise<Wire[]> {
    const guilds = await this.guilds(as);
    return guilds.find((one) => one.id === guild)?.channels ?? [];
  }

  /** Newest first, as that person sees them, with what only they see. */
  messages = (as: Id, channel: Id, limit = 50): Promise<Wire[]> =>
    this.get(`/as/${as}/channels/${channel}/messages?limit=${limit}`);

  say = (as: Id, channel: Id, content: string, reply_to?: Id): Promise<Wire> =>
    this.send("POST", `/as/${as}/channels/${channel}/messages`, { content, reply_to });

  async upload(as: Id, channel: Id, content: string, name: string, bytes: Uint8Array, type: string): Promise<Wire> {
    const form = new FormData();
    form.set("payload_json", JSON.stringify({ content }));
    form.set("files[0]", new Blob([bytes as BlobPart], { type }), name);
    return this.ask(`/as/${as}/channels/${channel}/messages`, { method: "POST", body: form });
  }

  edit = (as: Id, channel: Id, message: Id, content: string): Promise<Wire> =>
    this.send("PATCH", `/as/${as}/channels/${channel}/messages/${message}`, { content });

  remove = (as: Id, channel: Id, message: Id): Promise<Wire> =>
    this.send("DELETE", `/as/${as}/channels/${channel}/messages/${message}`);

  press = (as: Id, channel_id: Id, message_id: Id, custom_id: string, values?: string[]): Promise<Wire> =>
    this.send("POST", `/as/${as}/press`, { channel_id, message_id, custom_id, values });

  command = (as: Id, guild_id: Id, channel_id: Id, name: string, options: Wire[] = []): Promise<Wire> =>
    this.send("POST", `/as/${as}/command`, { guild_id, channel_id, name, options });

  submit = (as: Id, modal_id: Id, values: Record<string, string | string[]>): Promise<Wire> =>
    this.send("POST", `/as/${as}/submit`, { modal_id, values });

  roles = (guild: Id, member: Id, roles: Id[]): Promise<Wire> =>
    this.send("PATCH", `/guilds/${guild}/members/${member}`, { roles });

  settings = (partial: Wire): Promise<Wire> => this.send("PUT", "/settings", partial);
  faults = (partial: Wire): Promise<Wire> => this.send("PUT", "/faults", partial);
  acceptsDms = (user: Id, accepts_dms: boolean): Promise<Wire> => this.send("PATCH", `/users/${user}`, { accepts_dms });

  get = (path: string): Promise<any> => this.ask(path, { method: "GET" });

  send(method: string, path: string, body?: unknown): Promise<any> {
    const headers = { "content-type": "application/json" };
    return this.ask(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  }

  private async ask(path: string, init: RequestInit): Promise<any> {
    const answer = await fetch(`${this.base}/_sandbox${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}

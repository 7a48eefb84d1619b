// Knows the sandbox's controls over HTTP. Every failure becomes an ApiError with words that a person can read.
import { state } from './state.js';

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message || `The sandbox answered ${status}.`);
    this.status = status;
    this.code = body?.code;
    this.errors = body?.errors;
  }
}

async function call(method, path, body) {
  const request = { method, headers: { accept: 'application/json' } };
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers['content-type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(`/_sandbox/${path}`, request);
  } catch {
    throw new ApiError(0, { message: 'The sandbox cannot be reached.' });
  }
  const text = await response.text();
  let value = null;
  try { value = text ? JSON.parse(text) : null; } catch { value = text ? { message: text } : null; }
  if (!response.ok) throw new ApiError(response.status, value);
  return value;
}

const as = (path) => `as/${state.me}/${path}`;

/** JSON, or multipart when there are files: Discord's `payload_json` and one part a file. */
function withFiles(payload, files) {
  if (!files.length) return payload;
  const form = new FormData();
  form.append('payload_json', JSON.stringify(payload));
  for (const { part, file } of files) form.append(part, file, file.name);
  return form;
}

export const api = {
  people: () => call('GET', 'people'),
  guilds: () => call('GET', as('guilds')),
  dms: () => call('GET', as('dms')),
  openDm: (recipient_id) => call('POST', as('dms'), { recipient_id }),
  messages: (channel, { before, limit = 50 } = {}) =>
    call('GET', as(`channels/${channel}/messages?limit=${limit}${before ? `&before=${before}` : ''}`)),
  pins: (channel) => call('GET', as(`channels/${channel}/pins`)),
  say: (channel, payload, files) =>
    call('POST', as(`channels/${channel}/messages`), withFiles(payload, files.map((file, n) => ({ part: `files[${n}]`, file })))),
  startThread: (channel, body) => call('POST', as(`channels/${channel}/threads`), body),
  typing: (channel) => call('POST', as(`channels/${channel}/typing`)),
  edit: (channel, id, content) => call('PATCH', as(`channels/${channel}/messages/${id}`), { content }),
  remove: (channel, id) => call('DELETE', as(`channels/${channel}/messages/${id}`)),
  react: (channel, id, emoji) => call('PUT', as(`channels/${channel}/messages/${id}/reactions/${encodeURIComponent(emoji)}`)),
  unreact: (channel, id, emoji) => call('DELETE', as(`channels/${channel}/messages/${id}/reactions/${encodeURIComponent(emoji)}`)),
  press: (body) => call('POST', as('press'), body),
  command: (body, files = []) => call('POST', as('command'), withFiles(body, files)),
  /** The bot's own choices for the option that is `focused`, as { name, value }. */
  complete: async (body) => (await call('POST', as('autocomplete'), body)).choices ?? [],
  submit: (modal_id, values, files) =>
    call('POST', as('submit'), withFiles({ modal_id, values }, files.map(({ id, file }) => ({ part: `files[${id}]`, file })))),
};

// Knows Discord's markdown within a line: text in, tokens out. Knows nothing of elements.
const DEEPEST = 10;

const word = /[A-Za-z0-9_]/u;
const nest = (kind) => (match, depth) => ({ kind, children: inline(match[1], depth + 1) });

// In order; each is tried at the current place.
const RULES = [
  [/\\([^0-9A-Za-z\s])/uy, (m) => ({ kind: 'text', text: m[1] })],
  [/<@!?(\d{1,20})>/y, (m) => ({ kind: 'user', id: m[1] })],
  [/<@&(\d{1,20})>/y, (m) => ({ kind: 'role', id: m[1] })],
  [/<#(\d{1,20})>/y, (m) => ({ kind: 'channel', id: m[1] })],
  [/<a?:(\w{2,32}):(\d{1,20})>/y, (m) => ({ kind: 'emoji', name: m[1], id: m[2] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (m) => ({ kind: 'time', unix: Number(m[1]), style: m[2] })],
  [/<\/([^:<>\n]{1,100}):(\d{1,20})>/y, (m) => ({ kind: 'command', name: m[1] })],
  [/<(https?:\/\/[^\s<>]+)>/y, (m) => ({ kind: 'link', url: m[1], children: [{ kind: 'text', text: m[1] }] })],
  [/@(everyone|here)(?![A-Za-z0-9_])/y, (m) => ({ kind: 'all', text: m[0] })],
  [/\[((?:\\[\s\S]|[^[\]\\])+)\]\(<?(https?:\/\/[^\s<>)]+(?:\([^\s<>)]*\)[^\s<>)]*)?)>?(?:\s+"([^"\n]*)")?\)/y,
    (m, depth) => ({ kind: 'link', url: m[2], title: m[3], children: inline(m[1], depth + 1) })],
  [/https?:\/\/[^\s<]*[^\s<.,:;"'\])!?*_~|`]/y, (m) => ({ kind: 'link', url: m[0], children: [{ kind: 'text', text: m[0] }] })],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, nest('strong')],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, nest('underline')],
  [/\*(?!\s)((?:\\[\s\S]|\*\*|[^\\*])+?)\*(?!\*)/y, nest('em')],
  [/_((?:\\[\s\S]|__|[^\\_])+?)_(?![A-Za-z0-9_])/y, nest('em'), (text, at) => !word.test(text[at - 1] ?? '')],
  [/~~(?=\S)([\s\S]+?)~~/y, nest('strike')],
  [/\|\|([\s\S]+?)\|\|/y, nest('spoiler')],
];

// Characters at which a rule may begin; everything between is plain.
const PLAIN = /[^\\`<@[h*_~|]+/y;

export function inline(text, depth = 0) {
  if (depth > DEEPEST) return [{ kind: 'text', text }];
  const tokens = [];
  let at = 0;
  const push = (token) => {
    const last = tokens.at(-1);
    if (token.kind === 'text' && last?.kind === 'text') last.text += token.text;
    else tokens.push(token);
  };
  while (at < text.length) {
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(text);
    if (plain) {
      push({ kind: 'text', text: plain[0] });
      at = PLAIN.lastIndex;
      continue;
    }
    const found = firstRule(text, at, depth);
    push(found?.token ?? { kind: 'text', text: text[at] });
    at = found?.end ?? at + 1;
  }
  return tokens;
}

/** Code between runs of equally many backticks; by hand, since a pattern for it takes cubic time on hostile text. */
function code(text, at) {
  if (text[at] !== '`') return undefined;
  const run = /`+/y;
  run.lastIndex = at;
  const ticks = run.exec(text)[0];
  const runs = /`+/gu;
  runs.lastIndex = at + ticks.length;
  for (let close = runs.exec(text); close; close = runs.exec(text)) {
    if (close[0].length !== ticks.length) continue;
    const inside = text.slice(at + ticks.length, close.index);
    return { end: close.index + ticks.length, token: { kind: 'code', text: inside.replace(/^ (?=`)|(?<=`) $/gu, '') } };
  }
  return { end: at + ticks.length, token: { kind: 'text', text: ticks } };
}

function firstRule(text, at, depth) {
  const inTicks = code(text, at);
  if (inTicks) return inTicks;
  for (const [pattern, make, allowed] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || (allowed && !allowed(text, at))) continue;
    // `make` may come back here through a nested token and move lastIndex, so the end is taken from the match.
    return { end: at + match[0].length, token: make(match, depth) };
  }
  return undefined;
}

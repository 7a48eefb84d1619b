// Knows Discord's markdown across lines: code blocks, quotes, headings, lists, small print. Tokens out, no elements.
import { inline } from './inline.js';

const FENCE = '```';
const ITEM = /^(\s*)(?:([-*])|(\d{1,9})\.) +(\S.*)$/u;

/** The blocks of a whole message. */
export function blocks(text) {
  const found = [];
  let at = 0;
  let open = text.indexOf(FENCE);
  while (open >= 0) {
    const close = text.indexOf(FENCE, open + FENCE.length);
    if (close < 0) break;
    const inside = text.slice(open + FENCE.length, close);
    if (inside.trim()) {
      found.push(...lines(text.slice(at, open).replace(/\n$/u, '')), fenced(inside));
      at = close + FENCE.length;
      if (text[at] === '\n') at += 1;
      open = text.indexOf(FENCE, at);
    } else {
      open = close;
    }
  }
  found.push(...lines(text.slice(at)));
  return found;
}

/** A word alone on the first line names the language. */
function fenced(inside) {
  const end = inside.indexOf('\n');
  const first = inside.slice(0, end);
  const named = end > 0 && /^[A-Za-z0-9_+#.-]+$/u.test(first) && inside.slice(end).trim();
  const body = named ? inside.slice(end) : inside;
  return { kind: 'pre', language: named ? first : undefined, text: body.replace(/^\n+/u, '').trimEnd() };
}

function lines(text) {
  if (!text) return [];
  const rows = text.split('\n');
  const found = [];
  let plain = [];
  const flush = () => {
    if (plain.length) found.push({ kind: 'plain', children: inline(plain.join('\n')) });
    plain = [];
  };
  let n = 0;
  while (n < rows.length) {
    const row = rows[n];
    const special = quote(rows, n) ?? heading(row) ?? list(rows, n);
    if (!special) {
      plain.push(row);
      n += 1;
      continue;
    }
    flush();
    found.push(special.block);
    n += special.used ?? 1;
  }
  flush();
  return found;
}

function quote(rows, n) {
  if (rows[n].startsWith('>>> ')) {
    const rest = [rows[n].slice(4), ...rows.slice(n + 1)];
    return { block: { kind: 'quote', children: lines(rest.join('\n')) }, used: rest.length };
  }
  let end = n;
  while (end < rows.length && rows[end].startsWith('> ')) end += 1;
  if (end === n) return undefined;
  const inner = rows.slice(n, end).map((row) => row.slice(2));
  return { block: { kind: 'quote', children: lines(inner.join('\n')) }, used: end - n };
}

function heading(row) {
  const small = /^-# +(\S.*)$/u.exec(row);
  if (small) return { block: { kind: 'small', children: inline(small[1]) } };
  const match = /^(#{1,3}) +(\S.*)$/u.exec(row);
  return match ? { block: { kind: 'heading', level: match[1].length, children: inline(match[2]) } } : undefined;
}

/** Items in a row; deeper ones become a list inside the item before. */
function list(rows, n) {
  const first = ITEM.exec(rows[n]);
  if (!first) return undefined;
  const block = { kind: 'list', ordered: Boolean(first[3]), start: Number(first[3] ?? 1), items: [] };
  const indent = first[1].length;
  let at = n;
  while (at < rows.length) {
    const match = ITEM.exec(rows[at]);
    if (!match || match[1].length < indent) break;
    if (match[1].length > indent + 1 && block.items.length) {
      const inner = list(rows, at);
      block.items.at(-1).push(inner.block);
      at += inner.used;
      continue;
    }
    if (Boolean(match[3]) !== block.ordered) break;
    block.items.push([{ kind: 'plain', children: inline(match[4]) }]);
    at += 1;
  }
  return { block, used: at - n };
}

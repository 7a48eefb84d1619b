// Knows enough of many languages to tell comments, strings, numbers and their words of grammar apart. Pure: gives
// pieces as [kind, text], with kind null for the rest.

const C_LIKE = 'async await break case catch class const continue default do else enum export extends false final finally fn for from function if impl import in interface let loop match mod mut new null pub return self static struct super switch this throw trait true try type typeof undefined use var void where while yield';
const WORDS = {
  js: C_LIKE, ts: C_LIKE, rs: C_LIKE, java: `${C_LIKE} boolean int long private protected public package abstract`,
  c: `${C_LIKE} char double float int long unsigned signed sizeof define include namespace template using`,
  py: 'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return self True try while with yield',
  sh: 'case do done elif else esac exit export fi for function if in local return set then unset while',
  sql: 'add all alter and as asc begin between by case commit create delete desc distinct drop else end exists false from group having in index insert into is join key left like limit not null on or order primary returning select set table then true union unique update values when where with',
  json: 'true false null', yaml: 'true false null', toml: 'true false',
};
const SAME = { javascript: 'js', jsx: 'js', mjs: 'js', typescript: 'ts', tsx: 'ts', rust: 'rs', kotlin: 'java', cs: 'java', csharp: 'java', go: 'rs', cpp: 'c', h: 'c', python: 'py', bash: 'sh', shell: 'sh', zsh: 'sh', yml: 'yaml', jsonc: 'json' };
const HASHED = new Set(['py', 'sh', 'yaml', 'toml']);

/** Pieces of the code; all of it is one piece where the language is none that is known here. */
export function highlight(code, language) {
  const name = SAME[language?.toLowerCase()] ?? language?.toLowerCase();
  if (!Object.hasOwn(WORDS, name ?? '')) return [[null, code]];
  const words = new Set(WORDS[name].split(' '));
  const comment = HASHED.has(name) ? '#[^\\n]*' : name === 'sql' ? '--[^\\n]*' : '\\/\\/[^\\n]*|\\/\\*[^]*?(?:\\*\\/|$)';
  const pattern = new RegExp(`(?<comment>${comment})|(?<string>"(?:\\\\.|[^"\\\\\\n])*"?|'(?:\\\\.|[^'\\\\\\n])*'|\`(?:\\\\.|[^\`\\\\])*\`?)|(?<number>\\b\\d[\\w.]*)|(?<word>[A-Za-z_$][\\w$]*)`, 'gu');
  const pieces = [];
  let done = 0;
  for (const found of code.matchAll(pattern)) {
    const { comment: told, string, number, word } = found.groups;
    const kind = told ? 'comment' : string ? 'string' : number ? 'number' : words.has(name === 'sql' ? word.toLowerCase() : word) ? 'word' : null;
    if (!kind) continue;
    if (found.index > done) pieces.push([null, code.slice(done, found.index)]);
    pieces.push([kind, found[0]]);
    done = found.index + found[0].length;
  }
  if (done < code.length) pieces.push([null, code.slice(done)]);
  return pieces;
}

// Knows the registered slash commands of the guild, sub-commands unfolded, and the form that fills their options in.
import { h, icon, iconButton, uid } from '../dom.js';
import { guild, channel, state } from '../state.js';
import { memberOf } from '../names.js';
import { mayUse } from '../permission.js';
import { picker } from '../content/picker.js';
import { choicesOf } from '../content/choices.js';
import { run } from '../act/outcome.js';

const SUB = 1;
const GROUP = 2;

/** Every runnable command as { name: "reminder debug", command, path: [option names], options }. */
export function offered() {
  const here = guild();
  const where = channel();
  const member = memberOf(here, state.me);
  if (!here || !where || !member) return [];
  return (here.commands ?? [])
    .filter((command) => (command.type ?? 1) === 1 && mayUse(here, where, member, command))
    .flatMap((command) => unfold(command, command, []))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function unfold(command, at, path) {
  const inner = (at.options ?? []).filter((option) => option.type === SUB || option.type === GROUP);
  if (inner.length) return inner.flatMap((option) => unfold(command, option, [...path, option]));
  return [{ name: [command.name, ...path.map((option) => option.name)].join(' '), description: at.description, command, path, options: at.options ?? [] }];
}

/** Wraps the values in the sub-commands they belong to. */
function nested(path, values) {
  return path.reduceRight((inner, option) => [{ name: option.name, type: option.type, options: inner }], values);
}

/** The form of one command. `close()` leaves it. */
export function commandForm(entry, close) {
  const problem = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const fields = [...entry.options].sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false)).map(field);
  const send = h('button', { type: 'submit', class: 'button primary', 'data-testid': 'command-run' }, 'Send');
  const say = (words) => {
    problem.textContent = words ?? '';
    problem.hidden = !words;
  };
  const form = h('form', {
    class: 'command', 'data-testid': 'command-form', 'aria-label': `Command ${entry.name}`, novalidate: true,
    on: {
      keydown: (event) => { if (event.key === 'Escape') { event.preventDefault(); close(); } },
      submit: async (event) => {
        event.preventDefault();
        const wrong = fields.find((part) => part.check());
        for (const part of fields) part.show();
        if (wrong) return wrong.focus();
        send.disabled = true;
        say(null);
        const where = channel();
        const values = fields.map((part) => part.read()).filter(Boolean);
        const failure = await run({ guild_id: guild()?.id, channel_id: where.id, name: entry.command.name, type: 1, options: nested(entry.path, values) });
        send.disabled = false;
        if (failure) return say(failure);
        return close();
      },
    },
  },
  h('div', { class: 'command-head' }, icon('slash', 18), h('strong', null, `/${entry.name}`), h('span', { class: 'command-about' }, entry.description), iconButton('close', 'Leave the command', { on: { click: close } })),
  fields.length > 0 && h('div', { class: 'command-fields' }, fields.map((part) => part.node)),
  problem,
  h('div', { class: 'command-foot' }, send));
  form.focusFirst = () => (fields[0] ? fields[0].focus() : send.focus());
  return form;
}

const KINDS = { 6: 5, 7: 8, 8: 6, 9: 7 };

function field(option) {
  const id = uid('option');
  const about = h('span', { class: 'command-option-about', id: `${id}-about` }, option.description);
  const trouble = h('span', { class: 'field-error', id: `${id}-error`, hidden: true });
  const part = input(option, id);
  const label = h('label', { id: `${id}-label`, for: part.control.id || id }, option.name, option.required ? h('span', { class: 'required', 'aria-hidden': 'true' }, '*') : h('span', { class: 'optional' }, 'optional'));
  part.control.setAttribute('data-testid', `command-option-${option.name}`);
  part.control.setAttribute('aria-describedby', `${id}-about ${id}-error`);
  if (option.required) part.control.setAttribute('aria-required', 'true');
  const check = () => {
    const value = part.value();
    if (value === '' || value === undefined) return option.required ? 'This option is required' : null;
    if (option.type === 4 && !/^-?\d+$/u.test(value)) return 'Enter a whole number';
    if ((option.type === 4 || option.type === 10) && Number.isNaN(Number(value))) return 'Enter a number';
    if (option.min_value !== undefined && Number(value) < option.min_value) return `Must be at least ${option.min_value}`;
    if (option.max_value !== undefined && Number(value) > option.max_value) return `Must be at most ${option.max_value}`;
    if (option.min_length && value.length < option.min_length) return `Must be at least ${option.min_length} characters`;
    if (option.max_length && value.length > option.max_length) return `Must be at most ${option.max_length} characters`;
    return null;
  };
  return {
    node: h('div', { class: 'command-field' }, label, part.node, about, trouble),
    check,
    show() {
      const words = check();
      trouble.textContent = words ?? '';
      trouble.hidden = !words;
      part.control.setAttribute('aria-invalid', words ? 'true' : 'false');
    },
    focus: () => part.control.focus(),
    read() {
      const value = part.value();
      if (value === '' || value === undefined) return null;
      const typed = { 4: Number, 10: Number, 5: (text) => text === 'true' }[option.type] ?? String;
      // A choice's value keeps the type it was registered with.
      const choice = option.choices?.find((candidate) => String(candidate.value) === value);
      return { name: option.name, type: option.type, value: choice ? choice.value : typed(value) };
    },
  };
}

function input(option, id) {
  const choose = (options) => {
    const part = picker({ labelledby: `${id}-label`, placeholder: 'Choose', options, min: 0, max: 1 });
    part.input.id = id;
    return { node: part.node, control: part.input, value: () => part.values()[0] };
  };
  if (option.choices?.length) return choose(option.choices.map((choice) => ({ value: String(choice.value), label: choice.name })));
  if (option.type === 5) return choose([{ value: 'true', label: 'True' }, { value: 'false', label: 'False' }]);
  if (option.type in KINDS) return choose(choicesOf({ type: KINDS[option.type], channel_types: option.channel_types }).options);
  const control = h('input', { id, type: 'text', class: 'text-input', autocomplete: 'off', inputmode: option.type === 4 || option.type === 10 ? 'decimal' : null });
  return { node: control, control, value: () => control.value.trim() };
}

// Knows the command being written: its name, a chip for each option, and the ways between them by keyboard.
import { h, icon, iconButton, uid } from '../dom.js';
import { api } from '../api.js';
import { bytes } from '../content/media.js';
import { channel, guild } from '../state.js';
import { showMenu } from '../view/menu.js';
import { runCommand } from '../act/running.js';
import { KIND, nested } from './commands.js';
import { Option, TYPE } from './option.js';

const ASK_AFTER_MS = 120;

/** `list`: the list above the box. `close(text?)` leaves the command, with words for the box. */
export function commandLine(entry, { list, close }) {
  const options = entry.options.map((registered) => new Option(registered));
  const chips = options.filter((option) => option.required).map(chip);
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const row = h('div', { class: 'command-row' });
  const more = h('button', { type: 'button', class: 'command-more', 'data-testid': 'command-more', 'aria-haspopup': 'menu', on: { click: offerMore, keydown: moreKey } });
  const send = iconButton('send', 'Send command', { type: 'submit', class: 'send', 'data-testid': 'command-run' });
  const form = h('form', {
    class: 'command', 'data-testid': 'command-form', 'aria-label': `Command ${entry.name}`, novalidate: true, autocomplete: 'off',
    on: { submit, keydown: (event) => { if (event.key === 'Escape' && !list.key(event)) { event.preventDefault(); event.stopPropagation(); close(); } } },
  }, h('div', { class: 'command-line' }, row, iconButton('close', 'Leave the command', { on: { click: () => close() } }), send), trouble);
  draw();

  const shown = (option) => chips.some((one) => one.option === option);
  const hidden = () => options.filter((option) => !shown(option));

  function draw() {
    const left = options.filter((option) => !chips.some((one) => one.option === option)).length;
    more.replaceChildren(`+${left} ${left === 1 ? 'option' : 'options'}`);
    more.hidden = !left;
    row.replaceChildren(h('span', { class: 'command-name', title: entry.description }, icon('slash', 16), entry.name), ...chips.map((one) => one.node), more);
  }

  function chip(option) {
    const id = uid('option');
    const part = { option };
    const about = h('span', { id: `${id}-about`, class: 'quiet' }, option.about());
    const shared = { id, 'data-testid': `command-option-${option.name}`, 'aria-describedby': `${id}-about`, 'aria-required': option.required ? 'true' : null };
    if (option.wantsFile) {
      part.input = h('input', { ...shared, type: 'file', class: 'chip-file', on: { change: () => { option.attach(part.input.files[0]); mark(part, null); offer(part); } } });
    } else {
      part.input = h('input', {
        ...shared, type: 'text', class: 'chip-input', autocomplete: 'off', spellcheck: 'false', role: option.hasList ? 'combobox' : null, 'aria-expanded': option.hasList ? 'false' : null,
        inputmode: [TYPE.whole, TYPE.number].includes(option.registered.type) ? 'decimal' : null,
        on: { input: () => { option.type(part.input.value); mark(part, null); offer(part); } },
      });
    }
    part.input.addEventListener('focus', () => offer(part));
    part.input.addEventListener('blur', leave);
    part.input.addEventListener('keydown', (event) => key(event, part));
    part.node = h('span', { class: ['chip-option', option.wantsFile && 'file-chip'] }, h('label', { for: id }, option.name), part.input, about);
    return part;
  }

  function mark(part, words) {
    part.node.classList.toggle('wrong', Boolean(words));
    part.input.setAttribute('aria-invalid', words ? 'true' : 'false');
    trouble.hidden = !words;
    trouble.replaceChildren(...(words ? [icon('warn', 16), h('span', null, h('strong', null, part.option.name), ` ${words}`)] : []));
  }

  function leave() {
    setTimeout(() => { if (!form.contains(document.activeElement)) list.hide(); }, 0);
  }

  function pick(part, choice) {
    part.option.choose(choice);
    part.input.value = part.option.text;
    mark(part, null);
    const next = chips[chips.indexOf(part) + 1];
    if (next) next.input.focus();
    else part.input.focus();
    if (!next) list.hide();
  }

  const asOffer = (part, choices, about = part.option.about()) => ({
    title: part.option.name, about,
    options: choices.map((choice) => ({ label: choice.label, more: choice.description, sign: choice.sign, testid: 'command-choice', take: () => pick(part, choice) })),
  });

  function offer(part) {
    const { option } = part;
    if (option.wantsFile) return list.show(part.input, asOffer(part, [], option.file ? bytes(option.file.size) : option.about()));
    if (option.asksBot) return ask(part);
    return list.show(part.input, asOffer(part, option.offers()));
  }

  let asked = 0;

  /** The bot's own choices for what is typed so far; a late answer to older words is dropped. */
  function ask(part) {
    asked += 1;
    const mine = asked;
    list.show(part.input, asOffer(part, [], 'Loading options…'));
    setTimeout(async () => {
      if (mine !== asked || document.activeElement !== part.input) return;
      let choices = [];
      let about = part.option.about();
      try {
        choices = await api.complete(body(part));
        if (!choices.length) about = 'No options match your search.';
      } catch {
        about = 'Loading options failed.';
      }
      if (mine !== asked || document.activeElement !== part.input) return;
      list.show(part.input, asOffer(part, choices.map((choice) => ({ value: choice.value, label: choice.name })), about));
    }, ASK_AFTER_MS);
  }

  function offerMore() {
    list.hide();
    showMenu({ label: 'Options', opener: more, items: hidden().map((option) => ({ label: option.name, hint: option.registered.description, action: `add-${option.name}`, act: () => add(option) })) });
  }

  function moreKey(event) {
    if (event.key !== 'Backspace' || !chips.length) return;
    event.preventDefault();
    chips.at(-1).input.focus();
  }

  function add(option) {
    chips.push(chip(option));
    draw();
    chips.at(-1).input.focus();
  }

  /** An optional option that is empty goes with a further backspace; before the first one, so does the command. */
  function back(part) {
    const at = chips.indexOf(part);
    if (!part.option.required) {
      chips.splice(at, 1);
      draw();
    }
    if (at > 0) chips[at - 1].input.focus();
    else if (part.option.required || !chips.length) close(`/${entry.name}`);
    else chips[0].input.focus();
  }

  function key(event, part) {
    if (event.isComposing || list.key(event)) return;
    const { input } = part;
    const at = chips.indexOf(part);
    if (event.key === 'Backspace' && part.option.isEmpty) {
      event.preventDefault();
      back(part);
    } else if (event.key === 'ArrowLeft' && !input.selectionEnd && at > 0) {
      event.preventDefault();
      chips[at - 1].input.focus();
    } else if (event.key === 'ArrowRight' && input.selectionStart === input.value.length && chips[at + 1]) {
      event.preventDefault();
      chips[at + 1].input.focus();
    }
  }

  /** What the sandbox is asked with; `focused` is the option being typed. */
  function body(focused) {
    const values = chips.map((part) => part.option.sent(part === focused)).filter(Boolean);
    return { guild_id: guild()?.id, channel_id: channel().id, name: entry.command.name, type: KIND.typed, options: nested(entry.path, values) };
  }

  function submit(event) {
    event.preventDefault();
    const wrong = chips.find((part) => part.option.trouble());
    if (wrong) {
      mark(wrong, wrong.option.trouble());
      return wrong.input.focus();
    }
    const files = chips.filter((part) => part.option.file).map((part) => ({ part: `files[${part.option.name}]`, file: part.option.file }));
    const request = body();
    close();
    return runCommand(request, { command: entry.command, name: entry.name, files });
  }

  form.focusFirst = () => (chips[0]?.input ?? send).focus();
  return form;
}

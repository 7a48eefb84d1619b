// Knows one option of a command: what it offers, what was typed or chosen, what is wrong with it, what is sent.
import { choicesOf } from '../content/choices.js';

export const TYPE = { text: 3, whole: 4, truth: 5, person: 6, channel: 7, role: 8, any: 9, number: 10, file: 11 };
/** A select's `type` for an option's. */
const SELECT = { [TYPE.person]: 5, [TYPE.channel]: 8, [TYPE.role]: 6, [TYPE.any]: 7 };
const OFFERED = 25;

/** What may be chosen, as { value, label, description?, sign? }; null if anything may be typed. */
function choices(option) {
  if (option.choices?.length) return option.choices.map((choice) => ({ value: choice.value, label: choice.name }));
  if (option.type === TYPE.truth) return [{ value: true, label: 'True' }, { value: false, label: 'False' }];
  if (option.type in SELECT) return choicesOf({ type: SELECT[option.type], channel_types: option.channel_types }).options;
  return null;
}

export class Option {
  /** What a list gave; typing takes it back. */
  #chosen = null;
  #file = null;

  constructor(registered) {
    this.registered = registered;
    this.name = registered.name;
    this.text = '';
  }

  get required() { return Boolean(this.registered.required); }

  get wantsFile() { return this.registered.type === TYPE.file; }

  /** Whether a list stands over it while one types. */
  get hasList() { return this.asksBot || choices(this.registered) !== null; }

  /** Whether the bot itself offers values while one types. */
  get asksBot() { return Boolean(this.registered.autocomplete); }

  get file() { return this.#file; }

  get isEmpty() { return !this.#chosen && !this.#file && !this.text.trim(); }

  type(text) {
    this.text = text;
    this.#chosen = null;
  }

  choose(choice) {
    this.text = String(choice.label);
    this.#chosen = choice;
  }

  attach(file) {
    this.#file = file;
    this.text = file?.name ?? '';
  }

  /** What stands in the list for what is typed so far. */
  offers() {
    const wanted = this.#chosen ? '' : this.text.trim().toLowerCase();
    return (choices(this.registered) ?? []).filter((choice) => `${choice.label} ${choice.description ?? ''}`.toLowerCase().includes(wanted)).slice(0, OFFERED);
  }

  /** What was typed may be a choice's own words, or an id. */
  #found() {
    if (this.#chosen) return this.#chosen;
    const wanted = this.text.trim().toLowerCase().replace(/^[@#]/u, '');
    return (choices(this.registered) ?? []).find((choice) => choice.label.toLowerCase() === wanted || String(choice.value) === wanted) ?? null;
  }

  /** What is wrong, in words, or null. */
  trouble() {
    const { registered } = this;
    if (this.isEmpty) return this.required ? 'This option is required.' : null;
    if (this.wantsFile) return null;
    if (choices(registered)) return this.#found() ? null : 'Choose one from the list.';
    if (this.#chosen) return null;
    const text = this.text.trim();
    const counted = registered.type === TYPE.whole || registered.type === TYPE.number;
    if (registered.type === TYPE.whole && !/^-?\d+$/u.test(text)) return 'Enter a whole number.';
    if (counted && Number.isNaN(Number(text))) return 'Enter a number.';
    if (registered.min_value !== undefined && Number(text) < registered.min_value) return `Must be at least ${registered.min_value}.`;
    if (registered.max_value !== undefined && Number(text) > registered.max_value) return `Must be at most ${registered.max_value}.`;
    if (registered.min_length && text.length < registered.min_length) return `Must be at least ${registered.min_length} characters.`;
    if (registered.max_length && text.length > registered.max_length) return `Must be at most ${registered.max_length} characters.`;
    return null;
  }

  /** As Discord's payload has it, or null while it is empty. `focused` marks the one being typed. */
  sent(focused = false) {
    if (this.isEmpty && !focused) return null;
    const { type, name } = this.registered;
    const found = this.#found();
    const text = this.text.trim();
    const counted = (type === TYPE.whole || type === TYPE.number) && !Number.isNaN(Number(text)) && !focused;
    const value = found ? found.value : counted ? Number(text) : text;
    return { name, type, value, ...(focused ? { focused: true } : {}) };
  }

  /** What it is for, beside its name. */
  about() {
    const bounds = [this.registered.min_value !== undefined && `from ${this.registered.min_value}`, this.registered.max_value !== undefined && `to ${this.registered.max_value}`].filter(Boolean).join(' ');
    return [this.registered.description, bounds, !this.required && 'optional'].filter(Boolean).join(' · ');
  }
}


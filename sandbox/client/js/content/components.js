// Knows message components: rows of buttons, selects, and the layout parts of Components V2.
import { h, icon } from '../dom.js';
import { hex } from '../colour.js';
import { markdown } from '../markdown/render.js';
import { press } from '../act/outcome.js';
import { state } from '../state.js';
import { cover } from './cover.js';
import { fileCard, picture, safeHref } from './media.js';
import { picker } from './picker.js';
import { choicesOf } from './choices.js';
import { spokenName } from './emoji.js';
import { sign } from './sign.js';

const STRINGS = 3;
const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link', 6: 'premium' };

export function components(message) {
  return (message.components ?? []).map((component) => draw(component, message));
}

function draw(component, message) {
  const inner = () => (component.components ?? []).map((child) => draw(child, message));
  switch (component.type) {
    case 1: return h('div', { class: 'row' }, inner());
    case 2: return button(component, message);
    case 3: case 5: case 6: case 7: case 8: return select(component, message);
    case 9: return h('div', { class: 'v2-section' }, h('div', { class: 'v2-section-words' }, inner()), component.accessory && draw(component.accessory, message));
    case 10: return h('div', { class: 'v2-text md' }, markdown(component.content, { users: message.mentions ?? [] }));
    case 11: return picture({ ...component.media, alt: component.description, spoiler: component.spoiler, maxWidth: 85, maxHeight: 85, class: 'v2-thumbnail' });
    case 12: return gallery(component);
    case 13: return file(component);
    case 14: return h('hr', { class: ['v2-separator', component.divider === false && 'bare', component.spacing === 2 && 'wide'] });
    case 17: return container(component, inner());
    default: return null;
  }
}

function file(component) {
  const name = component.name ?? component.file?.url?.split('/').at(-1)?.split('?')[0] ?? 'file';
  const card = fileCard({ ...component.file, filename: name, size: component.size });
  return component.spoiler ? cover(card, name) : card;
}

function container(component, inner) {
  const node = h('div', { class: 'v2-container', style: { '--bar': typeof component.accent_color === 'number' ? hex(component.accent_color) : null } }, inner);
  return component.spoiler ? cover(node, 'what is inside') : node;
}

function gallery({ items = [] }) {
  return h('div', { class: ['pictures', items.length > 1 && 'many'] }, items.map((item) => picture({
    ...item.media, alt: item.description, spoiler: item.spoiler, maxWidth: items.length > 1 ? 270 : 550, maxHeight: 300,
  })));
}

const nameOf = ({ label, emoji }) => (label ? null : emoji ? spokenName(emoji) : 'Button');

function button(component, message) {
  const style = STYLES[component.style] ?? 'secondary';
  if (style === 'link') {
    const address = component.disabled ? null : safeHref(component.url);
    return h('a', { class: 'button secondary', href: address, role: address ? null : 'link', 'aria-disabled': address ? null : 'true', target: '_blank', rel: 'noopener noreferrer', 'aria-label': nameOf(component) },
      sign(component.emoji, { size: 18 }), component.label, icon('out', 16));
  }
  const node = h('button', {
    type: 'button', class: ['button', style], disabled: component.disabled,
    'aria-label': nameOf(component), dataset: { customId: component.custom_id, keep: component.custom_id },
    on: { click: () => press(message, component.custom_id) },
  }, h('span', { class: 'button-face' }, sign(component.emoji, { size: 18 }), component.label), h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')));
  waits.set(node, (busy) => {
    node.classList.toggle('busy', busy);
    if (busy) node.setAttribute('aria-busy', 'true');
    else node.removeAttribute('aria-busy');
  });
  return waiting(node, message, component);
}

/** How each control on the screen shows that its bot is awaited. In place: a row drawn anew would lose a press that goes on. */
const waits = new WeakMap();

function waiting(node, message, { custom_id }) {
  waits.get(node)(state.busy.has(`${message.id}:${custom_id}`));
  return node;
}

/** Shows or ends the waiting of the controls in a message's row. */
export function showWaiting(row, message) {
  for (const node of row.querySelectorAll('[data-custom-id]')) {
    const owner = node.closest('.picker') ?? node;
    if (waits.has(owner)) waiting(owner, message, { custom_id: node.dataset.customId });
  }
}

// What was chosen stays shown after a redraw, until the message itself changes.
const chosen = new Map();

function select(component, message) {
  const key = `${message.id}:${component.custom_id}:${message.edited_timestamp ?? ''}`;
  const { options, defaults } = choicesOf(component);
  const part = picker({
    label: component.placeholder || 'Make a selection', placeholder: component.placeholder || 'Make a selection',
    customId: component.custom_id, options, values: chosen.get(key) ?? defaults,
    min: component.min_values ?? 1, max: component.max_values ?? 1,
    disabled: component.disabled, searchable: component.type !== STRINGS,
    onDone: (values) => {
      chosen.set(key, values);
      press(message, component.custom_id, values);
    },
  });
  waits.set(part.node, part.setBusy);
  return h('div', { class: 'row-select' }, waiting(part.node, message, component));
}

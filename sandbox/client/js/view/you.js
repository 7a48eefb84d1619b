// Knows the corner at the bottom left: who one is, becoming someone else, the theme.
import { fill, h, icon, iconButton } from '../dom.js';
import { href } from '../route.js';
import { emit, me, state } from '../state.js';
import { avatar, userName } from '../names.js';
import { follow } from './link.js';

const menu = h('div', { class: 'people', id: 'people-menu', popover: 'auto' });
/** From this many on one may search. */
const MANY = 12;
// The menu stays where it is while the rest is drawn anew: an open popover that is moved closes.
const slot = h('div', { class: 'you-slot' });

export function drawYou(node) {
  const person = me();
  if (!person) return;
  const name = userName(person.id, person);
  const button = h('button', {
    type: 'button', class: 'you-button', 'data-testid': 'person-switcher', popovertarget: 'people-menu', 'aria-haspopup': 'true', 'aria-expanded': 'false',
    'aria-label': `You are ${name}. Become someone else`,
  }, avatar(person.id, name, 32), h('span', { class: 'you-words' }, h('span', { class: 'you-name' }, name), h('span', { class: 'you-user' }, person.username)), icon('swap', 18));
  if (!slot.isConnected) fill(node, slot, menu);
  fill(slot, button, themeButton());
}

function drawMenu() {
  const people = [...state.people.values()].filter((person) => !person.bot);
  const filter = people.length > MANY && h('input', { type: 'search', class: 'text-input', placeholder: 'Find a person', 'aria-label': 'Find a person', on: { input: (event) => sift(event.currentTarget.value) } });
  fill(menu, h('p', { class: 'people-title', id: 'people-title' }, 'Who are you?'), filter,
    h('ul', { 'aria-labelledby': 'people-title' }, people.map((person) => {
      const name = person.global_name || person.username;
      const guilds = person.guilds?.map((id) => state.guildNames.get(id)).filter(Boolean) ?? [];
      return h('li', null, h('a', {
        class: 'person', href: href({ as: person.id, guild: state.guild, channel: state.channel }), 'aria-current': person.id === state.me ? 'true' : null,
        dataset: { testid: `person-${person.id}`, username: person.username },
        on: { click: (event) => { follow({ as: person.id })(event); if (event.defaultPrevented) menu.hidePopover(); } },
      }, avatar(person.id, name, 32), h('span', { class: 'you-words' }, h('span', { class: 'you-name' }, name), h('span', { class: 'you-user' }, guilds.length ? guilds.join(', ') : person.username)), person.id === state.me && icon('check', 18)));
    })),
    h('p', { class: 'people-hint' }, 'Open a person in another tab to be both at once.'));
}

function sift(letters) {
  const wanted = letters.trim().toLowerCase();
  for (const item of menu.querySelectorAll('li')) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

menu.addEventListener('beforetoggle', (event) => { if (event.newState === 'open') drawMenu(); });
menu.addEventListener('toggle', (event) => {
  const open = event.newState === 'open';
  document.querySelector('.you-button')?.setAttribute('aria-expanded', String(open));
  if (open) menu.querySelector('[aria-current], a')?.focus();
});
menu.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...menu.querySelectorAll('li:not([hidden]) a')];
  if (!links.length) return;
  links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
});

function themeButton() {
  const dark = document.documentElement.dataset.theme !== 'light';
  return iconButton(dark ? 'sun' : 'moon', dark ? 'Switch to the light theme' : 'Switch to the dark theme', {
    'data-testid': 'theme', on: { click: () => emit('theme', dark ? 'light' : 'dark') },
  });
}

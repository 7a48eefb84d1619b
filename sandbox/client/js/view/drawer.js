// Knows the drawers of a phone: channels from the left, members from the right, the conversation still behind them.
import { h } from '../dom.js';
import { channel, state } from '../state.js';

const SWIPE_PX = 56;
const STRAY_PX = 44;

export const phone = matchMedia('(max-width: 767px)');
const app = document.getElementById('app');
const [sidebar, chat, members] = [app.querySelector('.sidebar'), document.getElementById('chat'), document.getElementById('members')];
const scrim = h('div', { class: 'scrim', 'aria-hidden': 'true', on: { click: () => closeDrawer() } });
app.append(scrim);

let open = null;

/** Draws what is open: 'channels', 'members' or nothing. Without a channel the list is the page, not a drawer. */
export function drawDrawers() {
  const drawers = phone.matches && Boolean(channel());
  if (!drawers) open = null;
  app.dataset.drawer = open ?? '';
  // What is out of sight is out of reach.
  sidebar.inert = drawers && open !== 'channels';
  members.inert = drawers && open !== 'members';
  chat.inert = Boolean(open);
}

export function openDrawer(which) {
  open = which;
  drawDrawers();
  const first = which === 'channels' ? (sidebar.querySelector('.channel.here') ?? sidebar.querySelector('.channels a') ?? sidebar.querySelector('a')) : members.querySelector('button');
  first?.focus({ preventScroll: true });
}

export function closeDrawer({ refocus = true } = {}) {
  if (!open) return;
  const was = open;
  open = null;
  drawDrawers();
  if (refocus) chat.querySelector(`[data-testid="${was === 'channels' ? 'back' : 'members-toggle'}"]`)?.focus({ preventScroll: true });
}

app.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !open || event.defaultPrevented) return;
  event.preventDefault();
  closeDrawer();
});

let from = null;
app.addEventListener('touchstart', ({ touches, target }) => {
  // Not where a finger moves something else sideways.
  const own = target.closest('pre, .tray, input, textarea, .picker-list');
  from = touches.length === 1 && !own ? { x: touches[0].clientX, y: touches[0].clientY } : null;
}, { passive: true });
app.addEventListener('touchend', ({ changedTouches: [touch] }) => {
  if (!from || !phone.matches || !state.channel) return;
  const [right, down] = [touch.clientX - from.x, Math.abs(touch.clientY - from.y)];
  if (down > STRAY_PX || Math.abs(right) < SWIPE_PX) return;
  if (open) {
    if ((open === 'channels') === (right < 0)) closeDrawer({ refocus: false });
  } else openDrawer(right > 0 ? 'channels' : 'members');
}, { passive: true });

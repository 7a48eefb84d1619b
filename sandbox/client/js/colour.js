// Knows colours: avatars, role names, and how far to push a colour until it can be read.
const AVATARS = ['#4f57d6', '#1f7a4d', '#a8541b', '#b0324a', '#7a3fb5', '#1d6f8f', '#8a5a00', '#5a6172', '#a0327f', '#2f6b2f'];
// The surfaces on which names stand, hovered ones included.
const SURFACES = { dark: 0x34363f, light: 0xe6e8ed };
const READABLE = 4.6;

/** Spread over the palette by all digits: ids made in the same instant differ only in their last ones. */
export function avatarColour(id) {
  let sum = 7;
  for (const digit of String(id)) sum = (sum * 389 + digit.charCodeAt(0)) % 1_000_003;
  return AVATARS[sum % AVATARS.length];
}

export const hex = (number) => `#${number.toString(16).padStart(6, '0')}`;

const channels = (number) => [(number >> 16) & 255, (number >> 8) & 255, number & 255];

function luminance(number) {
  const [r, g, b] = channels(number).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function toward(number, target, share) {
  const [from, to] = [channels(number), channels(target)];
  return from.reduce((sum, part, n) => (sum << 8) | Math.round(part + (to[n] - part) * share), 0);
}

/** The nearest colour with AA contrast on both themes' surfaces, as custom properties `--tint-dark` and `--tint-light`. */
export function tint(number) {
  if (!number) return {};
  const found = {};
  for (const [theme, surface] of Object.entries(SURFACES)) {
    const target = theme === 'dark' ? 0xffffff : 0x000000;
    let share = 0;
    while (share < 1 && contrast(toward(number, target, share), surface) < READABLE) share += 0.05;
    found[`--tint-${theme}`] = hex(toward(number, target, Math.min(share, 1)));
  }
  return found;
}

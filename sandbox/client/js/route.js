// Knows how the screen is written in the address: ?as=PERSON&guild=ID|@me&channel=ID (and ?theme=, kept as it is).
// A link to one message ends in #message-ID, which is followed once and then gone.

export function read() {
  const query = new URLSearchParams(location.search);
  return { as: query.get('as'), guild: query.get('guild'), channel: query.get('channel'), message: /^#message-(\d+)$/u.exec(location.hash)?.[1] };
}

export function href({ as, guild, channel }) {
  const parts = [];
  if (as) parts.push(`as=${encodeURIComponent(as)}`);
  if (guild) parts.push(`guild=${guild === '@me' ? guild : encodeURIComponent(guild)}`);
  if (channel) parts.push(`channel=${encodeURIComponent(channel)}`);
  const theme = new URLSearchParams(location.search).get('theme');
  if (theme) parts.push(`theme=${encodeURIComponent(theme)}`);
  return `/?${parts.join('&')}`;
}

export function write(to, { replace = false } = {}) {
  const address = href(to);
  if (address === location.pathname + location.search + location.hash) return;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}

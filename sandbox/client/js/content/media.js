// Knows pictures and files: what may be shown, how large, and the lightbox. Never asks any other machine for anything.
import { h, icon, iconButton } from '../dom.js';
import { cover } from './cover.js';

const SMALL_PX = 100;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An address that this page may load by itself: our own, else null. Discord would proxy foreign pictures; the sandbox doesn't go out. */
export function local(url) {
  let parsed;
  try { parsed = new URL(url, location.origin); } catch { return null; }
  if (parsed.origin === location.origin) return parsed.pathname + parsed.search;
  if (LOOPBACK.has(parsed.hostname) && LOOPBACK.has(location.hostname) && parsed.port === location.port) return parsed.pathname + parsed.search;
  return null;
}

/** A link's address if it is one that may be followed. */
export function safeHref(url) {
  try {
    const parsed = new URL(url, location.origin);
    return ['http:', 'https:'].includes(parsed.protocol) ? (local(url) ?? parsed.href) : null;
  } catch {
    return null;
  }
}

export function bytes(size) {
  if (size < 1024) return `${size} bytes`;
  if (size < 1024 ** 2) return `${(size / 1024).toFixed(size < 10_240 ? 2 : 1)} KB`;
  return `${(size / 1024 ** 2).toFixed(2)} MB`;
}

/** A picture in a button that opens it large. Falls back to a link if it can't be had. */
export function picture({ url, width, height, alt, name, spoiler = false, maxWidth = 550, maxHeight = 350, class: extra = '' }) {
  const source = local(url);
  if (!source) return pictureLink(url, alt || name);
  const scale = width && height ? Math.min(1, maxWidth / width, maxHeight / height) : null;
  const image = h('img', {
    src: source, alt: alt || name || 'Picture', loading: 'lazy', decoding: 'async',
    width: scale ? Math.round(width * scale) : null, height: scale ? Math.round(height * scale) : null,
    // A share of the parent would let the picture's own width stretch what is as wide as its content.
    style: { 'max-width': maxWidth <= SMALL_PX ? `${maxWidth}px` : `min(100%, ${maxWidth}px)`, 'max-height': `${maxHeight}px` },
  });
  const open = () => {
    if (frame.classList.contains('covered')) frame.classList.remove('covered');
    else lightbox(source, alt || name || 'Picture');
  };
  const frame = h('button', { type: 'button', class: ['picture', extra, spoiler && 'covered'], 'aria-label': `Open ${alt || name || 'picture'}`, on: { click: open } }, image);
  image.addEventListener('error', () => frame.replaceWith(pictureLink(url, `${alt || name || 'Picture'} (no longer available)`)));
  return frame;
}

function pictureLink(url, words) {
  return h('a', { class: 'picture-link', href: safeHref(url) ?? '#', target: '_blank', rel: 'noopener noreferrer nofollow' }, icon('image', 18), words || 'Picture');
}

function lightbox(source, words) {
  const dialog = h('dialog', { class: 'lightbox', 'aria-label': words },
    h('img', { src: source, alt: words }),
    h('div', { class: 'lightbox-bar' },
      h('a', { href: source, target: '_blank', rel: 'noopener' }, 'Open in browser'),
      iconButton('close', 'Close picture', { on: { click: () => dialog.close() } })));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const SPOILER = 'SPOILER_';
const isPicture = (attachment) => /^image\/(?:png|jpe?g|gif|webp|avif)/u.test(attachment.content_type ?? '') || (!attachment.content_type && attachment.width);

export function attachments(list) {
  if (!list?.length) return null;
  const pictures = list.filter(isPicture);
  return [
    pictures.length > 0 && h('div', { class: ['pictures', pictures.length > 1 && 'many'], 'data-testid': 'attachments-images' }, pictures.map((attachment) => picture({
      ...attachment, alt: attachment.description, name: attachment.filename, spoiler: attachment.filename.startsWith(SPOILER),
      maxWidth: pictures.length > 1 ? 270 : 550, maxHeight: pictures.length > 1 ? 270 : 350,
    }))),
    list.filter((attachment) => !isPicture(attachment)).map((attachment) => {
      const node = playable(attachment) ?? fileCard(attachment);
      return attachment.filename.startsWith(SPOILER) ? cover(node, attachment.filename.slice(SPOILER.length)) : node;
    }),
  ];
}

/** Sound and film play where they stand. */
function playable(attachment) {
  const [kind] = /^(?:audio|video)/u.exec(attachment.content_type ?? '') ?? [];
  const source = kind && attachment.url !== '#' && local(attachment.url);
  if (!source) return null;
  return h('div', { class: 'playable' }, h(kind, { src: source, controls: true, preload: 'metadata', 'aria-label': attachment.filename }), fileCard(attachment));
}

export function fileCard(attachment) {
  const address = safeHref(attachment.url) ?? '#';
  return h('div', { class: 'file', 'data-testid': 'attachment' },
    icon('file', 30),
    h('div', { class: 'file-words' },
      h('a', { href: address, target: '_blank', rel: 'noopener' }, attachment.title ? `${attachment.title}` : attachment.filename),
      h('span', { class: 'file-size' }, attachment.size === undefined ? '' : bytes(attachment.size))),
    h('a', { class: 'icon-button', href: address, download: attachment.filename ?? '', 'aria-label': `Download ${attachment.filename ?? 'file'}` }, icon('download')));
}

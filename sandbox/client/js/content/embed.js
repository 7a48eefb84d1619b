// Knows how Discord lays out an embed.
import { h } from '../dom.js';
import { hex } from '../colour.js';
import { markdown, markdownLine } from '../markdown/render.js';
import { stamp } from '../time.js';
import { local, picture, safeHref } from './media.js';

export function embeds(message) {
  return (message.embeds ?? []).map((embed) => drawEmbed(embed, { users: message.mentions ?? [] }));
}

function drawEmbed(embed, context) {
  if (embed.type === 'image' && embed.thumbnail) return picture(embed.thumbnail);
  const words = h('div', { class: 'embed-words' },
    embed.provider?.name && h('div', { class: 'embed-provider' }, embed.provider.name),
    embed.author?.name && h('div', { class: 'embed-author' }, small(embed.author.icon_url), linked(embed.author.url, embed.author.name)),
    embed.title && h('div', { class: 'embed-title' }, linked(embed.url, markdownLine(embed.title, context))),
    embed.description && h('div', { class: 'embed-description md' }, markdown(embed.description, context)),
    embed.fields?.length > 0 && fields(embed.fields, context));
  return h('div', { class: 'embed', 'data-testid': 'embed', style: { '--bar': typeof embed.color === 'number' ? hex(embed.color) : null } },
    h('div', { class: 'embed-top' }, words,
      embed.thumbnail?.url && picture({ ...embed.thumbnail, maxWidth: 80, maxHeight: 80, alt: 'Thumbnail', class: 'embed-thumbnail' })),
    embed.image?.url && picture({ ...embed.image, maxWidth: 400, maxHeight: 300, alt: 'Embedded picture', class: 'embed-image' }),
    footer(embed));
}

const linked = (url, inner) => {
  const address = url && safeHref(url);
  return address ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, inner) : inner;
};

const small = (url) => url && local(url) && h('img', { class: 'embed-icon', src: local(url), alt: '', width: 20, height: 20 });

function footer({ footer: line, timestamp }) {
  if (!line?.text && !timestamp) return null;
  const date = timestamp ? new Date(timestamp) : null;
  return h('div', { class: 'embed-footer' }, small(line?.icon_url),
    line?.text, line?.text && date && ' • ', date && h('time', { datetime: date.toISOString() }, stamp(date)));
}

/** Inline fields stand up to three in a row; each row shares the width. */
function fields(list, context) {
  const rows = [];
  for (const field of list) {
    const row = rows.at(-1);
    if (field.inline && row?.inline && row.fields.length < 3) row.fields.push(field);
    else rows.push({ inline: Boolean(field.inline), fields: [field] });
  }
  return h('div', { class: 'embed-fields' }, rows.map((row) => h('div', { class: 'embed-row', style: { '--columns': row.fields.length } },
    row.fields.map((field) => h('div', { class: 'embed-field' },
      h('div', { class: 'embed-field-name' }, markdownLine(field.name, context)),
      h('div', { class: 'embed-field-value md' }, markdown(field.value, context)))))));
}

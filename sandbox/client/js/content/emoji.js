// Knows emoji by name: the usual ones of the picker, and the guilds' own. Draws nothing.
import { guild, state } from '../state.js';

// Group by group; a name ends at each blank.
const USUAL = [
  ['Smileys', '😀 grinning 😃 smiley 😄 smile 😁 grin 😆 laughing 😅 sweat_smile 😂 joy 🤣 rofl 😊 blush 😇 innocent 🙂 slight_smile 🙃 upside_down 😉 wink 😌 relieved 😍 heart_eyes 🥰 smiling_face_with_3_hearts 😘 kissing_heart 😋 yum 😜 stuck_out_tongue_winking_eye 🤪 zany_face 🤨 face_with_raised_eyebrow 🧐 face_with_monocle 🤓 nerd 😎 sunglasses 🥳 partying_face 😏 smirk 😒 unamused 😞 disappointed 😔 pensive 😟 worried 😕 confused 🙁 slight_frown 😣 persevere 😫 tired_face 🥺 pleading_face 😢 cry 😭 sob 😤 triumph 😠 angry 😡 rage 🤯 exploding_head 😳 flushed 🥶 cold_face 😱 scream 😨 fearful 😰 cold_sweat 🤗 hugging 🤔 thinking 🤫 shushing_face 😐 neutral_face 😑 expressionless 😬 grimacing 🙄 rolling_eyes 😴 sleeping 🤢 nauseated_face 🤒 thermometer_face 😷 mask 🤖 robot 👻 ghost 💀 skull 💩 poop'],
  ['People', '👍 thumbsup 👎 thumbsdown 👌 ok_hand ✌️ v 🤞 fingers_crossed 🤝 handshake 👏 clap 🙌 raised_hands 🙏 pray 👋 wave ✋ raised_hand 💪 muscle 👀 eyes 🧠 brain 🫡 saluting_face 🤷 shrug 🤦 facepalm 🙋 raising_hand 💁 person_tipping_hand 🕵️ detective 👮 police_officer 🧑‍💻 technologist 👑 crown'],
  ['Nature and food', '🐶 dog 🐱 cat 🦊 fox 🐻 bear 🐼 panda_face 🦄 unicorn 🐝 bee 🦋 butterfly 🐢 turtle 🐙 octopus 🌸 cherry_blossom 🌹 rose 🌻 sunflower 🌲 evergreen_tree 🍀 four_leaf_clover 🌍 earth_africa 🌙 crescent_moon ⭐ star ✨ sparkles ⚡ zap 🔥 fire 🌈 rainbow ☀️ sunny ❄️ snowflake 🍎 apple 🍕 pizza 🍔 hamburger 🍪 cookie 🎂 birthday ☕ coffee 🍺 beer'],
  ['Things', '🎉 tada 🎊 confetti_ball 🎁 gift 🏆 trophy 🥇 first_place 🎮 video_game 🎲 game_die 🎵 musical_note 🎧 headphones 🎨 art 📷 camera 💻 computer 📱 mobile_phone 🔔 bell 📢 loudspeaker 📣 mega 💬 speech_balloon 📝 memo 📌 pushpin 📎 paperclip 🔗 link 🔒 lock 🔓 unlock 🔑 key 🛠️ tools ⚙️ gear 🧰 toolbox 💡 bulb 📦 package 🎫 ticket 🎟️ tickets 🏷️ label 💰 moneybag 💳 credit_card 💎 gem ⏰ alarm_clock ⏳ hourglass_flowing_sand 📅 date 📁 file_folder 🗑️ wastebasket ✉️ envelope 🚀 rocket 🚗 red_car ✈️ airplane 🏠 house'],
  ['Signs', '❤️ heart 🧡 orange_heart 💛 yellow_heart 💚 green_heart 💙 blue_heart 💜 purple_heart 🖤 black_heart 💔 broken_heart 💯 100 ✅ white_check_mark ☑️ ballot_box_with_check ✔️ heavy_check_mark ❌ x ❎ negative_squared_cross_mark ⚠️ warning 🚫 no_entry_sign ⛔ no_entry ❓ question ❗ exclamation ‼️ bangbang 🆗 ok 🆕 new 🆘 sos ➕ heavy_plus_sign ➖ heavy_minus_sign ➡️ arrow_right ⬅️ arrow_left ⬆️ arrow_up ⬇️ arrow_down 🔄 arrows_counterclockwise 🔴 red_circle 🟠 orange_circle 🟡 yellow_circle 🟢 green_circle 🔵 blue_circle 🟣 purple_circle ⚫ black_circle ⚪ white_circle 1️⃣ one 2️⃣ two 3️⃣ three 4️⃣ four 5️⃣ five 6️⃣ six 7️⃣ seven 8️⃣ eight 9️⃣ nine 🔟 keycap_ten'],
];

const usual = USUAL.map(([title, words]) => {
  const parts = words.split(' ');
  const emoji = [];
  for (let n = 0; n < parts.length; n += 2) emoji.push({ name: parts[n + 1], value: { id: null, name: parts[n] }, sent: parts[n], typed: [parts[n]] });
  return { title, emoji };
});

function own(where) {
  return (where.emojis ?? []).filter((emoji) => emoji.available !== false).map(({ id, name, animated }) => {
    const sent = `<${animated ? 'a' : ''}:${name}:${id}>`;
    return { name, value: { id, name, animated }, sent, typed: [`:${name}:`, sent] };
  });
}

/** The picker's groups, the guild's own first: [{ title, emoji: [{ name, value, sent, typed: [words, as?] }] }]. */
export function groups() {
  const here = guild();
  const others = [...state.guilds.values()].filter((one) => one !== here);
  const ours = [here, ...(here ? [] : others)].filter(Boolean).map((one) => ({ title: one.name, emoji: own(one) }));
  return [...ours, ...usual].filter((group) => group.emoji.length);
}

const all = () => groups().flatMap((group) => group.emoji);

/** Those whose name holds the letters, those that begin with them first. */
export function named(letters) {
  return all().filter((emoji) => emoji.name.includes(letters)).sort((a, b) => b.name.startsWith(letters) - a.name.startsWith(letters));
}

export const byName = (name) => all().find((emoji) => emoji.name === name);

const names = new Map(usual.flatMap((group) => group.emoji).map((emoji) => [emoji.value.name, emoji.name]));

/** What an emoji is called, for those who hear it. */
export const spokenName = ({ id, name }) => (id ? name : names.get(name)?.replaceAll('_', ' ') ?? name);

/** As it stands in a path and in a reaction. */
export const keyOf = ({ id, name }) => (id ? `${name}:${id}` : name);

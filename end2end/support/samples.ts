// What the journeys' bot shows: every component, select and input that Discord has, as it is sent.
import type { Wire } from "./sandbox";

const button = (style: number, label: string, rest: Wire = {}): Wire => ({ type: 2, style, label, custom_id: label.toLowerCase(), ...rest });
const row = (...components: Wire[]): Wire => ({ type: 1, components });
const select = (type: number, custom_id: string, placeholder: string, rest: Wire = {}): Wire => row({ type, custom_id, placeholder, ...rest });
const options = (...labels: string[]): Wire[] => labels.map((label) => ({ label, value: label.toLowerCase() }));

export const BUTTONS: Wire = {
  content: "Five styles, and what they do.",
  components: [
    row(button(1, "Form", { emoji: { name: "📝" } }), button(2, "Whisper"), button(3, "Count"), button(4, "Never"), { type: 2, style: 5, label: "Rules", url: "https://example.org/rules" }),
    row(button(2, "Off", { disabled: true }), { type: 2, style: 2, custom_id: "gold", emoji: { id: "1230000000000000001", name: "gold" } }, button(1, "Later")),
  ],
};

export const SELECTS: Wire = {
  content: "Five kinds of choice.",
  components: [
    select(3, "topic", "Choose topics", {
      min_values: 1, max_values: 2,
      options: [
        { label: "Billing", value: "billing", description: "Payments and refunds", emoji: { name: "💳" } },
        { label: "Technical", value: "technical", description: "Crashes and bugs", emoji: { name: "🛠️" } },
        ...options("Account", "Report", "Gold", "Trade", "Launcher", "Events", "Guilds", "Other", "Something else"),
      ],
    }),
    select(5, "user", "Choose a person"),
    select(6, "role", "Choose a role"),
    select(7, "any", "Choose people or roles", { max_values: 3 }),
    select(8, "channel", "Choose a channel", { channel_types: [0] }),
  ],
};

export const EMBED: Wire = {
  content: "",
  embeds: [{
    author: { name: "Acme support", url: "https://example.org/", icon_url: "attachment://meeting-place.png" },
    title: "Order 4711", url: "https://example.org/orders/4711", color: 0x3d8f5a,
    description: "Everything that is **known**, with `code`, a [link](https://example.org) and <@1100000000000000005>.",
    thumbnail: { url: "attachment://meeting-place.png" }, image: { url: "attachment://meeting-place.png" },
    fields: [
      { name: "Status", value: "Paid", inline: true }, { name: "Amount", value: "1,500", inline: true }, { name: "Currency", value: "Gold", inline: true },
      { name: "Notes", value: "- after eight\n- at the bridge" },
    ],
    footer: { text: "Acme Games", icon_url: "attachment://meeting-place.png" }, timestamp: "2026-01-05T10:00:00.000Z",
  }],
};

export const LAYOUT: Wire = {
  flags: 1 << 15,
  components: [
    { type: 10, content: "# Season three\n-# Text on its own" },
    {
      type: 17, accent_color: 0xd9822b,
      components: [
        { type: 9, components: [{ type: 10, content: "### Bridge repair\nThe bridge is **open** again." }], accessory: { type: 11, media: { url: "attachment://meeting-place.png" }, description: "The bridge" } },
        { type: 14, divider: true, spacing: 2 },
        { type: 12, items: [1, 2, 3].map((n) => ({ media: { url: "attachment://meeting-place.png" }, description: `View ${n}`, spoiler: n === 3 })) },
        { type: 13, file: { url: "attachment://rules.txt" } },
        { type: 9, components: [{ type: 10, content: "Want to help?" }], accessory: button(3, "Join") },
        select(3, "shift", "Choose a shift", { options: options("Morning", "Evening") }),
      ],
    },
    { type: 17, spoiler: true, components: [{ type: 10, content: "The boss is a mimic." }] },
  ],
};

const label = (text: string, component: Wire, description?: string): Wire => ({ type: 18, label: text, description, component });

/** Five at most fit in one form, so there are two. */
export const FORM: Wire = {
  custom_id: "form-one", title: "Tell us more",
  components: [
    { type: 10, content: "Fields with a **star** are needed. See <#1220000000000000003>." },
    label("Short", { type: 4, custom_id: "short", style: 1, max_length: 20, placeholder: "A few words" }, "At most twenty characters"),
    label("Long", { type: 4, custom_id: "long", style: 2, required: false, value: "Already here" }),
    label("Topic", { type: 3, custom_id: "topic", placeholder: "Choose one", options: options("Billing", "Technical") }),
    label("Proof", { type: 19, custom_id: "proof", max_values: 2, required: false }, "Up to two files"),
  ],
};

export const FORM_TWO: Wire = {
  custom_id: "form-two", title: "And the rest",
  components: [
    label("Who", { type: 5, custom_id: "who" }),
    label("How urgent", { type: 21, custom_id: "urgent", options: [{ label: "It can wait", value: "low", description: "Within the week" }, { label: "Today", value: "high" }] }),
    label("Reach me by", { type: 22, custom_id: "reach", min_values: 1, max_values: 2, options: options("Discord", "Mail", "Phone") }),
    label("I have read the rules", { type: 23, custom_id: "rules" }),
    label("Where", { type: 8, custom_id: "where", required: false }),
  ],
};

const text = (name: string, rest: Wire = {}): Wire => ({ type: 3, name, description: `The ${name}`, ...rest });

export const COMMANDS: Wire[] = [
  {
    name: "ticket", description: "Tickets",
    options: [
      {
        type: 1, name: "open", description: "Open a ticket",
        options: [
          text("topic", { required: true, choices: [{ name: "Billing", value: "b" }, { name: "Technical", value: "t" }] }),
          text("details"), { type: 6, name: "person", description: "About whom" }, { type: 4, name: "amount", description: "How much", min_value: 1 },
          { type: 5, name: "urgent", description: "Whether it hurries" }, { type: 8, name: "team", description: "Which team" }, { type: 7, name: "place", description: "Which channel" },
        ],
      },
      { type: 1, name: "close", description: "Close this ticket" },
    ],
  },
  { name: "tag", description: "Say a prepared answer", options: [text("name", { required: true, autocomplete: true })] },
  { name: "proof", description: "Show a file", options: [{ type: 11, name: "file", description: "The file", required: true }] },
  { name: "slow", description: "Never answers" },
  { name: "Show history", type: 2 },
  { name: "Open a ticket from this", type: 3 },
];

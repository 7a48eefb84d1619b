// A small ticket bot as anyone would write it with discord.js, whose only unusual line is the address it talks to.
// It prints one JSON object a line for each thing that the test waits for; it knows nothing of the test.

import {
  ActionRowBuilder,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  Client,
  ContainerBuilder,
  EmbedBuilder,
  Events,
  FileUploadBuilder,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  OverwriteType,
  Partials,
  PermissionFlagsBits,
  PermissionsBitField,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  ThreadAutoArchiveDuration,
  UserSelectMenuBuilder,
} from "discord.js";

const { BASE, TOKEN, GUILD } = process.env;
const say = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

const client = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMembers,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.GuildMessageReactions,
    GatewayIntentBits.GuildMessageTyping,
    GatewayIntentBits.GuildModeration,
    GatewayIntentBits.GuildWebhooks,
    GatewayIntentBits.DirectMessages,
    GatewayIntentBits.MessageContent,
  ],
  partials: [Partials.Channel, Partials.Message, Partials.Reaction],
  rest: { api: `${BASE}/api` },
});

const commands = [
  { name: "panel", description: "Puts the panel here", defaultMemberPermissions: PermissionFlagsBits.ManageGuild },
  {
    name: "close",
    description: "Closes this ticket",
    options: [{ type: 3, name: "reason", description: "Why", autocomplete: true, required: true }],
  },
  { name: "webhook", description: "Speaks through a webhook" },
  { name: "Report", type: ApplicationCommandType.Message },
];

client.once(Events.ClientReady, async () => {
  const guild = await client.guilds.fetch(GUILD);
  const made = await guild.commands.set(commands);
  const members = await guild.members.fetch();
  say("ready", { commands: made.size, members: members.size, user: client.user.username });
});
client.on(Events.ShardResume, (_, replayed) => say("resumed", { replayed }));
client.on(Events.ShardReady, () => say("identified"));
client.on(Events.Error, (error) => say("error", { error: String(error) }));
client.on(Events.Warn, (words) => say("warning", { words }));
client.on(Events.ThreadCreate, (thread) => say("thread", { name: thread.name, type: thread.type }));
client.on(Events.ChannelDelete, (channel) => say("channel_gone", { name: channel.name }));
client.on(Events.GuildBanAdd, (ban) => say("banned", { user: ban.user.username }));
client.on(Events.MessageReactionAdd, async (reaction, user) => {
  if (user.id === client.user.id) return;
  const who = await (await reaction.message.fetch()).reactions.resolve(reaction.emoji.name).users.fetch();
  say("reacted", { emoji: reaction.emoji.name, users: who.size });
});

const panel = () => ({
  embeds: [new EmbedBuilder().setTitle("Support").setDescription("Open a ticket").setColor(0x5865f2)],
  components: [
    new ActionRowBuilder().addComponents(
      new ButtonBuilder().setCustomId("open").setLabel("Open").setStyle(ButtonStyle.Primary).setEmoji("🎫"),
      new ButtonBuilder().setURL("https://example.com/rules").setLabel("Rules").setStyle(ButtonStyle.Link),
    ),
    new ActionRowBuilder().addComponents(
      new StringSelectMenuBuilder()
        .setCustomId("topic")
        .setPlaceholder("Or by topic")
        .addOptions({ label: "Billing", value: "billing" }, { label: "Tech", value: "tech", emoji: "🔧" }),
    ),
  ],
});

const form = () =>
  new ModalBuilder()
    .setCustomId("form")
    .setTitle("A new ticket")
    .addTextDisplayComponents(new TextDisplayBuilder().setContent("Tell us **everything**"))
    .addLabelComponents(
      new LabelBuilder()
        .setLabel("What happened?")
        .setDescription("In your own words")
        .setTextInputComponent(
          new TextInputBuilder().setCustomId("what").setStyle(TextInputStyle.Paragraph).setMaxLength(1000),
        ),
      new LabelBuilder()
        .setLabel("How urgent?")
        .setStringSelectMenuComponent(
          new StringSelectMenuBuilder()
            .setCustomId("urgency")
            .addOptions({ label: "Soon", value: "soon" }, { label: "Now", value: "now" }),
        ),
      new LabelBuilder()
        .setLabel("With whom?")
        .setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId("who").setMaxValues(2)),
      new LabelBuilder()
        .setLabel("Proof")
        .setFileUploadComponent(new FileUploadBuilder().setCustomId("proof").setMaxValues(3)),
    );

const answerForm = async (interaction) => {
  const { fields, guild, user } = interaction;
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const proof = fields.getUploadedFiles("proof").first();
  const helper = fields.getSelectedUsers("who").first();
  const allow = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages, PermissionFlagsBits.AttachFiles];
  const channel = await guild.channels.create({
    name: `ticket ${user.username}`,
    type: ChannelType.GuildText,
    topic: `Urgency: ${fields.getStringSelectValues("urgency")[0]}`,
    permissionOverwrites: [
      { id: guild.roles.everyone, type: OverwriteType.Role, deny: [PermissionFlagsBits.ViewChannel] },
      { id: client.user.id, type: OverwriteType.Member, allow },
      { id: user.id, type: OverwriteType.Member, allow },
    ],
    reason: "A ticket wurde geöffnet 🎫",
  });
  await channel.permissionOverwrites.edit(helper.id, { ViewChannel: true, SendMessages: true });
  const bytes = Buffer.from(await (await fetch(proof.url)).arrayBuffer());
  const first = await channel.send({
    content: `${user} needs help, ${helper}`,
    allowedMentions: { users: [user.id] },
    embeds: [new EmbedBuilder().setTitle("Ticket").addFields({ name: "What", value: fields.getTextInputValue("what") })],
    files: [new AttachmentBuilder(bytes, { name: `copy-${proof.name}`, description: "the proof" })],
    components: [
      new ActionRowBuilder().addComponents(
        new ButtonBuilder().setCustomId("ask").setLabel("Close").setStyle(ButtonStyle.Danger),
      ),
    ],
  });
  await first.pin();
  await interaction.editReply({ content: `Your ticket is ${channel}` });
  await interaction.followUp({ content: "Thank you for your patience", flags: MessageFlags.Ephemeral });
  say("opened", { channel: channel.id, bytes: bytes.length });
};

const transcript = async (channel) => {
  const lines = [];
  let before;
  for (;;) {
    const page = await channel.messages.fetch({ limit: 3, before });
    lines.push(...page.map((m) => `${m.author.username}: ${m.content}`));
    if (page.size < 3) break;
    before = page.last().id;
  }
  return lines.reverse().join("\n");
};

const close = async (interaction, reason) => {
  const { channel, user } = interaction;
  await channel.permissionOverwrites.edit(user.id, { SendMessages: false }, { reason });
  const text = await transcript(channel);
  const files = () => [new AttachmentBuilder(Buffer.from(text), { name: "transcript.txt" })];
  let heard = true;
  await user.send({ content: `Closed: ${reason}`, files: files() }).catch((error) => {
    heard = false;
    say("refused", { code: error.code });
  });
  await channel.delete(reason);
  const entries = await interaction.guild
    .fetchAuditLogs({ type: 12, limit: 1 })
    .then((log) => log.entries.map((entry) => entry.reason));
  say("closed", { heard, lines: text.split("\n").length, entries });
};

const confirmation = () => ({
  flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
  components: [
    new ContainerBuilder()
      .setAccentColor(0xed4245)
      .addTextDisplayComponents(new TextDisplayBuilder().setContent("### Close this ticket?"))
      .addSeparatorComponents(new SeparatorBuilder().setDivider(true))
      .addActionRowComponents((row) =>
        row.setComponents(
          new ButtonBuilder().setCustomId("confirm").setLabel("Yes, close").setStyle(ButtonStyle.Danger),
        ),
      ),
  ],
});

const openThread = async (interaction) => {
  const [topic] = interaction.values;
  const thread = await interaction.channel.threads.create({
    name: `${topic} ${interaction.user.username}`,
    type: ChannelType.PrivateThread,
    autoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
    invitable: false,
    reason: "by topic",
  });
  await thread.members.add(interaction.user.id);
  await thread.send(`${interaction.user}, here you are`);
  await interaction.reply({ content: `See ${thread}`, flags: MessageFlags.Ephemeral });
  say("threaded", { thread: thread.id });
};

const speakByWebhook = async (interaction) => {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const webhook = await interaction.channel.createWebhook({ name: "Tickets", reason: "to speak as others" });
  const sent = await webhook.send({ content: "As another", username: "Front desk", files: [Buffer.from("x")] });
  await webhook.editMessage(sent, { content: "As another, edited" });
  const all = await interaction.channel.fetchWebhooks();
  const gone = await webhook.send("soon gone");
  await webhook.deleteMessage(gone);
  await webhook.delete("done");
  await interaction.editReply(`${all.size} webhook, message ${sent.id}`);
  say("webhook", { message: sent.id, all: all.size });
};

client.on(Events.InteractionCreate, async (interaction) => {
  try {
    const name = interaction.customId ?? interaction.commandName;
    if (interaction.isAutocomplete()) {
      const typed = interaction.options.getFocused();
      const all = ["solved", "spam", "sold elsewhere"].filter((choice) => choice.startsWith(typed));
      await interaction.respond(all.map((choice) => ({ name: choice, value: choice })));
    } else if (name === "panel") {
      await interaction.reply({ content: "Here", flags: MessageFlags.Ephemeral, withResponse: true });
      const sent = await interaction.channel.send(panel());
      say("panel", { message: sent.id });
    } else if (name === "open") {
      await interaction.showModal(form());
    } else if (name === "form") {
      await answerForm(interaction);
    } else if (name === "topic") {
      await openThread(interaction);
    } else if (name === "ask") {
      await interaction.reply(confirmation());
    } else if (name === "confirm") {
      await interaction.update({ components: [new TextDisplayBuilder().setContent("Closing…")] });
      await close(interaction, "asked for");
    } else if (name === "close") {
      await interaction.reply({ content: "Closing", flags: MessageFlags.Ephemeral });
      await close(interaction, interaction.options.getString("reason"));
    } else if (name === "webhook") {
      await speakByWebhook(interaction);
    } else if (name === "Report") {
      const thread = await interaction.targetMessage.startThread({ name: "A report" });
      await thread.send("Let us look at it");
      await thread.setArchived(true);
      await interaction.reply({ content: `Reported in ${thread}`, flags: MessageFlags.Ephemeral });
      say("reported", { thread: thread.id });
    }
  } catch (error) {
    say("error", { error: String(error.stack ?? error) });
  }
});

client.on(Events.MessageCreate, async (message) => {
  try {
    if (message.author.bot || !message.content.startsWith("ping")) return;
    await message.channel.sendTyping();
    await message.react("👋");
    const reply = await message.reply({ content: `pong${message.content.slice(4)}`, allowedMentions: { repliedUser: false } });
    await reply.edit({ content: `${reply.content}!` });
    await message.reactions.cache.get("👋")?.users.remove(client.user);
    say("ponged", { content: message.content, files: message.attachments.size });
  } catch (error) {
    say("error", { error: String(error.stack ?? error) });
  }
});

process.on("unhandledRejection", (error) => say("error", { error: String(error?.stack ?? error) }));
await client.login(TOKEN);

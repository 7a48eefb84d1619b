"""A small ticket bot as anyone would write it with discord.py, whose only unusual lines are the addresses it talks to.

It prints one JSON object a line for each thing that the test waits for; it knows nothing of the test.
"""

import asyncio
import io
import json
import os
import traceback

import discord
import yarl
from discord import app_commands, ui

BASE = os.environ["BASE"]
GUILD = discord.Object(int(os.environ["GUILD"]))
discord.http.Route.BASE = f"{BASE}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(BASE.replace("http", "ws", 1) + "/gateway")


def say(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


async def transcript(channel):
    lines = [f"{m.author.name}: {m.content}" async for m in channel.history(limit=None, oldest_first=True)]
    return "\n".join(lines)


async def close(interaction, reason):
    channel, user = interaction.channel, interaction.user
    await channel.set_permissions(user, view_channel=True, send_messages=False, reason=reason)
    text = await transcript(channel)
    heard = True
    try:
        await user.send(f"Closed: {reason}", file=discord.File(io.BytesIO(text.encode()), "transcript.txt"))
    except discord.Forbidden as error:
        heard = False
        say("refused", code=error.code)
    await channel.delete(reason=reason)
    log = interaction.guild.audit_logs(limit=1, action=discord.AuditLogAction.channel_delete)
    entries = [entry.reason async for entry in log]
    say("closed", heard=heard, lines=len(text.split("\n")), entries=entries)


class Confirmation(ui.LayoutView):
    def __init__(self):
        super().__init__(timeout=None)
        button = ui.Button(label="Yes, close", style=discord.ButtonStyle.danger, custom_id="confirm")
        button.callback = self.confirmed
        row = ui.ActionRow(button)
        self.add_item(ui.Container(ui.TextDisplay("### Close this ticket?"), ui.Separator(), row, accent_colour=0xED4245))

    async def confirmed(self, interaction):
        closing = ui.LayoutView()
        closing.add_item(ui.TextDisplay("Closing…"))
        await interaction.response.edit_message(view=closing)
        await close(interaction, "asked for")


class Ticket(ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @ui.button(label="Close", style=discord.ButtonStyle.danger, custom_id="ask")
    async def ask(self, interaction, _):
        await interaction.response.send_message(view=Confirmation(), ephemeral=True)


class Form(ui.Modal, title="A new ticket"):
    hint = ui.TextDisplay("Tell us **everything**")
    what = ui.Label(
        text="What happened?",
        description="In your own words",
        component=ui.TextInput(custom_id="what", style=discord.TextStyle.paragraph, max_length=1000),
    )
    urgency = ui.Label(
        text="How urgent?",
        component=ui.Select(
            custom_id="urgency",
            options=[discord.SelectOption(label="Soon", value="soon"), discord.SelectOption(label="Now", value="now")],
        ),
    )
    who = ui.Label(text="With whom?", component=ui.UserSelect(custom_id="who", max_values=2))
    proof = ui.Label(text="Proof", component=ui.FileUpload(custom_id="proof", max_values=3))

    def __init__(self):
        super().__init__(custom_id="form", timeout=600)

    async def on_submit(self, interaction):
        guild, user = interaction.guild, interaction.user
        await interaction.response.defer(ephemeral=True, thinking=True)
        proof, helper = self.proof.component.values[0], self.who.component.values[0]
        allowed = discord.PermissionOverwrite(view_channel=True, send_messages=True, attach_files=True)
        overwrites = {
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            guild.me: allowed,
            user: allowed,
        }
        channel = await guild.create_text_channel(
            f"ticket {user.name}",
            topic=f"Urgency: {self.urgency.component.values[0]}",
            overwrites=overwrites,
            reason="A ticket wurde geöffnet 🎫",
        )
        await channel.set_permissions(helper, view_channel=True, send_messages=True)
        content = await proof.read()
        embed = discord.Embed(title="Ticket").add_field(name="What", value=self.what.component.value)
        first = await channel.send(
            f"{user.mention} needs help, {helper.mention}",
            allowed_mentions=discord.AllowedMentions(users=[user]),
            embed=embed,
            file=discord.File(io.BytesIO(content), f"copy-{proof.filename}", description="the proof"),
            view=Ticket(),
        )
        await first.pin()
        await interaction.edit_original_response(content=f"Your ticket is {channel.mention}")
        await interaction.followup.send("Thank you for your patience", ephemeral=True)
        say("opened", channel=str(channel.id), bytes=len(content))

    async def on_error(self, interaction, error):
        say("error", error="".join(traceback.format_exception(error)))


class Panel(ui.View):
    def __init__(self):
        super().__init__(timeout=None)
        self.add_item(ui.Button(label="Rules", url="https://example.com/rules"))

    @ui.button(label="Open", style=discord.ButtonStyle.primary, emoji="🎫", custom_id="open")
    async def open(self, interaction, _):
        await interaction.response.send_modal(Form())

    @ui.select(
        custom_id="topic",
        placeholder="Or by topic",
        options=[
            discord.SelectOption(label="Billing", value="billing"),
            discord.SelectOption(label="Tech", value="tech", emoji="🔧"),
        ],
    )
    async def topic(self, interaction, select):
        user = interaction.user
        thread = await interaction.channel.create_thread(
            name=f"{select.values[0]} {user.name}",
            type=discord.ChannelType.private_thread,
            auto_archive_duration=1440,
            invitable=False,
            reason="by topic",
        )
        await thread.add_user(user)
        await thread.send(f"{user.mention}, here you are")
        await interaction.response.send_message(f"See {thread.mention}", ephemeral=True)
        say("threaded", thread=str(thread.id))


class Bot(discord.Client):
    def __init__(self):
        intents = discord.Intents.default()
        intents.members = intents.message_content = True
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)
        self.begun = False

    async def setup_hook(self):
        for view in (Panel(), Ticket(), Confirmation()):
            self.add_view(view)

    async def on_ready(self):
        say("identified")
        if self.begun:
            return
        self.begun = True
        made = await self.tree.sync(guild=GUILD)
        guild = self.get_guild(GUILD.id)
        members = await guild.chunk() if not guild.chunked else guild.members
        say("ready", commands=len(made), members=len(members), user=self.user.name)

    async def on_resumed(self):
        say("resumed")

    async def on_error(self, event, *_, **__):
        say("error", error=f"{event}: {traceback.format_exc()}")

    async def on_thread_create(self, thread):
        say("thread", name=thread.name, type=thread.type.value)

    async def on_guild_channel_delete(self, channel):
        say("channel_gone", name=channel.name)

    async def on_member_ban(self, _, user):
        say("banned", user=user.name)

    async def on_raw_reaction_add(self, payload):
        if payload.user_id == self.user.id:
            return
        message = await self.get_channel(payload.channel_id).fetch_message(payload.message_id)
        reaction = discord.utils.find(lambda r: str(r.emoji) == str(payload.emoji), message.reactions)
        users = [user async for user in reaction.users()]
        say("reacted", emoji=str(payload.emoji), users=len(users))

    async def on_message(self, message):
        if message.author.bot or not message.content.startswith("ping"):
            return
        await message.channel.typing()
        await message.add_reaction("👋")
        reply = await message.reply(f"pong{message.content[4:]}", mention_author=False)
        await reply.edit(content=f"{reply.content}!")
        await message.remove_reaction("👋", self.user)
        say("ponged", content=message.content, files=len(message.attachments))


bot = Bot()


@bot.tree.error
async def on_command_error(_, error):
    say("error", error="".join(traceback.format_exception(error)))


@bot.tree.command(name="panel", description="Puts the panel here", guild=GUILD)
@app_commands.default_permissions(manage_guild=True)
async def panel(interaction: discord.Interaction):
    await interaction.response.send_message("Here", ephemeral=True)
    embed = discord.Embed(title="Support", description="Open a ticket", colour=0x5865F2)
    sent = await interaction.channel.send(embed=embed, view=Panel())
    say("panel", message=str(sent.id))


async def reasons(_: discord.Interaction, typed: str):
    found = [choice for choice in ("solved", "spam", "sold elsewhere") if choice.startswith(typed)]
    return [app_commands.Choice(name=choice, value=choice) for choice in found]


@bot.tree.command(name="close", description="Closes this ticket", guild=GUILD)
@app_commands.describe(reason="Why")
@app_commands.autocomplete(reason=reasons)
async def close_command(interaction: discord.Interaction, reason: str):
    await interaction.response.send_message("Closing", ephemeral=True)
    await close(interaction, reason)


@bot.tree.command(name="webhook", description="Speaks through a webhook", guild=GUILD)
async def speak_by_webhook(interaction: discord.Interaction):
    await interaction.response.defer(ephemeral=True)
    webhook = await interaction.channel.create_webhook(name="Tickets", reason="to speak as others")
    file = discord.File(io.BytesIO(b"x"), "x.txt")
    sent = await webhook.send("As another", username="Front desk", file=file, wait=True)
    await sent.edit(content="As another, edited")
    everyone = await interaction.channel.webhooks()
    gone = await webhook.send("soon gone", wait=True)
    await gone.delete()
    await webhook.delete(reason="done")
    await interaction.edit_original_response(content=f"{len(everyone)} webhook, message {sent.id}")
    say("webhook", message=str(sent.id), all=len(everyone))


@bot.tree.context_menu(name="Report", guild=GUILD)
async def report(interaction: discord.Interaction, message: discord.Message):
    thread = await message.create_thread(name="A report")
    await thread.send("Let us look at it")
    await thread.edit(archived=True)
    await interaction.response.send_message(f"Reported in {thread.mention}", ephemeral=True)
    say("reported", thread=str(thread.id))


async def main():
    discord.utils.setup_logging()
    async with bot:
        await bot.start(os.environ["TOKEN"])


asyncio.run(main())

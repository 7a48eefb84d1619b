// The sandbox's client as two people at once, with a bot of the journey's own: everything one can click in it, seen at
// the other's side as it happens. Knows nothing of Docket.
import type { Page } from "@playwright/test";
import { axe, type Client, expect, inspect, test as base } from "../fixtures";
import { aloud, Bot, whisper } from "../support/bot";
import { Box } from "../support/box";
import { PICTURE } from "../support/picture";
import { BUTTONS, COMMANDS, EMBED, FORM, FORM_TWO, LAYOUT, SELECTS } from "../support/samples";
import type { Wire } from "../support/sandbox";

const GENERAL = "1220000000000000002";
const PNG = { name: PICTURE.name, type: PICTURE.mimeType, bytes: PICTURE.buffer };
const RULES = { name: "rules.txt", type: "text/plain", bytes: Buffer.from("Be kind.\n") };

const test = base.extend<object, { box: Box; bot: Bot }>({
  box: [
    async ({}, use) => {
      const box = await Box.start();
      await use(box);
      await box.stop();
    },
    { scope: "worker" },
  ],
  bot: [
    async ({ box }, use) => {
      const bot = await Bot.start(box);
      await bot.commands(COMMANDS);
      await use(bot);
      bot.stop();
    },
    { scope: "worker" },
  ],
  discord: [async ({ box }, use) => use(box.base), { scope: "worker" }],
  baseURL: async ({ box }, use) => use(box.base),
});

test.describe.configure({ timeout: 120_000 });

const composer = (client: Client) => client.page.getByTestId("composer");
const menu = (client: Client) => client.page.getByRole("menu");
const item = (client: Client, name: string) => menu(client).getByRole("menuitem", { name, exact: true });

/** Mia and one of the staff, in the same channel. */
async function both(playing: (name: string) => Promise<Client>, channel = "general"): Promise<[Client, Client]> {
  const [mia, chloe] = [await playing("Mia"), await playing("Chloe")];
  for (const client of [mia, chloe]) await client.enter(channel);
  return [mia, chloe];
}

test("what two people say to each other", async ({ playing, bot }) => {
  const [mia, chloe] = await both(playing);

  // Who is writing, then what was written, in every style.
  await composer(mia).pressSequentially("Hel");
  await expect(chloe.page.getByTestId("typing")).toHaveText("Mia is typing…");
  const unix = Math.floor(Date.now() / 1000) - 3600;
  const lines = [
    "**bold** *italic* __underline__ ~~strike~~ ||secret|| `code` <:gold:1230000000000000001>",
    "> a quote", "# Heading", "- one", "  - inner", "- two", "1. first", "-# small print", "```js\nlet a = 1;\n```",
    `[masked](https://example.org) https://example.org/bare <t:${unix}:R>`,
    "<@1100000000000000004> <@&1210000000000000004> <#1220000000000000003>",
  ];
  await composer(mia).fill(lines.join("\n"));
  await composer(mia).press("Enter");
  const shown = chloe.message("small print");
  for (const [tag, words] of [["strong", "bold"], ["em", "italic"], ["u", "underline"], ["s", "strike"], ["blockquote", "a quote"], ["code", "let a = 1;"]]) {
    await expect(shown.locator(tag!).filter({ hasText: words! }).first()).toBeVisible();
  }
  await expect(shown.locator(".code-word")).toHaveText("let");
  await expect(shown.locator(".code-number")).toHaveText("1");
  await expect(shown.locator("ul ul li")).toHaveText("inner");
  await expect(shown.locator(".md-h1")).toHaveText("Heading");
  await expect(shown.locator("time.md-time")).toHaveText("1 hour ago");
  await expect(shown.getByRole("link", { name: "masked" })).toHaveAttribute("href", "https://example.org");
  await expect(shown.getByRole("img", { name: ":gold:" })).toBeVisible();
  await expect(shown).toHaveClass(/to-me/);
  await shown.getByRole("button", { name: "Spoiler, press to show" }).click();
  await expect(shown.locator(".spoiler.shown")).toHaveText("secret");

  // Enter sends, Shift and Enter goes on.
  await composer(mia).pressSequentially("two");
  await composer(mia).press("Shift+Enter");
  await composer(mia).pressSequentially("lines");
  await composer(mia).press("Enter");
  await expect(chloe.message("two lines")).toBeVisible();

  // An answer with its quoted line, which leads back.
  await chloe.message("two lines").hover();
  await chloe.message("two lines").getByRole("button", { name: "Reply" }).click();
  await expect(chloe.page.getByRole("button", { name: "Mention Mia" })).toHaveAttribute("aria-pressed", "true");
  await chloe.say("An answer");
  const answer = mia.message("An answer");
  await expect(answer.locator(".reference-words")).toHaveText(/two\s+lines/);
  await answer.getByRole("button", { name: "Go to the message by Mia" }).click();
  await expect(mia.message("two lines").first()).toHaveClass(/flash/);

  // A mention from the list; the arrow up edits; the other sees both.
  await composer(mia).fill("Thanks ");
  await composer(mia).press("End");
  await composer(mia).pressSequentially("@chl");
  await expect(mia.page.getByRole("option", { name: /Chloe/ })).toBeVisible();
  await composer(mia).press("Tab");
  await composer(mia).press("Enter");
  await expect(chloe.message("Thanks").locator(".mention")).toHaveText("@Chloe");
  await composer(mia).press("ArrowUp");
  await expect(mia.page.getByTestId("edit-input")).toHaveValue("Thanks @Chloe");
  await mia.page.getByTestId("edit-input").fill("Thanks @Chloe, all is well");
  await mia.page.getByTestId("edit-input").press("Enter");
  await expect(chloe.message("all is well")).toContainText("(edited)");
  await expect(chloe.message("all is well").locator(".mention")).toHaveText("@Chloe");

  // Reactions from the picker, joined by a press, taken back.
  const spoken = () => chloe.message("all is well");
  await spoken().hover();
  await spoken().getByRole("button", { name: "Add reaction" }).first().click();
  await expect(chloe.page.getByTestId("emoji-picker").getByRole("region", { name: "Acme Games" }).getByRole("button")).toHaveCount(3);
  await chloe.page.screenshot({ path: "pictures/two-emoji-1440-light.png", animations: "disabled" });
  await axe(chloe.page);
  await chloe.page.getByRole("searchbox", { name: "Find an emoji" }).fill("tada");
  await chloe.page.keyboard.press("Enter");
  const tada = (client: Client) => client.message("all is well").getByRole("button", { name: /^tada, / });
  await expect(tada(mia)).toHaveAccessibleName("tada, 1 reaction");
  await tada(mia).click();
  await expect(tada(chloe)).toHaveAccessibleName("tada, 2 reactions");
  await expect(tada(mia)).toHaveAttribute("aria-pressed", "true");
  await expect(tada(mia)).toBeFocused();
  await tada(chloe).click();
  await expect(tada(mia)).toHaveAccessibleName("tada, 1 reaction");

  // Files: chosen, pasted, dropped; a picture stands in the line, a text as a card.
  await paste(mia.page, "pasted.png");
  await drop(mia.page, "dropped.txt");
  await expect(mia.page.getByRole("list", { name: "Attached files" }).getByRole("listitem")).toHaveCount(2);
  await mia.say("With files");
  await expect(chloe.message("With files").getByRole("button", { name: "Open pasted.png" })).toBeVisible();
  await expect(chloe.message("With files").getByTestId("attachment")).toContainText("dropped.txt");

  await inspect(mia.page, "two-said");

  // Gone at both sides.
  await mia.say("A slip of the tongue");
  await expect(chloe.message("A slip of the tongue")).toBeVisible();
  await mia.remove("A slip of the tongue");
  await expect(chloe.message("A slip of the tongue")).toHaveCount(0);

  // Unread while away: a mark, a count of mentions, the line above what is new.
  await chloe.enter("staff-lounge");
  await mia.say("Are you there?");
  await expect(chloe.channel("general")).toHaveClass(/unread/);
  await composer(mia).fill("Really, ");
  await composer(mia).press("End");
  await composer(mia).pressSequentially("@chloe");
  await composer(mia).press("Tab");
  await composer(mia).press("Enter");
  await expect(chloe.channel("general")).toHaveAccessibleName("general, 1 mentions");
  await inspect(chloe.page, "two-unread");
  await chloe.enter("general");
  await expect(chloe.page.locator(".divider.new")).toBeVisible();
  await expect(chloe.channel("general")).not.toHaveClass(/unread/);
  await chloe.page.keyboard.press("Escape");
  await expect(chloe.page.locator(".divider.new")).toHaveCount(0);

  // Categories fold; what is open stays in sight.
  await chloe.page.getByTestId("category-Community").click();
  await expect(chloe.channel("rules")).toHaveCount(0);
  await expect(chloe.channel("general")).toBeVisible();
  await chloe.page.getByTestId("category-Community").click();
  await expect(chloe.channel("rules")).toBeVisible();
  expect(bot.heard).toEqual([]);
});

/** As the browser brings a picture from the clipboard. */
async function paste(page: Page, name: string): Promise<void> {
  await page.getByTestId("composer").evaluate((area, { name, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], name, { type: "image/png" }));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, { name, base64: PICTURE.buffer.toString("base64") });
}

async function drop(page: Page, name: string): Promise<void> {
  await page.locator("#chat").evaluate((chat, name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["Dropped.\n"], name, { type: "text/plain" }));
    for (const kind of ["dragenter", "dragover", "drop"]) chat.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }, name);
}

/** Everything the bot shows, in the order of the samples. */
async function show(bot: Bot): Promise<void> {
  await bot.sayWith(GENERAL, EMBED, [PNG]);
  await bot.sayWith(GENERAL, LAYOUT, [PNG, RULES]);
  await bot.say(GENERAL, SELECTS);
  await bot.say(GENERAL, BUTTONS);
}

const choice = (client: Client, name: string | RegExp) => client.page.getByRole("option", { name });
const values = ({ data }: Wire): string => (data.values ?? []).join(", ");

test("what a bot shows and asks", async ({ playing, bot }) => {
  const [mia, chloe] = await both(playing);
  await show(bot);
  await expect(mia.button("Later").last()).toBeVisible();

  // An embed with all of its parts.
  const embed = chloe.page.getByTestId("embed").last();
  for (const words of ["Acme support", "Order 4711", "known", "Status", "Paid", "Currency", "at the bridge", "Acme Games", "05/01/2026"]) await expect(embed).toContainText(words);
  await expect(embed.getByRole("img", { name: "Embedded picture" })).toBeVisible();
  await expect(embed.getByRole("link", { name: "Order 4711" })).toHaveAttribute("href", "https://example.org/orders/4711");

  // The newer layout: words, section, thumbnail, gallery, file, separator, container, what is hidden.
  const layout = chloe.message("Bridge repair");
  await expect(layout.getByRole("button", { name: "Open The bridge" })).toBeVisible();
  await expect(layout.getByRole("button", { name: /^Open View/ })).toHaveCount(3);
  await expect(layout.getByTestId("attachment")).toContainText("rules.txt");
  await expect(layout.getByRole("button", { name: "Join" })).toBeVisible();
  await layout.getByRole("button", { name: "Open View 1" }).click();
  await expect(chloe.page.getByRole("dialog", { name: "View 1" })).toBeVisible();
  await chloe.page.keyboard.press("Escape");
  await expect(chloe.page.getByRole("dialog", { name: "View 1" })).toHaveCount(0);
  await embed.scrollIntoViewIfNeeded();
  await inspect(chloe.page, "two-embed");
  await layout.scrollIntoViewIfNeeded();
  await inspect(chloe.page, "two-layout");

  // Buttons: a change that both see, a whisper that one sees, none at all, and a link.
  let count = 0;
  bot.on("count", () => {
    count += 1;
    return { type: 7, data: { ...BUTTONS, content: `Pressed ${count} times.` } };
  });
  bot.on("whisper", () => whisper("Between **us**."));
  await mia.press("Count");
  await expect(chloe.message("Pressed 1 times.")).toBeVisible();
  await expect(mia.button("Count").last()).toBeFocused();
  await chloe.press("Count");
  await expect(mia.message("Pressed 2 times.")).toBeVisible();
  await mia.press("Whisper");
  await expect(mia.whispers.last()).toContainText("Between us.");
  await expect(mia.whispers.last()).toContainText("Only you can see this");
  await expect(chloe.message("Between us.")).toHaveCount(0);
  await expect(mia.button("Off")).toBeDisabled();
  await expect(mia.page.getByTestId("messages").getByRole("link", { name: "Rules" }).last()).toHaveAttribute("href", "https://example.org/rules");
  await mia.press("Never");
  await expect(mia.button("Never").last()).toHaveAttribute("aria-busy", "true");
  await expect(mia.page.getByTestId("interaction-failed")).toHaveText("This interaction failed");
  await inspect(mia.page, "two-buttons");
  await mia.page.getByRole("button", { name: "Dismiss message" }).click();
  await expect(mia.whispers).toHaveCount(0);

  // Every kind of choice, by pointer, by keyboard, by searching.
  for (const kind of ["topic", "user", "role", "any", "channel", "shift"]) bot.on(kind, (i) => whisper(`${kind}: ${values(i)}`));
  const box = (name: string) => mia.page.getByRole("combobox", { name }).last();
  await box("Choose topics").click();
  await box("Choose topics").pressSequentially("tech");
  await expect(choice(mia, /Billing/)).toHaveCount(0);
  await choice(mia, /Technical/).click();
  await box("Choose topics").fill("");
  await choice(mia, /Billing/).click();
  await inspect(mia.page, "two-select");
  await mia.page.keyboard.press("Escape");
  await expect(mia.whispers.last()).toContainText("topic: technical, billing");
  for (const [placeholder, letters, said] of [
    ["Choose a person", "chlo", "user: 1100000000000000004"], ["Choose a role", "gold", "role: 1210000000000000003"],
    ["Choose a channel", "rul", "channel: 1220000000000000003"], ["Choose a shift", "e", "shift: evening"],
  ]) {
    await box(placeholder!).focus();
    await mia.page.keyboard.press("ArrowDown");
    await mia.page.keyboard.type(letters!);
    await mia.page.keyboard.press("Enter");
    await expect(mia.whispers.last()).toContainText(said!);
  }
  await box("Choose people or roles").click();
  await choice(mia, /Chloe/).click();
  await choice(mia, /Tech Team/).click();
  await mia.page.keyboard.press("Escape");
  await expect(mia.whispers.last()).toContainText("any: 1100000000000000004, 1210000000000000004");
});

test("forms: every kind of field, what is wrong in them, answers kept", async ({ playing, bot }) => {
  const [mia, chloe] = await both(playing);
  const said = await bot.say(GENERAL, BUTTONS);
  // Earlier ones stand above it.
  await expect(mia.page.getByTestId(`message-${said.id}`)).toBeVisible();
  let broken = true;
  bot.on("form", () => ({ type: 9, data: FORM }));
  bot.on("later", () => ({ type: 9, data: FORM_TWO }));
  bot.on("form-one", (i) => {
    if (broken) return undefined;
    const files = Object.keys(i.data.resolved?.attachments ?? {}).length;
    return aloud(`A form with ${files} file, from ${i.member.user.global_name}.`);
  });

  await mia.press("Form");
  await expect(mia.form.getByRole("heading", { name: "Tell us more" })).toBeVisible();
  await expect(mia.form).toContainText("Fields with a star are needed. See #rules.");
  await inspect(mia.page, "two-form");
  await mia.submit();
  await expect(mia.field("Short")).toContainText("This field is required");
  await expect(mia.form.getByLabel("Short")).toBeFocused();
  await inspect(mia.page, "two-form-wrong");
  await mia.fill({ Short: "Some words", Topic: "Technical" });
  await mia.form.locator("input[type=file]").setInputFiles(PICTURE);
  await expect(mia.field("Proof")).toContainText(PICTURE.name);
  // Nobody answers: what was typed stays, and the second try goes through.
  await mia.submit();
  await expect(mia.form.getByTestId("modal-error")).toContainText("did not respond");
  await expect(mia.form.getByLabel("Short")).toHaveValue("Some words");
  broken = false;
  await mia.submit();
  await expect(mia.form).toHaveCount(0);
  await expect(chloe.message("A form with 1 file, from Mia.")).toBeVisible();
  await expect(mia.button("Form").last()).toBeFocused();

  bot.on("form-two", (i) => {
    const given = i.data.components.map((one: Wire) => one.component ?? one).map((one: Wire) => `${one.custom_id}=${one.values ?? one.value}`);
    return whisper(given.join("; "));
  });
  await mia.press("Later");
  await mia.form.getByLabel("Who").click();
  await choice(mia, /Chloe/).click();
  await mia.form.getByRole("radio", { name: /Today/ }).check();
  await mia.form.getByRole("checkbox", { name: "Mail" }).check();
  await mia.form.getByRole("checkbox", { name: "Discord" }).check();
  await mia.form.getByRole("checkbox", { name: "I have read the rules" }).check();
  await inspect(mia.page, "two-form-choices");
  await mia.submit();
  await expect(mia.whispers.last()).toContainText("who=1100000000000000004; urgent=high; reach=discord,mail; rules=true");
});

test("commands: in the box, on a message, on a person", async ({ playing, bot }) => {
  const [mia, chloe] = await both(playing);
  const option = (name: string) => mia.page.getByTestId(`command-option-${name}`);
  const flat = ({ data }: Wire): string => (data.options ?? []).flatMap((o: Wire) => [o.name, ...(o.options ?? []).map((i: Wire) => `${i.name}=${i.value}`)]).join(" ");
  bot.on("ticket", (i) => aloud(`Ran ${flat(i)}`));

  // Chosen from the list; a chip for what is needed, more on demand, Tab from one to the next.
  await composer(mia).fill("/tick");
  await expect(mia.page.getByTestId("command-ticket open")).toContainText("Open a ticket");
  await inspect(mia.page, "two-commands");
  await composer(mia).fill("/ticket op");
  await composer(mia).press("Tab");
  await expect(option("topic")).toBeFocused();
  await mia.page.keyboard.press("Escape");
  await mia.page.getByTestId("command-run").click();
  await expect(mia.page.getByTestId("command-form")).toContainText("This option is required.");
  await option("topic").fill("tech");
  await expect(mia.page.getByTestId("suggestions")).toContainText("Technical");
  await mia.page.keyboard.press("Tab");
  await expect(option("topic")).toHaveValue("Technical");
  for (const [name, letters, value] of [["details", "Two words", "Two words"], ["person", "chl", "Chloe"], ["team", "tech", "Tech Team"], ["place", "rul", "rules"], ["urgent", "tr", "True"]]) {
    await mia.page.getByTestId("command-more").click();
    await item(mia, name!).or(menu(mia).locator(`[data-action="add-${name}"]`)).first().click();
    await mia.page.keyboard.type(letters!);
    if (name !== "details") await mia.page.keyboard.press("Tab");
    await expect(option(name!)).toHaveValue(value!);
  }
  await mia.page.getByTestId("command-more").click();
  await menu(mia).locator('[data-action="add-amount"]').click();
  await mia.page.keyboard.type("0");
  await mia.page.keyboard.press("Enter");
  await expect(mia.page.getByTestId("command-form")).toContainText("Must be at least 1.");
  await inspect(mia.page, "two-chips");
  await option("amount").fill("12");
  await option("amount").press("Enter");
  const ran = chloe.message("Ran open");
  await expect(ran).toContainText("topic=t details=Two words person=1100000000000000004 team=1210000000000000004 place=1220000000000000003 urgent=true amount=12");
  await expect(ran.locator(".reference")).toContainText("Mia used /ticket");
  await expect(composer(mia)).toBeFocused();

  // Typed to its end, left by Escape and by Backspace.
  await composer(mia).pressSequentially("/ticket open ");
  await expect(option("topic")).toBeFocused();
  await mia.page.keyboard.press("Backspace");
  await expect(composer(mia)).toHaveValue("/ticket open");
  await composer(mia).fill("");

  // Choices that the bot makes while one types, and a file.
  const typed: string[] = [];
  bot.on("complete tag", (i) => {
    const { value } = i.data.options.find((one: Wire) => one.focused);
    typed.push(value);
    const names = ["greeting", "goodbye", "refund"].filter((name) => name.startsWith(value));
    return { type: 8, data: { choices: names.map((name) => ({ name: `The ${name}`, value: name })) } };
  });
  bot.on("tag", (i) => aloud(`Tag ${i.data.options[0].value}`));
  await composer(mia).pressSequentially("/tag ");
  await expect(mia.page.getByTestId("suggestions").getByRole("option")).toHaveCount(3);
  await mia.page.keyboard.type("re");
  await expect(mia.page.getByTestId("suggestions").getByRole("option")).toHaveCount(1);
  await inspect(mia.page, "two-complete");
  await option("name").press("Enter");
  await expect(option("name")).toHaveValue("The refund");
  await option("name").press("Enter");
  await expect(chloe.message("Tag refund")).toBeVisible();
  expect(typed).toContain("re");
  bot.on("proof", (i) => aloud(`Got ${Object.values<Wire>(i.data.resolved.attachments)[0]!.filename}`));
  await composer(mia).pressSequentially("/proof ");
  await option("file").setInputFiles(PICTURE);
  await mia.page.getByTestId("command-run").click();
  await expect(chloe.message(`Got ${PICTURE.name}`)).toBeVisible();

  // One that never answers, said in red to the one who asked.
  await mia.command("slow");
  await expect(mia.message("Sending command")).toBeVisible();
  await expect(mia.message("The application did not respond")).toBeVisible();
  await expect(chloe.message("did not respond")).toHaveCount(0);
  await inspect(mia.page, "two-no-answer");
  await mia.message("did not respond").getByRole("button", { name: "Dismiss message" }).click();
  await expect(mia.message("did not respond")).toHaveCount(0);

  // On a message and on a person.
  bot.on("Open a ticket from this", (i) => whisper(`From: ${Object.values<Wire>(i.data.resolved.messages)[0]!.content}`));
  bot.on("Show history", (i) => whisper(`Of: ${Object.values<Wire>(i.data.resolved.users)[0]!.global_name}`));
  await mia.say("My launcher stops");
  await chloe.message("My launcher stops").click({ button: "right" });
  await inspect(chloe.page, "two-menu");
  await item(chloe, "Open a ticket from this").click();
  await expect(chloe.whispers.last()).toContainText("From: My launcher stops");
  await expect(mia.message("From: My launcher stops")).toHaveCount(0);
  await chloe.page.getByTestId("member-1100000000000000005").click({ button: "right" });
  await item(chloe, "Show history").click();
  await expect(chloe.whispers.last()).toContainText("Of: Mia");

  // What else the menu of a message does.
  const own = () => mia.message("My launcher stops").first();
  await own().click({ button: "right" });
  await menu(mia).getByRole("menuitem", { name: "React with thumbsup" }).click();
  await expect(chloe.message("My launcher stops").first().getByRole("button", { name: "thumbsup, 1 reaction" })).toBeVisible();
  await own().focus();
  await mia.page.keyboard.press("ContextMenu");
  await expect(menu(mia)).toBeVisible();
  await mia.page.keyboard.press("Escape");
  await expect(own()).toBeFocused();
  await own().click({ button: "right" });
  await item(mia, "Reply").click();
  await expect(mia.page.getByText("Replying to Mia")).toBeVisible();
  await composer(mia).press("Escape");
  await own().click({ button: "right" });
  await item(mia, "Mark unread").click();
  await expect(mia.page.locator(".divider.new")).toBeVisible();
  await own().click({ button: "right" });
  await item(mia, "Copy message ID").click();
  await expect(mia.page.getByRole("alert").filter({ hasText: "ID" }).last()).toBeVisible();
  await own().click({ button: "right" });
  await item(mia, "Edit message").click();
  await mia.page.getByTestId("edit-input").fill("My launcher stops at 99 percent");
  await mia.page.getByTestId("edit-save").click();
  await expect(chloe.message("99 percent").first()).toContainText("(edited)");
  await mia.message("99 percent").first().click({ button: "right" });
  await item(mia, "Delete message").click();
  await mia.page.getByTestId("confirm-yes").click();
  await expect(chloe.message("99 percent")).toHaveCount(0);
});

test("far back, in private, and what is new", async ({ playing, sandbox }) => {
  const [noah, linh] = [await playing("Noah"), await playing("Linh")];
  const me = await sandbox.person("Noah");
  await noah.enter("general");
  await linh.enter("rules");
  const first = await sandbox.say(me, GENERAL, "The very first of many");
  for (let n = 1; n <= 70; n += 1) await sandbox.say(me, GENERAL, `Line ${n}`);

  // What came while away begins above what is in sight.
  await linh.enter("general");
  const since = linh.page.getByRole("button", { name: /new messages since/ });
  await expect(since).toBeVisible();
  await axe(linh.page);
  await linh.page.getByRole("button", { name: "Mark as read" }).click();
  await expect(since).toBeHidden();

  // An answer to what is no longer loaded leads there all the same.
  await sandbox.say(await sandbox.person("Linh"), GENERAL, "An answer from far", first.id);
  await noah.page.reload();
  await noah.settled();
  await expect(noah.message("An answer from far")).toBeVisible();
  await expect(noah.page.getByTestId(`message-${first.id}`)).toHaveCount(0);
  await noah.message("An answer from far").getByRole("button", { name: "Go to the message by Noah" }).click();
  await expect(noah.page.getByTestId(`message-${first.id}`)).toBeInViewport();
  // Away from the end what is new is told, and leads back.
  await sandbox.say(await sandbox.person("Linh"), GENERAL, "Down here");
  await noah.page.getByRole("button", { name: "1 new message" }).click();
  await expect(noah.message("Down here")).toBeInViewport();

  // In private: begun at a person, counted at the other, the theme of one's own.
  await noah.page.getByTestId("member-1100000000000000007").click();
  await noah.page.getByTestId("profile").getByRole("button", { name: "Message" }).click();
  await expect(noah.page.getByTestId("title")).toHaveText("Linh");
  await noah.say("Between the two of us");
  await expect(linh.page.getByRole("link", { name: "Direct messages, 1 unread" })).toBeVisible();
  await linh.enterDm("Noah");
  await expect(linh.message("Between the two of us")).toBeVisible();
  await expect(linh.page.getByRole("link", { name: "Direct messages", exact: true })).toBeVisible();
  await linh.page.getByTestId("theme").click();
  await expect(linh.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await axe(linh.page);
  // From one channel to the next without the mouse.
  await noah.page.getByRole("link", { name: /^Acme Games/ }).click();
  await noah.enter("general");
  await noah.page.keyboard.press("Alt+ArrowDown");
  await expect(noah.page.getByTestId("title")).toHaveText("rules");
});

test("threads and posts", async ({ playing, bot, sandbox, box }) => {
  const forum = await sandbox.send("POST", `/guilds/${box.guild}/channels`, { name: "ideas", type: 15, parent_id: "1220000000000000001" });
  const [mia, chloe] = await both(playing);
  await mia.say("A thread could hang here");
  await mia.message("A thread could hang here").click({ button: "right" });
  await item(mia, "Create thread").click();
  const asked = mia.page.getByTestId("new-thread");
  await asked.getByLabel("Name").fill("bridge-talk");
  await axe(mia.page);
  await asked.getByRole("button", { name: "Create thread" }).click();
  await expect(mia.page.getByTestId("title")).toHaveText("bridge-talk");
  await expect(mia.message("A thread could hang here")).toBeVisible();
  await mia.say("First in the thread");

  // The other sees it under the message and in the list, unread; goes in and answers, live.
  await expect(chloe.page.getByTestId("thread").filter({ hasText: "bridge-talk" })).toBeVisible();
  await expect(chloe.channel("bridge-talk")).toHaveClass(/unread/);
  await chloe.page.getByTestId("thread").filter({ hasText: "bridge-talk" }).click();
  await expect(chloe.message("First in the thread")).toBeVisible();
  await chloe.say("Second in the thread");
  await expect(mia.message("Second in the thread")).toBeVisible();
  await inspect(mia.page, "two-thread");
  await mia.page.locator(".chat-head").getByRole("button", { name: "#general" }).click();
  await expect(mia.page.getByTestId("title")).toHaveText("general");

  // What the bot starts stands there too; what it deletes is gone.
  const own = await bot.call("POST", `/channels/${GENERAL}/threads`, { name: "by-the-bot", type: 11 });
  await expect(mia.message("started a thread")).toContainText("by-the-bot");
  await mia.message("started a thread").getByRole("button", { name: "by-the-bot" }).click();
  await expect(mia.page.getByTestId("title")).toHaveText("by-the-bot");
  await bot.call("DELETE", `/channels/${own.id}`);
  await expect(mia.channel("by-the-bot")).toHaveCount(0);

  // A forum: its posts, a new one.
  await mia.enter("ideas");
  await expect(mia.page.getByText("There are no posts yet.")).toBeVisible();
  await mia.page.getByTestId("new-post").click();
  await asked.getByLabel("Title").fill("A second bridge");
  await asked.getByLabel("Message").fill("One is not enough.");
  await asked.getByRole("button", { name: "Post" }).click();
  await expect(mia.message("One is not enough.")).toBeVisible();
  await chloe.enter("ideas");
  await inspect(chloe.page, "two-forum");
  await chloe.page.getByRole("link", { name: /A second bridge/ }).last().click();
  await expect(chloe.message("One is not enough.")).toBeVisible();
  expect(forum.type).toBe(15);
});

test("on a phone, and being someone else", async ({ playing, bot }) => {
  const mia = await playing("Mia");
  await bot.say(GENERAL, BUTTONS);
  await mia.enter("general");
  await mia.page.setViewportSize({ width: 390, height: 844 });
  await axe(mia.page);
  const channels = mia.page.getByRole("button", { name: "Channels" });
  await channels.click();
  await expect(mia.channel("general")).toBeFocused();
  await onPhone(mia.page, "drawer");
  await mia.page.keyboard.press("Escape");
  await expect(channels).toBeFocused();
  await channels.click();
  await mia.channel("rules").click();
  await expect(mia.page.getByTestId("title")).toHaveText("rules");
  await expect(composer(mia)).toBeDisabled();
  await mia.page.getByTestId("members-toggle").click();
  await expect(mia.page.getByTestId("member-1100000000000000004")).toBeVisible();
  await onPhone(mia.page, "members");
  await mia.page.getByTestId("member-1100000000000000004").click();
  await expect(mia.page.getByTestId("profile")).toContainText("Tech Team");
  await mia.page.keyboard.press("Escape");
  await mia.page.keyboard.press("Escape");

  // The switcher: the same tab is somebody else, in the same place.
  await channels.click();
  await mia.page.getByTestId("person-switcher").click();
  await onPhone(mia.page, "people");
  await mia.page.getByTestId("person-1100000000000000001").click();
  await mia.settled();
  await expect(mia.page).toHaveURL(/as=1100000000000000001/);
  await expect(mia.page.getByTestId("title")).toHaveText("rules");
  await expect(composer(mia)).toBeEnabled();
});

test("with a finger on a phone: drawers by a swipe, a menu by a long press", async ({ playing, bot }) => {
  const mia = await playing("Mia");
  const said = await bot.say(GENERAL, { content: "Hold me" });
  await bot.call("PUT", `/channels/${GENERAL}/messages/pins/${said.id}`);
  await mia.enter("general");
  const { page } = mia;
  await page.setViewportSize({ width: 390, height: 844 });
  const finger = await page.context().newCDPSession(page);
  await finger.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  const app = page.locator("#app");
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x?: number, y = 400) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints: x === undefined ? [] : [{ x, y }] });
  const swipe = async (from: number, to: number) => {
    await touch("touchStart", from);
    for (let n = 1; n <= 4; n += 1) await touch("touchMove", from + ((to - from) * n) / 4);
    await touch("touchEnd");
  };

  // From the left the channels, back again; from the right the members, back again.
  await swipe(40, 260);
  await expect(app).toHaveAttribute("data-drawer", "channels");
  await swipe(300, 60);
  await expect(app).toHaveAttribute("data-drawer", "");
  await swipe(350, 120);
  await expect(app).toHaveAttribute("data-drawer", "members");
  await swipe(120, 350);
  await expect(app).toHaveAttribute("data-drawer", "");

  // A finger that rests on a message opens what can be done with it.
  const words = await mia.message("Hold me").first().getByTestId("message-content").boundingBox();
  const [x, y] = [words!.x + 20, words!.y + words!.height / 2];
  await touch("touchStart", x, y);
  await expect(item(mia, "Reply")).toBeVisible();
  await touch("touchEnd");
  await onPhone(page, "menu");
  await item(mia, "Reply").click();
  await expect(composer(mia)).toBeFocused();
  await page.keyboard.press("Escape");

  // What is pinned, and the way to it.
  await page.getByTestId("pins-toggle").click();
  const pins = page.getByRole("dialog", { name: "Pinned messages" });
  await expect(pins).toContainText("Hold me");
  await onPhone(page, "pins");
  await pins.getByRole("button", { name: "Go to the message" }).first().click();
  await expect(pins).toBeHidden();
  await expect(mia.message("Hold me").first()).toHaveClass(/flash/);
});

/** Both themes at a phone's width, as it stands there. */
async function onPhone(page: Page, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.screenshot({ path: `pictures/two-${name}-390-${theme}.png`, animations: "disabled" });
    await axe(page);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

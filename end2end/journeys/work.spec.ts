// Journey 2: staff work a ticket in Discord, and it shows there at once.
import { expect, test, type Wire } from "../fixtures";
import { channelCalled, GOLD, guildOf, openTicket, whoSees } from "../support/desk";
import { PICTURE } from "../support/picture";

test.use({ world: "work" });

test("staff answer, edit, delete, send a picture and claim", async ({ playing, sandbox }) => {
  const mia = await playing("Mia");
  const name = await openTicket(mia, GOLD);
  const ben = await playing("Ben");
  await ben.enter(name);

  await test.step("an answer is there for the member as it is sent", async () => {
    await ben.say("Hello Mia, the rate is **0.05** today.", "the rate is 0.05 today.");
    await expect(mia.message("the rate is 0.05 today.")).toBeVisible();
    await mia.say("Fine with me.");
    await expect(ben.message("Fine with me.")).toBeVisible();
  });

  await test.step("an edit, a deletion", async () => {
    await ben.edit("the rate is 0.05 today.", "Hello Mia, the rate is 0.04 today.");
    await expect(mia.message("the rate is 0.04 today.")).toContainText("(edited)");
    await ben.say("Wrong window, sorry.");
    await expect(mia.message("Wrong window, sorry.")).toBeVisible();
    await ben.remove("Wrong window, sorry.");
    await expect(mia.message("Wrong window, sorry.")).toHaveCount(0);
  });

  await test.step("a picture", async () => {
    await ben.send("This is where we meet.", PICTURE);
    const image = mia.message("This is where we meet.").getByRole("img", { name: PICTURE.name });
    await expect(image).toBeVisible();
    const width = () => image.evaluate((node: HTMLImageElement) => node.naturalWidth);
    await expect.poll(width).toBeGreaterThan(0);
  });

  await test.step("claiming shows in the welcome, and takes the button", async () => {
    await ben.press("Claim");
    await expect(ben.whispers.last()).toContainText("You have claimed this ticket.");
    const claimed = mia.message("Ticket #0201").locator(".embed-field").filter({ hasText: "Claimed by" });
    await expect(claimed).toContainText("@Ben");
    await expect(mia.button("Claim")).toBeDisabled();
    await expect(mia.message("Ticket #0201 · Buy gold"), "edited in place").toHaveCount(1);
  });

  await test.step("nobody more sees it for all that", async () => {
    const channel = await channelCalled(sandbox, name);
    expect(await whoSees(sandbox, channel.id)).toEqual(["Olivia", "Ada", "Ben", "Mia"]);
  });
});

test("a member may not claim", async ({ playing }) => {
  const noah = await playing("Noah");
  await noah.enter("noah-buy-gold-0198");
  await noah.press("Claim");
  await expect(noah.whispers.last()).toContainText("Only staff of this ticket's department can do that.");
  await expect(noah.button("Claim")).toBeEnabled();
});

test("two who claim at once: one has it, the other is told who", async ({ playing, sandbox }) => {
  const linh = await playing("Linh");
  await linh.enter("linh-purchase-services-0200");
  const channel = await channelCalled(sandbox, "linh-purchase-services-0200");
  const welcome = (await sandbox.get(`/channels/${channel.id}/messages`))[0];
  // Two of the same rank: a supervisor or an admin who came second would take it over.
  const [chloe, ben] = [await sandbox.person("Chloe"), await sandbox.person("Ben")];
  const guild = guildOf(await sandbox.state());
  const team = ["Tech Team", "Gold Team"].map((name) => guild.roles.find((role: Wire) => role.name === name).id);
  await sandbox.roles(guild.id, chloe, team);
  const claim = welcome.components[0].components[0].custom_id;
  const pressed = [chloe, ben].map((one) => sandbox.press(one, channel.id, welcome.id, claim));
  await Promise.all(pressed);
  await expect(linh.message("Ticket #0200").locator(".embed-field", { hasText: "Claimed by" })).toContainText(/@(Chloe|Ben)/);
  const whispered = async (who: string) => {
    const seen = await sandbox.messages(who, channel.id);
    return seen.filter((one) => one.flags & 64).map((one) => one.content);
  };
  const told = async () => [...(await whispered(chloe)), ...(await whispered(ben))].sort();
  await expect.poll(told).toEqual([expect.stringMatching(/^(Chloe|Ben) has already claimed this ticket\.$/), "You have claimed this ticket."]);
  await sandbox.roles(guild.id, chloe, team.slice(0, 1));
});

test("'Need help' pings the department's role once", async ({ playing, sandbox }) => {
  const noah = await playing("Noah");
  await noah.enter("noah-purchase-services-0190");
  const ben = await playing("Ben");
  await ben.enter("general");
  const channel = await channelCalled(sandbox, "noah-purchase-services-0190");
  const role = (await sandbox.guilds(await sandbox.person("Ben")))[0]!.roles.find((one: { name: string }) => one.name === "Gold Team");
  const pings = async () => {
    const all = await sandbox.get(`/channels/${channel.id}/messages`);
    return all.filter((one: { mention_roles: string[] }) => one.mention_roles.includes(role.id)).length;
  };
  const before = await pings();

  await noah.press("Need help");
  await expect(noah.whispers.last()).toContainText("The team has been told that you need help.");
  await expect(noah.message("needs help.")).toContainText("@Gold Team");
  await expect(noah.message("needs help.")).toContainText("@Noah needs help.");
  await expect(noah.button("Need help"), "shown as asked").toBeDisabled();
  await expect(ben.channel("noah-purchase-services-0190")).toHaveAccessibleName(/mentions/);

  await test.step("the same button from an old screen is refused politely", async () => {
    const welcome = (await sandbox.get(`/channels/${channel.id}/messages`))[0];
    const help = `v1:ticket-help:${welcome.components[0].components[0].custom_id.split(":").at(-1)}`;
    // A disabled button can't be pressed by hand; a press that was already under way can arrive.
    const copy = { channel_id: channel.id, author: { id: welcome.author.id }, timestamp: new Date().toISOString() };
    const components = [{ type: 1, components: [{ type: 2, style: 2, label: "Need help (old)", custom_id: help }] }];
    await sandbox.send("POST", "/import", {
      messages: [{ ...copy, id: (BigInt(welcome.id) + 1n).toString(), content: "As it was", components }],
    });
    await noah.page.reload();
    await noah.settled();
    await noah.press("Need help (old)");
    await expect(noah.whispers.last()).toContainText("Help was already asked for at");
  });
  expect(await pings()).toBe(before + 1);
});

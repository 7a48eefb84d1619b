// The sandbox's client as a person uses it: channels, messages, buttons, forms. Knows its controls by what they are
// called on the screen, and nothing of Docket.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Id } from "./sandbox";

/** What is written into a form: text into inputs, a choice's words into selects. By the label on the screen. */
export type Filled = Record<string, string>;

export class Client {
  private constructor(readonly page: Page) {}

  static async open(page: Page, as: Id): Promise<Client> {
    // Its theme is the browser's, so that both can be looked at.
    await page.goto(`/?as=${as}&theme=system`);
    const client = new Client(page);
    await client.settled();
    return client;
  }

  /** Resolves once the person's world is drawn. */
  async settled(): Promise<void> {
    await expect(this.page.locator("#app")).not.toHaveAttribute("aria-busy", /.*/);
  }

  /** The way to a channel, in the list at the left. */
  channel(name: string): Locator {
    return this.page.getByTestId(`channel-${name}`);
  }

  /** The channels under a category, by name. */
  under(category: string): Locator {
    return this.page.getByRole("region", { name: category, exact: true }).getByRole("link");
  }

  async enter(channel: string): Promise<void> {
    await this.channel(channel).click();
    await expect(this.page.getByTestId("title")).toHaveText(channel);
  }

  /** The conversation with one person or bot. */
  async enterDm(name: string): Promise<void> {
    await this.page.getByRole("link", { name: /^Direct messages/ }).click();
    await this.page.getByTestId("dms").getByRole("link", { name: new RegExp(`^${name}\\b`) }).click();
    await expect(this.page.getByTestId("title")).toHaveText(name);
  }

  /** Messages with these words in them, oldest first. */
  message(words: string | RegExp): Locator {
    return this.page.getByTestId("messages").locator(".message").filter({ hasText: words });
  }

  /** The whispers that this person alone sees. */
  get whispers(): Locator {
    return this.page.getByTestId("messages").locator(".message[data-ephemeral]");
  }

  button(label: string): Locator {
    return this.page.getByTestId("messages").getByRole("button", { name: label, exact: true });
  }

  async press(label: string): Promise<void> {
    await this.button(label).last().click();
  }

  get form(): Locator {
    return this.page.getByTestId("modal");
  }

  /** A field of the open form. */
  field(label: string): Locator {
    return this.form.locator(".field").filter({ has: this.page.locator(".field-label", { hasText: label }) });
  }

  async fill(filled: Filled): Promise<void> {
    for (const [label, value] of Object.entries(filled)) {
      const control = this.form.getByLabel(label);
      if ((await control.getAttribute("role")) !== "combobox") {
        await control.fill(value);
        continue;
      }
      await control.click();
      await this.page.getByRole("option", { name: value, exact: true }).click();
    }
  }

  async submit(): Promise<void> {
    await this.form.getByRole("button", { name: "Submit" }).click();
  }

  /** Plain words: what is drawn differently from how it is typed is looked for with `shown`. */
  async say(words: string, shown = words): Promise<void> {
    await this.write(words);
    await expect(this.message(shown).last()).not.toHaveClass(/pending|failed/);
  }

  private async write(words: string): Promise<void> {
    const composer = this.page.getByTestId("composer");
    await composer.fill(words);
    await composer.press("Enter");
  }

  async send(words: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.getByTestId("composer-files").setInputFiles(file);
    await expect(this.page.getByRole("list", { name: "Attached files" })).toContainText(file.name);
    await this.say(words);
  }

  async edit(words: string, becomes: string): Promise<void> {
    await this.tool(words, "Edit");
    const editor = this.page.getByTestId("edit-input");
    await editor.fill(becomes);
    await editor.press("Enter");
    await expect(this.message(becomes)).toContainText("(edited)");
  }

  async remove(words: string): Promise<void> {
    await this.tool(words, "Delete");
    await this.page.getByTestId("confirm-yes").click();
    await expect(this.message(words)).toHaveCount(0);
  }

  private async tool(words: string, name: string): Promise<void> {
    const message = this.message(words).last();
    await message.hover();
    await message.getByRole("group", { name: "Message actions" }).getByRole("button", { name }).click();
  }

  /** A slash command; what is not needed gets its chip first. Choices are given by their words. */
  async command(name: string, options: Record<string, string> = {}): Promise<void> {
    await this.page.getByTestId("composer").fill(`/${name}`);
    await this.page.getByTestId(`command-${name}`).click();
    for (const [option, value] of Object.entries(options)) {
      const chip = this.page.getByTestId(`command-option-${option}`);
      if (!(await chip.isVisible())) {
        await this.page.getByTestId("command-more").click();
        await this.page.getByRole("menu").locator(`[data-action="add-${option}"]`).click();
      }
      await chip.fill(value);
    }
    await this.page.getByTestId("command-run").click();
  }
}

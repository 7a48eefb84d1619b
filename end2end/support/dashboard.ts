// The dashboard as a person uses it: the list, the filters, a ticket's conversation. Knows what things are called on
// the screen.
import { expect, type Locator, type Page } from "@playwright/test";
import { go } from "../fixtures";

export class Dashboard {
  constructor(readonly page: Page) {}

  /** The tickets of the list, in its order. */
  get rows(): Locator {
    return this.page.getByRole("region", { name: "Tickets" }).locator("li a").filter({ hasText: /#\d{4}/ });
  }

  row(number: number): Locator {
    return this.rows.filter({ hasText: `#${String(number).padStart(4, "0")}` });
  }

  /** The numbers of the list's tickets, in its order. */
  async numbers(): Promise<number[]> {
    const words = await this.rows.allInnerTexts();
    return words.map((one) => Number(/#(\d{4})/.exec(one)?.[1]));
  }

  get count(): Locator {
    return this.page.getByRole("region", { name: "Tickets" }).locator("header");
  }

  get conversation(): Locator {
    return this.page.getByRole("region", { name: "Conversation" });
  }

  /** Messages of the conversation with these words, oldest first. */
  message(words: string | RegExp): Locator {
    return this.conversation.locator("li[data-message]").filter({ hasText: words });
  }

  get details(): Locator {
    return this.page.getByRole("complementary", { name: "Details" });
  }

  get title(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  async openInbox(guild: string, query = ""): Promise<void> {
    await go(this.page, `/g/${guild}/inbox${query && `?${query}`}`);
  }

  async openTicket(guild: string, number: number): Promise<void> {
    await go(this.page, `/g/${guild}/tickets/${number}`);
    await expect(this.conversation).toBeVisible();
  }

  /** The one search box. */
  get box(): Locator {
    return this.page.getByRole("combobox", { name: "Search tickets and what was said" });
  }

  /** Types a question in place of the one that stands there, and sends it. */
  async ask(question: string): Promise<void> {
    await this.box.fill(question);
    await this.box.press("Enter");
  }

  /** What may be written next, as it is offered below the box. */
  get offers(): Locator {
    return this.page.getByRole("listbox", { name: "What may be written next" }).getByRole("option");
  }

  /** Passages of what was said, each a link to its message. */
  get hits(): Locator {
    return this.page.getByRole("region", { name: "Tickets" }).locator("a[data-hit]");
  }

  /** The menus unfold on a press. */
  async filters(): Promise<Locator> {
    const form = this.page.getByRole("form", { name: "Filter" });
    if (!(await form.isVisible())) await this.page.getByText("Filter", { exact: true }).click();
    await expect(form).toBeVisible();
    return form;
  }

  /** Chooses in one of the menus; it is written into the question, and the list follows at once. */
  async choose(label: string, words: string, written: string): Promise<void> {
    await (await this.filters()).getByLabel(label).selectOption({ label: words });
    await expect(this.box).toHaveValue(new RegExp(written));
  }
}

// How a page is looked at: by axe, and in pictures. Excludes no rule and no element.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const THEMES = ["light", "dark"] as const;
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG_22_AA).analyze();
  const said = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")}\n  ${node.failureSummary}`),
  );
  expect(said, `axe on ${page.url()}`).toEqual([]);
}

/** Calls `see` in both themes at a desk's, a tablet's and a phone's width, then puts all back. */
async function everyWay(page: Page, see: (way: string) => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const size of WIDTHS) {
      await page.setViewportSize(size);
      await page.evaluate(() => document.fonts.ready);
      await see(`${size.width}-${theme}`);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}

/** Six pictures of the page as it stands: `pictures/NAME-WIDTH-THEME.png`. */
export async function shot(page: Page, name: string): Promise<void> {
  await everyWay(page, async (way) => {
    await page.screenshot({ path: `pictures/${name}-${way}.png`, animations: "disabled" });
  });
}

/** The six pictures, and axe in each of the six. */
export async function inspect(page: Page, name: string): Promise<void> {
  await everyWay(page, async (way) => {
    await page.screenshot({ path: `pictures/${name}-${way}.png`, animations: "disabled" });
    await axe(page);
  });
}

// How journeys are run. Knows the browser and its flags; knows no page.
import { defineConfig } from "@playwright/test";

const inCi = Boolean(process.env.CI);
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "journeys",
  outputDir: "test-results",
  globalSetup: "./support/world.ts",
  // Each worker has a Docket and a browser of its own, and the machine may be small.
  workers: 2,
  // A second try would hide a race. It is a failure.
  retries: 0,
  forbidOnly: inCi,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    // Neither UTC nor the machine's: a page that renders local times on the server shows itself.
    timezoneId: "America/New_York",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        // Chromium's own sandbox does not work as root, which is what CI is.
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});

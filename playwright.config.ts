import { execFileSync } from "node:child_process";
import { defineConfig, devices } from "@playwright/test";

// Asked once; the workers of Playwright inherit the answer.
process.env.PLAYWRIGHT_CHROMIUM ??= execFileSync(process.execPath, ["scripts/chromium.mjs"], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).trim();

const port = Number(process.env.E2E_PORT ?? 4719);
const address = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  workers: 1,
  // A machine that is busy elsewhere may starve a browser for seconds; what needed a second try is told, not hidden.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  // Two slow cores and a cold Python: generous, and only ever used up by a failure.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  webServer: {
    command: `node scripts/start.mjs --port ${port} --host 127.0.0.1`,
    url: address,
    timeout: 240_000,
    reuseExistingServer: false,
  },
});

import { chromium, devices } from "@playwright/test";
import { readFileSync } from "node:fs";
const [file, ...modes] = process.argv.slice(2);
const name = file.split("/").pop().replace(".py", "");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const mode of modes) {
  const phone = mode.startsWith("phone");
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: phone ? 2 : 1, colorScheme: mode.endsWith("dark") ? "dark" : "light" });
  const page = await context.newPage();
  page.on("pageerror", (e) => console.log("pageerror", e.message));
  page.on("console", (m) => m.type() === "error" && console.log("console", m.text().slice(0, 300)));
  await page.goto("http://127.0.0.1:4712/");
  const editor = page.locator(".cm-content");
  await editor.waitFor({ timeout: 60000 });
  await page.evaluate(() => new Promise((r) => setTimeout(r, 1000)));
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(readFileSync(file, "utf8"));
  await page.keyboard.press("Control+Enter");
  try { await page.getByRole("tab", { name: "Plots" }).click({ timeout: 60000 }); } catch (e) { console.log(String(e).slice(0, 300)); await page.screenshot({ path: `/tmp/shots/${name}-${mode}-fail.png` }); continue; }
  await page.locator(".plots-figure").first().waitFor({ timeout: 60000 });
  if (phone) await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(800);
  if (process.env.HOVER) { const c = page.locator(".plots-room").first(); const b = await c.boundingBox(); await page.mouse.move(b.x + b.width * 0.5, b.y + b.height * 0.55); await page.waitForTimeout(200); }
  await page.screenshot({ path: `/tmp/shots/${name}-${mode}.png` });
  if (process.env.ALL) {
    const h = await page.evaluate(() => { const p = document.querySelector(".plots"); return p.scrollHeight; });
    const figs = page.locator(".plots-figure");
    for (let i = 0; i < await figs.count(); i++) await figs.nth(i).screenshot({ path: `/tmp/shots/${name}-${mode}-fig${i}.png` });
  }
  await context.close();
}
await browser.close();

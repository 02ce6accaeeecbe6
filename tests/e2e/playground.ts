import { expect, type Locator, type Page } from "@playwright/test";

/** The page as a learner uses it. */
export class Playground {
  readonly page: Page;
  readonly editor: Locator;
  readonly output: Locator;
  readonly status: Locator;
  readonly nodes: Locator;

  constructor(page: Page) {
    this.page = page;
    this.editor = page.getByRole("textbox", { name: "Python program" });
    this.output = page.locator(".console");
    this.status = page.locator(".status");
    this.nodes = page.locator('[role="graphics-symbol"]');
  }

  /** Opens the page and waits until Python answers. */
  async open(path = "/"): Promise<void> {
    await this.page.goto(path);
    await expect(this.status).toContainText("Python is ready", { timeout: 90_000 });
    await expect(this.page.locator(".cm-content")).toBeVisible();
  }

  /** Puts a program in the place of the old one, as a paste does. */
  async write(code: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(code);
  }

  /** Writes a program and waits for the end of its run. */
  async run(code: string): Promise<void> {
    await this.write(code);
    await this.page.keyboard.press("ControlOrMeta+Enter");
    await expect(this.status).toContainText(/Done|Ended with an error/, { timeout: 60_000 });
    await expect(this.page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  }

  node(name: string): Locator {
    return this.page.locator(`[role="graphics-symbol"][aria-label^="${name}"]`);
  }
}

import { defineConfig } from "vitest/config";

// Its own file, so that a test needs none of the page's build.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    exclude: ["tests/e2e/**"],
    environment: "node",
    // Python starts in some of these, on machines that may be slow and busy.
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pythonCatalogue } from "./scripts/vite/pythonCatalogue.ts";
import { pythonRuntime } from "./scripts/vite/pythonRuntime.ts";

export default defineConfig({
  // Relative addresses: the built page works in any folder of any server.
  base: "./",
  plugins: [react(), pythonRuntime(), pythonCatalogue()],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // The page's policy takes fonts from files only.
    assetsInlineLimit: (file) => (/\.(woff2?|ttf)$/.test(file) ? false : undefined),
  },
});

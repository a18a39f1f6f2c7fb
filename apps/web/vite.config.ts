import { pathToFileURL } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const { CAUSEWAY_SERVER: server = "http://127.0.0.1:4600" } = process.env;

/** Puts the texts of a language in the place of the module that picks them out of both. */
function oneLanguage(): Plugin {
  return {
    name: "one-language",
    apply: "build",
    async load(id) {
      if (!/\/src\/texts\/(?:zh|en)\.ts$/.test(id)) return null;
      const { texts } = (await import(pathToFileURL(id).href)) as { texts: unknown };
      return `export const texts = ${JSON.stringify(texts)};`;
    },
  };
}

export default defineConfig({
  plugins: [react(), oneLanguage()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": server, "/v1": server, "/causeway.js": server } },
});

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const { CAUSEWAY_SERVER: server = "http://127.0.0.1:4600" } = process.env;

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": server, "/v1": server, "/causeway.js": server } },
});

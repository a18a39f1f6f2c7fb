import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2020",
    lib: {
      entry: "src/causeway.ts",
      formats: ["iife"],
      name: "causewayLibrary",
      fileName: () => "causeway.js",
    },
  },
});

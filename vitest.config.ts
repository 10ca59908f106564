import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // Tests read the sources, so that a public name and the file behind it are one module.
  resolve: {
    alias: {
      "attention-lab": here("lib/index.ts"),
      "attention-search": here("search/index.ts"),
      "notebook-display": here("tools/display/index.ts"),
      "notebook-runner": here("tools/runner/index.ts"),
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    // vitest would leave one core idle, which on a machine of two is half of it.
    maxWorkers: "100%",
    maxConcurrency: 2,
    // Far above what any test takes, so that a busy machine fails none.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    globalSetup: ["test/say-what-is-skipped.ts"],
    typecheck: { enabled: false },
  },
});

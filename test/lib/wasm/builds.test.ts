import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate } from "../../../tools/kernels/compile.mjs";

test("the committed kernels are what their sources compile to", async () => {
  const committed = readFileSync(new URL("../../../lib/wasm/builds.ts", import.meta.url), "utf8");
  expect((await generate()) === committed, "run `npm run build:kernels`").toBe(true);
});

// npm run build:kernels
import { writeFileSync } from "node:fs";
import { generate } from "./compile.mjs";

writeFileSync(new URL("../../lib/wasm/builds.ts", import.meta.url), await generate());

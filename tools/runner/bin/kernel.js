#!/usr/bin/env node
import { launch } from "../dist/kernel/launcher.js";

const connectionFile = process.argv[2];
if (connectionFile === undefined) {
  console.error("kernel: expected the path of a connection file. Jupyter and npm start give it.");
  process.exit(1);
}
try {
  await launch(connectionFile);
} catch (error) {
  console.error(`kernel: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

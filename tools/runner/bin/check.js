#!/usr/bin/env node
import { main } from "../dist/commands/check.js";
import { runCommand } from "../dist/commands/command.js";

await runCommand(main);

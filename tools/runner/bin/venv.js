#!/usr/bin/env node
import { runCommand } from "../dist/commands/command.js";
import { main } from "../dist/commands/venv.js";

await runCommand(main);

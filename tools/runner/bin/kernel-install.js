#!/usr/bin/env node
import { runCommand } from "../dist/commands/command.js";
import { main } from "../dist/commands/kernel-install.js";

await runCommand(main);

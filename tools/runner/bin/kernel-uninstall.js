#!/usr/bin/env node
import { runCommand } from "../dist/commands/command.js";
import { main } from "../dist/commands/kernel-uninstall.js";

await runCommand(main);

#!/usr/bin/env node
import { runCommand } from "../dist/commands/command.js";
import { main } from "../dist/commands/new.js";

await runCommand(main);

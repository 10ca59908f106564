import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { projectRoot } from "../../../tools/runner/project/root.ts";
import { fixtures, temporaryFolder } from "../temporary-folder.ts";

const limit = { timeout: 120_000 };

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Calls a command as npm does, in a project folder. */
const call = async (command: string, cwd: string, ...argv: string[]): Promise<Ended> => {
  const file = path.join(projectRoot, "tools", "runner", "bin", `${command}.js`);
  const child = spawn(process.execPath, [file, ...argv], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, errors };
};

/** A project folder holding one fixture and no claims. */
const projectWith = (fixture: string): string => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "notebooks"));
  for (const file of [fixture, "broken/claims.json"]) {
    copyFileSync(fixtures(file), path.join(folder, "notebooks", path.basename(file)));
  }
  return folder;
};

test("run.js exits with 0 when all pass, and prints where the reports are", limit, async () => {
  const folder = projectWith("passing/02-late.ipynb");
  const { code, out, errors } = await call("run", folder);
  expect(errors).toBe("");
  expect(code).toBe(0);
  expect(out).toMatch(/^02-late: cell 1\/3\n02-late: cell 2\/3\n02-late: cell 3\/3\n02-late: passed in [\d.]+ s\n/);
  expect(out.endsWith(`${path.join(folder, "reports", "index.html")}\n`)).toBe(true);
});

test("run.js exits with 1 when a notebook fails, and names notebook, cell and cause", limit, async () => {
  const folder = projectWith("failing/floating-rejection.ipynb");
  const { code, errors } = await call("run", folder);
  expect(code).toBe(1);
  expect(errors).toBe("✗ notebooks/floating-rejection.ipynb: cell 1: UnhandledRejection: Error: nobody waits\n");
});

test("run.js says in one line what was called wrongly", limit, async () => {
  const folder = projectWith("passing/02-late.ipynb");
  expect(await call("run", folder, "--frehs")).toEqual({
    code: 1,
    out: "",
    errors: "unknown option --frehs; usage: npm start -- [beginning of a notebook's name …] [--fresh] [--inline]\n",
  });
  expect(await call("run", folder, "7")).toMatchObject({
    code: 1,
    errors: 'no notebook begins with "7"; there are 02-late\n',
  });
});

test("new.js writes a notebook that runs, and refuses what is there or badly named", limit, async () => {
  const folder = temporaryFolder();
  // Cells find the project's packages from the folder of the notebook upwards.
  symlinkSync(path.join(projectRoot, "node_modules"), path.join(folder, "node_modules"), "junction");
  const created = await call("new", folder, "02-rank", "Does rank matter?");
  const file = path.join(folder, "notebooks", "02-rank.ipynb");
  expect(created).toEqual({ code: 0, out: `${file}\n`, errors: "" });
  expect(existsSync(file)).toBe(true);
  copyFileSync(fixtures("broken/claims.json"), path.join(folder, "notebooks", "claims.json"));
  // It runs; what is missing is the claim that its check is about.
  expect((await call("run", folder)).errors).toBe(
    "✗ notebooks/02-rank.ipynb: cell 3: check X0.example: claim X0 is not in claims.json\n",
  );

  expect(await call("new", folder, "02-rank", "Again?")).toMatchObject({
    code: 1,
    errors: "new:notebook: notebooks/02-rank.ipynb is there already\n",
  });
  expect((await call("new", folder, "Rank", "What?")).errors).toMatch(
    /^new:notebook: name is "Rank", expected two digits and words like 02-name; usage: [^\n]+\n$/,
  );
  expect((await call("new", folder, "03-x", "Not", "in", "quotes")).errors).toMatch(
    /^new:notebook: put the title in quotes/,
  );
});

test("run.js says in one line which file it could not write, and what to do", limit, async () => {
  const folder = projectWith("passing/02-late.ipynb");
  writeFileSync(path.join(folder, "reports"), "in the way");
  const { code, errors } = await call("run", folder);
  expect(code).toBe(1);
  expect(errors).toMatch(/^.*reports.* could not be read or written \((?:EEXIST|ENOTDIR)\): .*move that away\.\n$/);
});

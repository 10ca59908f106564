import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasJupyter } from "../../tools/runner/lab/jupyter.ts";
import { projectRoot } from "../../tools/runner/project/root.ts";
import { temporaryFolder } from "../runner/temporary-folder.ts";
import { servedAddress } from "./lab-server.ts";

const command = path.join(projectRoot, "tools", "runner", "bin", "lab.js");

describe.skipIf(!hasJupyter() && !process.env.CI)("npm run lab -- --no-browser", { timeout: 120_000 }, () => {
  /** Starts the command as a user with an empty home. */
  const start = (home: string, ...argv: string[]): ChildProcess & { stderr: NodeJS.ReadableStream } => {
    const child = spawn(process.execPath, [command, "--no-browser", ...argv], {
      env: { ...process.env, HOME: home, USERPROFILE: home, APPDATA: home },
      stdio: ["ignore", "ignore", "pipe"],
    });
    onTestFinished(() => void child.kill());
    return child;
  };
  const exitOf = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.once("close", (code) => resolve(code)));
  const answers = (url: string | URL): Promise<number> =>
    fetch(url, { redirect: "manual" }).then(({ status }) => status);

  test("serves notebook 00 to who has the token, on the loopback interface, and writes nothing into the home", async () => {
    const home = temporaryFolder();
    const child = start(home, "--port=0");
    const address = await servedAddress(child.stderr);
    expect(address.pathname).toBe("/lab/tree/notebooks/00-start-here.ipynb");
    expect(address.hostname).toBe("127.0.0.1");
    const kernels = new URL("/api/kernelspecs", address);
    expect(await answers(kernels)).toBe(403);
    kernels.search = address.search;
    const specs = await (await fetch(kernels)).json();
    expect(specs.default).toBe("tslab");
    expect(Object.keys(specs.kernelspecs)).toEqual(["tslab"]);
    const ended = exitOf(child);
    child.kill("SIGTERM");
    await ended;
    await expect.poll(() => answers(kernels).catch(() => "closed")).toBe("closed");
    expect(readdirSync(home)).toEqual([]);
  });

  test.skipIf(process.platform === "win32")(
    "takes another port when one is busy; SIGINT ends it and its kernels",
    async () => {
      const busy = createServer();
      const port = await new Promise<number>((resolve) =>
        busy.listen(0, "127.0.0.1", () => resolve((busy.address() as { port: number }).port)),
      );
      onTestFinished(() => void busy.close());
      const child = start(temporaryFolder(), `--port=${port}`);
      const address = await servedAddress(child.stderr);
      expect(Number(address.port)).not.toBe(port);
      const sessions = new URL(`/api/kernels${address.search}`, address);
      const started = await fetch(sessions, { method: "POST", body: JSON.stringify({ name: "tslab" }) });
      expect(started.status).toBe(201);
      const ended = exitOf(child);
      child.kill("SIGINT");
      expect(await ended).toBe(0);
      await expect.poll(() => answers(address).catch(() => "closed")).toBe("closed");
    },
  );
});

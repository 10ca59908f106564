import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { jupyterEnvironment, jupyterPython } from "../../tools/runner/lab/jupyter.ts";
import { projectRoot } from "../../tools/runner/project/root.ts";

/** What the server tells of a session. */
interface Session {
  readonly path: string;
  readonly kernel: { readonly execution_state: string; readonly connections: number };
}

/** A running JupyterLab. */
export interface LabServer {
  /** The folder that it serves, with a copy of the notebooks in `notebooks/`. */
  readonly root: string;
  /** The address of a page of it, opened with the token. */
  readonly address: (page: string) => string;
  /** The session of a notebook, by its path below the root. */
  readonly session: (notebook: string) => Promise<Session | undefined>;
  readonly stop: () => Promise<void>;
}

/** A folder like the repository: notebooks that may be written to, beside the project's packages. */
export function copyOfTheRepository(): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "lab-")));
  const packages = path.join(projectRoot, "node_modules");
  mkdirSync(path.join(root, "node_modules"));
  for (const name of readdirSync(packages).filter((name) => !name.startsWith(".") && name !== "plotly.js-dist"))
    symlinkSync(path.join(packages, name), path.join(root, "node_modules", name), "junction");
  // Jupyter serves nothing that a link leads out of its folder for.
  cpSync(path.join(packages, "plotly.js-dist"), path.join(root, "node_modules", "plotly.js-dist"), { recursive: true });
  cpSync(path.join(projectRoot, "notebooks"), path.join(root, "notebooks"), { recursive: true });
  return root;
}

/** The address that a starting JupyterLab prints, once it serves there, which is a moment later. */
export async function servedAddress(stream: NodeJS.ReadableStream): Promise<URL> {
  const address = await new Promise<URL>((resolve, reject) => {
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
      const [found] = /(?<=URLs?:\s+)http:\/\/127\.0\.0\.1:\S+token=\S+/.exec(text) ?? [];
      if (found !== undefined) resolve(new URL(found));
    });
    stream.once("end", () => reject(new Error(`JupyterLab ended instead of serving:\n${text}`)));
  });
  await vi.waitFor(() => fetch(address), { timeout: 120_000 });
  return address;
}

/** Starts a JupyterLab as `npm run lab` does, on a copy of the repository. */
export async function startLabServer(): Promise<LabServer> {
  const root = copyOfTheRepository();
  const argv = ["-m", "jupyterlab", `--ServerApp.root_dir=${root}`, "--no-browser", "--ServerApp.log_level=INFO"];
  const child = spawn(jupyterPython, argv, {
    env: jupyterEnvironment(path.join(root, ".jupyter")),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(root, { recursive: true, force: true });
  };
  const { origin, searchParams } = await servedAddress(child.stderr).catch(async (error) => {
    await stop();
    throw error;
  });
  const address = (page: string): string => {
    const url = new URL(page, origin);
    url.searchParams.set("token", searchParams.get("token") ?? "");
    return url.href;
  };
  return {
    root,
    address,
    session: async (notebook) => {
      const sessions: Session[] = await (await fetch(address("/api/sessions"))).json();
      return sessions.find((session) => session.path === notebook);
    },
    stop,
  };
}

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ensureVenv, isReady, venvPython } from "../../tools/runner/lab/venv.ts";
import { temporaryFolder } from "../runner/temporary-folder.ts";

// Commands that note how they were called; only a Unix shell reads them.
describe.skipIf(process.platform === "win32")("ensureVenv(folder, requirements)", () => {
  let place: string;
  let venv: string;
  let requirements: string;
  const program = (name: string, ...lines: string[]): void => {
    const file = path.join(place, "bin", name);
    writeFileSync(file, ["#!/bin/sh", `echo "${name} $*" >> "${place}/calls"`, ...lines].join("\n"));
    chmodSync(file, 0o755);
  };
  /** An environment's Python, as `python -m venv` would put it there. */
  const makesVenv = (version: string): string =>
    `mkdir -p "${place}/venv/bin" && printf '#!/bin/sh\\n[ "$1" = -m ] && echo "pip $*" >> "${place}/calls" && exit \${PIP_STATUS:-0}; echo ${version}\\n' > "${place}/venv/bin/python" && chmod 755 "${place}/venv/bin/python"`;
  const python = (isNew: string, hasVenv: string, version = "3.11.7"): void =>
    program("python3", `if [ "$1" = -c ]; then echo "${isNew} ${hasVenv}"; else ${makesVenv(version)}; fi`);
  const calls = (): string[] => {
    const file = path.join(place, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };
  const installs = (): number => calls().filter((call) => call.includes("install")).length;

  beforeEach(() => {
    place = temporaryFolder();
    venv = path.join(place, "venv");
    requirements = path.join(place, "requirements.txt");
    mkdirSync(path.join(place, "bin"));
    writeFileSync(requirements, "jupyterlab==4.6.6\n");
    vi.stubEnv("PATH", `${path.join(place, "bin")}${path.delimiter}/bin`);
    vi.spyOn(console, "log").mockImplementation(() => {});
    onTestFinished(() => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    });
    // Those of the machine must not be found.
    for (const name of ["python3", "python", "py", "uv"]) program(name, "exit 127");
  });

  test("says what to do when there is no Python, and makes nothing", () => {
    expect(() => ensureVenv(venv, requirements)).toThrow(/^Python 3\.10 or newer was not found, .*: install it .*\.$/);
    expect(existsSync(venv)).toBe(false);
  });

  test("says what to do when Python is too old", () => {
    python("False", "True");
    expect(() => ensureVenv(venv, requirements)).toThrow(/^Python 3\.10 or newer was not found/);
  });

  test("says what to do when Python has no module venv", () => {
    python("True", "False");
    expect(() => ensureVenv(venv, requirements)).toThrow(/^Python's module venv was not found, .* python3-venv.*\.$/);
    expect(existsSync(venv)).toBe(false);
  });

  test("installs once, and again when the list or the Python changes", () => {
    python("True", "True");
    ensureVenv(venv, requirements);
    expect(isReady(venv, requirements)).toBe(true);
    ensureVenv(venv, requirements);
    expect(installs()).toBe(1);
    writeFileSync(requirements, "jupyterlab==4.6.7\n");
    ensureVenv(venv, requirements);
    expect(installs()).toBe(2);
    writeFileSync(venvPython(venv), "#!/bin/sh\necho 3.12.0\n");
    expect(isReady(venv, requirements)).toBe(false);
  });

  test("tries again after packages could not be installed", () => {
    python("True", "True");
    vi.stubEnv("PIP_STATUS", "1");
    expect(() => ensureVenv(venv, requirements)).toThrow(/could not be installed/);
    expect(isReady(venv, requirements)).toBe(false);
    vi.stubEnv("PIP_STATUS", "0");
    ensureVenv(venv, requirements);
    expect(isReady(venv, requirements)).toBe(true);
  });

  test("takes uv when it is there", () => {
    program("uv", `[ "$1" = venv ] && ${makesVenv("3.13.1")}`, "exit 0");
    ensureVenv(venv, requirements);
    expect(isReady(venv, requirements)).toBe(true);
    expect(calls().filter((call) => call.startsWith("python3"))).toEqual([]);
  });

  test("leaves alone what it did not make", () => {
    python("True", "True");
    mkdirSync(venv);
    writeFileSync(path.join(venv, "mine"), "");
    expect(() => ensureVenv(venv, requirements)).toThrow(`${venv} was not made by this project`);
    expect(existsSync(path.join(venv, "mine"))).toBe(true);
  });
});

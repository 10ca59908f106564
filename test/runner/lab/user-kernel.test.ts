import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { installKernel, uninstallKernel, userDataFolder } from "../../../tools/runner/lab/user-kernel.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const empty = {};

test("userDataFolder(env, platform, home) is where Jupyter looks on each platform", () => {
  expect(userDataFolder(empty, "linux", "/home/a")).toBe(path.join("/home/a", ".local", "share", "jupyter"));
  expect(userDataFolder({ XDG_DATA_HOME: "/data" }, "linux", "/home/a")).toBe(path.join("/data", "jupyter"));
  expect(userDataFolder(empty, "darwin", "/Users/a")).toBe(path.join("/Users/a", "Library", "Jupyter"));
  expect(userDataFolder({ APPDATA: "C:\\Roaming" }, "win32", "C:\\a")).toBe(path.join("C:\\Roaming", "jupyter"));
  expect(userDataFolder({ JUPYTER_DATA_DIR: "/mine" }, "darwin", "/Users/a")).toBe("/mine");
});

test("installKernel(folder) writes absolute paths, which exist, and uninstallKernel(folder) removes them", () => {
  const folder = path.join(temporaryFolder(), "kernels", "tslab");
  installKernel(folder);
  const { argv, language } = JSON.parse(readFileSync(path.join(folder, "kernel.json"), "utf8"));
  expect(language).toBe("typescript");
  expect(argv[0]).toBe(process.execPath);
  expect(argv.at(-1)).toBe("{connection_file}");
  expect(path.isAbsolute(argv[2]) && existsSync(argv[2])).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]);
  installKernel(folder);
  expect(uninstallKernel(folder)).toBe(true);
  expect(existsSync(folder)).toBe(false);
  expect(uninstallKernel(folder)).toBe(false);
});

test("installKernel(folder) and uninstallKernel(folder) leave alone a kernel that is not ours", () => {
  const folder = path.join(temporaryFolder(), "tslab");
  const theirs = '{"argv": ["tslab"], "display_name": "TypeScript", "language": "typescript"}';
  mkdirSync(folder);
  writeFileSync(path.join(folder, "kernel.json"), theirs);
  expect(() => installKernel(folder)).toThrow("was not installed by this project, and is left alone");
  expect(() => uninstallKernel(folder)).toThrow("was not installed by this project, and is left alone");
  expect(readFileSync(path.join(folder, "kernel.json"), "utf8")).toBe(theirs);
});

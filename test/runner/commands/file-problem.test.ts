import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fileProblem } from "../../../tools/runner/commands/file-problem.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const refused = (file: string, text: string): unknown => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    return error;
  }
  return undefined;
};

test("fileProblem(error) says of a full disk to make room", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  expect(fileProblem(full)).toBe(
    "A file could not be read or written (ENOSPC): the disk is full: make room, and run the command again.",
  );
});

test.skipIf(process.platform !== "linux")("fileProblem(error) knows the error of a device that is full", () => {
  expect(fileProblem(refused("/dev/full", "text"))).toContain("(ENOSPC): the disk is full");
});

test("fileProblem(error) names what stands in the way", () => {
  const folder = temporaryFolder();
  expect(fileProblem(refused(folder, "text"))).toBe(
    `${folder} could not be read or written (EISDIR): a folder is in its place: move that away.`,
  );
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  const below = path.join(file, "below");
  expect(fileProblem(refused(below, "text"))).toBe(
    `${below} could not be read or written (ENOTDIR): a part of its path is a file: move that away.`,
  );
});

test.each(["EACCES", "EROFS", "EPERM", "EDQUOT", "EMFILE"])("fileProblem(error) says what to do about %s", (code) => {
  const error = Object.assign(new Error(code), { code, syscall: "open", path: "reports/index.html" });
  expect(fileProblem(error)).toMatch(/^reports\/index\.html could not be read or written \(E[A-Z]+\): .{20,}\.$/);
});

test("fileProblem(error) leaves other errors alone", () => {
  expect(fileProblem(new TypeError("x is not a function"))).toBeUndefined();
  expect(fileProblem("ENOSPC")).toBeUndefined();
});

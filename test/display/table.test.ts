import { type Row, table } from "notebook-display";
import { expect, test } from "vitest";
import { tableBundle } from "../../tools/display/table.ts";
import { inCell } from "./kernel.ts";

const rows: Row[] = [
  { method: "attention", error: 7.18273 },
  { method: "mean", error: 13.2 },
];

test("table(objects) aligns texts to the left and numbers to the right", () => {
  expect(tableBundle(rows, { caption: "Test error" }).data["text/plain"]).toBe(
    ["Test error", "method     error", "attention   7.18", "mean        13.2"].join("\n"),
  );
});

test("table(objects) is an HTML table with caption and column headers", () => {
  expect(tableBundle(rows.slice(0, 1), { caption: "Test error" }).data["text/html"]).toBe(
    '<table class="nbtable"><caption>Test error</caption><thead><tr><th scope="col" style="text-align:left">method</th>' +
      '<th scope="col" style="text-align:right">error</th></tr></thead><tbody><tr><td style="text-align:left">attention</td>' +
      '<td style="text-align:right">7.18</td></tr></tbody></table>',
  );
});

test("table(lists, { columns }) takes the cells in order, and leaves the missing empty", () => {
  const { data } = tableBundle(
    [
      ["a", 1],
      ["b", null],
    ],
    { caption: "c", columns: ["x", "y"] },
  );
  expect(data["text/plain"]).toBe(["c", "x  y", "a  1", "b"].join("\n"));
});

test("table(objects, { columns }) picks and orders columns", () => {
  const { data } = tableBundle(rows, { caption: "c", columns: ["error", "method"] });
  expect(String(data["text/plain"]).split("\n")[1]).toBe("error  method");
});

test("table(…) shows hostile texts as texts", () => {
  const evil = `"><script>alert(1)</script>`;
  const { data } = tableBundle([{ [evil]: evil }], { caption: evil });
  expect(data["text/html"]).not.toContain("<script");
});

test("table(…) sends one output, and gives back nothing, which a kernel would print", async () => {
  const sent = await inCell(() => expect(table(rows, { caption: "c" })).toBeUndefined());
  expect(sent).toMatchObject([{ data: tableBundle(rows, { caption: "c" }).data, update: false }]);
});

test("table(…) refuses what cannot be a table", () => {
  expect(() => table(rows, { caption: "" })).toThrow(
    new Error("table: caption is empty, expected what the table shows"),
  );
  expect(() => table([[1]], { caption: "c" })).toThrow(
    new Error("table: columns is missing, expected the names of the columns"),
  );
  expect(() => table([[1, 2], [3]], { caption: "c", columns: ["a", "b"] })).toThrow(
    new Error("table: rows[1] has length 1, expected 2 as there are columns"),
  );
});

import { type FitOptions, fit, ops, optimizers, type Tensor, tensor } from "attention-lab";
import { trainingProgress } from "notebook-display";
import { expect, test, vi } from "vitest";
import { inCell } from "./kernel.ts";

/** Trains w from 8 by 2 a step; the validation loss |w − 3| is lowest after the second epoch of one step. */
const train = (more: Partial<FitOptions<Tensor, { y: number[] }>>) =>
  fit((w, _, { training }) => (training ? ops.multiply(w, 2) : ops.abs(ops.subtract(w, 3))), tensor(8), {
    data: { y: [1, 2] },
    optimizer: optimizers.sgd({ learningRate: 1 }),
    epochs: 2,
    seed: 1,
    ...more,
  });

const shownBy = async (code: () => unknown): Promise<unknown[]> =>
  (await inCell(code)).map(({ data }) => data["text/plain"]);

test("trainingProgress(label) follows the steps of fit, and says the losses of the last epoch", async () => {
  expect(await shownBy(() => train({ batchSize: 1, ...trainingProgress("line") }))).toEqual([
    "line 0/4",
    "line 1/4",
    "line 2/4",
    "line 3/4 epoch 1/2, training loss 14.00",
    "line 4/4 epoch 1/2, training loss 14.00",
    "line 4/4 epoch 2/2, training loss 6.000",
  ]);
});

test("trainingProgress(label) stays where training stopped early, and names the best epoch", async () => {
  const validation = { y: [1] };
  const shown = await shownBy(() => train({ epochs: 9, patience: 1, validation, ...trainingProgress("line") }));
  expect(shown.at(-1)).toBe("line 3/9 epoch 3/9, training loss 8.000, validation loss 1.000, best epoch 2");
});

test("trainingProgress(label) says the metrics of the last epoch", async () => {
  const metrics = (w: Tensor) => ({ w: w.get() });
  const shown = await shownBy(() => train({ epochs: 1, metrics, ...trainingProgress("line") }));
  expect(shown.at(-1)).toBe("line 1/1 epoch 1/1, training loss 16.00, w 6.000");
});

test("trainingProgress(label) shows one bar for each training that it follows", async () => {
  const following = trainingProgress("line");
  const sent = await inCell(() => [train(following), train(following)]);
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(2);
});

/** What the code writes to standard error, whether that is a terminal or not. */
function written(isTTY: boolean, code: () => unknown): unknown[] {
  const texts: unknown[] = [];
  const before = process.stderr.isTTY;
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => texts.push(text) > 0);
  process.stderr.isTTY = isTTY;
  code();
  process.stderr.isTTY = before;
  write.mockRestore();
  return texts;
}

test("trainingProgress(label) writes one line to a terminal, over and over", () => {
  expect(written(true, () => train(trainingProgress("line")))).toEqual([
    "\r\u001b[2Kline 0/2",
    "\r\u001b[2Kline 1/2",
    "\r\u001b[2Kline 2/2 epoch 1/2, training loss 16.00",
    "\r\u001b[2Kline 2/2 epoch 2/2, training loss 12.00\n",
  ]);
});

test("trainingProgress(label) writes nothing where there is neither a notebook nor a terminal", () => {
  expect(written(false, () => train(trainingProgress("line")))).toEqual([]);
});

// Loads documents "0", "1", … slowly, and says after every batch how many are written: to be killed in the middle.
import { indexes } from "attention-search";

const [database, count] = process.argv.slice(2);
const { tensor } = await import("attention-lab");
const index = await indexes.postgres({ database, dimension: 3 });
const documents = Array.from({ length: Number(count) }, (_, i) => ({ id: `d${i}`, text: String(i) }));
await index.load(documents, {
  encode: (texts) => tensor(texts.map((text) => [Number(text), 1, -1])),
  batch: 16,
  progress: ({ written }) => console.log(written),
});
await index.close();

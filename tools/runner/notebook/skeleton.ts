import { notebookMetadata } from "./metadata.ts";
import type { Cell, Notebook } from "./nbformat.ts";

const text = (id: string, ...lines: string[]): Cell => ({
  id,
  cell_type: "markdown",
  metadata: {},
  source: lines.join("\n"),
});

const code = (id: string, ...lines: string[]): Cell => ({
  id,
  cell_type: "code",
  metadata: {},
  execution_count: null,
  outputs: [],
  source: lines.join("\n"),
});

/** A notebook to be filled in: the parts every notebook of the project has, in their order. */
export function skeleton(title: string): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: notebookMetadata,
    cells: [
      text(
        "title",
        `# ${title}`,
        "",
        "**The answer in one sentence.**",
        "",
        "- **Claims**: ids of the claims this notebook verifies",
        "- **Prerequisites**: notebooks to read before",
        "- **Time**: to run, and to read",
      ),
      code("setup", 'import { check } from "notebook-display";', "", "const seed = 1;"),
      text(
        "first-statement",
        "## 1. What is stated",
        "",
        "The statement, one formula, and every symbol named.",
        "",
        "**Guess first.** What do you expect to see?",
      ),
      code("first-computation", "const value = seed;"),
      code("first-check", 'check("X0.example", "the seed is one", value, { equals: 1 });'),
      text("first-takeaway", "**Takeaway.** One sentence."),
      text("limits", "## Where it breaks", "", "A counter-example, and a check that it is one."),
      text("takeaways", "## Takeaways", "", "- One line for each section."),
      text("exercise", "## Exercise", "", "One question."),
      {
        ...code("solution", "// The solution, and a check of it."),
        metadata: { tags: ["solution"], jupyter: { source_hidden: true } },
      },
      text("sources", "## Sources", "", "- The papers, the library's files used here, and the next notebook."),
    ],
  };
}

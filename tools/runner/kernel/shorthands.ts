import type { BindingElement, Identifier, Node, ShorthandPropertyAssignment } from "@tslab/typescript-for-tslab";
import { compiler } from "./tslab.ts";

/** A text put in before a position of the code. */
interface Insertion {
  readonly position: number;
  readonly text: string;
}

const expand = ({ name }: ShorthandPropertyAssignment): Insertion[] => [
  { position: name.getStart(), text: `${name.text}: ` },
];

const quote = (name: Identifier): Insertion[] => [
  { position: name.getStart(), text: '"' },
  { position: name.getEnd(), text: '"' },
];

const hasIdentifier = (element: BindingElement): element is BindingElement & { propertyName: Identifier } =>
  element.propertyName !== undefined && compiler.isIdentifier(element.propertyName);

/** The repairs of a piece of code, in order of their positions. */
const repairs = (node: Node): Insertion[] => {
  const own = compiler.isShorthandPropertyAssignment(node)
    ? expand(node)
    : compiler.isBindingElement(node) && hasIdentifier(node)
      ? quote(node.propertyName)
      : [];
  const below: Insertion[] = [];
  compiler.forEachChild(node, (child) => void below.push(...repairs(child)));
  return [...own, ...below];
};

/**
 * The same code with `{ x }` written as `{ x: x }` in objects, and `{ x: y }` as `{ "x": y }` in patterns: tslab replaces
 * every name that an earlier cell declared, or that names a property declared there, by another expression, which cannot
 * stand in those places. Lines stay where they are.
 */
export function spellOutShorthands(code: string): string {
  const { createSourceFile, ScriptTarget, ScriptKind } = compiler;
  const file = createSourceFile("cell.ts", code, ScriptTarget.Latest, true, ScriptKind.TS);
  const insertions = repairs(file);
  const starts = [0, ...insertions.map(({ position }) => position)];
  return starts
    .map((start, index) => (insertions[index - 1]?.text ?? "") + code.slice(start, starts[index + 1]))
    .join("");
}

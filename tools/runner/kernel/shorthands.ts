import type { BindingElement, Identifier, Node } from "@tslab/typescript-for-tslab";
import { applyEdits, type Edit } from "./edits.ts";
import { compiler } from "./tslab.ts";

const hasIdentifier = (element: BindingElement): element is BindingElement & { propertyName: Identifier } =>
  element.propertyName !== undefined && compiler.isIdentifier(element.propertyName);

const replace = (name: Identifier, text: string): Edit[] => [{ start: name.getStart(), end: name.getEnd(), text }];

const repair = (node: Node): Edit[] => {
  if (compiler.isShorthandPropertyAssignment(node)) return replace(node.name, `${node.name.text}: ${node.name.text}`);
  if (compiler.isBindingElement(node) && hasIdentifier(node))
    return replace(node.propertyName, `"${node.propertyName.text}"`);
  return [];
};

const repairs = (node: Node): Edit[] => {
  const below: Edit[] = [];
  compiler.forEachChild(node, (child) => void below.push(...repairs(child)));
  return [...repair(node), ...below];
};

/**
 * The same code with `{ x }` written as `{ x: x }` in objects, and `{ x: y }` as `{ "x": y }` in patterns: tslab replaces
 * every name that an earlier cell declared, or that names a property declared there, by another expression, which cannot
 * stand in those places. Lines stay where they are.
 */
export function spellOutShorthands(code: string): string {
  const { createSourceFile, ScriptTarget, ScriptKind } = compiler;
  return applyEdits(code, repairs(createSourceFile("cell.ts", code, ScriptTarget.Latest, true, ScriptKind.TS)));
}

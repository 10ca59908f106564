import { createRequire } from "node:module";
import path from "node:path";
import type { JSDocTagInfo, Symbol as Named, Node, SymbolDisplayPart, TypeChecker } from "@tslab/typescript-for-tslab";
import { projectRoot } from "../project/root.ts";
import type { Documented } from "./documented.ts";

const require = createRequire(import.meta.url);

type TypeScript = typeof import("@tslab/typescript-for-tslab");

/** Links of a documentation comment are written as code. */
const markdownOf = (parts: readonly SymbolDisplayPart[] | undefined): string =>
  (parts ?? [])
    .map(({ kind, text }) => (kind === "link" ? "" : kind === "linkName" ? `\`${text}\`` : text))
    .join("")
    .trim();

const tagged = (tags: readonly JSDocTagInfo[], name: string): string[] =>
  tags.filter((tag) => tag.name === name).map(({ text }) => markdownOf(text));

/** The declaration as written, with what it says of its members, and without what every declaration file says. */
const signatureOf = (declaration: Node): string =>
  declaration
    .getText()
    .replace(/^export (?:declare )?/, "")
    .replace(/^ {4}#private;\n/m, "")
    .replace(/;$/, "");

/** From built declarations to sources: `lib/dist/scores/cosine.d.ts` is made of `lib/scores/cosine.ts`. */
const sourceOf = (file: string): string =>
  path
    .relative(projectRoot, file)
    .split(path.sep)
    .join("/")
    .replace("/dist/", "/")
    .replace(/\.d\.ts$/, ".ts");

function describe(ts: TypeScript, checker: TypeChecker, symbol: Named, name: string, from: string): Documented {
  const declarations = (symbol.declarations ?? []).filter((one) => !ts.isModuleDeclaration(one));
  const signed = declarations.map((one) => (ts.isVariableDeclaration(one) ? one.parent.parent : one));
  const tags = symbol.getJsDocTags(checker);
  const parameters = tags.flatMap(({ name: tag, text = [] }) => {
    if (tag !== "param") return [];
    const [{ text: parameter = "" } = {}, ...rest] = text;
    return { name: parameter, text: markdownOf(rest) };
  });
  const isFunction = signed.some(ts.isFunctionDeclaration);
  const kind = isFunction ? "function" : signed.some(ts.isClassDeclaration) ? "class" : "type";
  return {
    name,
    from,
    kind: signed.some(ts.isVariableStatement) ? "value" : kind,
    signatures: signed.map(signatureOf),
    text: markdownOf(symbol.getDocumentationComment(checker)),
    parameters,
    returns: tagged(tags, "returns").join("\n\n"),
    throws: tagged(tags, "throws").join("\n\n"),
    examples: tagged(tags, "example"),
    source: sourceOf(declarations[0]!.getSourceFile().fileName),
  };
}

/** Everything that a built package exports, namespaces opened, in the order of the alphabet. */
export function readPackage(from: string, entry: string): Documented[] {
  const ts: TypeScript = createRequire(require.resolve("tslab"))("@tslab/typescript-for-tslab");
  // Only texts are read, for which the types of the language and of Node are not needed.
  const moduleResolution = ts.ModuleResolutionKind.Node10;
  const program = ts.createProgram([entry], { strict: true, noLib: true, types: [], moduleResolution });
  const checker = program.getTypeChecker();
  const exportsOf = (module: Named, prefix: string): Documented[] =>
    checker.getExportsOfModule(module).flatMap((exported) => {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      const name = `${prefix}${exported.name}`;
      const isNamespace = (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;
      return isNamespace ? exportsOf(symbol, `${name}.`) : describe(ts, checker, symbol, name, from);
    });
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
  return exportsOf(module, "").sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

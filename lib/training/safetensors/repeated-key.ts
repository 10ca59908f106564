/** A key that stands twice in one object of a JSON text, as written; JSON.parse would keep the last without a word. */
export function repeatedKey(text: string): string | undefined {
  const objects: Set<string>[] = [];
  for (const [token, key] of text.matchAll(/[{}]|("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"/g)) {
    if (token === "{") objects.push(new Set());
    else if (token === "}") objects.pop();
    else if (key !== undefined) {
      const keys = objects[objects.length - 1];
      const name = JSON.parse(key) as string;
      if (keys.has(name)) return key;
      keys.add(name);
    }
  }
  return undefined;
}

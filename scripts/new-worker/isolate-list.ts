/** Adds an isolate worker to the list in tsconfig.isolate.json, sorted. */
export function withIncludedWorker(tsconfig: string, id: string): string {
  return replaceList(tsconfig, /"workers\/[a-z][a-z0-9-]*\/\*\*\/\*\.ts"/g, `"workers/${id}/**/*.ts"`);
}

/** Adds an isolate worker to those tsconfig.workers.json leaves out, sorted. */
export function withExcludedWorker(tsconfig: string, id: string): string {
  return replaceList(tsconfig, /"workers\/[a-z][a-z0-9-]*"/g, `"workers/${id}"`);
}

/** The file has comments, so its text is changed where the neighbours stand. Errors: there is no neighbour. */
function replaceList(text: string, item: RegExp, added: string): string {
  const found = [...text.matchAll(item)];
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) throw new Error(`There is no list to add ${added} to`);
  const items = [...new Set([...found.map(([name]) => name), added])].toSorted();
  const lineBreak = /,(\s+)/.exec(text.slice(first.index, last.index + last[0].length))?.[1] ?? ' ';
  return text.slice(0, first.index) + items.join(`,${lineBreak}`) + text.slice(last.index + last[0].length);
}

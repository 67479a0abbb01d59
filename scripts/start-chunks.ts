import { join } from 'node:path';

type Graph = { getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null };

/** What a start loads, and from which file on: each becomes one file, because each file is looked for, read and linked. */
const beginnings: readonly [chunk: string, from: readonly string[]][] = [
  ['start-command', ['src/main/headless/command-line.ts', 'src/main/headless/commands/serve.ts']],
  ['start-engine', ['src/main/headless/local-engine.ts', 'src/main/gateway/http-api.ts']],
];

/** The hosts of workers; and what runs before compiled code is kept, which must drag nothing large with it. */
const small = /src\/main\/(?:workers\/hosts\/(?:code|node|isolate)\/child|headless\/main)\.ts$/;

/** A command that asks a running engine does without the rest of it. */
const commands = /src\/main\/headless\/(?:remote-engine|commands\/(?!serve)[\w-]+)\.ts$/;

/** Names the chunk of a module; null leaves it to the bundler, as what small programs need too. */
export function startChunk(root: string): (id: string, graph: Graph) => string | null {
  const names = beginnings.map(([chunk, from]) => [chunk, new Set(from.map((file) => join(root, file)))] as const);
  return (id, graph) => {
    const above = new Set([id]);
    for (const each of above) for (const importer of graph.getModuleInfo(each)?.importers ?? []) above.add(importer);
    if ([...above].some((each) => small.test(each))) return null;
    const name = names.find(([, from]) => [...above].some((each) => from.has(each)))?.[0] ?? null;
    return name === 'start-engine' && [...above].some((each) => commands.test(each)) ? 'start-shared' : name;
  };
}

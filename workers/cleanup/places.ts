import type { WorkerContext } from 'heron/worker-kit';

/** Names in a folder that is filled: each is given once, and never one that is there already. */
export function createPlaces(context: WorkerContext) {
  const taken = new Map<string, Set<string>>();

  async function namesOf(folder: string): Promise<Set<string>> {
    const known = taken.get(folder);
    if (known) return known;
    const names = new Set<string>();
    taken.set(folder, names);
    if ((await context.files.status(folder))?.kind === 'folder') {
      for await (const { name } of context.files.list(folder)) names.add(sameName(name));
    }
    return names;
  }

  /** `report.pdf`, else `report (2).pdf`. */
  return async (folder: string, name: string): Promise<string> => {
    const names = await namesOf(folder);
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let number = 2; names.has(sameName(free)); number += 1) free = `${stem} (${number})${ending}`;
    names.add(sameName(free));
    return `${folder}/${free}`;
  };
}

/** Names that differ only in case, or in how they are composed, are the same on some disks. */
function sameName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

import type { Actions } from './actions.generated.ts';
import { matches } from './filter.ts';
import type { Seen, Snapshot } from './snapshot.ts';

export type Change = Actions['wait']['output']['changes'][number];
type Rule = NonNullable<Actions['wait']['input']['rules']>[number];

/** What became of one snapshot, sorted by name. A file that went, and one that came with its size and time, is one that was renamed. */
export function differences(before: Snapshot, after: Snapshot): Change[] {
  const changes: Change[] = [];
  const gone = new Map<string, string[]>();
  for (const [name, seen] of before)
    if (!after.has(name)) gone.set(likeness(seen), [...(gone.get(likeness(seen)) ?? []), name]);
  for (const [name, seen] of after) {
    const old = before.get(name);
    if (old && likeness(old) === likeness(seen)) continue;
    const from = old ? undefined : gone.get(likeness(seen))?.shift();
    const what = old ? 'changed' : from === undefined ? 'created' : 'renamed';
    changes.push({ what, name, bytes: seen.size, ...(from === undefined ? {} : { from }) });
  }
  for (const names of gone.values()) for (const name of names) changes.push({ what: 'removed', name, bytes: 0 });
  return changes.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function likeness({ kind, size, modifiedAt }: Seen): string {
  return `${kind} ${size} ${modifiedAt}`;
}

/** Each change with the first rule that it fits; without one it is left out. */
export function ruled(changes: Change[], rules: Rule[] | undefined): Change[] {
  if (rules === undefined) return changes;
  return changes.flatMap((change) => {
    const rule = rules.find(
      ({ patterns, what }) => (!what || what.includes(change.what)) && (!patterns || matches(change.name, patterns)),
    );
    return rule ? [{ ...change, rule: rule.name }] : [];
  });
}

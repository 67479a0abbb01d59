import { defaultFilter } from 'cmdk';

type Findable = { label: string; keywords?: string[] };

/** What fits the words that were typed, the best of all first, and what stands in a group with it. */
export function bestFirst<Item extends Findable, Group extends { items: Item[] }>(
  groups: readonly Group[],
  search: string,
): Group[] {
  if (search.trim() === '') return [...groups];
  return groups
    .flatMap((group) => {
      const fitting = group.items
        .map((item) => ({ item, score: defaultFilter([item.label, ...(item.keywords ?? [])].join(' '), search) }))
        .filter(({ score }) => score > 0)
        .toSorted((one, other) => other.score - one.score);
      const [best] = fitting;
      return best ? [{ group: { ...group, items: fitting.map(({ item }) => item) }, score: best.score }] : [];
    })
    .toSorted((one, other) => other.score - one.score)
    .map(({ group }) => group);
}

import { copyOf, type Fields, isFields, type Store, type Stores } from './node.ts';
import { getOrNothing, setProperty } from './property.ts';

/** What nodes kept: by the flow's id, and for all flows. */
export type Kept = { flow: Record<string, Fields>; global: Fields };

/** What the nodes before kept, one over the other in their order. */
export function mergedKept(results: readonly unknown[]): Kept {
  const kept: Kept = { flow: {}, global: {} };
  for (const result of results) {
    const context = isFields(result) ? result['context'] : undefined;
    if (!isFields(context)) continue;
    for (const [id, fields] of Object.entries(isFields(context['flow']) ? context['flow'] : {})) {
      kept.flow[id] = { ...kept.flow[id], ...(isFields(fields) ? copyOf(fields) : {}) };
    }
    Object.assign(kept.global, copyOf(context['global'] ?? {}));
  }
  return kept;
}

export function isNothing({ flow, global }: Kept): boolean {
  return Object.keys(global).length === 0 && Object.values(flow).every((one) => Object.keys(one).length === 0);
}

export function storesOf(kept: Kept, flowId: string): Stores {
  const flow = (kept.flow[flowId] ??= {});
  return { node: storeOf({}), flow: storeOf(flow), global: storeOf(kept.global) };
}

function storeOf(fields: Fields): Store {
  const plain = (path: string): string => path.replace(/^#:\([^)]*\)::/, '');
  return {
    get: (path) => getOrNothing(fields, plain(path)),
    set: (path, value) => void setProperty(fields, plain(path), copyOf(value)),
    keys: () => Object.keys(fields),
  };
}

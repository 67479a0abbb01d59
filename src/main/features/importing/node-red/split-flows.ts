import type { JsonObject } from '../../../../contract/json.ts';
import { idsIn, isStep, type RedFile, type RedNode, readNodeRed } from './node-red-file.ts';

/**
 * A file has all flows of a Node-RED, each on a tab. Tabs between which messages go by links are one workflow, any other is one of its
 * own; each gets the subflows and settings that its nodes name. What nothing names goes with the first. Errors: `invalid-input`.
 */
export function splitFlows(text: string): string[] {
  const file = readNodeRed(text);
  const tabs = file.nodes.filter(({ type }) => type === 'tab').map(({ id }) => id);
  const filled = tabs.filter((tab) => file.nodes.some((node) => node.z === tab && isStep(node)));
  const groups = linkedTabs(file.nodes, filled);
  if (groups.length < 2) return [text];
  const byId = new Map(file.nodes.map((node) => [node.id, node]));
  const own = groups.map((group) => namedFrom(file.nodes, byId, group));
  const claimed = new Set(own.flatMap((ids) => [...ids]));
  return own.map((ids, index) => written(file, (id) => ids.has(id) || (index === 0 && !claimed.has(id))));
}

/** Tabs that links join, in the file's order. */
function linkedTabs(nodes: readonly RedNode[], tabs: readonly string[]): Set<string>[] {
  const groupOf = new Map(tabs.map((tab) => [tab, new Set([tab])]));
  const tabOf = new Map(nodes.map(({ id, z = '' }) => [id, z]));
  for (const node of nodes) {
    for (const other of [...idsIn(node['links']), ...idsIn(node['scope'])]) {
      const [one, two] = [groupOf.get(node.z ?? ''), groupOf.get(tabOf.get(other) ?? '')];
      if (!one || !two || one === two) continue;
      for (const tab of two) groupOf.set(tab, one.add(tab));
    }
  }
  return [...new Set(groupOf.values())];
}

/** The tabs, what stands on them, and what that names: settings beside the flows, subflows with what is in them. */
function namedFrom(
  nodes: readonly RedNode[],
  byId: ReadonlyMap<string, RedNode>,
  tabs: ReadonlySet<string>,
): Set<string> {
  const inside = Map.groupBy(nodes, ({ z = '' }) => z);
  const found = new Set<string>();
  const pending = [...tabs];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const node = byId.get(id);
    if (!node || found.has(id)) continue;
    found.add(id);
    pending.push(...(inside.get(id) ?? []).map((each) => each.id), ...namedBy(node, byId));
  }
  return found;
}

function namedBy(node: RedNode, byId: ReadonlyMap<string, RedNode>): string[] {
  const texts = Object.values(node).filter((value) => typeof value === 'string');
  const named = [...texts, node.type.replace(/^subflow:/, '')];
  // What stands on another tab is reached by links alone.
  return named.filter((id) => byId.get(id)?.z === undefined && byId.get(id)?.type !== 'tab');
}

function written({ nodes, given, envelope }: RedFile, isIn: (id: string) => boolean): string {
  const list: JsonObject[] = given.filter((_, at) => isIn(nodes[at]?.id ?? ''));
  return JSON.stringify(envelope ? { ...envelope, flows: list } : list);
}

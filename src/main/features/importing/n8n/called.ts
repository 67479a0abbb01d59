import { calledWith } from '../../../../contract/imports.ts';
import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import type { N8nNode } from './n8n-file.ts';
import { literal } from '../literal.ts';
import { wordOf } from '../word-of.ts';

/** Which workflow a node runs, as its file says: the id that it had in n8n, and what it was called there. */
export type Called = { id: string; title: string };

const prefix = 'n8n:';

export function calledBy({ parameters }: N8nNode): Called {
  const given = parameters['workflowId'];
  if (!isObject(given)) return { id: wordOf(given), title: '' };
  return { id: wordOf(given['value']), title: wordOf(given['cachedResultName']) };
}

/** How a plan names it, among the templates. */
export function calledName(node: N8nNode): string {
  const { id, title } = calledBy(node);
  return `${prefix}${id}:${title}`.slice(0, 200);
}

/** Nothing where the name is of no such workflow. */
export function calledIn(name: string): Called | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const [id = '', ...title] = name.slice(prefix.length).split(':');
  return { id, title: title.join(':') };
}

/** The workflow that stands in the node itself. */
export function workflowText({ parameters }: N8nNode): string | undefined {
  if (parameters['source'] !== 'parameter') return undefined;
  const given = parameters['workflowJson'];
  return typeof given === 'string' ? given : JSON.stringify(given ?? null);
}

export type SubPlan = { tasks: WorkflowDocument['tasks']; input: JsonObject; output: string };

/** A workflow of n8n as a part of another one: its items and its zone come from there. */
export function subPlanOf({ tasks, input }: WorkflowDocument): SubPlan {
  const kept = input?.['n8n'];
  const n8n = isObject(kept) ? kept : {};
  const nodes = isObject(n8n['nodes']) ? n8n['nodes'] : {};
  const begin = Object.entries(nodes).find(([, node]) => typeOf(node).endsWith('.executeWorkflowTrigger'))?.[0];
  const trigger = begin ?? input?.['trigger'];
  return {
    tasks,
    input: {
      n8n: `{{ ${literal(n8n)} }}`,
      ...(trigger === undefined ? {} : { trigger }),
      ...(input && calledWith in input ? { [calledWith]: null } : {}),
    },
    output: `{{ ${lastOutputOf({ tasks, input })} }}`,
  };
}

/** What the last node gave, as an expression. */
export function lastOutputOf({ tasks, input }: Pick<WorkflowDocument, 'tasks' | 'input'>): string {
  const kept = input?.['n8n'];
  const n8n = isObject(kept) ? kept : {};
  return lastOf(tasks, inOrder(isObject(n8n['nodes']) ? n8n['nodes'] : {}, n8n['connections']));
}

const typeOf = (node: Json | undefined): string => (isObject(node) ? wordOf(node['type']) : '');

/** What the last step gave that was done. */
function lastOf(tasks: WorkflowDocument['tasks'], order: readonly string[]): string {
  const own = new Set(tasks.map(({ id }) => id));
  const ids = order.flatMap((id) => (own.has(`${id}_done`) ? [`${id}_done`] : own.has(id) ? [id] : []));
  const outputs = ids.map((id) => `tasks.${id}.output`);
  return `[${outputs.join(', ')}][$ != null][-1]`;
}

/** Ids of the nodes as n8n carries them out: after what they take from, and one branch after the other, from the top. */
function inOrder(nodes: JsonObject, connections: Json | undefined): string[] {
  const ids = new Map(Object.entries(nodes).map(([id, node]) => [isObject(node) ? wordOf(node['name']) : '', id]));
  const after = (id: string): string[] => {
    const kinds = isObject(connections) ? connections[nameOf(nodes[id])] : undefined;
    const outputs = isObject(kinds) && Array.isArray(kinds['main']) ? kinds['main'] : [];
    const names = outputs.flatMap((links) =>
      Array.isArray(links) ? links.map((link) => (isObject(link) ? wordOf(link['node']) : '')) : [],
    );
    return names.flatMap((name) => ids.get(name) ?? []).toSorted((a, b) => height(nodes[a]) - height(nodes[b]));
  };
  const done: string[] = [];
  const seen = new Set<string>();
  const visit = (from: string): void => {
    const stack = [{ id: from, left: after(from) }];
    seen.add(from);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        done.push(top.id);
        stack.pop();
      } else if (!seen.has(next)) {
        seen.add(next);
        stack.push({ id: next, left: after(next) });
      }
    }
  };
  for (const id of Object.keys(nodes).toReversed()) if (!seen.has(id)) visit(id);
  return done.toReversed();
}

const nameOf = (node: Json | undefined): string => (isObject(node) ? wordOf(node['name']) : '');

function height(node: Json | undefined): number {
  const position = isObject(node) ? node['position'] : undefined;
  return Array.isArray(position) ? Number(position[1]) : 0;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

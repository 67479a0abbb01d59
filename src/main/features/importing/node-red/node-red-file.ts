import { z } from 'zod';
import type { JsonObject } from '../../../../contract/json.ts';
import { HeronError } from '../../../base/errors.ts';
import { jsonIn, refusedFile } from '../foreign-text.ts';

// Ids stand in expressions of the plan, so that what an expression is made of cannot be in them.
const NodeId = z.string().regex(/^[\w.:-]{1,120}$/, 'expected letters, digits, dots, colons, _ and -');

export const RedNode = z.looseObject({
  id: NodeId,
  type: z.string().min(1).max(200),
  /** The flow or subflow that it stands in. */
  z: z.string().optional(),
  name: z.string().optional(),
  x: z.number().optional(),
  y: z.number().optional(),
  wires: z.array(z.array(z.string())).optional(),
  /** It is switched off. */
  d: z.boolean().optional(),
});
export type RedNode = z.infer<typeof RedNode>;

/** `given` is the nodes as they stand there, with nothing left out; `envelope` what stands beside them, where something does. */
export type RedFile = { nodes: RedNode[]; given: JsonObject[]; envelope?: JsonObject };

const Nodes = z.array(RedNode).max(5000);

/** Flows as Node-RED exports them, or as its program keeps them. Errors: `invalid-input` with each issue. */
export function readNodeRed(text: string): RedFile {
  const value = jsonIn(text);
  const { flows, ...envelope } = Array.isArray(value) ? { flows: value } : (value as JsonObject);
  const parsed = Nodes.safeParse(flows);
  if (!parsed.success) throw refusedFile(parsed.error, 'flow of Node-RED');
  const ids = new Set<string>();
  for (const { id } of parsed.data) {
    if (ids.has(id)) throw new HeronError('invalid-input', `The file has two nodes with the id ${id}`);
    ids.add(id);
  }
  const given = flows as JsonObject[];
  return {
    nodes: parsed.data,
    given,
    ...(Object.keys(envelope).length > 0 ? { envelope } : {}),
  };
}

const drawnOnly = new Set(['tab', 'subflow', 'group', 'comment', 'unknown']);

/** It stands on the canvas, and messages come to it or go from it. */
export function isStep({ type, x, y }: RedNode): boolean {
  return x !== undefined && y !== undefined && !drawnOnly.has(type);
}

/** A step of Heron takes so much more room than a node does there. */
export const wider = 2.2;
export const higher = 3.5;

export const titleOf = ({ name, type }: RedNode): string => (name === undefined || name.trim() === '' ? type : name);

/** A setting as a text; anything that is no text or number is `otherwise`. */
export function setting(node: RedNode, name: string, otherwise = ''): string {
  const value = node[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}

/** Older files write a switch as a word. */
export function isOn(node: RedNode, name: string): boolean {
  return node[name] === true || node[name] === 'true';
}

export function idsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

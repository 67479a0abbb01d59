/**
 * What a fast expression answers when it meets a value, or an error, whose treatment it leaves to JSONata. Expressions
 * have no effects, so the whole expression is then evaluated again by JSONata, whose answer counts.
 */
export const unsure = Symbol('unsure');

/** An expression as a function: of the value it is evaluated on, and of the whole context, `$$`. */
export type Fast = (input: unknown, root: unknown) => unknown;

/** A node of JSONata's syntax tree; only what is read here. */
export type Node = {
  type: string;
  value?: unknown;
  steps?: Node[];
  stages?: { type: string; expr: Node }[];
  lhs?: Node | [Node, Node][];
  rhs?: Node;
  expression?: Node;
  expressions?: Node[];
  condition?: Node;
  then?: Node;
  else?: Node;
  procedure?: Node;
  arguments?: Node[];
};

/** Compiles a part of a node. */
export type Below = (child: Node | undefined) => Fast | undefined;

/** Longer lists are JSONata's, which refuses them. */
export const longest = 100_000;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** JSONata's idea of true; nothing is neither. */
export function truth(value: unknown): boolean | undefined | typeof unsure {
  if (typeof value === 'boolean' || value === undefined || value === unsure) return value;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number') return Number.isFinite(value) ? value !== 0 : unsure;
  return value === null ? false : unsure;
}

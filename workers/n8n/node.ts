/** An object of JSON, as items and parameters are. */
export type Fields = Record<string, unknown>;

export type PairedItem = number | { item: number; input?: number };

/** What flows between nodes. `pairedItem` says which item of the input it was made of. */
export type Item = { json: Fields; binary?: Fields; pairedItem?: PairedItem | PairedItem[]; error?: string };

/** A node as it stands in a file; more fields may be there. */
export type Node = {
  name: string;
  type: string;
  typeVersion?: number;
  parameters?: Fields;
  disabled?: boolean;
  onError?: string;
  continueOnFail?: boolean;
  alwaysOutputData?: boolean;
  executeOnce?: boolean;
};

/** Where the items of an input come from: which output of which node. */
export type Wire = { node: string; output: number };

export type Results = {
  has(name: string): boolean;
  /** It has run. */
  isThere(name: string): boolean;
  /** Errors: `NodeFailure` for a node that is not there or has not run. */
  outputs(name: string): Item[][];
  inputsOf(wires: readonly Wire[]): Item[];
  /** The item of `name` that the item at `index` of what `wires` give was made of. */
  ancestor(name: string, wires: readonly (readonly Wire[])[], index: number, input?: number): Item | undefined;
};

/** What a node is carried out with. */
export type NodeRun = {
  node: Node;
  version: number;
  inputs: Item[][];
  /** Of the first input. */
  items: Item[];
  results: Results;
  runIndex: number;
  nowMs: number;
  /** Where its times are, like Europe/Berlin. */
  zone: string;
  /** A parameter by its path, with its expressions worked out for an item. */
  parameter(path: string, index: number, fallback?: unknown): unknown;
  text(path: string, index: number, fallback?: string): string;
  flag(path: string, index: number, fallback?: boolean): boolean;
  number(path: string, index: number, fallback: number): number;
  /** The parameter as it stands in the file. */
  raw(path: string): unknown;
  /** Works out a text that begins with `=`. */
  expression(text: string, index: number): unknown;
  /** Runs written JavaScript with the names that expressions have, and further ones. */
  code(source: string, index: number, more?: Fields): unknown;
  /** Whether a failure of one item leaves the others alone. */
  goesOn: boolean;
  /** What the engine's half of a node has done. */
  given: readonly unknown[];
};

/** Gives the items of each output. */
export type Kind = (run: NodeRun) => Item[][] | Promise<Item[][]>;

/** A failure that the person reads, with the item that it is about. */
export class NodeFailure extends Error {}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `n8n-nodes-base.set` as `set`. */
export function kindOf(type: string): string {
  return type.startsWith('n8n-nodes-base.') ? type.slice('n8n-nodes-base.'.length) : type;
}

import type { WorkerContext } from 'heron/worker-kit';

/** An object of JSON, as items and parameters are. */
export type Fields = Record<string, unknown>;

/** A file that an item carries: its bytes are a blob, by its id. */
export type Handle = {
  blob: string;
  mimeType: string;
  fileName?: string;
  fileExtension?: string;
  /** In bytes. */
  bytes: number;
};

/** An item, with the parameters that the node has for it; `failed` says of those that could not be worked out why. */
export type Asked = { json: Fields; binary: Fields; parameters: Fields; failed: Record<string, string> };

export type Made = { json: Fields; binary?: Fields; pairedItem: number | { item: number }[]; error?: string };

/** A node as it stands in a file; more fields may be there. */
export type Node = {
  name: string;
  type: string;
  typeVersion?: number;
  parameters?: Fields;
  onError?: string;
  continueOnFail?: boolean;
  alwaysOutputData?: boolean;
};

/** What a node is carried out with. */
export type Call = {
  node: Node;
  version: number;
  items: Asked[];
  /** Where its times are, like Europe/Berlin. */
  zone: string;
  /** What was asked for each item, in their order; nothing where that failed. */
  answers: readonly unknown[];
  context: WorkerContext;
  parameter(path: string, index: number, fallback?: unknown): unknown;
  text(path: string, index: number, fallback?: string): string;
  flag(path: string, index: number, fallback?: boolean): boolean;
  number(path: string, index: number, fallback: number): number;
  /** Whether a failure of one item leaves the others alone. */
  goesOn: boolean;
};

export type Kind = (call: Call) => Promise<Made[]>;

/** A failure that the person reads, with the item that it is about. */
export class NodeFailure extends Error {}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any value as the language itself would write it into a text. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : [value].join('');
}

/** Makes items of each one; where the node goes on after failures, a failed one becomes an item with its `error`. */
export async function perItem(
  call: Call,
  make: (item: Asked, index: number) => Promise<Made | Made[]>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const [index, item] of call.items.entries()) {
    call.context.signal.throwIfAborted();
    try {
      made.push(...[await make(item, index)].flat());
    } catch (error) {
      if (!call.goesOn) throw error;
      made.push(failed(call, item, index, error));
    }
  }
  return made;
}

export function failed({ node }: Call, { json }: Asked, index: number, error: unknown): Made {
  const message = error instanceof Error ? error.message : String(error);
  const kept = node.onError === 'continueErrorOutput' ? json : {};
  return { json: { ...kept, error: message }, pairedItem: index, error: message };
}

/** Errors: the file has nothing where n8n must have something. An expression that gives nothing is something. */
export function mustBeGiven({ node }: Call, name: string, label: string): void {
  const value = node.parameters?.[name];
  if (value === undefined || value === '') throw new NodeFailure(`Parameter "${label}" is required`);
}

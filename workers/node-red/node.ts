/** An object of JSON, as messages and nodes are. */
export type Fields = Record<string, unknown>;

/** A node as it stands in a file; what it is set to stands beside these. */
export type Node = Fields & { id: string; type: string; name?: string };

export type Message = Fields;

/** Where messages come from: which output of which node, by its id. */
export type Wire = { node: string; output: number };

/** One store of the context: of a node, of its flow, of all flows. */
export type Store = {
  get(path: string): unknown;
  set(path: string, value: unknown): void;
  keys(): string[];
};

export type Stores = { node: Store; flow: Store; global: Store };

/** What a node is carried out with. */
export type NodeRun = {
  node: Node;
  /** What came, in its order. */
  messages: Message[];
  /** The same by input: several only where a subflow ends. */
  inputs: Message[][];
  /** How many outputs it has. */
  ports: number;
  stores: Stores;
  env(name: string): unknown;
  nowMs: number;
  /** Between 0 and 1. */
  random(): number;
  /** What the engine's half of a node has done. */
  given: readonly unknown[];
  /** Of a failure that a Catch node, or nobody, is to hear of. */
  failed(error: unknown, message: Message): void;
  /** For people: what Debug shows and what code warns of. */
  show(value: unknown): void;
};

/** Gives the messages of each output. */
export type Kind = (run: NodeRun) => Message[][] | Promise<Message[][]>;

/** A failure that the person reads. */
export class NodeFailure extends Error {}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A setting as a text; anything that is no text or number is `otherwise`. */
export function textOf(node: Fields, name: string, otherwise = ''): string {
  const value = node[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}

/** A setting that is a switch, which older files write as a word. */
export function isOn(node: Fields, name: string): boolean {
  return node[name] === true || node[name] === 'true';
}

/** Any value as the language itself would write it into a text. */
export function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const alone: unknown[] = [value];
  return alone.join('');
}

/** As it stands in JSON, and nobody else's. */
export function copyOf<Value>(value: Value): Value {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);
}

/** For each message what `make` gives at the first output; one that fails is told, and the others go on. */
export function eachMessage(make: (message: Message, run: NodeRun) => unknown): Kind {
  return async (run) => {
    const made: Message[] = [];
    for (const message of run.messages) {
      try {
        const given = await make(message, run);
        if (isFields(given)) made.push(given);
      } catch (error) {
        run.failed(error, message);
      }
    }
    return [made];
  };
}

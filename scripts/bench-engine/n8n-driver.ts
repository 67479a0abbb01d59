import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Driver, serveDriver } from './driver.ts';
import { items } from './work.ts';

/** What is used of n8n's execution core, which has no server, no editor and no database here. */
type NodeType = object;
type Run = { data: { resultData: { error?: Error; lastNodeExecuted?: string; runData: Record<string, TaskData[]> } } };
type TaskData = { data?: { main: ({ json: unknown }[] | null)[] } };
type Core = {
  WorkflowExecute: new (
    additionalData: object,
    mode: string,
  ) => { run(options: { workflow: object; startNode?: object }): PromiseLike<Run> };
  ExecutionLifecycleHooks: new (mode: string, id: string, workflow: object) => object;
};
type Flow = { nodes: Node[]; connections: Record<string, { main: { node: string; type: 'main'; index: number }[][] }> };
type Node = {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: object;
};

const folder = process.argv[2] ?? '';

/** n8n asks for these; none of the nodes here uses them. */
const surroundings = {
  credentialsHelper: {},
  currentNodeExecutionIndex: 0,
  executionId: 'bench',
  restApiUrl: 'http://127.0.0.1/',
  instanceBaseUrl: 'http://127.0.0.1/',
  formBaseUrl: 'http://127.0.0.1/',
  formWaitingBaseUrl: 'http://127.0.0.1/',
  formTestBaseUrl: 'http://127.0.0.1/',
  webhookBaseUrl: 'http://127.0.0.1/',
  webhookWaitingBaseUrl: 'http://127.0.0.1/',
  webhookTestBaseUrl: 'http://127.0.0.1/',
  mcpBaseUrl: 'http://127.0.0.1/',
  mcpTestBaseUrl: 'http://127.0.0.1/',
  variables: {},
  logAiEvent: () => undefined,
};

/** The nodes of n8n-nodes-base that the flows use, and one that begins with the items. */
function nodeTypesOf(load: (name: string) => Record<string, new () => object>): object {
  const made = new Map<string, NodeType>();
  const make: Record<string, () => object> = {
    items: () => itemsNode,
    noOp: () => instanceOf(load('NoOp/NoOp.node.js'), 'NoOp'),
    set: () => instanceOf(load('Set/Set.node.js'), 'Set'),
    splitInBatches: () => instanceOf(load('SplitInBatches/SplitInBatches.node.js'), 'SplitInBatches'),
    manualTrigger: () => instanceOf(load('ManualTrigger/ManualTrigger.node.js'), 'ManualTrigger'),
  };
  const get = (type: string): NodeType => {
    const known = made.get(type) ?? make[type]?.();
    if (!known) throw new Error(`There is no node ${type}`);
    made.set(type, known);
    return known;
  };
  return {
    getByName: get,
    getByNameAndVersion: (type: string, version?: number) => {
      const nodeType = get(type) as { getNodeType?: (version?: number) => object };
      return nodeType.getNodeType ? nodeType.getNodeType(version) : nodeType;
    },
    getKnownTypes: () => ({}),
  };
}

function instanceOf(exported: Record<string, new () => object>, name: string): object {
  const Type = exported[name];
  if (!Type) throw new Error(`n8n-nodes-base has no ${name}`);
  return new Type();
}

const itemsNode = {
  description: {
    displayName: 'Items',
    name: 'items',
    group: ['input'],
    version: 1,
    description: 'Gives the items',
    defaults: { name: 'Items' },
    inputs: [],
    outputs: ['main'],
    properties: [],
  },
  execute: async () => [items.map((json) => ({ json }))],
};

function node(name: string, type: string, typeVersion: number, parameters: object): Node {
  return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

const source = (name: string): Node => node(name, 'items', 1, {});
const noOp = (name: string): Node => node(name, 'noOp', 1, {});
const trigger = (name: string): Node => node(name, 'manualTrigger', 1, {});

function set(name: string, field: string, value: string): Node {
  const assignments = [{ id: field, name: field, value, type: 'string' }];
  return node(name, 'set', 3.4, { mode: 'manual', assignments: { assignments }, options: {} });
}

/** Each wire goes from the first output, or the one that is named, into the first input. */
function flowOf(nodes: Node[], wires: readonly (readonly [string, string, number?])[]): Flow {
  const connections: Flow['connections'] = {};
  for (const [from, to, output = 0] of wires) {
    const { main } = (connections[from] ??= { main: [] });
    while (main.length <= output) main.push([]);
    main[output]?.push({ node: to, type: 'main', index: 0 });
  }
  return { nodes, connections };
}

function chain(length: number, make: (name: string) => Node): Flow {
  const names = Array.from({ length }, (_, at) => (at === length - 1 ? 'end' : `step ${at}`));
  const wires = names.map((name, at) => [at === 0 ? 'start' : (names[at - 1] ?? ''), name] as const);
  return flowOf([trigger('start'), ...names.map(make)], wires);
}

function fanOut(width: number): Flow {
  const names = Array.from({ length: width }, (_, at) => (at === width - 1 ? 'end' : `way ${at}`));
  return flowOf(
    [trigger('start'), ...names.map(noOp)],
    names.map((name) => ['start', name] as const),
  );
}

/** One item a turn, as its loop node does. */
function loop(): Flow {
  const batches = node('loop', 'splitInBatches', 3, { batchSize: 1, options: {} });
  return flowOf(
    [source('start'), batches, noOp('body'), noOp('end')],
    [
      ['start', 'loop'],
      ['loop', 'end', 0],
      ['loop', 'body', 1],
      ['body', 'loop'],
    ],
  );
}

await serveDriver(async () => {
  const load = createRequire(join(folder, 'package.json'));
  const core = load('n8n-core') as Core;
  const { Workflow } = load('n8n-workflow') as { Workflow: new (parts: object) => { getNode(name: string): object } };
  const nodeTypes = nodeTypesOf(
    (name) => load(`n8n-nodes-base/dist/nodes/${name}`) as Record<string, new () => object>,
  );
  const runs = (flow: Flow, isRight: (last: unknown) => boolean) => {
    const workflow = new Workflow({
      id: 'bench',
      ...flow,
      active: false,
      nodeTypes,
      settings: { executionOrder: 'v1' },
    });
    return async (): Promise<void> => {
      const hooks = new core.ExecutionLifecycleHooks('manual', 'bench', { id: 'bench', name: 'bench', ...flow });
      const execute = new core.WorkflowExecute({ ...surroundings, hooks }, 'manual');
      const { data } = await execute.run({ workflow, startNode: workflow.getNode('start') });
      const { error, runData } = data.resultData;
      if (error) throw new Error(error.message);
      const last = runData['end']?.at(-1)?.data?.main[0]?.at(-1)?.json;
      if (!isRight(last)) throw new Error(`The flow ended with ${JSON.stringify(last)}`);
    };
  };
  const isThere = (last: unknown): boolean => last !== undefined;
  return {
    chain10: runs(chain(10, noOp), isThere),
    chain1000: runs(chain(1000, noOp), isThere),
    values1000: runs(
      chain(1000, (name) => set(name, 'text', "={{ $json.text ?? 'heron' }}")),
      (last) => (last as { text?: string } | undefined)?.text === 'heron',
    ),
    fanOut100: runs(fanOut(100), isThere),
    loop10000: runs(loop(), isThere),
    repeat10000: runs(loop(), isThere),
    bare10000: { reason: 'its expressions run in nodes only' },
    expressions10000: runs(
      flowOf(
        [source('start'), set('end', 'text', "={{ $json.name.toUpperCase() + ' ' + $json.id }}")],
        [['start', 'end']],
      ),
      (last) => (last as { text?: string } | undefined)?.text === 'ITEM 9999 9999',
    ),
    webhook50: { reason: 'its execution core has no server' },
  } satisfies Driver;
});

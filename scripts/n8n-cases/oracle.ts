import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Case, CaseItem, Expected } from './case.ts';
import { binaryOf, withFiles } from './oracle-files.ts';
import { serve, withAddress } from './serve.ts';

/** What is used of n8n's execution core, which has no server, no editor and no database here. */
type NodeType = { getNodeType?: (version?: number) => object };
type TaskData = { data?: { main: (CaseItem[] | null)[] }; error?: Error };
type Run = { data: { resultData: { error?: Error; runData: Record<string, TaskData[]> } } };
type Core = {
  WorkflowExecute: new (
    additionalData: object,
    mode: string,
  ) => { run(options: { workflow: object; startNode?: object }): PromiseLike<Run> };
  ExecutionLifecycleHooks: new (mode: string, id: string, workflow: object) => object;
};
type Given = { items: Case['inputs']; files: Case['files'] };
type Node = { id: string; name: string; type: string; typeVersion: number; position: number[]; parameters: object };
type Link = { node: string; type: 'main'; index: number };

export type Oracle = { run(one: Case): Promise<Expected> };

/** n8n asks for these; no node here uses them. */
const address = 'http://127.0.0.1/';
const surroundings = {
  credentialsHelper: {},
  currentNodeExecutionIndex: 0,
  executionId: 'cases',
  restApiUrl: address,
  instanceBaseUrl: address,
  formBaseUrl: address,
  formWaitingBaseUrl: address,
  formTestBaseUrl: address,
  webhookBaseUrl: address,
  webhookWaitingBaseUrl: address,
  webhookTestBaseUrl: address,
  mcpBaseUrl: address,
  mcpTestBaseUrl: address,
  variables: {},
  logAiEvent: () => undefined,
};

const underTest = 'Test';

/** n8n's own nodes, run one at a time on the items of a case. `folder` is where it is installed. */
export function openOracle(folder: string): Oracle {
  const load = createRequire(join(folder, 'package.json'));
  const core = load('n8n-core') as Core;
  const { Workflow } = load('n8n-workflow') as { Workflow: new (parts: object) => { getNode(name: string): object } };
  const types = nodeTypes((file) => load(`n8n-nodes-base/dist/nodes/${file}`) as Record<string, new () => object>);
  return {
    async run(one) {
      types.give({ items: one.inputs, files: one.files });
      const served = one.feed === undefined ? undefined : await serve(one.feed);
      const flow = flowOf({ ...one, parameters: withAddress(one.parameters, served?.url) });
      const settings = { executionOrder: 'v1', timezone: 'UTC' };
      const workflow = new Workflow({ id: 'cases', name: 'Cases', ...flow, active: false, nodeTypes: types, settings });
      const hooks = new core.ExecutionLifecycleHooks('manual', 'cases', { id: 'cases', name: 'Cases', ...flow });
      const execute = new core.WorkflowExecute({ ...surroundings, hooks }, 'manual');
      const { data } = await execute.run({ workflow, startNode: workflow.getNode('Start') });
      served?.close();
      const last = data.resultData.runData[underTest]?.at(-1);
      const error = last?.error ?? data.resultData.error;
      if (error || !last?.data) return { error: error?.message ?? 'It did not run' };
      return {
        outputs: last.data.main.map((items) =>
          (items ?? []).map((item) => (item.error ? { error: item.error.message } : withFiles(item))),
        ),
      };
    },
  };
}

/** A beginning, a node for each input, and the one under test. */
function flowOf({ kind, version, parameters, inputs, settings }: Case): { nodes: Node[]; connections: object } {
  const given = inputs.map((_, at) => node(`In ${at}`, 'items', 1, { at }));
  const tested = { ...node(underTest, kind, version, parameters), ...settings };
  const connections: Record<string, { main: Link[][] }> = {
    Start: { main: [given.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
  };
  for (const [index, { name }] of given.entries()) {
    connections[name] = { main: [[{ node: underTest, type: 'main', index }]] };
  }
  return { nodes: [node('Start', 'manualTrigger', 1, {}), ...given, tested], connections };
}

function node(name: string, type: string, typeVersion: number, parameters: object): Node {
  return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

function nodeTypes(load: (file: string) => Record<string, new () => object>) {
  const made = new Map<string, NodeType>();
  let given: Given = { items: [], files: undefined };
  function make(type: string): NodeType {
    if (type === 'items') return itemsNode(() => given);
    const name = type[0]?.toUpperCase() + type.slice(1);
    const folder = folders[type] ?? name;
    const exported = load(`${folder}/${name}.node.js`);
    const Type = exported[name];
    if (!Type) throw new Error(`n8n-nodes-base has no ${name}`);
    return new Type();
  }
  const get = (type: string): NodeType => {
    const known = made.get(type) ?? make(type);
    made.set(type, known);
    return known;
  };
  return {
    give: (next: Given) => {
      given = next;
    },
    getByName: get,
    getByNameAndVersion: (type: string, version?: number): object => get(type).getNodeType?.(version) ?? get(type),
    getKnownTypes: () => ({}),
  };
}

/** Nodes whose folder is not called what they are. */
const folders: Record<string, string> = {
  splitOut: 'Transform/SplitOut',
  aggregate: 'Transform/Aggregate',
  limit: 'Transform/Limit',
  sort: 'Transform/Sort',
  removeDuplicates: 'Transform/RemoveDuplicates',
  summarize: 'Transform/Summarize',
  executeWorkflowTrigger: 'ExecuteWorkflow/ExecuteWorkflowTrigger',
  extractFromFile: 'Files/ExtractFromFile',
  convertToFile: 'Files/ConvertToFile',
};

function itemsNode(given: () => Given): NodeType {
  return {
    description: {
      displayName: 'Items',
      name: 'items',
      group: ['input'],
      version: 1,
      description: 'Gives the items',
      defaults: { name: 'Items' },
      inputs: ['main'],
      outputs: ['main'],
      properties: [{ displayName: 'At', name: 'at', type: 'number', default: 0 }],
    },
    async execute(this: { getNodeParameter(name: string, item: number): number }) {
      const { items, files } = given();
      const list = items[this.getNodeParameter('at', 0)] ?? [];
      return [
        list.map((json, at) => ({
          json: structuredClone(json),
          ...(files?.[at] ? { binary: binaryOf(files[at]) } : {}),
          pairedItem: { item: 0 },
        })),
      ];
    },
  } as NodeType;
}

import { type Fields, isFields, type Item, type Kind, type NodeRun } from '../node.ts';
import { copyOf, perItem } from './per-item.ts';

/** Execute Workflow, the first half: the items that the other workflow begins with. */
export const subItems: Kind = (run) => [
  perItem(run, (item, index): Item => ({ ...item, json: mapped(run, index) ?? copyOf(item.json), pairedItem: index })),
];

/** The fields that the node gives values for, where it gives any. */
function mapped(run: NodeRun, index: number): Fields | undefined {
  if (run.text('workflowInputs.mappingMode', index, 'defineBelow') !== 'defineBelow') return undefined;
  const value = run.parameter('workflowInputs.value', index);
  return isFields(value) && Object.keys(value).length > 0 ? value : undefined;
}

type Given = { outputs?: Item[][] } | null;

/** Execute Workflow, afterwards: what the last node of the other workflow gave; of several runs one after the other. */
export const subDone: Kind = (run) => {
  if (!run.flag('options.waitForSubWorkflow', 0, true)) {
    return [run.items.map((item, index) => ({ ...item, pairedItem: index }))];
  }
  const isEach = run.text('mode', 0, 'once') === 'each';
  const given = run.given as Given[];
  return [
    given.flatMap((one, index) =>
      (one?.outputs?.[0] ?? []).map(({ pairedItem: _, ...item }): Item => ({
        ...item,
        ...(isEach ? { pairedItem: index } : {}),
      })),
    ),
  ];
};

/** When Executed by Another Workflow: with fields declared, those alone, and nothing for what is not there. */
export const subBegin: Kind = (run) => {
  const items = run.given.filter(isFields).map((one, at): Item => {
    const json = isFields(one['json']) ? one['json'] : one;
    const binary = isFields(one['json']) && isFields(one['binary']) ? { binary: one['binary'] } : {};
    return { json, ...binary, pairedItem: at };
  });
  const begun = items.length > 0 ? items : run.items.length > 0 ? run.items : [{ json: {}, pairedItem: 0 }];
  const names = declared(run);
  if (!names) return [begun];
  return [
    begun.map(({ json, ...item }) => ({
      ...item,
      json: Object.fromEntries(names.map((name) => [name, json[name] ?? null])),
    })),
  ];
};

/** Nothing where it takes whatever comes. */
function declared(run: NodeRun): string[] | undefined {
  if (run.version < 1.1) return undefined;
  const source = run.text('inputSource', 0, 'workflowInputs');
  if (source === 'jsonExample') {
    const example = run.parameter('jsonExample', 0, '{}');
    const fields: unknown = typeof example === 'string' ? JSON.parse(example) : example;
    return isFields(fields) ? Object.keys(fields) : undefined;
  }
  if (source !== 'workflowInputs') return undefined;
  const values = run.parameter('workflowInputs.values', 0, []);
  return Array.isArray(values) ? values.filter(isFields).map(({ name }) => String(name)) : undefined;
}

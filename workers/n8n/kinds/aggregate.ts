import { type Fields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { getPath, namesIn, setPath } from '../paths.ts';
import { copyOf } from './per-item.ts';

/** Aggregate: one item with the fields, or all of the data, of all items as lists. */
export const aggregate: Kind = (run) => {
  const pairedItem = run.items.map((_, item) => ({ item }));
  const json =
    run.text('aggregate', 0, 'aggregateIndividualFields') === 'aggregateAllItemData' ? whole(run) : fields(run);
  return [[{ json, pairedItem }]];
};

function whole(run: NodeRun): Fields {
  const include = run.text('include', 0, 'allFields');
  const names = namesIn(run.parameter(include === 'specifiedFields' ? 'fieldsToInclude' : 'fieldsToExclude', 0, ''));
  const isKept = (key: string): boolean =>
    include === 'allFields' || names.includes(key) === (include === 'specifiedFields');
  const list = run.items.map(({ json }) =>
    Object.fromEntries(Object.entries(copyOf(json)).filter(([key]) => isKept(key))),
  );
  const kept = include === 'allFields' ? list : list.filter((one) => Object.keys(one).length > 0);
  const json: Fields = {};
  setPath(json, run.text('destinationFieldName', 0, 'data'), kept);
  return json;
}

type Wanted = { fieldToAggregate: string; renameField?: boolean; outputFieldName?: string };

function fields(run: NodeRun): Fields {
  const wanted = (run.parameter('fieldsToAggregate.fieldToAggregate', 0, []) as Wanted[]).filter(
    ({ fieldToAggregate }) => fieldToAggregate !== '',
  );
  const isPath = !run.flag('options.disableDotNotation', 0);
  const names = wanted.map(({ fieldToAggregate, renameField, outputFieldName }) =>
    renameField === true ? (outputFieldName ?? '') : isPath ? lastStep(fieldToAggregate) : fieldToAggregate,
  );
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new NodeFailure(`The '${twice}' output field is used more than once`);
  const json: Fields = {};
  for (const [at, { fieldToAggregate }] of wanted.entries()) {
    setPath(json, names[at] ?? '', values(run, fieldToAggregate, isPath), isPath);
  }
  return json;
}

const lastStep = (path: string): string => path.split('.').at(-1) ?? path;

function values(run: NodeRun, name: string, isPath: boolean): unknown[] {
  const isKeeping = run.flag('options.keepMissing', 0);
  const isMerging = run.flag('options.mergeLists', 0);
  return run.items.flatMap(({ json }: Item) => {
    const value = getPath(json, name, isPath);
    if (value === undefined || value === null) return isKeeping ? [null] : [];
    return Array.isArray(value) && isMerging ? (copyOf(value) as unknown[]) : [copyOf(value)];
  });
}

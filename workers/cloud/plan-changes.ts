import { fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Fields, fieldsOf, listIn, textIn } from './fields.ts';

export type ReadPlan = Pick<Actions['showPlan']['output'], 'changes' | 'counts' | 'outputs' | 'drift' | 'more'>;
type Change = ReadPlan['changes'][number];

const mostChanges = 1000;
const mostFields = 40;
const longestValue = 200;
const sensitive = '(sensitive)';
const unknown = '(known after apply)';

/**
 * The changes of a plan as `terraform show -json` prints it, without what is marked as sensitive.
 * https://developer.hashicorp.com/terraform/internals/json-format. Errors: `invalid-input` for what is no plan.
 */
export function readPlan(text: string, path: string): ReadPlan {
  const plan = planIn(text, path);
  const changes = listIn(plan['resource_changes']).map(fieldsOf).flatMap(changeOf);
  const count = (action: Change['action']): number => changes.filter((change) => change.action === action).length;
  const outputs = Object.entries(fieldsOf(plan['output_changes']));
  return {
    changes: changes.slice(0, mostChanges),
    counts: {
      ...{ create: count('create'), update: count('update'), replace: count('replace'), destroy: count('destroy') },
      ...{ read: count('read'), forget: count('forget') },
    },
    outputs: outputs.flatMap(([name, each]) => {
      const action = actionOf(fieldsOf(each)['actions']);
      return action === undefined ? [] : [{ name, action }];
    }),
    drift: listIn(plan['resource_drift']).length,
    more: Math.max(0, changes.length - mostChanges),
  };
}

function planIn(text: string, path: string): Fields {
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return fail('invalid-input', `${path} is no JSON: ${(error as Error).message}`, { path });
  }
  const plan = fieldsOf(read);
  const version = textIn(plan['format_version']);
  if (version === '')
    return fail('invalid-input', `${path} is no plan of Terraform: format_version is missing`, { path });
  if (!/^[01]\./.test(version))
    return fail('unsupported', `${path} is in version ${version} of the format; 0 and 1 can be read`, { path });
  if (!Array.isArray(plan['resource_changes']) && plan['planned_values'] === undefined)
    return fail('invalid-input', `${path} is a state, not a plan: it has no resource_changes`, { path });
  return plan;
}

function changeOf(resource: Fields): Change[] {
  const change = fieldsOf(resource['change']);
  const action = actionOf(change['actions']);
  if (action === undefined) return [];
  const fields = fieldsThatChange(change);
  const deposed = textIn(resource['deposed']);
  const reason = textIn(resource['action_reason']).replaceAll('_', ' ');
  const forcing = listIn(change['replace_paths']).map((path) => listIn(path).map(textIn).join('.'));
  const why = [reason, ...(forcing.length > 0 ? [`because of ${forcing.join(', ')}`] : [])].filter(
    (each) => each !== '',
  );
  return [
    {
      ...{ address: `${textIn(resource['address'])}${deposed === '' ? '' : ` (left over, ${deposed})`}` },
      ...{ type: textIn(resource['type']), action, fields: fields.slice(0, mostFields) },
      moreFields: Math.max(0, fields.length - mostFields),
      ...(why.length > 0 ? { reason: why.join(', ') } : {}),
    },
  ];
}

/** undefined: nothing. Errors: `unsupported` for an action that nobody knows here: a plan is shown whole or not at all. */
function actionOf(actions: unknown): Change['action'] | undefined {
  const written = listIn(actions).map(textIn).join(' ');
  if (written === 'no-op') return undefined;
  return (
    shownActions[written] ?? fail('unsupported', `The plan has an action that cannot be shown: ${written || 'none'}`)
  );
}

const shownActions: Readonly<Record<string, Change['action']>> = {
  create: 'create',
  read: 'read',
  update: 'update',
  delete: 'destroy',
  forget: 'forget',
  'delete create': 'replace',
  'create delete': 'replace',
  'create forget': 'replace',
};

function fieldsThatChange(change: Fields): Change['fields'] {
  const [before, after] = [fieldsOf(change['before']), fieldsOf(change['after'])];
  const later = fieldsOf(change['after_unknown']);
  const marks = [change['before_sensitive'], change['after_sensitive']];
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(later)]);
  return [...names].toSorted().flatMap((name) => {
    const isLater = holdsTrue(later[name]);
    if (!isLater && JSON.stringify(before[name] ?? null) === JSON.stringify(after[name] ?? null)) return [];
    const marked = marks.map((each) => (each === true ? true : fieldsOf(each)[name]));
    return [
      {
        name,
        ...said('before', before[name], marked, false),
        ...said('after', after[name], marked, later[name] ?? false),
      },
    ];
  });
}

function said<Name extends 'before' | 'after'>(name: Name, value: unknown, marks: unknown[], later: unknown) {
  const shown = shownValue(value, marks, later);
  if (shown === undefined || shown === null) return {};
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return { [name]: text.length > longestValue ? `${text.slice(0, longestValue)}…` : text } as Partial<
    Record<Name, string>
  >;
}

/** What is marked in either state is hidden in both, as Terraform itself does. */
function shownValue(value: unknown, marks: unknown[], later: unknown): unknown {
  if (marks.includes(true)) return value === undefined && later === false ? undefined : sensitive;
  if (later === true) return unknown;
  if (Array.isArray(value) || Array.isArray(later)) {
    const [items, laters] = [listIn(value), listIn(later)];
    const length = Math.max(items.length, laters.length);
    return Array.from({ length }, (_, index) =>
      shownValue(
        items[index],
        marks.map((mark) => listIn(mark)[index]),
        laters[index] ?? false,
      ),
    );
  }
  if (isObject(value) || isObject(later)) {
    const [own, laters] = [fieldsOf(value), fieldsOf(later)];
    const names = [...new Set([...Object.keys(own), ...Object.keys(laters)])];
    return Object.fromEntries(
      names.map((name) => [
        name,
        shownValue(
          own[name],
          marks.map((mark) => fieldsOf(mark)[name]),
          laters[name] ?? false,
        ),
      ]),
    );
  }
  return value;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holdsTrue(value: unknown): boolean {
  return value === true || (typeof value === 'object' && value !== null && Object.values(value).some(holdsTrue));
}

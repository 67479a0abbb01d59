import type { NodeState } from '../../../../contract/imports.ts';
import { isOn, type RedNode, setting } from './node-red-file.ts';
import type { Flows } from './node-red-graph.ts';

/** `part`: who carries it out besides the worker `node-red`, or what else is made of it. */
export type Verdict = { state: NodeState; why?: string; part?: Part };
type Part = 'trigger' | 'http' | 'exec' | 'file' | 'file in' | 'delay' | 'subflow' | 'call' | 'off';

type Rule = (node: RedNode) => Verdict;

const runs: Verdict = { state: 'runs' };
const cannot = (why: string): Verdict => ({ state: 'cannot', why });
const partly = (why: string, part?: Part): Verdict => ({ state: 'partly', why, ...(part ? { part } : {}) });
const always: Rule = () => runs;

const rules: Record<string, Rule> = {
  ...{ debug: always, change: always, range: always, sort: always, json: always, yaml: always, csv: always },
  ...{ 'link in': always, 'link out': always, junction: always, catch: always, complete: always },
  template: (node) =>
    ['mustache', 'plain'].includes(setting(node, 'syntax', 'mustache')) ? runs : cannot('its template is not Mustache'),
  switch: always,
  function: judgeFunction,
  split: (node) =>
    setting(node, 'spltType') === 'bin'
      ? cannot('it splits bytes')
      : isOn(node, 'stream')
        ? partly('each message is split for itself, and not as one stream')
        : runs,
  join: (node) => {
    if (setting(node, 'build') === 'buffer' || setting(node, 'joinerType') === 'bin') return cannot('it joins bytes');
    return setting(node, 'mode') === 'custom' && Number(node['timeout']) > 0
      ? partly('what is there when all messages of the run have come is sent; nothing waits for its time')
      : runs;
  },
  batch: (node) =>
    setting(node, 'mode') === 'interval' ? partly('all messages of the run are one batch, whatever its time') : runs,
  delay: (node) =>
    ['delay', 'delayv', 'random', ''].includes(setting(node, 'pauseType'))
      ? { ...runs, part: 'delay' }
      : partly('its messages go on at once: nothing here is too fast for what comes after'),
  inject: () => ({ state: 'runs', part: 'trigger' }),
  'http in': (node) =>
    isOn(node, 'upload')
      ? cannot('it takes files')
      : partly('a webhook of Heron starts it, with an address of its own', 'trigger'),
  'http response': (node) =>
    typeof node['headers'] === 'object' && Object.keys(node['headers'] ?? {}).length > 0
      ? partly('headers of its own are left out of the answer')
      : runs,
  'http request': judgeHttp,
  status: () => partly('no node here shows a status, so it sends nothing'),
  'link call': (node) =>
    setting(node, 'linkType', 'static') === 'static'
      ? { ...runs, part: 'call' }
      : cannot('whom it calls comes with the message'),
  exec: judgeExec,
  file: (node) => {
    if (setting(node, 'overwriteFile') === 'delete') return cannot('it removes a file');
    return isText(node) ? { ...runs, part: 'file' } : cannot('it writes a file that is not UTF-8');
  },
  'file in': (node) => {
    const format = setting(node, 'format');
    if (format !== 'utf8' && format !== 'lines') return cannot('it reads bytes');
    return isText(node) ? { ...runs, part: 'file in' } : cannot('it reads a file that is not UTF-8');
  },
};

const isText = (node: RedNode): boolean => ['none', 'utf8', 'setbymsg', ''].includes(setting(node, 'encoding'));

function judgeFunction(node: RedNode): Verdict {
  if (Array.isArray(node['libs']) && node['libs'].length > 0) return cannot('its code uses modules');
  const code = `${setting(node, 'func')}\n${setting(node, 'initialize')}`;
  const found = /\b(require\s*\(|Buffer\b|setTimeout\b|setInterval\b|fetch\s*\(|process\.|import\s*\()/.exec(code)?.[1];
  if (found !== undefined) return cannot(`its code calls ${found.replace(/\s*\($|\.$/, '')}, which is not there`);
  return setting(node, 'finalize').trim() === '' ? runs : partly('its code for when the flow stops is left out');
}

function judgeHttp(node: RedNode): Verdict {
  const method = setting(node, 'method', 'GET').toUpperCase();
  if (method === 'USE') return cannot('its method comes with the message');
  if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return cannot(`it asks with ${method}`);
  if (setting(node, 'ret') === 'bin') return cannot('it takes the answer as bytes');
  if (setting(node, 'tls') !== '') return cannot('it has certificates of its own');
  if (setting(node, 'proxy') !== '') return cannot('it goes by a proxy of its own');
  const how = setting(node, 'authType');
  if (how === '' || how === 'bearer') return { ...runs, part: 'http' };
  return cannot(`it signs in with ${how}; only a bearer token is there`);
}

function judgeExec(node: RedNode): Verdict {
  const command = `${setting(node, 'command')} ${setting(node, 'append')}`;
  if (setting(node, 'command').trim() === '') return cannot('it names no program');
  const plain = command.replaceAll(/"[^"`$]*"|'[^']*'/g, '');
  const found = /[|&;<>`$(){}*?~\n]/.exec(plain)?.[0];
  if (found !== undefined)
    return cannot(
      `its command needs a shell for ${found === '\n' ? 'its lines' : found}; Heron runs one program with arguments`,
    );
  if (isOn(node, 'oldrc')) return cannot('its end is told as older versions did');
  return isOn(node, 'useSpawn') ? partly('what it prints comes whole, at its end', 'exec') : { ...runs, part: 'exec' };
}

/** What is read as bytes, or stands in a credential, has no value here. */
function unknownValue(node: RedNode): string | undefined {
  const kinds = new Set(['bin', 'cred', 'conf-types', 'node']);
  const seen = (value: unknown): string | undefined => {
    if (Array.isArray(value)) return value.map(seen).find((one) => one !== undefined);
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [key, one] of Object.entries(value)) {
      if (['tot', 'pt', 'fromt', 'vt', 'v2t', 'payloadType'].includes(key) && typeof one === 'string' && kinds.has(one))
        return one;
    }
    return undefined;
  };
  return seen(node) ?? seen(node['rules']) ?? seen(node['props']);
}

/** Nodes that listen to something outside, as their names say. */
const listens = (node: RedNode): boolean => node.type.endsWith(' in') || ['watch', 'inject'].includes(node.type);

export function judge(node: RedNode, { subflows, isOff, main }: Flows): Verdict {
  if (isOff(node)) return { state: 'runs', why: 'it is switched off, and sends nothing', part: 'off' };
  const definition = /^subflow:(.+)$/.exec(node.type)?.[1];
  if (definition !== undefined) return judgeSubflow(definition, subflows);
  const rule = rules[node.type];
  if (rule) {
    const value = unknownValue(node);
    return value === undefined ? rule(node) : cannot(`it has a value of the type ${value}`);
  }
  if (listens(node) && main.into(node.id).length === 0) {
    return partly(
      'runs begin here with the message they are given; Heron does not listen for what started them',
      'trigger',
    );
  }
  return cannot(`Heron has nothing for ${node.type}`);
}

function judgeSubflow(id: string, subflows: Flows['subflows']): Verdict {
  if (!subflows.has(id)) return cannot('its subflow is not in the file');
  return isInItself(id, id, subflows, new Set())
    ? cannot('its subflow has itself in it')
    : { ...runs, part: 'subflow' };
}

function isInItself(wanted: string, at: string, subflows: Flows['subflows'], seen: Set<string>): boolean {
  if (seen.has(at)) return false;
  seen.add(at);
  return [...(subflows.get(at)?.graph.nodes.values() ?? [])].some(({ type }) => {
    const inner = /^subflow:(.+)$/.exec(type)?.[1];
    return inner !== undefined && (inner === wanted || isInItself(wanted, inner, subflows, seen));
  });
}

export function isTrigger(node: RedNode, flows: Flows): boolean {
  return judge(node, flows).part === 'trigger';
}

/** For the tests: types that the worker must know. */
export const knownTypes = Object.keys(rules);

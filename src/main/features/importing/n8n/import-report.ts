import type { ImportedNode, ImportReport } from '../../../../contract/imports.ts';
import { type Called, calledBy, workflowText } from './called.ts';
import { secretOf } from '../secret-name.ts';
import { signInOf } from './http-task.ts';
import { isTrigger, judge } from './judge-node.ts';
import { loopType } from './loops.ts';
import type { N8nFile, N8nNode } from './n8n-file.ts';
import { graphOf, type N8nGraph } from './n8n-graph.ts';
import { triggerTimes } from './trigger-times.ts';
import { cannot, partly, type Verdict } from './verdict.ts';

type Reporting = {
  title: string;
  zone: string | undefined;
  ids: ReadonlyMap<string, string>;
  /** All nodes but notes. */
  steps: N8nNode[];
  /** Nodes that lead back, and where to. */
  cut: ReadonlyMap<string, string>;
  isThere: (called: Called) => boolean;
  importInner: (text: string) => { report: ImportReport } | undefined;
};

/** What is said of an import: which nodes run, what is to be entered anew, what started it. */
export function reportOf(file: N8nFile, reporting: Reporting): ImportReport {
  const { title, zone, ids, steps, importInner } = reporting;
  const graph = graphOf(file);
  const nodes = steps.map((node): ImportedNode => {
    const { state, why } = verdictOf(node, graph, reporting);
    const taskId = ids.get(node.name);
    return { name: node.name, type: node.type, ...(taskId ? { taskId } : {}), state, ...(why ? { why } : {}) };
  });
  const triggers = steps
    .filter(({ type }) => isTrigger(type))
    .flatMap((node) => triggerTimes(node, zone).map((one) => ({ node: node.name, ...one })));
  const inner = steps.flatMap((node) => {
    const text = judge(node).part === 'sub' ? workflowText(node) : undefined;
    return text === undefined ? [] : (importInner(text)?.report.credentials ?? []);
  });
  return { kind: 'n8n', title, nodes, credentials: [...credentialsOf(steps), ...inner], triggers };
}

function verdictOf(node: N8nNode, graph: N8nGraph, reporting: Reporting): Verdict {
  const to = reporting.cut.get(node.name);
  if (to !== undefined) return cannot(`it leads back to ${to}; only Loop Over Items loops`);
  const judged = judge(node);
  const verdict = judged.part === 'sub' ? subVerdict(node, judged, reporting) : judged;
  if (verdict.state !== 'runs') return verdict;
  const inputs = graph
    .into(node.name)
    .filter(({ from }) => node.type !== loopType || from !== node.name)
    .map(({ input }) => input);
  const isJoined = node.type !== loopType && inputs.some((input, at) => inputs.indexOf(input) !== at);
  return isJoined
    ? { ...verdict, state: 'partly', why: 'several branches lead into one input: it runs once with the items of all' }
    : verdict;
}

/** Of a node that runs another workflow: whether that is there and can be carried out. */
function subVerdict(node: N8nNode, judged: Verdict, { isThere, importInner }: Reporting): Verdict {
  const text = workflowText(node);
  if (text === undefined) {
    const called = calledBy(node);
    return isThere(called)
      ? judged
      : partly(`the workflow “${called.title || called.id}” that it runs is not here yet: import it as well`, 'sub');
  }
  const inner = importInner(text);
  if (!inner) return cannot('the workflow that stands in it cannot be read');
  const different = ['cannot', 'partly'].flatMap((state) => inner.report.nodes.filter((one) => one.state === state))[0];
  if (!different) return judged;
  return { ...judged, state: different.state, why: `in its workflow, ${different.name}: ${different.why ?? ''}` };
}

function credentialsOf(steps: readonly N8nNode[]): ImportReport['credentials'] {
  const found = new Map<string, ImportReport['credentials'][number]>();
  for (const node of steps) {
    for (const [type, value] of Object.entries(node.credentials ?? {})) {
      const named = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['name'] : undefined;
      const name = typeof named === 'string' ? named : type;
      const signIn = signInOf(node);
      const secret = 'credential' in signIn && signIn.credential === name ? { secret: secretOf(name) } : {};
      const one = found.get(`${type} ${name}`) ?? { name, type, nodes: [], ...secret };
      one.nodes.push(node.name);
      found.set(`${type} ${name}`, one);
    }
  }
  return [...found.values()];
}

import { resolve } from 'node:path';
import {
  type ExportedStep,
  type ExportState,
  ForeignKind,
  foreignNames,
  type ImportReport,
  type NodeState,
} from '../../../contract/imports.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { exitCode } from '../exit-code.ts';
import { readJson } from '../read-json.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';
import { withWorkflow } from './workflows.ts';

export type ImportOptions = { dryRun?: boolean; json?: boolean };
export type ExportOptions = { as: string; draft?: boolean };

/** `heron import <file>`: ends with 1 where something of it cannot run; it is made all the same. */
export async function importForeign(
  parts: CommandParts,
  file: string,
  { dryRun, json }: ImportOptions,
): Promise<number> {
  const { terminal, openEngine } = parts;
  const text = JSON.stringify(await readJson(terminal, file));
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const made = dryRun === true ? undefined : await client.imports.make({ text });
    const found = made ?? (await client.imports.look({ text }));
    const all: About[] = [found, ...found.more].map((each) => ({
      ...('workflow' in each ? { workflowId: each.workflow.id } : {}),
      ...each.report,
    }));
    if (json === true) {
      const [first, ...more] = all;
      terminal.out(JSON.stringify(more.length > 0 ? { ...first, more } : first));
    } else for (const one of all) tell(parts, one);
    const cannot = all.some(({ nodes }) => nodes.some(({ state }) => state === 'cannot'));
    return cannot ? exitCode.failed : exitCode.completed;
  });
}

type About = ImportReport & { workflowId?: string };

function tell({ terminal }: CommandParts, { workflowId, ...report }: About): void {
  for (const line of reportLines(report)) terminal.out(printable(line));
  terminal.out(workflowId ? printableLine(`Made ${workflowId}  ${report.title}`) : 'Nothing was made');
}

const words: Record<NodeState, string> = { runs: 'runs', partly: 'partly', cannot: 'cannot' };

function* reportLines({ title, nodes, credentials, triggers }: ImportReport): Generator<string> {
  const count = (state: NodeState): number => nodes.filter((node) => node.state === state).length;
  yield `${title}: ${count('runs')} of ${nodes.length} nodes run, ${count('partly')} in part, ${count('cannot')} cannot`;
  yield* tableLines(
    nodes.map(({ state, name, type, why }) => [
      `  ${words[state]}`,
      name,
      type.replace('n8n-nodes-base.', ''),
      why ?? '',
    ]),
  );
  if (triggers.length > 0) yield 'It was started by';
  for (const { node, text } of triggers) yield `  ${node}: ${text}`;
  if (credentials.length > 0) yield 'Credentials, which are in no file and are to be entered anew';
  for (const { name, type, nodes: of, secret } of credentials) {
    const how = secret === undefined ? '' : `: heron secrets set ${secret}`;
    yield `  ${name} (${type}) of ${of.join(', ')}${how}`;
  }
}

/** What became of each step, where it was written anew. */
function* exportLines(steps: readonly ExportedStep[], program: string): Generator<string> {
  if (steps.length === 0) return;
  const count = (state: ExportState): number => steps.filter((step) => step.state === state).length;
  yield `${count('exact')} of ${steps.length} are the same in ${program}, ${count('approximate')} nearly, ${count('missing')} not there`;
  yield* tableLines(
    steps.map(({ state, name, type, why }) => [`  ${exportWords[state]}`, name, type ?? '', why ?? '']),
  );
}

const exportWords: Record<ExportState, string> = { exact: 'the same', approximate: 'nearly', missing: 'not there' };

/** `heron export <workflow> --as n8n|node-red [file]` */
export function exportForeign(
  parts: CommandParts,
  name: string,
  file: string | undefined,
  options: ExportOptions,
): Promise<number> {
  const { terminal } = parts;
  const as = ForeignKind.safeParse(options.as).data;
  if (!as) throw new UsageError(`Heron writes workflows for n8n and node-red, not for ${options.as}`);
  return withWorkflow(parts, name, async (client, { id, published }) => {
    const state = options.draft === true || published === undefined ? 'draft' : 'published';
    const { text, leftOut, steps } = await client.imports.export({ workflowId: id, as, state });
    if (file === undefined) terminal.out(text.trimEnd());
    else {
      replaceFile(resolve(terminal.cwd, file), text);
      terminal.err(printableLine(`Written to ${file}`));
    }
    for (const step of leftOut)
      terminal.err(printableLine(`Left out, because ${foreignNames[as]} has nothing for it: ${step}`));
    for (const line of exportLines(steps, foreignNames[as])) terminal.err(printable(line));
    return exitCode.completed;
  });
}

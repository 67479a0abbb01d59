import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { inProject } from './format.ts';
import type { Message } from './lint-reports.ts';
import { takeOver, withSideCopy } from './side-copy.ts';
import { lastLine, runTool } from './started.ts';
import { checkFiles, chosenTools } from './tool-choice.ts';
import { commandOf, type LinterName, linters } from './tools.ts';

type Lint = Actions['lint'];
type Found = Lint['output']['messages'][number];

/** Checks the project where it is; what is mended is mended in copies, and taken over. */
export const lint: ActionRun<Lint['input'], Lint['output']> = async (input, context) => {
  const { folder, files: wanted, fix, limit } = input;
  checkFiles(wanted);
  const names = await chosenTools({ folder, tool: input.tool, table: linters, all: true }, context);
  const used = names.filter((name) => wanted.length === 0 || wanted.some((file) => linters[name].files.test(file)));
  if (used.length === 0) fail('not-found', `None of the files is one for ${names.join(', ')}`, { field: 'files' });
  const messages: Found[] = [];
  const changed = new Set<string>();
  for (const name of used) {
    const own = wanted.filter((file) => linters[name].files.test(file));
    if (fix) for (const file of await mended({ folder, name, own }, context)) changed.add(file);
    const found = await checked({ folder, at: folder, name, own, fix: false }, context);
    messages.push(...found.map((each) => ({ ...each, tool: name })));
  }
  const count = (severity: Found['severity']): number => messages.filter((each) => each.severity === severity).length;
  return {
    ...{ folder, tools: used, errors: count('error'), warnings: count('warning') },
    ...{ messages: messages.slice(0, limit), changed: [...changed] },
  };
};

type Wanted = { folder: string; name: LinterName; own: string[] };

function mended({ folder, name, own }: Wanted, context: WorkerContext): Promise<string[]> {
  const tool = linters[name];
  return withSideCopy(folder, { tool, wanted: own.length === 0 ? undefined : own }, context, async (copy) => {
    if (copy.files.length === 0) return [];
    await checked({ folder, at: copy.path, name, own: [], fix: true }, context);
    return takeOver({ folder, dryRun: false }, copy, context);
  });
}

type Check = Wanted & { at: string; fix: boolean };

async function checked({ folder, at, name, own, fix }: Check, context: WorkerContext): Promise<Message[]> {
  const tool = linters[name];
  const args = [...(fix ? tool.fix : tool.args), ...(own.length > 0 ? own : ['.'])];
  const said = await runTool(at, commandOf(name, tool, args, fix ? '../' : ''), context);
  const messages = tool.read(said.stdout);
  if (!messages) {
    return fail('worker-failed', `${name} ended with code ${said.code} and without a report: ${lastLine(said)}`, {
      tool: name,
    });
  }
  return messages.map((each) => ({ ...each, file: within(each.file, folder) }));
}

function within(file: string, folder: string): string {
  const plain = file.replaceAll('\\', '/');
  const root = `${folder.replaceAll('\\', '/')}/`;
  return inProject(plain.startsWith(root) ? plain.slice(root.length) : plain);
}

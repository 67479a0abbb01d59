import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { inProject } from './format.ts';
import type { Message } from './lint-reports.ts';
import { filesFor, takeOver, withSideCopy } from './side-copy.ts';
import { lastLine, runTool } from './started.ts';
import { checkFiles, chosenTools } from './tool-choice.ts';
import { commandOf, type Linter, type LinterName, linters } from './tools.ts';

type Lint = Actions['lint'];
type Found = Lint['output']['messages'][number];

/** Checks the project where it is; what is mended is mended in copies, and taken over. */
export const lint: ActionRun<Lint['input'], Lint['output']> = async (input, context) => {
  const { folder, files: wanted, fix, limit } = input;
  checkFiles(wanted);
  const chosen = await chosenTools({ folder, tool: input.tool, table: linters, all: true }, context);
  const names = chosen.filter((name) => !chosen.some((other) => other === linters[name].within));
  const used = names.filter((name) => wanted.length === 0 || wanted.some((file) => linters[name].files.test(file)));
  if (used.length === 0) fail('not-found', `None of the files is one for ${names.join(', ')}`, { field: 'files' });
  if (fix && used.every((name) => !linters[name].fix)) {
    fail('unsupported', `${used.join(', ')} can be told to mend nothing here; check without \`fix\``, { field: 'fix' });
  }
  const messages: Found[] = [];
  const changed = new Set<string>();
  const missing: LinterName[] = [];
  for (const name of used) {
    const own = wanted.filter((file) => linters[name].files.test(file));
    try {
      if (fix && linters[name].fix) for (const file of await mended({ folder, name, own }, context)) changed.add(file);
      const found = await checked({ folder, at: folder, name, own, fix: false }, context);
      messages.push(...found.map((each) => ({ ...each, tool: name })));
    } catch (error) {
      // Of several, those that are here have their say.
      if (!isNotHere(error) || missing.length === used.length - 1) throw error;
      missing.push(name);
    }
  }
  const count = (severity: Found['severity']): number => messages.filter((each) => each.severity === severity).length;
  return {
    ...{
      folder,
      tools: used.filter((name) => !missing.includes(name)),
      missing,
      errors: count('error'),
      warnings: count('warning'),
    },
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
  const args = [...((fix ? tool.fix : undefined) ?? tool.args), ...(await toldOf({ folder, tool, own }, context))];
  const said = await runTool(at, commandOf(name, tool, args, fix ? '../' : ''), context);
  const messages = tool.read(tool.takes === 'paths' ? said.stdout : `${said.stdout}\n${said.stderr}`, said.code);
  if (!messages) {
    return fail('worker-failed', `${name} ended with code ${said.code} and without a report: ${lastLine(said)}`, {
      tool: name,
    });
  }
  const found = messages.map((each) => ({ ...each, file: within(each.file, folder) }));
  return own.length === 0 || tool.takes === 'paths' ? found : found.filter(({ file }) => own.includes(file));
}

async function toldOf(
  { folder, tool, own }: { folder: string; tool: Linter; own: string[] },
  context: WorkerContext,
): Promise<string[]> {
  if (tool.takes === 'nothing') return [];
  if (own.length > 0) return own;
  return tool.takes === 'paths'
    ? ['.']
    : (await filesFor(folder, tool, context)).filter((file) => !/\.h[hp]*$/.test(file));
}

const isNotHere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'unsupported';

function within(file: string, folder: string): string {
  const plain = file.replaceAll('\\', '/');
  const root = `${folder.replaceAll('\\', '/')}/`;
  return inProject(plain.startsWith(root) ? plain.slice(root.length) : plain);
}

import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Message, readProblems } from './lint-reports.ts';
import { type SideCopy, sideFolder, takeOver, withSideCopy } from './side-copy.ts';
import { lastLine, runTool } from './started.ts';
import { checkFiles, chosenTools } from './tool-choice.ts';
import { commandOf, type FormatterName, formatters } from './tools.ts';

type Format = Actions['format'];

/** Formats copies, and takes over what came out: so it can be undone, whatever the program is. */
export const format: ActionRun<Format['input'], Format['output']> = async (input, context) => {
  const { folder, files: wanted, dryRun } = input;
  checkFiles(wanted);
  const names = await chosenTools({ folder, tool: input.tool, table: formatters, all: false }, context);
  const used = names.filter((name) => wanted.length === 0 || wanted.some((file) => formatters[name].files.test(file)));
  if (used.length === 0) fail('not-found', `None of the files is one for ${names.join(', ')}`, { field: 'files' });
  const output: Format['output'] = { folder, dryRun, tools: used, files: 0, changed: [], problems: [] };
  for (const name of used) {
    const tool = formatters[name];
    const own = wanted.length === 0 ? undefined : wanted.filter((file) => tool.files.test(file));
    await withSideCopy(folder, { tool, wanted: tool.follows ? undefined : own }, context, async (whole) => {
      const copy =
        own === undefined ? whole : { ...whole, files: whole.files.filter(({ file }) => own.includes(file)) };
      output.files += copy.files.length;
      output.problems.push(...copy.unreadable.map(unreadable), ...(await formatted({ name, folder }, copy, context)));
      const changed = await takeOver({ folder, dryRun }, copy, context);
      output.changed.push(...changed.map((file) => ({ file, tool: name })));
    });
  }
  return output;
};

const unreadable = (file: string): Message => ({
  ...{ file, line: 0, column: 0, severity: 'error' },
  message: 'it is no text in UTF-8, so it is left as it is',
});

async function formatted(
  { name, folder }: { name: FormatterName; folder: string },
  copy: SideCopy,
  context: WorkerContext,
): Promise<Message[]> {
  if (copy.files.length === 0) return [];
  const tool = formatters[name];
  const names = tool.takes === 'all' ? [] : copy.files.map(({ file }) => file);
  const edition = name === 'rustfmt' ? [`--edition=${await editionOf(folder, context)}`] : [];
  const said = await runTool(copy.path, commandOf(name, tool, [...tool.args, ...edition, ...names], '../'), context);
  const problems = readProblems(`${said.stdout}\n${said.stderr}`).map((each) => ({
    ...each,
    file: inProject(each.file),
  }));
  if (said.code !== 0 && problems.length === 0) {
    fail('worker-failed', `${name} ended with code ${said.code}: ${lastLine(said)}`, { tool: name });
  }
  return problems;
}

/** rustfmt alone does not look it up, as cargo does for it. */
async function editionOf(folder: string, context: WorkerContext): Promise<string> {
  const path = `${folder}/Cargo.toml`;
  if (!(await context.files.status(path))) return '2021';
  return /^\s*edition\s*=\s*"(\d{4})"/m.exec(await context.files.readText(path))?.[1] ?? '2015';
}

/** As a program says it, whole or from where it was started. */
export function inProject(file: string): string {
  const parts = file.replaceAll('\\', '/').split(`/${sideFolder}/`);
  return (parts.at(-1) ?? file).replace(/^\.\//, '');
}

import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import { applyFixes, type Configuration, type LintError } from 'markdownlint';
import { lint as findProblems } from 'markdownlint/sync';
import type { Actions } from './actions.generated.ts';
import { markdownFiles, readMarkdown, rewrite } from './documents.ts';

type LintOutput = Actions['lint']['output'];
type Problem = LintOutput['problems'][number];

/** Long lines are no fault: most editors wrap them. */
const usual: Configuration = { default: true, MD013: false };

export const lint: ActionRun<Actions['lint']['input'], LintOutput> = async (input, context) => {
  const { path, limit } = input;
  const config = configOf(input.rules);
  const output: LintOutput = { path, files: 0, problems: [], total: 0, fixable: 0, truncated: false };
  for (const file of await markdownFiles(path, context)) {
    context.signal.throwIfAborted();
    output.files += 1;
    for (const error of problemsIn(await readMarkdown(file, context), config)) {
      output.total += 1;
      if (error.fixInfo) output.fixable += 1;
      if (output.problems.length < limit) output.problems.push(toProblem(file, error));
      else output.truncated = true;
    }
    if (output.files % 50 === 0) context.progress({ text: `${output.files} files, ${output.total} problems` });
  }
  return output;
};

export const fix: ActionRun<Actions['fix']['input'], Actions['fix']['output']> = async ({ path, rules }, context) => {
  const config = configOf(rules);
  const output: Actions['fix']['output'] = { path, files: 0, changed: [], fixed: 0, left: 0 };
  for (const file of await markdownFiles(path, context)) {
    context.signal.throwIfAborted();
    output.files += 1;
    await fixOne(file, { config, output, context });
  }
  return output;
};

type Fixing = { config: Configuration; output: Actions['fix']['output']; context: WorkerContext };

async function fixOne(file: string, { config, output, context }: Fixing): Promise<void> {
  const before = await readMarkdown(file, context);
  const problems = problemsIn(before, config);
  let text = before;
  // One fix can uncover the next.
  for (let round = 0; round < 5; round += 1) {
    const fixed = applyFixes(text, problemsIn(text, config));
    if (fixed === text) break;
    text = fixed;
  }
  const left = text === before ? problems.length : problemsIn(text, config).length;
  output.left += left;
  if (text === before) return;
  await rewrite(file, text, context);
  output.changed.push(file);
  output.fixed += Math.max(0, problems.length - left);
}

function problemsIn(text: string, config: Configuration): LintError[] {
  const found = findProblems({ strings: { text }, config })['text'] ?? [];
  return found.toSorted((a, b) => a.lineNumber - b.lineNumber);
}

function toProblem(path: string, error: LintError): Problem {
  const [id = '', name = id] = error.ruleNames;
  const detail = error.errorDetail ? `: ${error.errorDetail}` : '';
  return {
    path,
    line: error.lineNumber,
    rule: `${id}/${name}`,
    message: `${error.ruleDescription}${detail}`.slice(0, 300),
    fixable: Boolean(error.fixInfo),
  };
}

/** Errors: `invalid-input` for a rule that is set to what no rule takes. */
function configOf(rules: Record<string, unknown> | undefined): Configuration {
  for (const [rule, setting] of Object.entries(rules ?? {})) {
    const isSetting = typeof setting === 'boolean' || (typeof setting === 'object' && setting !== null);
    if (!isSetting)
      fail('invalid-input', `rules.${rule} must be true, false or the options of the rule`, { field: `rules.${rule}` });
  }
  return { ...usual, ...rules };
}

import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { keepIn, textsOf } from './artifacts.ts';
import { summaryOf } from './summary.ts';

type Run = Actions['run'];

export const run: ActionRun<Run['input'], Run['output']> = async (input, context) => {
  const { language, code, stdin = '', timeoutSeconds, memoryMb, maxOutputBytes, outputFolder } = input;
  const wallMs = timeoutSeconds * 1000;
  const limits = { wallMs, cpuMs: wallMs, memoryMb, keptOutputBytes: maxOutputBytes };
  const ran = await context.code.run({ language, code, input: stdin, files: named(input.files ?? []), limits });
  try {
    const artifacts = outputFolder === undefined ? await textsOf(ran) : await keepIn(outputFolder, ran, context);
    const { exitCode, signal, limit, durationMs, stdout, stderr, leftOut } = ran;
    return {
      summary: summaryOf(ran, limits),
      ...{ exitCode, signal, limit, durationMs, artifacts, leftOut },
      ...{ stdout: stdout.text, stderr: stderr.text, truncated: stdout.isCut || stderr.isCut },
    };
  } finally {
    await ran.close();
  }
};

function named(paths: string[]): { path: string; name: string }[] {
  const files = paths.map((path) => ({
    path,
    name: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
  }));
  const names = files.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    fail('invalid-input', `Two of the files are called ${twice}; the code could not tell them apart`);
  return files;
}

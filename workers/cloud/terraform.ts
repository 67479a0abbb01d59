import { createHash } from 'node:crypto';
import { type ActionRun, block, decodeText, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type ReadPlan, readPlan } from './plan-changes.ts';

type Shown = Actions['showPlan']['output'];

const mostPlanBytes = 256 * 1024 * 1024;
const mostSaid = 64 * 1024 * 1024;

export const showPlan: ActionRun<Actions['showPlan']['input'], Shown> = (input, context) => shownPlan(input, context);

export const plan: ActionRun<Actions['plan']['input'], Shown> = async ({ folder, out, program }, context) => {
  const path = out ?? '';
  const status = await context.files.status(path);
  if (status && !(await isPlanFile(path, context)))
    fail('already-exists', `${path} is there, and no plan; a plan is not written over it`, { path });
  const options = ['-input=false', '-no-color', `-out=${path}`];
  await runProgram([program, 'plan', ...options], folder, context);
  return shownPlan({ path, folder, program }, context);
};

export const apply: ActionRun<Actions['apply']['input'], Actions['apply']['output']> = async (input, context) => {
  const { path, program, sha256 } = input;
  const shown = await shownPlan(input, context);
  if (!(await isPlanFile(path, context)))
    return fail('invalid-input', `${path} is the text of a plan; to apply it the plan itself is needed`, { path });
  if (sha256 !== undefined && shown.sha256 !== sha256)
    return fail('conflict', `${path} is another plan now than the one that was shown`, { path });
  const yes = `Apply ${shown.sha256.slice(0, 12)}`;
  if (context.answer === undefined) block(`${path} would ${countsOf(shown)}. Apply it?`, [yes, 'Leave it']);
  if (context.answer === 'Leave it') return fail('conflict', 'You said to leave it; nothing was applied');
  if (context.answer !== yes)
    return fail('conflict', `${path} is another plan now than the one you were asked about`, { path });
  const said = await runProgram([program, 'apply', '-input=false', '-no-color', path], input.folder ?? '', context);
  return { path, sha256: shown.sha256, counts: shown.counts, said: said.trim().slice(-4000) };
};

type PlanInput = { path: string; folder?: string; program: string };

async function shownPlan({ path, folder, program }: PlanInput, context: WorkerContext): Promise<Shown> {
  const before = await hashOf(path, context);
  const isBinary = await isPlanFile(path, context);
  if (isBinary && path.toLowerCase().endsWith('.json'))
    return fail('invalid-input', `${path} is a plan itself and no JSON; give it another name than .json`, { path });
  const text = isBinary
    ? await runProgram([program, 'show', '-json', path], folder ?? '', context)
    : await context.files.readText(path, { maxBytes: mostSaid });
  const read: ReadPlan = readPlan(text, path);
  if ((await hashOf(path, context)) !== before) return fail('conflict', `${path} changed while it was read`, { path });
  return { path, sha256: before, ...read };
}

/** Plans are zip files inside. */
async function isPlanFile(path: string, context: WorkerContext): Promise<boolean> {
  const start = Buffer.concat(await Array.fromAsync(context.files.read(path, { start: 0, end: 4 })));
  return start.toString('latin1') === 'PK\u0003\u0004';
}

async function hashOf(path: string, context: WorkerContext): Promise<string> {
  const status = await context.files.status(path);
  if (status?.kind !== 'file') return fail('not-found', `There is no file ${path}`, { path });
  if (status.size > mostPlanBytes) return fail('limit-exceeded', `${path} is larger than 256 MB`, { path });
  const hash = createHash('sha256');
  for await (const chunk of context.files.read(path)) hash.update(chunk);
  return hash.digest('hex');
}

export function countsOf({ counts }: Pick<Shown, 'counts'>): string {
  const words = Object.entries(counts).filter(([, count]) => count > 0);
  return words.length === 0 ? 'change nothing' : words.map(([word, count]) => `${word} ${count}`).join(', ');
}

/** Errors: `unsupported` where the program is not there, `worker-failed` with what it says. */
async function runProgram([program, ...args]: [string, ...string[]], cwd: string, context: WorkerContext) {
  const started = await context.shell.run(program, args, { cwd }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'not-found')) throw error;
    return fail('unsupported', `${program} is not on this machine; install it, or give the plan as JSON`, { program });
  });
  const chunks: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  let bytes = 0;
  for await (const piece of started.output) {
    bytes += piece.bytes.byteLength;
    if (bytes > mostSaid) {
      await started.kill();
      fail('limit-exceeded', `${program} said more than 64 MB`);
    }
    chunks[piece.stream].push(piece.bytes.slice());
    if (args[0] !== 'show') context.progress({ text: lastLine(decodeText(piece.bytes)) });
  }
  const { code, signal } = await started.exit;
  context.signal.throwIfAborted();
  if (code === 0) return decodeText(Buffer.concat(chunks.stdout));
  const said = decodeText(Buffer.concat(chunks.stderr)).trim().slice(-2000);
  return fail('worker-failed', `${program} ${args[0]} ended with ${code ?? signal}: ${said || 'it says nothing'}`);
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? '';
}

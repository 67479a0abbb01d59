import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { outputOf, processOf } from './read-processes.ts';

type Limits = Actions['limits'];
type Limit = Limits['output']['limits'][number];

/** It could start other programs, so only the very command of the manifest is allowed, without a variable more. */
const asAllowed = {};

/** What prlimit calls each. */
const resources: Record<string, Limit['name']> = {
  AS: 'memoryBytes',
  CPU: 'cpuSeconds',
  NOFILE: 'openFiles',
  NPROC: 'processes',
  FSIZE: 'fileBytes',
  CORE: 'coreBytes',
  STACK: 'stackBytes',
};

export const limits: ActionRun<Limits['input'], Limits['output']> = async ({ pid }, context) => {
  const { command } = await processOf(pid, context);
  return { pid, command, limits: await readLimits(pid, context) };
};

export const limit: ActionRun<Actions['limit']['input'], Actions['limit']['output']> = async (input, context) => {
  const { pid, resource, value } = input;
  const { command } = await processOf(pid, context);
  const before = limitOf(resource, await readLimits(pid, context));
  await outputOf('prlimit', ['--pid', String(pid), `--${options[resource]}=${value}`], context, asAllowed);
  const now = limitOf(resource, await readLimits(pid, context));
  return {
    ...{ pid, command, resource },
    ...(before === undefined ? {} : { before }),
    ...(now === undefined ? {} : { now }),
  };
};

function limitOf(resource: string, list: Limit[]): number | undefined {
  return list.find(({ name }) => name === resource)?.soft;
}

const options: Record<Actions['limit']['input']['resource'], string> = {
  memoryBytes: 'as',
  cpuSeconds: 'cpu',
  openFiles: 'nofile',
  fileBytes: 'fsize',
};

async function readLimits(pid: number, context: WorkerContext): Promise<Limit[]> {
  const args = ['--pid', String(pid), '--noheadings', '--raw', '--output', 'RESOURCE,SOFT,HARD'];
  const { stdout } = await outputOf('prlimit', args, context, asAllowed);
  const found = stdout.split('\n').flatMap((line): Limit[] => {
    const [resource = '', soft = '', hard = ''] = line.trim().split(/\s+/);
    const name = resources[resource];
    return name === undefined ? [] : [{ name, ...amountOf('soft', soft), ...amountOf('hard', hard) }];
  });
  return found.length > 0 ? found : fail('unsupported', 'prlimit gave no limits');
}

/** Nothing for what is not limited. */
function amountOf<Name extends string>(name: Name, text: string): { [One in Name]?: number } {
  return /^\d+$/.test(text) ? ({ [name]: Number(text) } as { [One in Name]?: number }) : {};
}

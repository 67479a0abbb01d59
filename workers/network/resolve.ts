import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { hostIn } from './host.ts';
import { runProgram } from './program.ts';

type Resolve = Actions['resolve'];

export const resolve: ActionRun<Resolve['input'], Resolve['output']> = async ({ host }, context) => {
  const { code, stdout } = await runProgram('getent', ['ahosts', hostIn(host)], context);
  if (code === 2) return fail('not-found', `Nobody knows a host ${host}`, { host });
  if (code !== 0) return fail('network', `${host} could not be looked up`, { host });
  const addresses = stdout.split('\n').flatMap((line) => /^(\S+)\s+STREAM/.exec(line)?.[1] ?? []);
  return { host, addresses: [...new Set(addresses)] };
};

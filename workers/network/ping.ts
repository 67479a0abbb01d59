import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { hostIn } from './host.ts';
import { runProgram } from './program.ts';

type Ping = Actions['ping'];

export const ping: ActionRun<Ping['input'], Ping['output']> = async ({ host, count }, context) => {
  const { stdout, stderr } = await runProgram('ping', ['-n', '-c', String(count), '-W', '2', hostIn(host)], context);
  const [, sent, received] = /(\d+) packets transmitted, (\d+)(?: packets)? received/.exec(stdout) ?? [];
  if (sent === undefined) {
    const reason = stderr.replace(/^ping:\s*/, '') || 'ping said nothing that can be read';
    return fail(/unknown|not known|resolution/i.test(reason) ? 'not-found' : 'network', `${host}: ${reason}`, { host });
  }
  const address = /^PING \S+ \(([^)]+)\)/m.exec(stdout)?.[1];
  const [, min, mean, max] = /= ([\d.]+)\/([\d.]+)\/([\d.]+)/.exec(stdout) ?? [];
  return {
    host,
    ...(address === undefined ? {} : { address }),
    sent: Number(sent),
    received: Number(received),
    ...(min === undefined ? {} : { minMs: Number(min), meanMs: Number(mean), maxMs: Number(max) }),
  };
};

import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { hostIn } from './host.ts';
import { runProgram } from './program.ts';

type Trace = Actions['trace'];

/** The stations between here and a host; those that say nothing have no address. */
export const trace: ActionRun<Trace['input'], Trace['output']> = async ({ host, maxHops }, context) => {
  const { stdout, stderr } = await runProgram('tracepath', ['-n', '-m', String(maxHops), hostIn(host)], context);
  const hops: Trace['output']['hops'] = [];
  let isReached = false;
  for (const line of stdout.split('\n')) {
    const [, number, address, more = ''] = /^ *(\d+): +(no reply|\S+)(.*)$/.exec(line) ?? [];
    if (number === undefined) continue;
    isReached ||= /\breached\b/.test(more);
    if (hops.some(({ hop }) => hop === Number(number))) continue;
    const [, ms] = /([\d.]+)ms/.exec(more) ?? [];
    const answer = address === undefined || address === 'no reply' ? {} : { address };
    hops.push({ hop: Number(number), ...answer, ...(ms === undefined ? {} : { ms: Number(ms) }) });
  }
  if (hops.length > 0) return { host, hops, reached: isReached };
  const reason = stderr.replace(/^tracepath:\s*/, '') || 'tracepath said nothing that can be read';
  return fail(/unknown|not known|resolution/i.test(reason) ? 'not-found' : 'network', `${host}: ${reason}`, { host });
};

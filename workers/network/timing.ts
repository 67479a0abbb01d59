import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { runProgram } from './program.ts';

type Timing = Actions['timing'];

export const timing: ActionRun<Timing['input'], Timing['output']> = async ({ url }, context) => {
  // Without its settings file, and for the web alone: curl could read files and speak to other services.
  const args = [
    '-q',
    '-s',
    '-S',
    '-o',
    '/dev/null',
    '-w',
    '%{json}',
    '--max-time',
    '60',
    '--proto',
    '=http,https',
    '--',
    url,
  ];
  const { stdout, stderr } = await runProgram('curl', args, context);
  const said = read(stdout);
  const number = (name: string): number => (typeof said[name] === 'number' ? said[name] : 0);
  const text = (name: string): string => {
    const value = said[name];
    return typeof value === 'string' ? value : '';
  };
  const status = number('http_code');
  if (status === 0) return fail('network', stderr.replace(/^curl: \(\d+\) /, '') || `${url} gave no answer`, { url });
  const ms = (name: string): number => Math.round(number(name) * 10_000) / 10;
  return {
    url,
    status,
    address: text('remote_ip'),
    version: `HTTP/${text('http_version')}`,
    bytes: number('size_download'),
    // curl counts each from the beginning.
    nameMs: ms('time_namelookup'),
    connectedMs: ms('time_connect'),
    securedMs: ms('time_appconnect'),
    firstByteMs: ms('time_starttransfer'),
    totalMs: ms('time_total'),
  };
};

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

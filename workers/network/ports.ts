import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { runProgram } from './program.ts';

type Ports = Actions['ports'];
type Port = Ports['output']['ports'][number];

export const ports: ActionRun<Ports['input'], Ports['output']> = async ({ port }, context) => {
  const { code, stdout, stderr } = await runProgram('ss', ['-H', '-t', '-u', '-l', '-n', '-p'], context);
  if (code !== 0) return fail('unsupported', `ss cannot list the ports here: ${stderr}`);
  const found = stdout.split('\n').flatMap(parseLine);
  const wanted = port === undefined ? found : found.filter((one) => one.port === port);
  return { ports: wanted.toSorted((one, other) => one.port - other.port || (one.address < other.address ? -1 : 1)) };
};

/** `tcp LISTEN 0 511 127.0.0.1:8080 0.0.0.0:* users:(("node",pid=12,fd=3))` */
function parseLine(line: string): Port[] {
  const [protocol = '', , , , local = ''] = line.trim().split(/\s+/);
  const [, address, port] = /^(.*):(\d+)$/.exec(local) ?? [];
  if ((protocol !== 'tcp' && protocol !== 'udp') || address === undefined) return [];
  const [, program, pid] = /users:\(\("((?:[^"\\]|\\.)*)",pid=(\d+)/.exec(line) ?? [];
  const plain = address.replace(/^\[(.*)\]$/, '$1');
  const isPublic = !/^(127\.|::1$|::ffff:127\.)/.test(plain.replace(/%.*$/, ''));
  return [
    {
      protocol,
      address: plain,
      port: Number(port),
      isPublic,
      ...(program === undefined ? {} : { program, pid: Number(pid) }),
    },
  ];
}

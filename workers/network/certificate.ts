import { X509Certificate } from 'node:crypto';
import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { hostIn } from './host.ts';
import { runProgram } from './program.ts';

type Certificate = Actions['certificate'];

const dayMs = 86_400_000;

export const certificate: ActionRun<Certificate['input'], Certificate['output']> = async ({ host, port }, context) => {
  const name = hostIn(host);
  const place = name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
  const args = ['s_client', '-connect', place, '-servername', name, '-verify_hostname', name, '-showcerts'];
  const { stdout, stderr } = await runProgram('openssl', args, context, '');
  const pems = stdout.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const [first] = pems;
  if (first === undefined) {
    const reason = /connect:errno|Connection refused/.test(stderr)
      ? 'nobody answers there'
      : 'no certificate was shown';
    return fail('network', `${place}: ${reason}`, { host, port });
  }
  const shown = new X509Certificate(first);
  const [, code, meaning] = /Verify return code: (\d+) \((.*)\)/.exec(stdout) ?? [];
  const problem = code === '0' ? undefined : (meaning ?? 'it was not checked');
  const until = Date.parse(shown.validTo);
  return {
    host,
    port,
    subject: plain(shown.subject),
    issuer: plain(shown.issuer),
    names: (shown.subjectAltName ?? '')
      .split(', ')
      .map((one) => one.replace(/^(DNS|IP Address):/, ''))
      .filter((one) => one !== ''),
    validFrom: new Date(Date.parse(shown.validFrom)).toISOString(),
    validTo: new Date(until).toISOString(),
    daysLeft: Math.floor((until - context.now()) / dayMs),
    sha256: shown.fingerprint256.replaceAll(':', '').toLowerCase(),
    chain: pems.length,
    isTrusted: problem === undefined,
    ...(problem === undefined ? {} : { problem }),
  };
};

function plain(name: string): string {
  return name.split('\n').join(', ');
}

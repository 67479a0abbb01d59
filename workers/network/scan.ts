import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import { SaxesParser } from 'saxes';
import type { Actions } from './actions.generated.ts';
import { contains, isPrivate, type Network, networkIn, networksHere, ownNetworks } from './own-networks.ts';
import { runProgram } from './program.ts';

type Scan = Actions['scan'];
type Host = Scan['output']['hosts'][number];

export const scan: ActionRun<Scan['input'], Scan['output']> = async ({ network, ports }, context) => {
  if (network !== undefined) refuseStrange(network);
  if (!/^\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*$/.test(ports))
    return fail('invalid-input', `${ports} are no ports, such as 22,80,8000-8100`, { field: 'ports' });
  const networks = network === undefined ? await everyOwn(context) : [await checkedOwn(network, context)];
  const args = ['-n', '-sT', '--open', '-p', ports, '-oX', '-', '--noninteractive', ...networks];
  const { code, stdout, stderr } = await runProgram('nmap', args, context);
  if (code !== 0) return fail('network', stderr || 'nmap found out nothing', { networks });
  return { network: networks.join(', '), hosts: hostsIn(stdout) };
};

/** Whoever scans the networks of others may break the law: only those that this machine is in. */
async function checkedOwn(network: string, context: WorkerContext): Promise<string> {
  const wanted = networkIn(network);
  if (!(await own(context)).some((each) => contains(each, wanted)))
    fail('invalid-input', `This machine is not in ${network}; only own networks are scanned`, { field: 'network' });
  return network;
}

function refuseStrange(network: string): void {
  if (!isPrivate(networkIn(network)))
    fail('invalid-input', `${network} is no private network; only own ones are scanned`, { field: 'network' });
}

/** Errors: `not-found` where this machine is in none that could be scanned. */
async function everyOwn(context: WorkerContext): Promise<string[]> {
  const networks = networksHere(await own(context));
  if (networks.length > 0) return networks;
  return fail('not-found', 'This machine is in no private network of at most 1,024 addresses; name one', {
    field: 'network',
  });
}

async function own(context: WorkerContext): Promise<Network[]> {
  const { code, stdout } = await runProgram('ip', ['-j', '-4', 'address'], context);
  if (code !== 0) fail('unsupported', 'ip cannot tell the own networks here');
  return ownNetworks(stdout);
}

function hostsIn(xml: string): Host[] {
  const hosts: Host[] = [];
  const parser = new SaxesParser();
  let port: Host['ports'][number] | undefined;
  parser.on('opentag', ({ name, attributes }) => {
    const host = hosts.at(-1);
    if (name === 'host') hosts.push({ address: '', ports: [] });
    else if (name === 'address' && host && attributes['addrtype'] === 'ipv4') host.address = attributes['addr'] ?? '';
    else if (name === 'port') port = { port: Number(attributes['portid']), service: '' };
    else if (name === 'service' && port) port.service = attributes['name'] ?? '';
    else if (name === 'state' && port && attributes['state'] === 'open') host?.ports.push(port);
  });
  parser.on('closetag', ({ name }) => void (name === 'port' && (port = undefined)));
  parser.write(xml).close();
  return hosts.filter(({ address }) => address !== '');
}

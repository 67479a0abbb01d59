import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { runProgram } from './program.ts';

type Addresses = Actions['addresses'];
type Link = { ifname?: string; operstate?: string; addr_info?: { family?: string; local?: string; scope?: string }[] };

export const addresses: ActionRun<Addresses['input'], Addresses['output']> = async (_, context) => {
  const said = await runProgram('ip', ['-j', 'address'], context);
  if (said.code !== 0) fail('unsupported', `ip cannot tell the addresses here: ${said.stderr}`, { program: 'ip' });
  const links = JSON.parse(said.stdout) as Link[];
  const found = links.flatMap(({ ifname = '', addr_info: own = [] }) =>
    own.flatMap(({ family, local, scope }) =>
      local === undefined
        ? []
        : [
            {
              address: local,
              link: ifname,
              version: family === 'inet6' ? (6 as const) : (4 as const),
              scope: scope ?? 'global',
            },
          ],
    ),
  );
  // What others can reach comes first.
  const rank = (scope: string): number => ['global', 'site', 'link', 'host'].indexOf(scope);
  return {
    addresses: found.toSorted((one, other) => rank(one.scope) - rank(other.scope) || one.version - other.version),
  };
};

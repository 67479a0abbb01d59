import { type ContainerRouting, ContainerRouting as Routing } from '../../../contract/containers.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type ContainerOptions = { add?: string[]; remove?: string[]; fromRisk?: string; json?: boolean };

/** `heron worker containers`: who is sent into one and what there is for it, after what was asked for has been changed. */
export function routeContainers({ terminal, openEngine }: CommandParts, options: ContainerOptions): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { containers } = await client.settings.get({});
    const known = (await client.workers.list({})).map(({ id }) => id);
    const wanted = changed(containers, options, known);
    if (wanted !== containers) await client.settings.update({ containers: wanted });
    const support = await client.workers.containers({});
    if (options.json) {
      terminal.out(JSON.stringify({ ...wanted, ...support }));
      return exitCode.completed;
    }
    const lines = tableLines([
      ['runtime', support.runtime ?? `none: ${support.missing}`],
      ['from risk', wanted.fromRisk],
      ['workers', listText(wanted.workers)],
      ['in a container', listText(support.routed)],
    ]);
    for (const line of lines) terminal.out(line);
    if (support.missing && support.routed.length > 0)
      terminal.err('Workers that are sent into a container do not start.');
    return exitCode.completed;
  });
}

function changed(routing: ContainerRouting, options: ContainerOptions, known: string[]): ContainerRouting {
  const { add = [], remove = [], fromRisk } = options;
  if (add.length === 0 && remove.length === 0 && fromRisk === undefined) return routing;
  const stranger = add.find((id) => !known.includes(id));
  if (stranger !== undefined) throw new UsageError(`There is no worker ${stranger}; heron workers lists them`);
  const absent = remove.find((id) => !routing.workers.includes(id));
  if (absent !== undefined) throw new UsageError(`The worker ${absent} is not in the list`);
  return {
    workers: [...new Set([...routing.workers, ...add])].filter((id) => !remove.includes(id)),
    fromRisk: fromRisk === undefined ? routing.fromRisk : riskOf(fromRisk),
  };
}

function riskOf(text: string): ContainerRouting['fromRisk'] {
  const { options } = Routing.shape.fromRisk;
  const risk = options.find((each) => each === text);
  if (!risk) throw new UsageError(`Say ${options.join(', ')}, not ${text}`);
  return risk;
}

function listText(ids: string[]): string {
  return ids.length === 0 ? '(none)' : ids.join(', ');
}

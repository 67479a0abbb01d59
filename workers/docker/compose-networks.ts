import { isKnown, refuse, wordsIn } from './compose-place.ts';
import { ask, type Fields, fieldsOf, type Service } from './service.ts';

/** A network of the project: services in it find each other by name. `internal`: it leads nowhere else. */
export type ComposeNetwork = { name: string; isInternal: boolean };

/** Where a service is when nothing is said. */
const usual = 'default';
const known = new Set(['name', 'driver', 'internal']);

/** Those the file declares, and the usual one. Errors: `invalid-input` for what is no network of this project. */
export function networksIn(told: unknown, project: string): Map<string, ComposeNetwork> {
  const networks = new Map([[usual, { name: `${project}_${usual}`, isInternal: false }]]);
  for (const [network, fields] of Object.entries(fieldsOf(told))) {
    const place = `networks.${network}`;
    const { name, driver, internal, external, ...others } = fieldsOf(fields);
    if (external !== undefined && external !== false) {
      refuse(`${place}.external`, 'is not known here: a project is in no network but its own');
    }
    const unknown = Object.keys(others).find((field) => !isKnown(field, known));
    if (unknown !== undefined) refuse(`${place}.${unknown}`, 'is not known here');
    if (driver !== undefined && driver !== 'bridge') refuse(`${place}.driver`, 'is not known here; expected bridge');
    if (name !== undefined && (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name))) {
      refuse(`${place}.name`, 'is no name of a network');
    }
    networks.set(network, {
      name: typeof name === 'string' ? name : `${project}_${network}`,
      isInternal: internal === true,
    });
  }
  return networks;
}

/** The networks of a service with what it is called in each besides its name. Errors: `invalid-input`. */
export function networksOf(
  fields: Fields,
  place: string,
  declared: ReadonlyMap<string, unknown>,
): Record<string, string[]> {
  const told = fields['networks'];
  if (told === undefined || told === null) return { [usual]: [] };
  if (fields['network_mode'] !== undefined) refuse(`${place}.networks`, 'cannot stand beside network_mode');
  const named = Array.isArray(told)
    ? Object.fromEntries(wordsIn(told, `${place}.networks`).map((network) => [network, {}]))
    : fieldsOf(told);
  const all = Object.entries(named).map(([network, each]): [string, string[]] => {
    if (!declared.has(network)) refuse(`${place}.networks.${network}`, 'is a network that the file does not declare');
    const { aliases, ...others } = fieldsOf(each);
    const [other] = Object.keys(others).filter((field) => !isKnown(field, new Set()));
    if (other !== undefined) refuse(`${place}.networks.${network}.${other}`, 'is not known here');
    return [network, aliases === undefined ? [] : wordsIn(aliases, `${place}.networks.${network}.aliases`)];
  });
  return all.length === 0 ? { [usual]: [] } : Object.fromEntries(all);
}

export async function makeNetwork(
  service: Service,
  { name, isInternal }: ComposeNetwork,
  labels: Record<string, string>,
): Promise<void> {
  const { status } = await ask(service, `/networks/${encodeURIComponent(name)}`, { fine: [404] });
  if (status !== 404) return;
  const body = { Name: name, Driver: 'bridge', Internal: isInternal, CheckDuplicate: true, Labels: labels };
  await ask(service, '/networks/create', { method: 'POST', body });
}

export async function joinNetwork(
  service: Service,
  { container, network, aliases }: { container: string; network: string; aliases: string[] },
): Promise<void> {
  const body = { Container: container, EndpointConfig: { Aliases: aliases } };
  await ask(service, `/networks/${encodeURIComponent(network)}/connect`, { method: 'POST', body });
}

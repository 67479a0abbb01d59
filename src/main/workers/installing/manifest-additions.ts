import type { ActionManifest, Manifest, Risk, Tier } from '../../../contract/manifest.ts';

const risks: readonly Risk[] = ['read', 'reversible', 'external', 'irreversible'];
const freedom: readonly Tier[] = ['isolate', 'node'];

/** What a manifest asks for that another did not, a sentence each: what a person should know before saying yes. */
export function manifestAdditions(before: Manifest, after: Manifest): string[] {
  return [
    ...powersAdded(before, after),
    ...added(Object.keys(before.actions), Object.keys(after.actions), (name) => name).map(
      (name) => `the action ${name} (risk: ${after.actions[name]?.risk})`,
    ),
    ...added(Object.keys(before.triggers), Object.keys(after.triggers), (name) => name).map(
      (name) => `offers the trigger ${name}`,
    ),
    ...limitAdditions(before, after),
  ];
}

/** Of these, what lets it reach further than before: no part of a worker under work comes without a yes to it. */
export function powersAdded(before: Manifest, after: Manifest): string[] {
  return [
    ...(freedom.indexOf(after.tier) > freedom.indexOf(before.tier) ? [`the tier ${after.tier}`] : []),
    ...added(before.permissions, after.permissions, ({ capability }) => capability).map(
      ({ capability, reason }) => `may ask for ${capability}: ${reason}`,
    ),
    ...Object.entries(after.actions).flatMap(([name, action]) => actionPowers(name, before, action)),
    ...added(before.hooks, after.hooks, (event) => event).map((event) => `watches ${event}`),
    ...added(before.secrets, after.secrets, secretKey).map(
      ({ name, hosts, reason, programs = [] }) =>
        `wants the secret ${name} for ${hosts.join(', ')}${programs.length > 0 ? ` through ${programs.join(', ')}` : ''}: ${reason}`,
    ),
    ...(after.ownSecrets && !before.ownSecrets
      ? [`may use secrets named ${after.id}-…: ${after.ownSecrets.reason}`]
      : []),
  ];
}

/** What an action touches that it did not touch before; of a new one all, and its risk when no other has such a one. */
function actionPowers(name: string, { actions }: Manifest, after: ActionManifest): string[] {
  const before = actions[name];
  const highest = Math.max(...Object.values(actions).map(({ risk }) => risks.indexOf(risk)), 0);
  const known = before ? risks.indexOf(before.risk) : highest;
  const was = before ? `, it was ${before.risk}` : '';
  return [
    ...(risks.indexOf(after.risk) > known ? [`${name} has the risk ${after.risk}${was}`] : []),
    ...added(before?.needs ?? [], after.needs, ({ capability, target }) => `${capability} ${target}`).map(
      ({ capability, target }) => `${name} ${needText(capability, target)}`,
    ),
  ];
}

function needText(capability: string, target: string): string {
  if (capability === 'net') return `reaches the host ${target}`;
  if (capability === 'shell') return `runs the program ${target}`;
  return `needs ${capability} ${target}`;
}

function secretKey({ name, hosts, programs = [] }: Manifest['secrets'][number]): string {
  return `${name} ${hosts.toSorted().join(' ')} ${programs.toSorted().join(' ')}`;
}

function limitAdditions(before: Manifest, after: Manifest): string[] {
  const names = Object.keys(after.limits) as (keyof Manifest['limits'])[];
  return names
    .filter((name) => (after.limits[name] ?? 0) > (before.limits[name] ?? 0))
    .map((name) => `the limit ${name} is ${after.limits[name]}, it was ${before.limits[name] ?? 0}`);
}

function added<Item>(before: readonly Item[], after: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Set(before.map(keyOf));
  return after.filter((item) => !known.has(keyOf(item)));
}

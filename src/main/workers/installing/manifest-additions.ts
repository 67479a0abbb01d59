import type { ActionManifest, Manifest, Risk, Tier } from '../../../contract/manifest.ts';

const risks: readonly Risk[] = ['read', 'reversible', 'external', 'irreversible'];
const freedom: readonly Tier[] = ['isolate', 'node'];

/** What a manifest asks for that another did not, a sentence each: what a person should know before saying yes. */
export function manifestAdditions(before: Manifest, after: Manifest): string[] {
  return [
    ...(freedom.indexOf(after.tier) > freedom.indexOf(before.tier) ? [`the tier ${after.tier}`] : []),
    ...Object.entries(after.actions).flatMap(([name, action]) => actionAdditions(name, before.actions[name], action)),
    ...added(before.permissions, after.permissions, ({ capability }) => capability).map(
      ({ capability, reason }) => `may ask for ${capability}: ${reason}`,
    ),
    ...added(before.hooks, after.hooks, (event) => event).map((event) => `watches ${event}`),
    ...added(before.secrets, after.secrets, ({ name, hosts }) => `${name} ${hosts.toSorted().join(' ')}`).map(
      ({ name, hosts, reason }) => `wants the secret ${name} for ${hosts.join(', ')}: ${reason}`,
    ),
    ...(after.ownSecrets && !before.ownSecrets
      ? [`may use secrets named ${after.id}-…: ${after.ownSecrets.reason}`]
      : []),
    ...added(Object.keys(before.triggers), Object.keys(after.triggers), (name) => name).map(
      (name) => `offers the trigger ${name}`,
    ),
    ...limitAdditions(before, after),
  ];
}

function actionAdditions(name: string, before: ActionManifest | undefined, after: ActionManifest): string[] {
  if (!before) return [`the action ${name} (risk: ${after.risk})`];
  const needs = added(before.needs, after.needs, ({ capability, target }) => `${capability} ${target}`);
  return [
    ...(risks.indexOf(after.risk) > risks.indexOf(before.risk)
      ? [`${name} has the risk ${after.risk}, it was ${before.risk}`]
      : []),
    ...needs.map(({ capability, target }) => `${name} needs ${capability} ${target}`),
  ];
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

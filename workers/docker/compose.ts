import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { fail, type WorkerContext } from 'heron/worker-kit';
import { readContext } from './build-context.ts';
import { buildImage } from './build.ts';
import { chosenServices, type ComposeFile, readComposeFile } from './compose-file.ts';
import { joinNetwork, makeNetwork } from './compose-networks.ts';
import { waitUntil } from './compose-ready.ts';
import type { ComposeService } from './compose-service.ts';
import { readVariables } from './compose-variables.ts';
import { createContainer, startContainer } from './create-container.ts';
import { shortId } from './images.ts';
import { refuseDangers, refuseMount } from './safety.ts';
import { ask, askJson, fieldsOf, isOf, listIn, type Run, type Service, textIn } from './service.ts';
import { removeContainer } from './spoken.ts';

/** Those of Docker's own compose, so that it knows these projects too. */
const labels = { project: 'com.docker.compose.project', service: 'com.docker.compose.service' };
const fingerprint = 'heron.compose';

export const composeUp: Run<'composeUp'> = async (input, context) => {
  const { file, services: names, profiles, socket } = input;
  const service = { context, socket };
  const compose = await open(context, file, input.project, input.variables);
  const chosen = chosenServices(compose.services, names, profiles);
  // All is looked at before anything is made.
  for (const each of chosen) await refuseUnsafe(context, each);
  for (const volume of volumesOf(chosen)) {
    await ask(service, '/volumes/create', {
      method: 'POST',
      body: { Name: volume, Labels: { [labels.project]: compose.project } },
    });
  }
  const joined = new Set(chosen.flatMap((each) => (each.network ? [] : Object.keys(each.networks))));
  for (const [name, network] of compose.networks) {
    if (joined.has(name)) await makeNetwork(service, network, { [labels.project]: compose.project });
  }
  const started: { service: string; container: string; isNew: boolean }[] = [];
  for (const each of chosen) {
    context.progress({ text: `Starting ${each.name}`, percent: Math.round((started.length * 100) / chosen.length) });
    for (const [name, condition] of Object.entries(each.dependsOn)) {
      const other = chosen.find((one) => one.name === name);
      if (other) await waitUntil(service, containerOf(compose, other), condition);
    }
    started.push({ service: each.name, ...(await bringUp(service, compose, await withEnvFiles(context, each))) });
  }
  return { project: compose.project, services: started };
};

async function open(
  context: WorkerContext,
  file: string,
  project: string,
  given: readonly string[],
): Promise<ComposeFile> {
  const text = await context.files.readText(file, { maxBytes: 1_000_000 });
  const own = given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const kept = await readVariablesBeside(context, file, (beside) => {
    const [missing] = mentionedIn(text).filter((name) => !own.some(([known]) => known === name));
    if (missing !== undefined)
      fail('unsupported', `${beside} may hold passwords, so it is not read: give ${missing} in variables`, {
        path: beside,
      });
  });
  return readComposeFile(text, file, { project, variables: new Map([...kept, ...own]) });
}

/** Files of this name hold passwords more often than not; where no worker may read them, what they would say is given. */
async function readVariablesBeside(
  context: WorkerContext,
  file: string,
  onUnread: (path: string) => void,
): Promise<Map<string, string>> {
  const path = `${dirname(file)}/.env`;
  try {
    return readVariables(await context.files.readText(path, { maxBytes: 1_000_000 }));
  } catch (error) {
    if (!isOf(error, 'not-found') && !isOf(error, 'permission-denied')) throw error;
    if (isOf(error, 'permission-denied') && (await isBeside(context, path))) onUnread(path);
    return new Map();
  }
}

async function isBeside(context: WorkerContext, path: string): Promise<boolean> {
  for await (const { name } of context.files.list(dirname(path))) if (name === basename(path)) return true;
  return false;
}

function mentionedIn(text: string): string[] {
  return [...text.matchAll(/(?<!\$)\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
}

async function refuseUnsafe(context: WorkerContext, { name, dangers, mounts }: ComposeService): Promise<void> {
  refuseDangers(context, dangers, `services.${name}: `);
  for (const [index, { source }] of mounts.entries()) {
    await refuseMount(context, source, `services.${name}.volumes.${index}`);
  }
}

function volumesOf(services: readonly ComposeService[]): Set<string> {
  return new Set(services.flatMap(({ volumes }) => volumes.map(({ source }) => source)));
}

function containerOf({ project }: Pick<ComposeFile, 'project'>, { containerName, name }: ComposeService): string {
  return containerName ?? `${project}-${name}-1`;
}

/** What its own environment says counts more. */
async function withEnvFiles(context: WorkerContext, wanted: ComposeService): Promise<ComposeService> {
  const given = new Map<string, string>();
  for (const file of wanted.envFiles) {
    for (const [name, value] of readVariables(await context.files.readText(file, { maxBytes: 1_000_000 })))
      given.set(name, value);
  }
  for (const pair of wanted.env) given.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  return { ...wanted, env: [...given].map(([name, value]) => `${name}=${value}`) };
}

/** A container that was made of the very same words is started; another is made anew. */
async function bringUp(service: Service, { project, networks }: ComposeFile, wanted: ComposeService) {
  const container = containerOf({ project }, wanted);
  const image = wanted.image ?? `${project}-${wanted.name}`;
  if (wanted.build) {
    const { folder, ...rest } = wanted.build;
    const sent = await readContext(service.context, folder, rest.file);
    const network = wanted.network === 'none' ? 'none' : 'default';
    await buildImage(service, sent, { ...rest, tag: image, network, pull: false, cache: true });
  }
  const print = createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
  const [there] = await containersOf(service, project, container);
  if (there && there.print === print && !wanted.build) {
    await startContainer(service, container);
    return { container, isNew: false };
  }
  if (there) await removeContainer(service, container, false);
  const [first, ...others] = wanted.network ? [] : endpointsOf(wanted, networks);
  await createContainer(service, {
    ...{ image, name: container, command: wanted.command, env: wanted.env, mounts: wanted.mounts },
    ...(wanted.entrypoint ? { entrypoint: wanted.entrypoint } : {}),
    ...{ volumes: wanted.volumes, ports: wanted.ports, user: wanted.user, folder: wanted.folder },
    network: wanted.network ?? first?.network ?? 'none',
    aliases: first?.aliases ?? [],
    ...(wanted.restart ? { restart: wanted.restart } : {}),
    ...(wanted.healthcheck ? { healthcheck: wanted.healthcheck } : {}),
    ...{ init: wanted.init, tmpfs: wanted.tmpfs },
    labels: { ...wanted.labels, [labels.project]: project, [labels.service]: wanted.name, [fingerprint]: print },
    dangers: wanted.dangers,
  });
  for (const endpoint of others) await joinNetwork(service, { container, ...endpoint });
  await startContainer(service, container);
  return { container, isNew: true };
}

/** In each network a service is found by its name and by what it is called there besides. */
function endpointsOf({ name, networks }: ComposeService, all: ComposeFile['networks']) {
  return Object.entries(networks).map(([network, aliases]) => ({
    network: all.get(network)?.name ?? network,
    aliases: [name, ...aliases],
  }));
}

/** Those of a project, by the label; a container of that name that belongs to nobody's project is none of them. */
async function containersOf(service: Service, project: string, name?: string) {
  const filters = JSON.stringify({ label: [`${labels.project}=${project}`] });
  const told = await askJson(service, '/containers/json', { query: { all: true, filters } });
  const all = listIn(told)
    .map(fieldsOf)
    .map((each) => ({
      name: textIn(listIn(each['Names'])[0]).replace(/^\//, '') || shortId(textIn(each['Id'])),
      print: textIn(fieldsOf(each['Labels'])[fingerprint]),
    }));
  return name === undefined ? all : all.filter((each) => each.name === name);
}

export const composeDown: Run<'composeDown'> = async ({ file, project, volumes, socket }, context) => {
  const service = { context, socket };
  const compose = await openLoosely(context, file, project);
  const removed: string[] = [];
  for (const { name } of await containersOf(service, compose.project)) {
    await removeContainer(service, name);
    removed.push(name);
  }
  for (const { name } of compose.networks.values()) {
    if (await isRemoved(service, `/networks/${encodeURIComponent(name)}`)) removed.push(name);
  }
  for (const volume of volumes ? volumesOf(compose.services) : []) {
    if (await isRemoved(service, `/volumes/${encodeURIComponent(volume)}`)) removed.push(volume);
  }
  return { project: compose.project, removed };
};

/** Its variables may have had values that nobody remembers: what is removed does not hang on them. */
async function openLoosely(context: WorkerContext, file: string, project: string): Promise<ComposeFile> {
  const text = await context.files.readText(file, { maxBytes: 1_000_000 });
  const kept = await readVariablesBeside(context, file, () => undefined);
  const mentioned = mentionedIn(text).map((name) => [name, '0'] as const);
  return readComposeFile(text, file, { project, variables: new Map([...mentioned, ...kept]) });
}

async function isRemoved(service: Service, path: string): Promise<boolean> {
  const { status } = await ask(service, path, { method: 'DELETE', fine: [404] });
  return status !== 404;
}

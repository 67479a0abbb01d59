import { fail } from 'heron/worker-kit';
import { createContainer, startContainer } from './create-container.ts';
import { shortId } from './images.ts';
import { refuseDangers, refuseMount } from './safety.ts';
import { ask, askJson, fieldsOf, listIn, numberIn, type Run, type Service, textIn } from './service.ts';
import { readSpoken, removalOf, removeContainer, tellOn } from './spoken.ts';
import { refuseWithoutWalls } from './walls.ts';

export const ps: Run<'ps'> = async ({ all, socket }, context) => {
  const told = listIn(await askJson({ context, socket }, '/containers/json', { query: { all } })).map(fieldsOf);
  const containers = told.map((each) => ({
    id: shortId(textIn(each['Id'])),
    name: textIn(listIn(each['Names'])[0]).replace(/^\//, ''),
    image: textIn(each['Image']),
    state: textIn(each['State']),
    status: textIn(each['Status']),
    ports: listIn(each['Ports']).map(fieldsOf).map(portText),
  }));
  const runsFirst = (state: string): number => (state === 'running' ? 0 : 1);
  return { containers: containers.toSorted((one, other) => runsFirst(one.state) - runsFirst(other.state)) };
};

function portText({ PublicPort: outside, PrivatePort: inside, Type: protocol }: Record<string, unknown>): string {
  return `${numberIn(outside) > 0 ? `${numberIn(outside)}:` : ''}${numberIn(inside)}/${textIn(protocol) || 'tcp'}`;
}

export const run: Run<'run'> = async (input, context) => {
  const { image, command, name, env, ports, network, user, folder, memoryMb, cpus, socket } = input;
  const dangers = { privileged: input.privileged, 'host-network': network === 'host', 'host-pid': input.hostPid };
  refuseDangers(context, dangers);
  const mounts = input.mounts.map(({ source, target, write = false }) => ({ source, target, write }));
  for (const [index, { source }] of mounts.entries()) await refuseMount(context, source, `mounts.${index}.source`);
  const service = { context, socket };
  const wanted = { image, command, name, env, mounts, ports, network, user, folder, memoryMb, cpus, dangers };
  const id = await createContainer(service, wanted);
  const container = name ?? shortId(id);
  // A call that is cancelled can ask for nothing more, and a container goes on without it.
  let drop = await context.sockets.leave(socket, removalOf(id));
  try {
    await startContainer(service, id);
  } catch (error) {
    await removeContainer(service, id);
    throw error;
  }
  if (input.detach) {
    await drop();
    return { container, exitCode: null, stdout: '', stderr: '', truncated: false };
  }
  if (input.keep) {
    const dropRemoval = drop;
    drop = await context.sockets.leave(socket, { method: 'POST', target: `/containers/${id}/kill` });
    await dropRemoval();
  }
  try {
    return { container, ...(await toItsEnd(service, id, input.seconds)) };
  } finally {
    if (!context.signal.aborted) {
      if (!input.keep) await removeContainer(service, id);
      await drop();
    }
  }
};

async function toItsEnd(service: Service, id: string, seconds: number) {
  const path = `/containers/${id}/logs`;
  const query = { stdout: true, stderr: true };
  // Podman answers nothing, not even that it will, before the container says something.
  const ending = endAfter(service, id, seconds);
  try {
    const following = await ask(service, path, { query: { ...query, follow: true } });
    await readSpoken(following.body, tellOn(service));
    const { StatusCode: code } = fieldsOf(await askJson(service, `/containers/${id}/wait`, { method: 'POST' }));
    // Podman ends what follows when the container ends, whether or not all was read: only now is it whole.
    const said = await readSpoken((await ask(service, path, { query })).body, () => undefined);
    if (ending.isOver()) {
      fail('limit-exceeded', `The container was ended after ${seconds} seconds`, { limit: seconds, ...said });
    }
    return { exitCode: numberIn(code), ...said };
  } finally {
    ending.stop();
  }
}

/** Ends the container when its time is over. */
function endAfter(service: Service, id: string, seconds: number): { isOver: () => boolean; stop: () => void } {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    const killed = ask(service, `/containers/${id}/kill`, { method: 'POST', fine: [404, 409] });
    killed.catch((error: unknown) => service.context.log('warn', `${id} could not be ended: ${String(error)}`));
  }, seconds * 1000);
  return { isOver: () => isOver, stop: () => clearTimeout(timer) };
}

export const start: Run<'start'> = async ({ container, socket }, context) => {
  const service = { context, socket };
  await refuseWithoutWalls(service, container);
  await startContainer(service, container);
  return { container };
};

export const stop: Run<'stop'> = async ({ container, socket }, context) => {
  const path = `/containers/${encodeURIComponent(container)}/stop`;
  await ask({ context, socket }, path, { method: 'POST', query: { t: 10 }, fine: [304] });
  return { container };
};

export const remove: Run<'remove'> = async ({ container, volumes, socket }, context) => {
  const path = `/containers/${encodeURIComponent(container)}`;
  await ask({ context, socket }, path, { method: 'DELETE', query: { force: true, v: volumes } });
  return { container };
};

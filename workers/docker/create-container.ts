import { fail } from 'heron/worker-kit';
import { pullImage } from './images.ts';
import { type Dangers, refuseDangers } from './safety.ts';
import { ask, askJson, fieldsOf, isOf, type Fields, type Service, textIn } from './service.ts';

export type Mount = { source: string; target: string; write: boolean };

/** A container as this worker makes it: within walls, unless something is granted by name. */
export type Wanted = {
  image: string;
  name?: string | undefined;
  command?: string[];
  entrypoint?: string[];
  env: string[];
  /** Folders and files of this machine; whoever calls has looked at them. */
  mounts: Mount[];
  /** Named volumes. */
  volumes?: Mount[];
  ports: string[];
  /** The name of a network, or none, default, host. */
  network: string;
  aliases?: string[];
  user?: string;
  folder?: string;
  memoryMb?: number | undefined;
  cpus?: number | undefined;
  labels?: Record<string, string>;
  restart?: string;
  healthcheck?: Fields;
  init?: boolean;
  tmpfs?: Record<string, string>;
  dangers: Partial<Dangers>;
};

/** Creates it, and fetches the image first where that is missing. Gives its id. */
export async function createContainer(service: Service, wanted: Wanted): Promise<string> {
  refuseDangers(service.context, wanted.dangers);
  const question = {
    method: 'POST',
    query: { name: wanted.name },
    body: toBody(wanted),
  } as const;
  try {
    return idIn(await askJson(service, '/containers/create', question));
  } catch (error) {
    if (!isOf(error, 'not-found') || !(error instanceof Error) || !/image/i.test(error.message)) throw error;
    await pullImage(service, wanted.image);
    return idIn(await askJson(service, '/containers/create', question));
  }
}

function idIn(told: unknown): string {
  const id = textIn(fieldsOf(told)['Id']);
  return id === '' ? fail('worker-failed', 'The service made a container and did not say which') : id;
}

export async function startContainer(service: Service, container: string): Promise<void> {
  await ask(service, `/containers/${encodeURIComponent(container)}/start`, { method: 'POST', fine: [304] });
}

function toBody(wanted: Wanted): Fields {
  const { image, command, entrypoint, env, user, folder, labels, network, aliases, healthcheck } = wanted;
  const isNamed = !['none', 'default', 'host'].includes(network);
  return {
    Image: image,
    Env: env,
    ...(command && command.length > 0 ? { Cmd: command } : {}),
    ...(entrypoint ? { Entrypoint: entrypoint } : {}),
    ...(user ? { User: user } : {}),
    ...(folder ? { WorkingDir: folder } : {}),
    ...(healthcheck ? { Healthcheck: healthcheck } : {}),
    Labels: { 'heron.made': 'true', ...labels },
    ExposedPorts: Object.fromEntries(wanted.ports.map((port) => [portOf(port).inside, {}])),
    HostConfig: hostConfig(wanted),
    ...(isNamed ? { NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: aliases ?? [] } } } } : {}),
  };
}

function hostConfig(wanted: Wanted): Fields {
  const { mounts, volumes = [], ports, network, dangers, memoryMb, cpus, restart, init, tmpfs } = wanted;
  const bound = mounts.map(({ source, target, write }) => mountOf('bind', source, target, write));
  const named = volumes.map(({ source, target, write }) => mountOf('volume', source, target, write));
  return {
    Mounts: [...bound, ...named],
    ...(network === 'default' ? {} : { NetworkMode: network }),
    Privileged: dangers.privileged === true,
    ...(dangers['host-pid'] ? { PidMode: 'host' } : {}),
    // Nothing in it can gain rights that it was not started with.
    ...(dangers.privileged ? {} : { SecurityOpt: ['no-new-privileges'] }),
    PidsLimit: 4096,
    // Those of a service may be more than this machine lets it hand on.
    Ulimits: [
      { Name: 'nofile', Soft: 1024, Hard: 1024 },
      { Name: 'nproc', Soft: 4096, Hard: 4096 },
    ],
    ...(memoryMb ? { Memory: memoryMb * 1024 * 1024 } : {}),
    ...(cpus ? { NanoCpus: Math.round(cpus * 1e9) } : {}),
    ...(restart ? { RestartPolicy: { Name: restart } } : {}),
    ...(init ? { Init: true } : {}),
    ...(tmpfs ? { Tmpfs: tmpfs } : {}),
    PortBindings: Object.fromEntries(
      ports.map((port) => [portOf(port).inside, [{ HostIp: '127.0.0.1', HostPort: portOf(port).outside }]]),
    ),
  };
}

function mountOf(type: 'bind' | 'volume', source: string, target: string, write: boolean): Fields {
  return { Type: type, Source: source, Target: target, ReadOnly: !write };
}

/** `8080:80/udp` → 8080 outside, `80/udp` inside; `80` alone is given a free port. Errors: `invalid-input`. */
export function portOf(text: string): { outside: string; inside: string } {
  const [, first = '', second, protocol = 'tcp'] = /^(\d+)(?::(\d+))?(?:\/(tcp|udp))?$/.exec(text) ?? [];
  const isPort = (port: string): boolean => Number(port) >= 1 && Number(port) <= 65_535;
  if (!isPort(first) || (second !== undefined && !isPort(second))) {
    fail('invalid-input', `${text} is no port; expected one like 8080:80`, { field: 'ports' });
  }
  return { outside: second === undefined ? '' : first, inside: `${second ?? first}/${protocol}` };
}

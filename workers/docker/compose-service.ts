import { isAbsolute, join, normalize, sep } from 'node:path';
import { type Condition, dependsOn, readHealthcheck } from './compose-health.ts';
import { networksOf } from './compose-networks.ts';
import { isKnown, refuse, wordIn, wordsIn } from './compose-place.ts';
import type { Mount } from './create-container.ts';
import { type Fields, fieldsOf } from './service.ts';

export type ComposeService = {
  name: string;
  containerName: string | undefined;
  image: string | undefined;
  build: { folder: string; file: string; target: string; arguments: string[] } | undefined;
  command: string[];
  entrypoint: string[] | undefined;
  env: string[];
  ports: string[];
  mounts: Mount[];
  volumes: Mount[];
  dependsOn: Record<string, Condition>;
  healthcheck: Fields | undefined;
  /** Files of variables; what `env` says counts more. */
  envFiles: string[];
  init: boolean;
  /** Places that are kept in memory, with their options. */
  tmpfs: Record<string, string>;
  network: 'none' | 'host' | undefined;
  /** Those of the project it is in, with what it is called there; one that is in no network has none. */
  networks: Record<string, string[]>;
  /** It is started only when one of them is asked for. */
  profiles: string[];
  user: string;
  folder: string;
  restart: string | undefined;
  labels: Record<string, string>;
  dangers: { privileged: boolean; 'host-network': boolean; 'host-pid': boolean };
};

const known = new Set([
  ...['image', 'build', 'container_name', 'command', 'entrypoint', 'environment', 'ports', 'expose', 'volumes'],
  ...['depends_on', 'network_mode', 'networks', 'user', 'working_dir', 'restart', 'labels', 'privileged', 'pid'],
  ...['env_file', 'healthcheck', 'init', 'tmpfs', 'profiles'],
]);

type Ground = { folder: string; volumes: ReadonlyMap<string, string>; networks: ReadonlyMap<string, unknown> };

/** Errors: `invalid-input` with the place of what cannot be done. */
export function readService(name: string, told: unknown, ground: Ground): ComposeService {
  const place = `services.${name}`;
  const fields = fieldsOf(told);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) refuse(place, 'is no name of a service');
  for (const field of Object.keys(fields)) if (!isKnown(field, known)) refuse(`${place}.${field}`, 'is not known here');
  if (fields['image'] === undefined && fields['build'] === undefined) refuse(place, 'has neither an image nor a build');
  const all = listOf(fields['volumes'], `${place}.volumes`).map((volume, index) =>
    readVolume(volume, `${place}.volumes.${index}`, ground),
  );
  return {
    name,
    containerName: textOf(fields['container_name'], `${place}.container_name`),
    image: textOf(fields['image'], `${place}.image`),
    build: fields['build'] === undefined ? undefined : readBuild(fields['build'], `${place}.build`, ground),
    command: wordsOf(fields['command'], `${place}.command`) ?? [],
    entrypoint: wordsOf(fields['entrypoint'], `${place}.entrypoint`),
    env: pairsOf(fields['environment'], `${place}.environment`),
    ports: listOf(fields['ports'], `${place}.ports`).map((port, index) =>
      wordIn(port, `${place}.ports.${index}`).replace(/^127\.0\.0\.1:/, ''),
    ),
    mounts: all.flatMap(({ isNamed, ...mount }) => (isNamed ? [] : [mount])),
    volumes: all.flatMap(({ isNamed, ...mount }) => (isNamed ? [mount] : [])),
    dependsOn: dependsOn(fields['depends_on'], `${place}.depends_on`),
    healthcheck: readHealthcheck(fields['healthcheck'], `${place}.healthcheck`),
    envFiles: envFilesOf(fields['env_file'], `${place}.env_file`, ground),
    init: fields['init'] === true,
    tmpfs: tmpfsOf(fields['tmpfs'], `${place}.tmpfs`),
    ...networkOf(fields, place),
    networks: networksOf(fields, place, ground.networks),
    profiles: listOf(fields['profiles'], `${place}.profiles`).map((each, index) =>
      wordIn(each, `${place}.profiles.${index}`),
    ),
    user: wordIn(fields['user'], `${place}.user`),
    folder: textOf(fields['working_dir'], `${place}.working_dir`) ?? '',
    restart: textOf(fields['restart'], `${place}.restart`),
    labels: Object.fromEntries(
      pairsOf(fields['labels'], `${place}.labels`).map((pair) => [
        pair.slice(0, pair.indexOf('=')),
        pair.slice(pair.indexOf('=') + 1),
      ]),
    ),
  };
}

function envFilesOf(told: unknown, place: string, ground: Ground): string[] {
  if (told === undefined || told === null) return [];
  if (!Array.isArray(told)) return [beside(wordIn(told, place), place, ground)];
  return told.map((each, index) => beside(wordIn(each, `${place}.${index}`), `${place}.${index}`, ground));
}

/** `/run`, or `/run:size=64m`. */
function tmpfsOf(told: unknown, place: string): Record<string, string> {
  const all = Array.isArray(told) ? wordsIn(told, place) : told === undefined ? [] : [wordIn(told, place)];
  return Object.fromEntries(
    all.map((each) => {
      const [path = '', options = ''] = each.split(':', 2);
      if (!path.startsWith('/')) refuse(place, 'has no place in the container');
      if (!/^((size=\d+[kmg]?|mode=[0-7]+)(,|$))*$/.test(options))
        refuse(place, `has ${options}; expected size and mode`);
      return [path, options];
    }),
  );
}

function networkOf(fields: Fields, place: string): Pick<ComposeService, 'network' | 'dangers'> {
  const mode = fields['network_mode'];
  if (mode !== undefined && mode !== 'none' && mode !== 'host' && mode !== 'bridge') {
    refuse(`${place}.network_mode`, 'is not known here; expected none or host');
  }
  if (fields['pid'] !== undefined && fields['pid'] !== 'host')
    refuse(`${place}.pid`, 'is not known here; expected host');
  return {
    network: mode === 'none' || mode === 'host' ? mode : undefined,
    dangers: {
      privileged: fields['privileged'] === true,
      'host-network': mode === 'host',
      'host-pid': fields['pid'] === 'host',
    },
  };
}

function readBuild(told: unknown, place: string, ground: Ground): NonNullable<ComposeService['build']> {
  const fields: Fields = typeof told === 'string' ? { context: told } : fieldsOf(told);
  for (const field of Object.keys(fields)) {
    if (!isKnown(field, new Set(['context', 'dockerfile', 'args', 'target'])))
      refuse(`${place}.${field}`, 'is not known here');
  }
  return {
    folder: beside(textOf(fields['context'], `${place}.context`) ?? '.', `${place}.context`, ground),
    file: textOf(fields['dockerfile'], `${place}.dockerfile`) ?? 'Dockerfile',
    target: textOf(fields['target'], `${place}.target`) ?? '',
    arguments: pairsOf(fields['args'], `${place}.args`),
  };
}

/** `data:/var/lib/x`, `./site:/www:ro`, or the long form. */
function readVolume(told: unknown, place: string, ground: Ground): Mount & { isNamed: boolean } {
  const { source, target, isReadOnly } = typeof told === 'string' ? shortVolume(told, place) : longVolume(told, place);
  if (!target.startsWith('/')) refuse(place, 'has no place in the container');
  if (source.startsWith('~')) refuse(place, 'begins with ~, which is no folder beside the file');
  const write = !isReadOnly;
  if (/^[./]/.test(source) || isAbsolute(source)) {
    return { source: beside(source, place, ground), target, write, isNamed: false };
  }
  const volume =
    ground.volumes.get(source) ?? refuse(place, `names the volume ${source}, which the file does not declare`);
  return { source: volume, target, write, isNamed: true };
}

function shortVolume(text: string, place: string) {
  const [source = '', target = '', mode = 'rw', ...more] = text.split(':');
  if (more.length > 0 || !['rw', 'ro', 'z', 'Z'].includes(mode))
    refuse(place, 'cannot be read; expected source:target or source:target:ro');
  return { source, target, isReadOnly: mode === 'ro' };
}

function longVolume(told: unknown, place: string) {
  const { type, source, target, read_only: isReadOnly = false, ...others } = fieldsOf(told);
  const [other] = Object.keys(others);
  if (other !== undefined) refuse(`${place}.${other}`, 'is not known here');
  if (type !== 'bind' && type !== 'volume') refuse(`${place}.type`, 'is not known here; expected bind or volume');
  return {
    source: wordIn(source, `${place}.source`),
    target: wordIn(target, `${place}.target`),
    isReadOnly: isReadOnly === true,
  };
}

/** What a project uses of this machine lies beside its file: that folder is what was allowed. */
function beside(path: string, place: string, { folder }: Ground): string {
  const whole = normalize(isAbsolute(path) ? path : join(folder, path)).replace(/(?<=.)[\\/]$/, '');
  if (whole === folder || whole.startsWith(folder + sep)) return whole;
  return refuse(place, `is ${whole}, which does not lie beside the file in ${folder}`);
}

function textOf(value: unknown, place: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return refuse(place, 'is no text');
}

function listOf(value: unknown, place: string): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : refuse(place, 'is no list');
}

/** A list as it is; a text is split as a command line, quotes taken in. */
function wordsOf(value: unknown, place: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return wordsIn(value, place);
  const text = textOf(value, place) ?? '';
  return [...text.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) =>
    double === undefined ? (single ?? bare ?? '') : double.replaceAll(/\\(.)/g, '$1'),
  );
}

/** A map or a list of NAME=value; NAME alone would be taken from this machine, which no service is shown. */
function pairsOf(value: unknown, place: string): string[] {
  if (Array.isArray(value)) {
    return wordsIn(value, place).map((pair) =>
      pair.includes('=') ? pair : refuse(place, `has ${pair} without a value`),
    );
  }
  return Object.entries(fieldsOf(value)).map(([name, each]) =>
    each === null ? refuse(`${place}.${name}`, 'has no value') : `${name}=${wordIn(each, `${place}.${name}`)}`,
  );
}

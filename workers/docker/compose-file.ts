import { basename, dirname } from 'node:path';
import { fail } from 'heron/worker-kit';
import { load } from 'js-yaml';
import { type ComposeNetwork, networksIn } from './compose-networks.ts';
import { interpolate } from './compose-variables.ts';
import { isKnown, refuse } from './compose-place.ts';
import { readService, type ComposeService } from './compose-service.ts';
import { fieldsOf } from './service.ts';

export type ComposeFile = {
  project: string;
  /** In the order in which they are started: each after what it depends on. */
  services: ComposeService[];
  /** Named volumes that the file declares, with the names that the project gives them. */
  volumes: Map<string, string>;
  networks: Map<string, ComposeNetwork>;
};

const known = new Set(['version', 'name', 'services', 'volumes', 'networks']);

/**
 * Reads a compose file. What this worker does not know is refused by its place in the file and never left out in silence; `x-…`
 * fields are the author's own. Errors: `invalid-input`.
 */
export function readComposeFile(
  text: string,
  file: string,
  { project, variables }: { project: string; variables: ReadonlyMap<string, string> },
): ComposeFile {
  const document = fieldsOf(interpolate(parse(text, file), variables, ''));
  for (const field of Object.keys(document)) if (!isKnown(field, known)) refuse(field, 'is not known here');
  const name = project || nameIn(document['name']) || plainName(basename(dirname(file)));
  const volumes = volumesIn(document['volumes'], name);
  const networks = networksIn(document['networks'], name);
  const told = Object.entries(fieldsOf(document['services']));
  if (told.length === 0) refuse('services', 'are missing');
  const ground = { folder: dirname(file), volumes, networks };
  const services = told.map(([service, fields]) => readService(service, fields, ground));
  return { project: name, services: inOrder(services), volumes, networks };
}

function parse(text: string, file: string): unknown {
  try {
    return load(text);
  } catch (error) {
    return fail('invalid-input', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nameIn(name: unknown): string {
  if (name === undefined) return '';
  if (typeof name === 'string' && /^[a-z0-9][a-z0-9_-]*$/.test(name)) return name;
  return refuse('name', 'is no name of a project: expected small letters, digits, _ and -');
}

function plainName(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') || 'compose'
  );
}

function volumesIn(volumes: unknown, project: string): Map<string, string> {
  return new Map(
    Object.entries(fieldsOf(volumes)).map(([name, fields]) => {
      const { name: own, ...others } = fieldsOf(fields);
      const [other] = Object.keys(others);
      if (other !== undefined) refuse(`volumes.${name}.${other}`, 'is not known here');
      return [name, typeof own === 'string' ? own : `${project}_${name}`];
    }),
  );
}

/** Errors: `invalid-input` for a service that is not there, or two that wait for each other. */
function inOrder(services: readonly ComposeService[]): ComposeService[] {
  const ordered: ComposeService[] = [];
  const visit = (service: ComposeService, waiting: readonly string[]): void => {
    if (ordered.includes(service)) return;
    if (waiting.includes(service.name)) refuse(`services.${service.name}.depends_on`, 'waits for itself');
    for (const name of Object.keys(service.dependsOn)) {
      const other = services.find((each) => each.name === name);
      if (!other) refuse(`services.${service.name}.depends_on`, `names ${name}, which is no service`);
      else visit(other, [...waiting, service.name]);
    }
    ordered.push(service);
  };
  for (const service of services) visit(service, []);
  return ordered;
}

/**
 * The named services and what they depend on; without names all. One with profiles is among them when one of its profiles is asked for, or
 * when it is named itself, which asks for them. Errors: `invalid-input`.
 */
export function chosenServices(
  all: readonly ComposeService[],
  names: readonly string[],
  profiles: readonly string[] = [],
): ComposeService[] {
  const serviceOf = (name: string): ComposeService =>
    all.find((each) => each.name === name) ??
    fail('invalid-input', `services: there is no service ${name}`, { field: 'services' });
  const asked = new Set([...profiles, ...names.flatMap((name) => serviceOf(name).profiles)]);
  const isAsked = (service: ComposeService): boolean =>
    service.profiles.length === 0 || service.profiles.some((profile) => asked.has(profile));
  const unknown = profiles.find((profile) => !all.some((service) => service.profiles.includes(profile)));
  if (unknown !== undefined) fail('invalid-input', `profiles: no service has ${unknown}`, { field: 'profiles' });
  const wanted = new Set<string>();
  const add = (service: ComposeService): void => {
    if (wanted.has(service.name)) return;
    wanted.add(service.name);
    for (const name of Object.keys(service.dependsOn)) {
      const other = serviceOf(name);
      if (isAsked(other)) add(other);
      else {
        const why = `names ${name}, which is in no profile that was asked for (${other.profiles.join(', ')})`;
        refuse(`services.${service.name}.depends_on`, why);
      }
    }
  };
  for (const service of names.length === 0 ? all.filter(isAsked) : names.map(serviceOf)) add(service);
  return all.filter(({ name }) => wanted.has(name));
}

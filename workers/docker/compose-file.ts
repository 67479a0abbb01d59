import { basename, dirname } from 'node:path';
import { fail } from 'heron/worker-kit';
import { load } from 'js-yaml';
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
  refuseNetworks(document['networks']);
  const name = project || nameIn(document['name']) || plainName(basename(dirname(file)));
  const volumes = volumesIn(document['volumes'], name);
  const told = Object.entries(fieldsOf(document['services']));
  if (told.length === 0) refuse('services', 'are missing');
  const services = told.map(([service, fields]) => readService(service, fields, { folder: dirname(file), volumes }));
  return { project: name, services: inOrder(services), volumes };
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

/** All services of a project are in one network; others would need their own rules. */
function refuseNetworks(networks: unknown): void {
  for (const [name, fields] of Object.entries(fieldsOf(networks))) {
    if (name !== 'default' || Object.keys(fieldsOf(fields)).length > 0) {
      refuse(`networks.${name}`, 'is not known here: all services are in the network of their project');
    }
  }
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

/** The named services and what they depend on. Errors: `invalid-input`. */
export function chosenServices(all: readonly ComposeService[], names: readonly string[]): ComposeService[] {
  if (names.length === 0) return [...all];
  const wanted = new Set<string>();
  const add = (name: string): void => {
    const service = all.find((each) => each.name === name);
    if (!service) fail('invalid-input', `services: there is no service ${name}`, { field: 'services' });
    else if (!wanted.has(name)) for (const each of (wanted.add(name), Object.keys(service.dependsOn))) add(each);
  };
  for (const name of names) add(name);
  return all.filter(({ name }) => wanted.has(name));
}

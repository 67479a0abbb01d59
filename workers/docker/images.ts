import { fail } from 'heron/worker-kit';
import { ask, askJson, fieldsOf, linesOf, listIn, numberIn, type Run, type Service, textIn } from './service.ts';

export const images: Run<'images'> = async ({ socket }, context) => {
  const told = listIn(await askJson({ context, socket }, '/images/json')).map(fieldsOf);
  return {
    images: told.map((image) => ({
      id: shortId(textIn(image['Id'])),
      tags: tagsOf(image),
      bytes: numberIn(image['Size']),
      createdAt: new Date(numberIn(image['Created']) * 1000).toISOString(),
    })),
  };
};

export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

function tagsOf(image: Record<string, unknown>): string[] {
  return listIn(image['RepoTags'])
    .map(textIn)
    .filter((tag) => tag !== '' && tag !== '<none>:<none>');
}

export const pull: Run<'pull'> = async ({ image, socket }, context) => ({
  image,
  id: await pullImage({ context, socket }, image),
});

/** Errors: `worker-failed` with what the registry says; it comes in the middle of an answer that began well. */
export async function pullImage(service: Service, image: string): Promise<string> {
  const fromImage = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  const response = await ask(service, '/images/create', { method: 'POST', query: { fromImage } });
  for await (const line of linesOf(response)) {
    const error = textIn(line['error']);
    if (error !== '') fail('worker-failed', `${image} cannot be fetched: ${error}`, { image });
    const status = textIn(line['status']);
    if (status !== '') service.context.progress({ text: status.slice(0, 200) });
  }
  const id = await idOf(service, image);
  return id ?? fail('worker-failed', `${image} was not fetched`, { image });
}

/** undefined: it is not here. */
export async function idOf(service: Service, image: string): Promise<string | undefined> {
  const response = await ask(service, `/images/${imagePath(image)}/json`, { fine: [404] });
  if (response.status === 404) return undefined;
  let text = '';
  for await (const part of response.body) text += Buffer.from(part).toString();
  return shortId(textIn(fieldsOf(JSON.parse(text))['Id']));
}

/** A name's slashes stay: the service looks for the end of the name from behind. */
function imagePath(image: string): string {
  return image.split('/').map(encodeURIComponent).join('/');
}

type Kind = 'containers' | 'images' | 'volumes';

/** What would go, by what the lists say. */
const unused: Record<Kind, (service: Service) => Promise<string[]>> = {
  containers: async (service) => {
    const filters = JSON.stringify({ status: ['exited', 'created'] });
    const told = await askJson(service, '/containers/json', { query: { all: true, filters } });
    return listIn(told).map((each) => shortId(textIn(fieldsOf(each)['Id'])));
  },
  images: async (service) => {
    const told = await askJson(service, '/images/json', { query: { filters: JSON.stringify({ dangling: ['true'] }) } });
    return listIn(told).map((each) => shortId(textIn(fieldsOf(each)['Id'])));
  },
  volumes: async (service) => {
    const told = await askJson(service, '/volumes', { query: { filters: JSON.stringify({ dangling: ['true'] }) } });
    return listIn(fieldsOf(told)['Volumes']).map((each) => textIn(fieldsOf(each)['Name']));
  },
};

export const prune: Run<'prune'> = async ({ what, dryRun, socket }, context) => {
  const service = { context, socket };
  const removed: string[] = [];
  let bytes = 0;
  for (const kind of what) {
    const found = await unused[kind](service);
    if (!dryRun) {
      // Of volumes Docker else takes those without a name only.
      const query: Record<string, string> = kind === 'volumes' ? { filters: JSON.stringify({ all: ['true'] }) } : {};
      const told = fieldsOf(
        await askJson(service, `/${kind}/prune`, { method: 'POST', query: await supported(service, kind, query) }),
      );
      bytes += numberIn(told['SpaceReclaimed']);
    }
    const left = dryRun ? [] : await unused[kind](service);
    removed.push(...found.filter((each) => !left.includes(each)));
  }
  return { removed, bytes, dryRun };
};

/** Podman takes all unused volumes and knows no filter for that. */
async function supported(service: Service, kind: Kind, query: Record<string, string>): Promise<Record<string, string>> {
  if (kind !== 'volumes') return query;
  const { Components } = fieldsOf(await askJson(service, '/version'));
  const isPodman = listIn(Components).some((each) => /podman/i.test(textIn(fieldsOf(each)['Name'])));
  return isPodman ? {} : query;
}

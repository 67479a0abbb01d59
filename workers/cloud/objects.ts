import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { ask, bodyText } from './ask.ts';
import { objectIn, openStorage, type Place, shown, type Storage, urlOf } from './bucket.ts';
import { elementsAt, readXml, textAt } from './xml.ts';

export const get: ActionRun<Actions['get']['input'], Actions['get']['output']> = async (input, context) => {
  const storage = await openStorage(input, context);
  const place = objectIn(input.place);
  const response = await ask({ url: urlOf(storage, place), auth: storage.auth }, context);
  const whole = Number(response.headers['content-length'] ?? '0');
  const { size } = await context.files.write(input.path, told(response.body, whole, context), {
    overwrite: input.overwrite,
  });
  const contentType = response.headers['content-type'] ?? '';
  return { place: shown(place), path: input.path, bytes: size, contentType };
};

async function* told(body: AsyncIterable<Uint8Array>, whole: number, context: WorkerContext) {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (whole > 0) context.progress({ percent: Math.min(100, Math.round((bytes / whole) * 100)) });
    yield chunk;
  }
}

export const copy: ActionRun<Actions['copy']['input'], Actions['copy']['output']> = async (input, context) => {
  const storage = await openStorage(input, context);
  const [from, to] = [objectIn(input.from, 'from'), objectIn(input.to, 'to')];
  if (!input.overwrite) await refuseExisting(storage, to, context);
  const source = new URL(urlOf(storage, from)).pathname;
  const url = urlOf(storage, to);
  const headers = { 'x-amz-copy-source': source };
  const text = await bodyText(await ask({ url, auth: storage.auth, method: 'PUT', headers }, context), url);
  await refuseLateError(text, url);
  return { from: shown(from), to: shown(to) };
};

/** Some answers begin well and end in an error: the service kept the connection open while it worked. */
export async function refuseLateError(text: string, url: string): Promise<void> {
  const root = await readXml(text, url);
  const code = textAt(root, 'Code');
  if (code !== '' && elementsAt(root, 'Error').length === 0 && textAt(root, 'ETag') === '')
    fail('network', `${new URL(url).host} could not finish: ${code}: ${textAt(root, 'Message')}`, { url });
}

/** Errors: `already-exists`. */
export async function refuseExisting(storage: Storage, place: Place, context: WorkerContext): Promise<void> {
  if (await isThere(storage, place, context))
    fail('already-exists', `${shown(place)} is there already; say overwrite to replace it`, { field: 'overwrite' });
}

export async function isThere(storage: Storage, place: Place, context: WorkerContext): Promise<boolean> {
  const asked = { url: urlOf(storage, place), auth: storage.auth, method: 'HEAD' as const, fine: [404] };
  return (await ask(asked, context)).status !== 404;
}

export const link: ActionRun<Actions['link']['input'], Actions['link']['output']> = async (input, context) => {
  const storage = await openStorage(input, context);
  const place = objectIn(input.place);
  const { region, handle } = storage;
  const seconds = input.minutes * 60;
  const wish = { url: urlOf(storage, place), method: input.method, region, service: 's3', seconds };
  const endsAt = new Date(context.now() + seconds * 1000).toISOString();
  return { place: shown(place), url: await context.secrets.link(handle, wish), endsAt };
};

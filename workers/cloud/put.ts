import { type ActionRun, fail, type WorkerContext, WorkerFailure } from 'heron/worker-kit';
import mime from 'mime/lite';
import type { Actions } from './actions.generated.ts';
import { type Asked, ask, bodyText } from './ask.ts';
import { openStorage, type Place, placeIn, shown, type Storage, urlOf } from './bucket.ts';
import { refuseExisting, refuseLateError } from './objects.ts';
import { escaped, readXml, textAt } from './xml.ts';

type Output = Actions['put']['output'];

const megabyte = 1024 * 1024;
/**
 * What one request carries, as much as a worker can hand over at once; a larger file is sent in parts of this size, all but the last
 * the same.
 */
const partBytes = 8 * megabyte;
const mostParts = 10_000;

export const put: ActionRun<Actions['put']['input'], Output> = async (input, context) => {
  const status = await context.files.status(input.path);
  if (status?.kind !== 'file') return fail('not-found', `There is no file ${input.path}`, { path: input.path });
  if (status.size > partBytes * mostParts)
    return fail('limit-exceeded', `${input.path} is larger than ${(partBytes * mostParts) / megabyte} MB`);
  const storage = await openStorage(input, context);
  const place = withName(placeIn(input.place), input.path);
  if (!input.overwrite) await refuseExisting(storage, place, context);
  const headers = { 'content-type': input.contentType ?? mime.getType(place.key) ?? 'application/octet-stream' };
  const sending: Sending = { storage, place, headers, path: input.path, size: status.size };
  return status.size <= partBytes ? sendWhole(sending, context) : sendParts(sending, context);
};

/** As into a folder: what is put into a bucket, or below a name that ends in /, keeps its own name. */
function withName({ bucket, key }: Place, path: string): Place {
  if (key !== '' && !key.endsWith('/')) return { bucket, key };
  return { bucket, key: `${key}${path.split(/[\\/]/).at(-1) ?? ''}` };
}

type Sending = {
  storage: Storage;
  place: Place;
  headers: Record<string, string>;
  path: string;
  size: number;
};

async function sendWhole({ storage, place, headers, path }: Sending, context: WorkerContext): Promise<Output> {
  const body = Buffer.concat(await Array.fromAsync(context.files.read(path)));
  const url = urlOf(storage, place);
  await ask({ url, auth: storage.auth, method: 'PUT', headers, body }, context);
  return { place: shown(place), bytes: body.byteLength, parts: 1 };
}

async function sendParts(sending: Sending, context: WorkerContext): Promise<Output> {
  const { storage, place } = sending;
  const uploadId = await begin(sending, context);
  const at = (query: Record<string, string>, more: Partial<Asked>): Asked => {
    return { url: urlOf(storage, place, { ...query, uploadId }), auth: storage.auth, headers: {}, ...more };
  };
  try {
    const tags: string[] = [];
    let bytes = 0;
    for await (const body of partsOf(sending, context)) {
      const partNumber = String(tags.length + 1);
      const { headers: said } = await ask(at({ partNumber }, { method: 'PUT', body }), context);
      tags.push(said['etag'] ?? fail('network', `${storage.origin} took a part and named it not`));
      bytes += body.byteLength;
      context.progress({ percent: Math.round((bytes / sending.size) * 100) });
    }
    const list = tags.map(
      (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`,
    );
    const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
    const finish = at({}, { method: 'POST', body, headers: { 'content-type': 'application/xml' } });
    await refuseLateError(await bodyText(await ask(finish, context), finish.url), finish.url);
    return { place: shown(place), bytes, parts: tags.length };
  } catch (error) {
    throw await givenUp(error, uploadId, at({}, { method: 'DELETE', fine: [404] }), context);
  }
}

/** Parts that are left lie there unseen and cost money. When the call is over nothing can be asked any more. */
async function givenUp(error: unknown, uploadId: string, giveUp: Asked, context: WorkerContext): Promise<unknown> {
  try {
    await ask(giveUp, context);
    return error;
  } catch {
    if (!(error instanceof WorkerFailure)) return error;
    const left = `the upload could not be given up, so its parts lie there still (${uploadId})`;
    return new WorkerFailure(error.code, `${error.message}; ${left}`, error.details);
  }
}

async function begin({ storage, place, headers, size }: Sending, context: WorkerContext): Promise<string> {
  const url = urlOf(storage, place, { uploads: '' });
  // The parts, the end of it, and to give it up if something goes wrong in between.
  const followedBy = Math.ceil(size / partBytes) + 2;
  const response = await ask({ url, auth: storage.auth, method: 'POST', headers, followedBy }, context);
  const id = textAt(await readXml(await bodyText(response, url), url), 'UploadId');
  return id === '' ? fail('network', `${storage.origin} began no upload`, { url }) : id;
}

async function* partsOf({ path, size }: Sending, context: WorkerContext): AsyncGenerator<Buffer> {
  for (let start = 0; start < size; start += partBytes) {
    const end = Math.min(size, start + partBytes);
    const part = Buffer.concat(await Array.fromAsync(context.files.read(path, { start, end })));
    if (part.byteLength !== end - start) fail('conflict', `${path} became shorter while it was read`, { path });
    yield part;
  }
}

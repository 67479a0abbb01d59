import type { ActionRun, WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { ask, bodyText } from './ask.ts';
import { openStorage, type Place, placeIn, shown, type Storage, urlOf } from './bucket.ts';
import { elementsAt, readXml, textAt } from './xml.ts';

export const buckets: ActionRun<Actions['buckets']['input'], Actions['buckets']['output']> = async (input, context) => {
  const storage = await openStorage(input, context);
  const url = `${storage.origin}/`;
  const root = await readXml(await bodyText(await ask({ url, auth: storage.auth }, context), url), url);
  const found = elementsAt(root, 'Buckets', 'Bucket').map((each) => {
    return { name: textAt(each, 'Name'), createdAt: textAt(each, 'CreationDate') };
  });
  return { buckets: found };
};

export const list: ActionRun<Actions['list']['input'], Actions['list']['output']> = async (input, context) => {
  const storage = await openStorage(input, context);
  const place = placeIn(input.place);
  const output: Actions['list']['output'] = { place: shown(place), objects: [], folders: [], bytes: 0, more: false };
  for await (const page of pagesOf(storage, place, input.deep, context)) {
    output.folders.push(...page.folders);
    for (const object of page.objects) {
      if (output.objects.length === input.limit) return { ...output, more: true };
      output.objects.push(object);
      output.bytes += object.bytes;
    }
    context.progress({ text: `${output.objects.length} objects` });
  }
  return output;
};

export type FoundObject = { key: string; bytes: number; modifiedAt: string; storageClass: string };
type FoundPage = { objects: FoundObject[]; folders: string[] };

/** The objects that begin like the place's key, page by page; unless `deep`, those below a further / as folders. */
export async function* pagesOf(
  storage: Storage,
  place: Place,
  deep: boolean,
  context: WorkerContext,
): AsyncGenerator<FoundPage> {
  const wish = {
    ...{ 'list-type': '2', 'encoding-type': 'url', prefix: place.key },
    ...(deep ? {} : { delimiter: '/' }),
  };
  let after: Record<string, string> = {};
  for (;;) {
    const url = urlOf(storage, { bucket: place.bucket, key: '' }, { ...wish, ...after });
    const root = await readXml(await bodyText(await ask({ url, auth: storage.auth }, context), url), url);
    yield {
      objects: elementsAt(root, 'Contents').map((each) => ({
        ...{ key: nameIn(textAt(each, 'Key')), bytes: Number(textAt(each, 'Size')) },
        ...{ modifiedAt: textAt(each, 'LastModified'), storageClass: textAt(each, 'StorageClass') },
      })),
      folders: elementsAt(root, 'CommonPrefixes').map((each) => nameIn(textAt(each, 'Prefix'))),
    };
    const token = textAt(root, 'NextContinuationToken');
    if (textAt(root, 'IsTruncated') !== 'true' || token === '') return;
    after = { 'continuation-token': token };
  }
}

/** Names come as forms write them, because XML cannot hold every character. */
function nameIn(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

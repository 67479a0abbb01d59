import { createHash } from 'node:crypto';
import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { ask, bodyText } from './ask.ts';
import { openStorage, type Place, placeIn, shown, type Storage, urlOf } from './bucket.ts';
import { pagesOf } from './list.ts';
import { isThere } from './objects.ts';
import { elementsAt, escaped, readXml, textAt } from './xml.ts';

/** As many as one request takes. */
const mostAtOnce = 1000;

export const remove: ActionRun<Actions['remove']['input'], Actions['remove']['output']> = async (input, context) => {
  const storage = await openStorage(input, context);
  const place = placeIn(input.place);
  const isOne = place.key !== '' && !place.key.endsWith('/');
  if (!isOne && !input.everything)
    return fail('invalid-input', `${shown(place)} is all that lies below it; say everything if all of it is to go`, {
      field: 'everything',
    });
  if (isOne) {
    // Removing what is not there would succeed, and a name that is misspelt look removed.
    if (!(await isThere(storage, place, context))) return fail('not-found', `There is no ${shown(place)}`);
    await removeOne(storage, place, context);
    return { place: shown(place), removed: [place.key] };
  }
  const removed = await keysBelow(storage, place, input.most, context);
  // No XML can name these.
  const [unnameable, keys] = parted(removed, (key) => /[^\P{Cc}\t\n\r]/u.test(key));
  for (let from = 0; from < keys.length; from += mostAtOnce) {
    await removeMany(storage, place, keys.slice(from, from + mostAtOnce), context);
    context.progress({ percent: Math.round((Math.min(keys.length, from + mostAtOnce) / removed.length) * 100) });
  }
  for (const key of unnameable) await removeOne(storage, { ...place, key }, context);
  return { place: shown(place), removed };
};

function parted<Item>(items: Item[], is: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}

/** All that is to go is known before anything goes. Errors: `limit-exceeded`, `not-found`. */
async function keysBelow(storage: Storage, place: Place, most: number, context: WorkerContext): Promise<string[]> {
  const keys: string[] = [];
  for await (const { objects } of pagesOf(storage, place, true, context)) {
    keys.push(...objects.map(({ key }) => key));
    if (keys.length > most)
      fail('limit-exceeded', `There are more than ${most} objects below ${shown(place)}; nothing was removed`, {
        limit: most,
        field: 'most',
      });
  }
  return keys.length > 0 ? keys : fail('not-found', `There is nothing below ${shown(place)}`);
}

async function removeOne(storage: Storage, place: Place, context: WorkerContext): Promise<void> {
  await ask({ url: urlOf(storage, place), auth: storage.auth, method: 'DELETE' }, context);
}

/** Errors: `network`, naming the first that stayed. */
async function removeMany(storage: Storage, { bucket }: Place, keys: string[], context: WorkerContext): Promise<void> {
  const named = keys.map((key) => `<Object><Key>${escaped(key)}</Key></Object>`).join('');
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${named}</Delete>`;
  const headers = {
    'content-type': 'application/xml',
    // The one sum that every storage takes here.
    'content-md5': createHash('md5').update(body).digest('base64'),
  };
  const url = urlOf(storage, { bucket, key: '' }, { delete: '' });
  const text = await bodyText(await ask({ url, auth: storage.auth, method: 'POST', headers, body }, context), url);
  const left = elementsAt(await readXml(text, url), 'Error');
  const [first] = left;
  if (first)
    fail(
      'network',
      `${left.length} of ${keys.length} objects stayed; ${textAt(first, 'Key')}: ${textAt(first, 'Code')}`,
      {
        url: new URL(url).origin,
      },
    );
}

import { create } from 'zustand';
import { showToast } from '../ui/toast-store.ts';
import { t } from '../../words/words.ts';
import { type ClashRow, clashingFields, isSame, onTop } from './clashing-fields.ts';
import { failureOf } from './failure.ts';
import { createInTurn } from '../../contract/in-turn.ts';

type Fields = Readonly<Record<string, unknown>>;

type Reading<Read> = { fields: Read; hash: string };

/** A change of something that others may change too: by its fields, and by the hash that it was read with. */
export type Change<Changed extends Fields> = {
  /** Says that it was changed, and by that the thing is known. */
  title: string;
  before: Changed;
  after: Changed;
  hash: string;
  read: () => Promise<Reading<Changed>>;
  /** Only what is changed; with what it is changed from, for what is written whole. Errors: `conflict` where the hash is an old one. */
  write: (changed: Partial<Changed>, from: Reading<Changed>) => Promise<unknown>;
  /** How it goes back, where that is done in another way. */
  back?: Change<Changed>['write'];
};

/** What both have changed; whoever is asked settles it. */
export type OpenClash = { rows: ClashRow[]; settle: (isMine: boolean) => void };

export const useOpenClash = create<{ clash: OpenClash | undefined }>(() => ({ clash: undefined }));

/** What this page has written last, by thing and field: that is nobody else's. */
const own = new Map<string, unknown>();
/** So that each finds what the one before made. */
const inTurn = createInTurn();

/**
 * Goes on top of what others have changed meanwhile; where that was the same, the person is asked which holds. Then a notice
 * says what was changed, with the way back to what stood there. Gives whether the change holds. Errors: as `failureOf` reads them.
 */
export async function keepChange<Changed extends Fields>(change: Change<Changed>): Promise<boolean> {
  const { title, before, after, write, back = write } = change;
  if (isSame(before, after)) return true;
  const kept = await inTurn(() => put(change));
  if (!kept) return false;
  const { hash: _, ...rest } = change;
  const undo = () => void takeBack({ ...rest, before: kept.now, after: kept.earlier, write: back });
  showToast({ title, action: { label: t('Undo'), onSelect: undo } });
  return true;
}

/** As `keepChange`, without a word of it. */
export async function putChange<Changed extends Fields>(change: Change<Changed>): Promise<boolean> {
  return (await inTurn(() => put(change))) !== undefined;
}

type Unread<Changed extends Fields> = Omit<Change<Changed>, 'hash'> & { hash?: string };

type Kept<Changed> = { now: Changed; earlier: Changed };

/** Without a hash what holds now is looked at first. Gives nothing where that is to go on holding. */
async function put<Changed extends Fields>(change: Unread<Changed>): Promise<Kept<Changed> | undefined> {
  const { title, before, after, hash, read } = change;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => !isSame(before[name], after[name]));
  if (hash !== undefined) {
    const wanted = pick(changed, (name) => after[name]);
    try {
      return await writeFields(change, { fields: before, hash }, wanted);
    } catch (error) {
      if (failureOf(error).code !== 'conflict') throw error;
    }
  }
  const now = await read();
  const three = (name: string) => ({ base: before[name], mine: after[name], theirs: now.fields[name] });
  const rows = changed
    .filter((name) => !isSame(own.get(`${title}/${name}`), now.fields[name]))
    .flatMap((name) => clashingFields(name, three(name)));
  if (rows.length > 0 && !(await isMineWanted(rows))) return undefined;
  const merged = pick(changed, (name) => onTop(three(name)));
  return writeFields(change, now, merged);
}

async function writeFields<Changed extends Fields>(
  change: Unread<Changed>,
  from: Reading<Changed>,
  values: Fields,
): Promise<Kept<Changed>> {
  await change.write(values as Partial<Changed>, from);
  for (const [name, value] of Object.entries(values)) own.set(`${change.title}/${name}`, value);
  const earlier = pick(Object.keys(values), (name) => from.fields[name]);
  return { now: values as Changed, earlier: earlier as Changed };
}

function pick(names: string[], valueOf: (name: string) => unknown): Fields {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

async function takeBack<Changed extends Fields>(change: Unread<Changed>): Promise<void> {
  try {
    await inTurn(() => put(change));
  } catch (error) {
    showToast({ tone: 'danger', title: t('Could not take it back'), text: failureOf(error).message });
  }
}

function isMineWanted(rows: ClashRow[]): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isMine: boolean): void => {
      useOpenClash.setState({ clash: undefined });
      resolve(isMine);
    };
    useOpenClash.setState({ clash: { rows, settle } });
  });
}

import { z } from 'zod';
import { kindOfAddress, providerKinds } from '../../../contract/model-providers.ts';
import { ModelPurpose, ModelRecord, OptionValues, type ModelStanding } from '../../../contract/models.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import type { Database } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import { emptySetup, type ModelSetup } from '../../models/model-setup.ts';
import type { StandingStore } from '../../models/standing.ts';

const Names = z.array(z.string());
const StoredSetup = strictObject(() => ({
  providers: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(providerKinds),
      baseUrl: z.url(),
      options: OptionValues,
      accounts: Names,
      models: Names,
    }),
  ),
  aliases: z.record(z.string(), Names),
  routes: z.partialRecord(ModelPurpose, Names),
  records: z.record(z.string(), ModelRecord.partial()),
}));
/** The only one that Heron knew up to version 0.1. */
const OneModel = strictObject(() => ({ baseUrl: z.url(), model: z.string().min(1) }));

export type StoredSetup = Omit<ModelSetup, 'decided'>;
export type ModelStore = ReturnType<typeof modelStore>;

/** All that is set up is the row `models` of the settings; keys are not in the database. */
export function modelStore(database: Database) {
  const one = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const write = database.prepare(
    `INSERT INTO settings (key, value) VALUES ('models', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const removeOld = database.prepare(`DELETE FROM settings WHERE key = 'model'`);
  return {
    /** Errors: `storage` when what is stored makes no sense. */
    read(): StoredSetup {
      const row = one.get('models');
      if (row) return parse(row.value, 'models', (value) => StoredSetup.parse(value));
      const old = one.get('model');
      return old ? parse(old.value, 'model', (value) => setupOfOne(OneModel.parse(value))) : emptySetup;
    },
    write(setup: StoredSetup): void {
      write.run(JSON.stringify(setup));
      removeOld.run();
    },
  };
}

function setupOfOne({ baseUrl, model }: z.infer<typeof OneModel>): StoredSetup {
  const kind = kindOfAddress(baseUrl);
  const id = kind === 'compatible' ? 'server' : kind;
  const provider = { id, kind, baseUrl, options: {}, accounts: ['main'], models: [model] };
  return { ...emptySetup, providers: [provider] };
}

function parse(text: string, key: string, read: (value: unknown) => StoredSetup): StoredSetup {
  try {
    return read(JSON.parse(text));
  } catch (error) {
    const message = `The stored setting ${key} makes no sense; set the models anew`;
    throw new HeronError('storage', message, { key }, { cause: error });
  }
}

type StandingRow = { model: string; answers: number; success: number; first_part_ms: number };

export function modelStandingStore(database: Database): StandingStore {
  const all = database.prepare<[], StandingRow>('SELECT * FROM model_standings');
  const write = database.prepare(
    `INSERT INTO model_standings (model, answers, success, first_part_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (model) DO UPDATE SET answers = excluded.answers, success = excluded.success, first_part_ms = excluded.first_part_ms`,
  );
  return {
    read: () =>
      Object.fromEntries(
        all
          .all()
          .map(({ model, answers, success, first_part_ms: firstPartMs }): [string, ModelStanding] => [
            model,
            { answers, success, firstPartMs },
          ]),
      ),
    write: (model, { answers, success, firstPartMs }) => void write.run(model, answers, success, firstPartMs),
  };
}

import type { z } from 'zod';
import { ModelConfiguration } from '../../../contract/models.ts';
import type { Database } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';

const StoredModel = ModelConfiguration.omit({ hasKey: true });
export type StoredModel = z.infer<typeof StoredModel>;

export type ModelStore = ReturnType<typeof modelStore>;

/** The model that plans is the row `model` of the settings; its key is not in the database. */
export function modelStore(database: Database) {
  const one = database.prepare<[], { value: string }>(`SELECT value FROM settings WHERE key = 'model'`);
  const write = database.prepare(
    `INSERT INTO settings (key, value) VALUES ('model', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const remove = database.prepare(`DELETE FROM settings WHERE key = 'model'`);
  return {
    /** Errors: `storage` when what is stored makes no sense. */
    read(): StoredModel | undefined {
      const row = one.get();
      return row && parse(row.value);
    },
    write(model: StoredModel | undefined): void {
      if (model) write.run(JSON.stringify(model));
      else remove.run();
    },
  };
}

function parse(text: string): StoredModel {
  try {
    return StoredModel.parse(JSON.parse(text));
  } catch (error) {
    throw new HeronError(
      'storage',
      'The stored setting model makes no sense; set the model anew',
      { key: 'model' },
      { cause: error },
    );
  }
}

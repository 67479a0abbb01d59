import { type FieldSchema, fieldsOf } from './field-value.ts';
import type { Page } from './page-element.ts';
import { type PageRecord, readRecord } from './read-record.ts';
import { readRows } from './read-rows.ts';

export type ReadFields = {
  /** One record, or rows where the schema is of an array. */
  data: PageRecord | PageRecord[];
  /** Fields that were found nowhere. */
  missing: string[];
};

/**
 * Takes what a JSON Schema describes (an object, or an array of objects, with fields of plain types) out of a page, by rules: no model
 * is asked, the same page gives the same. Errors: TypeError for a schema without fields.
 */
export function readFields(page: Page, schema: FieldSchema): ReadFields {
  const isList = schema.type === 'array';
  const fields = fieldsOf(isList ? (schema.items ?? {}) : schema);
  if (fields.length === 0) throw new TypeError('The schema names no fields (properties)');
  if (isList) {
    const rows = readRows(page, fields);
    const missing = fields.filter(({ name }) => !rows.some((row) => name in row)).map(({ name }) => name);
    return { data: rows, missing };
  }
  const record = readRecord(page, fields, false);
  return { data: record, missing: fields.filter(({ name }) => !(name in record)).map(({ name }) => name) };
}

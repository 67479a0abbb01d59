import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { Database } from '../../base/database.ts';

/** A question that was asked; `refused` is the rule that said no, which holds for as long as its run. */
export type KeptQuestion = { request: PermissionRequest; refused?: string };

type QuestionRow = { request: string; code: string | null; refused: string | null };

/** After so many codes that no question has, those of all questions that are open are void. */
export const wrongCodesAtMost = 5;

/** Rows of questions. The code stands apart from the rest, so that it is nowhere else. */
export function questionRows(database: Database) {
  const insert = database.prepare<[string, string, string, string | null, number]>(
    'INSERT INTO permission_requests (id, run_id, request, code, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare<[string]>('DELETE FROM permission_requests WHERE id = ?');
  const removeOfRun = database.prepare<[string]>('DELETE FROM permission_requests WHERE run_id = ?');
  const refuse = database.prepare<[string, string]>(
    'UPDATE permission_requests SET refused = ?, code = NULL WHERE id = ?',
  );
  const all = database.prepare<[], QuestionRow>(
    'SELECT request, code, refused FROM permission_requests ORDER BY created_at, id',
  );
  const countWrongCode = database.prepare<[number]>(
    `UPDATE permission_requests SET wrong_codes = wrong_codes + 1, code = CASE WHEN wrong_codes + 1 >= ? THEN NULL ELSE code END
     WHERE refused IS NULL`,
  );
  const withCodes = database.prepare<[], { id: string }>('SELECT id FROM permission_requests WHERE code IS NOT NULL');

  return {
    addRequest: ({ code, ...request }: PermissionRequest): void => {
      insert.run(request.id, request.runId, JSON.stringify(request), code ?? null, request.createdAt);
    },
    removeRequest: (id: string): void => void remove.run(id),
    refuseRequest: (id: string, rule: string): void => void refuse.run(rule, id),
    removeRequestsOfRun: (runId: string): void => void removeOfRun.run(runId),
    requests: (): KeptQuestion[] =>
      all.all().map(({ request, code, refused }) => ({
        request: { ...(JSON.parse(request) as PermissionRequest), ...(code === null ? {} : { code }) },
        ...(refused === null ? {} : { refused }),
      })),
    /** Gives the questions whose codes are still good. */
    countWrongCode: (): Set<string> => {
      countWrongCode.run(wrongCodesAtMost);
      return new Set(withCodes.all().map(({ id }) => id));
    },
  };
}

import { expect, test } from 'vitest';
import { compileExpression } from '../src/main/orchestrator/template.ts';
import { knownFunctions } from '../src/renderer/features/workflows/expressions/known-functions.ts';

test('every function that the editor offers is one the engine knows', async () => {
  for (const name of Object.keys(knownFunctions)) {
    expect(await compileExpression(`$type($${name})`).evaluate({}), name).toBe('function');
  }
});

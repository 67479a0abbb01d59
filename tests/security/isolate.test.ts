import { isolateEscapes, isolateImports } from './cases/isolate-escapes.ts';
import { runCases } from './run-cases.ts';

runCases([...isolateEscapes, ...isolateImports]);

import { nodeEscapes } from './cases/node-escapes.ts';
import { runCases } from './run-cases.ts';

runCases(nodeEscapes);

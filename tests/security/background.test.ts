import { backgroundCases } from './cases/background.ts';
import { runCases } from './run-cases.ts';

runCases(backgroundCases);

import { resources } from './cases/resources.ts';
import { runCases } from './run-cases.ts';

runCases(resources);

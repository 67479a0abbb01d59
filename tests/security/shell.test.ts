import { shellCases } from './cases/shell.ts';
import { wrapperCases } from './cases/wrappers.ts';
import { runCases } from './run-cases.ts';

runCases([...shellCases, ...wrapperCases]);

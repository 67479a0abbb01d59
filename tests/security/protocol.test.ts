import { protocolCases } from './cases/protocol.ts';
import { runCases } from './run-cases.ts';

runCases(protocolCases);

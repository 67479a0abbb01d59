import { networkPlaces } from './cases/network-places.ts';
import { networkRequests } from './cases/network-requests.ts';
import { sockets } from './cases/sockets.ts';
import { runCases } from './run-cases.ts';

runCases([...networkPlaces, ...networkRequests, ...sockets]);

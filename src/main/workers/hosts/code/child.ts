/** Loaded before code that somebody has written just now, in its process: takes away what reaches others. Entry point. */
import { endWithEngine } from '../node/end-with-engine.ts';
import { takeReach } from '../take-reach.ts';

/** Where nothing else ends the process with the engine, it has been lent a thread to watch from. */
const isWatched = process.permission.has('worker');
if (isWatched) endWithEngine();
takeReach();

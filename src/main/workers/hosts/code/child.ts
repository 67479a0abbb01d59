/** Loaded before code that somebody has written just now, in its process: takes away what reaches others. Entry point. */
import { takeReach } from '../take-reach.ts';

takeReach();

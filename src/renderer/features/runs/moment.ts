import { createContext } from 'react';

/** In a replay, the moment that is shown; there nothing ticks and nothing can be decided. */
export const Moment = createContext<number | undefined>(undefined);

import { createContext, useContext } from 'react';
import type { Heron } from './heron.ts';

export const HeronContext = createContext<Heron | undefined>(undefined);

export function useHeron(): Heron {
  const heron = useContext(HeronContext);
  if (!heron) throw new Error('useHeron is used outside HeronContext');
  return heron;
}

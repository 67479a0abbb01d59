import { useEffect } from 'react';
import { useStore } from 'zustand';
import { drawMaths } from '../ui/use-maths.ts';
import { useHeron } from './heron-context.ts';
import { applyTheme } from './theme.ts';

/** The page looks as the settings say. */
export function useTheme(): void {
  const { settings } = useHeron();
  const theme = useStore(settings.state, (state) => state.settings?.theme);
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
  const hasMaths = useStore(settings.state, (state) => state.settings?.maths ?? true);
  useEffect(() => drawMaths(hasMaths), [hasMaths]);
}

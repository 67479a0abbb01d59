import type { EyesSettings } from '../../../contract/eyes.ts';
import type { Eyes } from './store.ts';

export type EyesSectionProps = { eyes: Eyes; chosen: EyesSettings; onChange: (change: Partial<EyesSettings>) => void };

/** The few moods a thing can have; each has one colour, and every use adds a sign or a word to it. */
export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

export const toneText: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
};

export const toneSoft: Record<Tone, string> = {
  neutral: 'bg-sunken',
  accent: 'bg-accent-soft',
  success: 'bg-success-soft',
  warning: 'bg-warning-soft',
  danger: 'bg-danger-soft',
};

export const toneBorder: Record<Tone, string> = {
  neutral: 'border-border',
  accent: 'border-accent/35',
  success: 'border-success/35',
  warning: 'border-warning/40',
  danger: 'border-danger/35',
};

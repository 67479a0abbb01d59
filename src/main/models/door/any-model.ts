/** The name that leaves the choice to Heron. */
export const anyModel = 'auto';

/** The names of LogFormat; the contract itself is loaded only when a command runs. */
export const logFormats = ['json', 'pretty', 'compact'];

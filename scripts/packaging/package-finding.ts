/**
 * What is wrong with a package, in a plain line. A problem fails the check; what is missing is named, because only a
 * machine of that system, or whoever makes a release, has it.
 */
export type PackageFinding = { kind: 'problem' | 'missing'; text: string };

export const problem = (text: string): PackageFinding => ({ kind: 'problem', text });
export const missing = (text: string): PackageFinding => ({ kind: 'missing', text });

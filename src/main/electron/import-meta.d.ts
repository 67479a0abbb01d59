/** What the bundler puts in place of it. */
interface ImportMeta {
  glob<Module>(pattern: string): Record<string, () => Promise<Module>>;
}

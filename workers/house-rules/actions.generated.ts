// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {};

export type Settings = {
  /**
   * Programs that are never run, by name; also not through env, sh -c and the like.
   */
  programs: string[];
  /**
   * Branches that git never pushes to, deletes or resets.
   */
  branches: string[];
  /**
   * Files and folders that nothing is written to, as absolute paths; a folder means all that is in it.
   */
  places: string[];
};

import type { Side } from './suite.ts';

const ownTools =
  'It calls a tool that the suite wants every server to have for it. Heron offers its actions, each under its own name, and no others.';
const noResources = 'Heron offers actions; it has no resources for others to read.';
const noPrompts = 'Heron offers actions; it has no prompts for others.';
const noElicitation =
  'A server cannot ask the person in the middle of a call: Heron does not say that it can (elicitation is not offered).';
const machineGrant =
  'An extension: signing in without a person, by a key of the client. Heron signs in with a person in the browser.';

/** Why a scenario fails. One that fails without a reason here, or passes with one, fails the command. */
export const reasons: Record<Side, Record<string, string>> = {
  client: {},
  server: {},
};

export const words = { ownTools, noResources, noPrompts, noElicitation, machineGrant };

import type { Side } from './suite.ts';

const noSampling = 'Heron asks no model of its clients; it has its own.';
const noQuestions =
  'Heron asks the person in its own inbox, never through the client: else a client could answer for the person.';
const noElicitation = 'A server cannot ask the person in the middle of a call; Heron does not say that it can.';
const byCompany =
  'An extension: a sign-in by the account of a company, whose identity provider vouches for the person. Heron signs in with a person in the browser, or alone as a client.';
const otherIssuer =
  'Its server says it is another issuer than the one it was asked as. Heron refuses that, as RFC 8414 §3.3 and the current protocol demand.';

/** Why a scenario fails. One that fails without a reason here, or passes with one, fails the command. */
export const reasons: Record<Side, Record<string, string>> = {
  client: {
    'elicitation-sep1034-client-defaults': noElicitation,
    'auth/2025-03-26-oauth-metadata-backcompat': otherIssuer,
    'auth/cross-app-access-complete-flow': byCompany,
  },
  server: {
    'tools-call-sampling': noSampling,
    'tools-call-elicitation': noQuestions,
    'elicitation-sep1034-defaults': noQuestions,
    'elicitation-sep1330-enums': noQuestions,
  },
};

/** What is to be known of those that pass. */
export const notes: Record<Side, string> = {
  client:
    'Heron is used as a person uses it: the server is added, signed in at where it wants that, and each tool is called by a run.',
  server:
    'The tools, prompts and resources that the suite wants a server to have are those of a server that Heron uses and hands on: every call is a run of Heron. The suite fixes their names, so a door before Heron puts the names in Heron’s stead.',
};

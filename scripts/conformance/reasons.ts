import type { Side } from './suite.ts';

const noSampling =
  'Heron asks no model of its clients, and lends servers none: it has its own, with limits and failover. The newer protocol gives this up (SEP-2577).';
const byCompany =
  'An extension: a sign-in by the account of a company, whose identity provider vouches for the person. Heron signs in with a person in the browser, or alone as a client.';
const otherIssuer =
  'Its server says it is another issuer than the one it was asked as. Heron refuses that, as RFC 8414 §3.3 and the current protocol demand.';

/** Why a scenario fails. One that fails without a reason here, or passes with one, fails the command. */
export const reasons: Record<Side, Record<string, string>> = {
  client: {
    'auth/2025-03-26-oauth-metadata-backcompat': otherIssuer,
    'auth/cross-app-access-complete-flow': byCompany,
  },
  server: {
    'tools-call-sampling': noSampling,
  },
};

/** What is to be known of those that pass. */
export const notes: Record<Side, string> = {
  client:
    'Heron is used as a person uses it: the server is added, signed in at where it wants that, and each tool is called by a run.',
  server:
    'The tools, prompts and resources that the suite wants a server to have are those of a server that Heron uses and hands on: every call is a run of Heron. The suite fixes their names, so a door before Heron puts the names in Heron’s stead.',
};

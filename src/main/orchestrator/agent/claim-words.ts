/** Words of a program and its arguments, each whole: `latest` is no test. */
function oneOf(any: string): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${any})(?![a-z0-9])`);
}

/** What an answer can say was done, and by what it would have been. English and German. */
export const claimKinds = {
  sent: {
    words:
      /\b(sent|e-?mailed|mailed|posted|published|submitted|delivered|forwarded|replied|uploaded|notified|pushed|gesendet|geschickt|verschickt|versendet|abgeschickt|veröffentlicht|hochgeladen)\b/i,
    actions: /\b(send|post|publish|submit|deliver|forward|reply|upload|notify|mail|push|share)\b/,
    programs: oneOf('curl|push|send|sendmail|e?mailx?|msmtp|mutt|post|publish|upload|scp|rsync|sftp'),
    did: 'has sent anything',
  },
  saved: {
    words:
      /\b(saved|wrote|written|stored|updated|edited|overwrote|overwritten|appended|replaced|corrected|fixed|mended|repaired|downloaded|exported|gespeichert|geschrieben|aktualisiert|geändert|überschrieben|ergänzt|korrigiert|heruntergeladen|exportiert)\b/i,
    actions: /\b(write|save|store|append|edit|update|replace|patch|put|export|download|convert|copy|create|extract)\b/,
    programs: oneOf('>|tee|write|save|sed|patch|commit|cp|(?:x|robo)?copy|curl|wget|(?:rust|go)?fmt|format|fix'),
    did: 'has saved anything',
  },
  created: {
    words:
      /\b(created|generated|set up|installed|zipped|packed|compressed|archived|scheduled|booked|reserved|added|set (?:a|an|the|your) (?:reminder|alarm|timer)|erstellt|angelegt|erzeugt|gepackt|komprimiert|eingerichtet|installiert|hinzugefügt)\b/i,
    actions:
      /\b(create|write|save|make|new|add|zip|pack|compress|generate|convert|copy|download|extract|export|schedule|install|start)\b/,
    programs: oneOf(
      '>|tee|touch|mkdir|init|create|add|write|install|cp|(?:x|robo)?copy|[gb]?zip2?|7z|xz|zstd|tar|generate|build|commit|branch',
    ),
    did: 'has created anything',
  },
  deleted: {
    words: /\b(deleted|removed|erased|cleared|cleaned up|trashed|gelöscht|entfernt|aufgeräumt)\b/i,
    actions: /\b(delete|remove|trash|erase|clear|clean|purge)\b/,
    programs: oneOf('rm|rmdir|unlink|del|remove|uninstall|clean|delete|prune'),
    did: 'has deleted anything',
  },
  moved: {
    words: /\b(moved|renamed|relocated|copied|verschoben|umbenannt|kopiert)\b/i,
    actions: /\b(move|rename|relocate|copy)\b/,
    programs: oneOf('mv|rename|cp|(?:x|robo)?copy|move|rsync'),
    did: 'has moved or copied anything',
  },
  paid: {
    words: /\b(paid|transferred|ordered|bought|purchased|refunded|bezahlt|überwiesen|bestellt|gekauft|erstattet)\b/i,
    actions: /\b(pay|transfer|order|buy|purchase|refund)\b/,
    // No program is known by its name to do so.
    programs: /(?!)/,
    did: 'has paid or ordered anything',
  },
  changed: {
    words:
      /\b(committed|merged|deployed|released|restarted|rebooted|cancell?ed|unsubscribed|eingecheckt|zusammengeführt|ausgerollt|neu gestartet|storniert|gekündigt)\b/i,
    actions: /\b(commit|merge|deploy|release|restart|reboot|cancel|unsubscribe|stop|end|kill)\b/,
    programs: oneOf('commit|merge|deploy|release|restart|reboot|rollout|cancel|systemctl|p?kill|killall'),
    did: 'has done that',
  },
  tested: {
    words:
      /\b(tests?|build|lint|checks?|suite)\b[^.!?]*\b(pass|passes|passed|passing|succeeds?|succeeded|green|bestanden|grün|durchgelaufen)\b|\b(passes|passed|passing|bestanden)\b[^.!?]*\b(tests?|build|lint|checks?|suite)\b/i,
    // Only a program can tell, and what runs tests.
    actions: /(?!)/,
    programs: oneOf(
      'tests?|pytest|ctest|unittest|spec|rspec|phpunit|jest|vitest|mocha|tox|check|typecheck|(?:es|ox|py|style)?lint|clippy|mypy|ruff|build|tsc',
    ),
    did: 'has run such a check with success',
  },
} as const;
export type ClaimKind = keyof typeof claimKinds;

/** Before the word, in the same part of the sentence: it was not done, or is still to be. */
const unsaid =
  /\b(not|never|nothing|nobody|none|no|cannot|can|could|will|would|should|may|might|must|shall|to be|want|if|unless|once|when|until|before|unable|failed|nicht|nie|kein\w*|nichts|niemand|kann|könnte|wird|würde|soll|sollte|wenn|falls|sobald|bevor)\b|n[’']t\b/i;
/** How many words before the word count for that. */
const reach = 5;

export type Said = { text: string; kinds: ClaimKind[] };

/** The sentences of an answer that say something was done. */
export function claimsIn(answer: string): Said[] {
  return sentencesOf(answer).flatMap((text) => {
    if (text.endsWith('?')) return [];
    const kinds = (Object.keys(claimKinds) as ClaimKind[]).filter((kind) => claims(text, claimKinds[kind].words));
    return kinds.length > 0 ? [{ text, kinds }] : [];
  });
}

/** Whether the word is there at least once as something that was done. */
function claims(sentence: string, words: RegExp): boolean {
  for (const found of sentence.matchAll(new RegExp(words, 'gi'))) {
    const before =
      sentence
        .slice(0, found.index)
        .split(/[,;:–—]|\b(?:and|but|und|aber)\b/)
        .at(-1) ?? '';
    const near = before
      .replaceAll(/\b(not only|nicht nur|no longer)\b/gi, '')
      .trim()
      .split(/\s+/)
      .slice(-reach)
      .join(' ');
    // "Tests did not pass": what denies it stands in the middle.
    if (!unsaid.test(near) && !/\b(not|never|nicht|no)\b|n[’']t\b/i.test(found[0])) return true;
  }
  return false;
}

function sentencesOf(answer: string): string[] {
  return answer
    .replaceAll(/```[\s\S]*?```/g, '')
    .split('\n')
    .flatMap((line) => line.replace(/^\s*(?:[-*+•]|\d+[.)]|#+|>)\s+/, '').split(/(?<=[.!?])\s+(?=\S)/))
    .map((sentence) => sentence.replaceAll(/\*\*|__/g, '').trim())
    .filter((sentence) => sentence !== '');
}

/** What a sentence names that a step must have had to do with: files, addresses, what stands in code. */
export function targetsIn(sentence: string): string[] {
  const found = [
    ...[...sentence.matchAll(/`([^`]+)`/g)].map(([, inside = '']) => inside),
    ...[...sentence.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)].map(([address]) => address),
    ...[...sentence.matchAll(/(?<![\w@`])[\w./~-]*\w\.[a-z][a-z0-9]{0,4}\b(?!@)/gi)].map(([name]) => name),
  ];
  const names = found
    .map((each) => each.trim().replace(/^.*[/\\](?=[^/\\]+[/\\]?$)/, ''))
    .filter((name) => name.length > 1);
  return [...new Set(names.filter((name) => !/^\d+\.\d+$/.test(name) && !/^(e\.g|i\.e|z\.B)$/i.test(name)))];
}

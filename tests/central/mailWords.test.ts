import { expect, test } from 'vitest';
import { digestCounts, digestWords } from '../../src/central/mail/digestWords.ts';
import { htmlOf, textOf } from '../../src/central/mail/layout.ts';
import { mailWords, sharedWords } from '../../src/central/mail/words.ts';
import type { LearnerMailKind, MailFacts, MailLanguage } from '../../src/central/mail/words.ts';

const kinds: readonly LearnerMailKind[] = ['issued', 'shipped', 'delivered', 'delayed', 'revoked'];
const languages: readonly MailLanguage[] = ['en', 'es'];
const facts: MailFacts = {
  schoolName: 'Escuela «Sol»',
  name: 'José Ñandú',
  course: 'Driver Education',
  certificateNumber: 'CA-2026-000001',
  completedOn: 'November 19, 2026',
  code: '0000-0000-0000-0000-0000-0000-0000',
  carrier: 'USPS',
  tracking: '9400 1000',
  onPaper: true,
  late: null,
  category: 'refund',
};
const cases = languages.flatMap((language) =>
  kinds.flatMap((kind) =>
    (kind === 'delayed' || kind === 'issued' ? (['printing', 'shipping'] as const) : [null]).map(
      (late) => [language, kind, late] as const,
    ),
  ),
);

test.each(cases)('%s: the mail “%s” (%s) says the same as text and as HTML', async (language, kind, late) => {
  const words = mailWords[language][kind];
  const about = { ...facts, late };
  const button = {
    url: 'https://certificates.example.org/verify/X',
    says: words.button?.says ?? '',
    instead: sharedWords[language].linkInstead,
  };
  const content = {
    language,
    schoolName: facts.schoolName,
    subject: words.subject(about),
    heading: words.heading(about),
    greeting: sharedWords[language].greeting(facts.name),
    lines: words.lines(about),
    facts: [[sharedWords[language].number, facts.certificateNumber]] as const,
    button: words.button === null ? null : button,
    footer: sharedWords[language].why(facts.schoolName),
  };
  const [text, html] = [textOf(content), await htmlOf(content)];
  const flat = text.replaceAll(/\s+/gu, ' ');
  const shown = html
    .replaceAll(/<style[^]*?<\/style>|<[^>]*>/gu, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll(/\s+/gu, ' ');
  for (const said of [
    content.heading,
    content.greeting,
    ...content.lines,
    facts.certificateNumber,
    content.footer,
  ]) {
    expect(flat).toContain(said);
    expect(shown).toContain(said);
  }
  expect(text.includes(button.url)).toBe(words.button !== null);
  expect(html.includes(button.url)).toBe(words.button !== null);
  expect(`${content.subject} ${text} ${html}`).not.toMatch(/undefined|\[object|\bnull\b/u);
  expect(html).toContain(`lang="${language}"`);
});

test('Each kind of mail is written in both languages, and neither is left in the other', () => {
  for (const kind of kinds) {
    const [english, spanish] = languages.map((language) => mailWords[language][kind]);
    expect(english?.subject(facts)).not.toBe(spanish?.subject(facts));
    expect(english?.lines(facts)).not.toEqual(spanish?.lines(facts));
    expect(english?.button?.to).toBe(spanish?.button?.to);
  }
  for (const count of digestCounts)
    expect(digestWords.en.counts[count]).not.toBe(digestWords.es.counts[count]);
});

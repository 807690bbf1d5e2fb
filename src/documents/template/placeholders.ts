import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { isBlank } from '../text/characters.ts';
import { formatDate } from './dates.ts';

/** A field's text taken apart: fixed words and the keys of values, in order. */
export type TextPart =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'value'; readonly key: string; readonly dateFormat: string | undefined };

const PLACEHOLDER = /\{\{\s*([a-z][A-Za-z0-9]{0,39})\s*(?:\|\s*([^{}]{1,60}?)\s*)?\}\}/gu;

/** Takes `Completed on {{completionDate|d MMMM yyyy}}` apart; an unclosed or misspelt placeholder is an error. */
export function placeholdersOf(text: string): Result<readonly TextPart[], string> {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > from) parts.push({ kind: 'fixed', text: text.slice(from, match.index) });
    parts.push({ kind: 'value', key: match[1] ?? '', dateFormat: match[2] });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'fixed', text: text.slice(from) });
  const stray = parts.find((part) => part.kind === 'fixed' && /\{\{|\}\}/u.test(part.text));
  return stray === undefined
    ? ok(parts)
    : err(`A placeholder is not closed or misspelt in: ${text.slice(0, 80)}`);
}

/** A field's text with its values in it. `missing` names the keys that no value came for. */
export interface FilledText {
  readonly text: string;
  /** Whether nothing was there to show: no words at all, or values that are all empty. */
  readonly empty: boolean;
  readonly missing: readonly string[];
}

/** Puts values into a text; keys that end in `Date` hold ISO dates, written by `dateFormat`. The result is NFC. */
export function fillText(
  parts: readonly TextPart[],
  values: Readonly<Record<string, string>>,
  language: string,
  dateFormat: string,
): FilledText {
  const missing: string[] = [];
  let text = '';
  let filled = !parts.some(({ kind }) => kind === 'value');
  for (const part of parts) {
    if (part.kind === 'fixed') {
      text += part.text;
      continue;
    }
    const value = Object.hasOwn(values, part.key) ? values[part.key] : undefined;
    if (value !== undefined && !isBlank(value)) filled = true;
    if (value === undefined) missing.push(part.key);
    else if (part.key.endsWith('Date'))
      text += formatDate(value, part.dateFormat ?? dateFormat, language) ?? value;
    else text += value;
  }
  return { text: text.normalize('NFC'), empty: !filled || isBlank(text), missing };
}

import type { SignatureVerdict } from '../domain/certificates/qrPayload.ts';
import type { CharacterRefusal } from './text/characters.ts';

/** Something about one page that must be put right before it is printed. `field` is the template's field id. */
export type Finding =
  | {
      readonly kind: 'missingGlyph';
      readonly field: string;
      readonly character: string;
      readonly codePoint: string;
    }
  | {
      readonly kind: 'refusedCharacter';
      readonly field: string;
      readonly character: string;
      readonly codePoint: string;
      readonly reason: CharacterRefusal;
    }
  | {
      readonly kind: 'tooLong';
      readonly field: string;
      readonly text: string;
      /** Size in points at which it would fit; 0 when no size helps. */
      readonly fittingSize: number;
      readonly minSize: number;
    }
  | { readonly kind: 'empty'; readonly field: string }
  | { readonly kind: 'missingValue'; readonly field: string; readonly key: string }
  | { readonly kind: 'leftoverPlaceholder'; readonly field: string; readonly text: string }
  | { readonly kind: 'qrTooLong'; readonly field: string }
  | {
      readonly kind: 'qrTooSmall';
      readonly field: string;
      readonly moduleMm: number;
      readonly minModuleMm: number;
    }
  | { readonly kind: 'badImage'; readonly field: string; readonly message: string }
  | { readonly kind: 'overlap'; readonly field: string; readonly other: string }
  | { readonly kind: 'qrUnreadable'; readonly field: string; readonly detail: string }
  | { readonly kind: 'qrSaysOther'; readonly field: string; readonly read: string }
  | { readonly kind: 'outsideMargin'; readonly field: string }
  | { readonly kind: 'notActive'; readonly validity: 'revoked' | 'superseded' }
  | { readonly kind: 'otherTemplate'; readonly wanted: string; readonly used: string }
  | { readonly kind: 'badSignature'; readonly verdict: Exclude<SignatureVerdict, 'valid'> }
  | { readonly kind: 'pageMissing'; readonly page: number };

/** A character as people look it up: `U+0416`. */
export function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Thrown when a page is asked for that `checkFit` would have refused: the caller skipped the check. */
export class PageRefused extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(`The page cannot be printed: ${findings.map(describeFinding).join(' ')}`);
    this.name = 'PageRefused';
    this.findings = findings;
  }
}

/** A finding in one English sentence, for logs and terminals; screens translate by `kind`. */
export function describeFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'missingGlyph':
      return `${finding.field}: no font has the character ${finding.character} (${finding.codePoint}).`;
    case 'refusedCharacter':
      return `${finding.field}: the character ${finding.codePoint} is not printed (${finding.reason}).`;
    case 'tooLong':
      return `${finding.field}: the text does not fit: ${finding.text.slice(0, 60)}`;
    case 'empty':
      return `${finding.field}: is empty and may not be.`;
    case 'missingValue':
      return `${finding.field}: there is no value for ${finding.key}.`;
    case 'leftoverPlaceholder':
      return `${finding.field}: a placeholder is left over: ${finding.text.slice(0, 60)}`;
    case 'qrTooLong':
      return `${finding.field}: the text is too long for a QR code.`;
    case 'qrTooSmall':
      return `${finding.field}: modules of ${finding.moduleMm.toFixed(3)} mm; ${finding.minModuleMm} mm are needed.`;
    case 'badImage':
      return `${finding.field}: ${finding.message}`;
    case 'overlap':
      return `${finding.field}: overlaps ${finding.other}.`;
    case 'qrUnreadable':
      return `${finding.field}: the QR code cannot be read (${finding.detail}).`;
    case 'outsideMargin':
      return `${finding.field}: reaches into the margin that must stay clear.`;
    case 'notActive':
      return `The certificate is ${finding.validity}.`;
    case 'otherTemplate':
      return `The certificate was issued with template ${finding.wanted.slice(0, 12)}, not ${finding.used.slice(0, 12)}.`;
    case 'badSignature':
      return `The signature in the code does not stand (${finding.verdict}).`;
    case 'pageMissing':
      return `The file has no page ${finding.page}.`;
    case 'qrSaysOther':
      return `${finding.field}: the QR code reads ${finding.read.slice(0, 80)}.`;
  }
}

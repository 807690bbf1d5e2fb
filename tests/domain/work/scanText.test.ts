import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRandom,
  formatSequential,
  randomSuffix,
} from '../../../src/domain/certificates/certificateNumber.ts';
import { buildQrPayload } from '../../../src/domain/certificates/qrPayload.ts';
import { displayVerificationCode } from '../../../src/domain/certificates/verificationCode.ts';
import {
  classifyScan,
  meaningOf,
  parcelScanText,
  ScanText,
  Verdict,
} from '../../../src/domain/work/scanText.ts';
import { randomSource, verificationCode } from '../arbitraries.ts';

const base = 'https://verify.school.example/v';
const local = 'http://127.0.0.1:8123/v';
const ours = [base, local];

const qr = fc
  .tuple(fc.constantFrom(base, local), verificationCode, fc.uint8Array({ minLength: 64, maxLength: 64 }))
  .map(([verifyBaseUrl, code, bytes]) => ({
    verifyBaseUrl,
    code,
    signature: { keyId: 'k1_A-z', signature: Buffer.from(bytes).toString('base64url') },
  }));

/** What a keyboard of another layout shows when a scanner presses the keys of a US keyboard. */
function typedOn(layout: Readonly<Record<string, string>>, text: string): string {
  return Array.from(text, (each) => layout[each] ?? each).join('');
}

const german = {
  ':': 'Ö',
  '/': '-',
  '#': '§',
  '=': '´',
  '&': '/',
  '-': 'ß',
  _: '?',
  y: 'z',
  z: 'y',
  Y: 'Z',
  Z: 'Y',
};
const spanish = { ':': 'Ñ', '/': '-', '#': '·', '=': '¡', '&': '/', '-': "'", _: '?' };
const latinAmerican = { ...spanish, '#': '#', '=': '¿' };
/** Pairs of the key's US character and what a French keyboard shows for it. */
const french = Object.fromEntries(
  ':M /! #3 &7 -) _° .: m, M? aq qa zw wz AQ QA ZW WZ 0à 1& 2é 3" 4\' 5( 6- 7è 8_ 9ç'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

describe('a scanned QR of ours', () => {
  test('is told with its code and signature', () => {
    fc.assert(
      fc.property(qr, (payload) => {
        const { code, signature } = payload;
        expect(classifyScan(`]Q1${buildQrPayload(payload)}\r\n`, ours)).toEqual({
          kind: 'qr',
          code,
          signature,
        });
      }),
    );
  });

  test('is read with caps lock on', () => {
    fc.assert(
      fc.property(qr, (payload) => {
        const swapped = Array.from(buildQrPayload(payload), (each) =>
          each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase(),
        ).join('');
        const { code, signature } = payload;
        expect(classifyScan(swapped, ours)).toEqual({ kind: 'qr', code, signature });
      }),
    );
  });

  test('is read on a German, Spanish, Latin American and French keyboard', () => {
    fc.assert(
      fc.property(qr, fc.constantFrom(german, spanish, latinAmerican, french), (payload, layout) => {
        const { code, signature } = payload;
        const typed = typedOn(layout, buildQrPayload(payload));
        expect(classifyScan(typed, ours)).toEqual({ kind: 'qr', code, signature });
      }),
      { numRuns: 400 },
    );
  });

  test('is read where the dead accent of a German keyboard has melted into the next letter', () => {
    fc.assert(
      fc.property(qr, (payload) => {
        const { code, signature } = payload;
        const typed = typedOn(german, buildQrPayload(payload)).replace(/´([aeiouyzAEIOUYZ])/gu, '$1\u0301');
        expect(classifyScan(typed.normalize('NFC'), ours)).toEqual({ kind: 'qr', code, signature });
      }),
      { numRuns: 400 },
    );
  });

  test('with a broken fragment is told apart from an unsigned one', () => {
    fc.assert(
      fc.property(qr, (payload) => {
        const text = buildQrPayload(payload);
        const { code } = payload;
        expect(classifyScan(text.slice(0, -5), ours)).toEqual({ kind: 'brokenSignature' });
        expect(classifyScan(text.replace(/#.*$/u, ''), ours)).toEqual({ kind: 'qr', code, signature: null });
      }),
    );
  });

  test('of another school is not ours, however much it looks like it', () => {
    fc.assert(
      fc.property(verificationCode, (code) => {
        for (const host of ['verify.school.example.evil.test', 'evil.test', 'verify.school.example:444']) {
          expect(classifyScan(`https://${host}/v/${code}`, ours)).toEqual({ kind: 'notOurs', host });
        }
        const elsewhere = [
          'http://verify.school.example/v',
          `${base}x`,
          `${base}/x`,
          'https://verify.school.example',
        ];
        for (const url of elsewhere) expect(classifyScan(`${url}/${code}`, ours).kind).toBe('notOurs');
      }),
    );
  });
});

describe('other scans', () => {
  test('of a code are known as typed, also with y and z exchanged', () => {
    fc.assert(
      fc.property(verificationCode, (code) => {
        const wanted = { kind: 'verificationCode', code };
        const shown = displayVerificationCode(code);
        expect(classifyScan(shown, ours)).toEqual(wanted);
        expect(classifyScan(typedOn({ Y: 'Z', Z: 'Y' }, code).toLowerCase(), ours)).toEqual(wanted);
      }),
    );
  });

  test('of a code with a typing error ask to look again', () => {
    fc.assert(
      fc.property(verificationCode, fc.nat({ max: 27 }), (code, at) => {
        // With a y or z in it, one mistyped code in a thousand becomes another code that nobody issued.
        fc.pre(!/[YZ]/u.test(code));
        const wrong = code[at] === '2' ? '3' : '2';
        const typed = code.slice(0, at) + wrong + code.slice(at + 1);
        expect(classifyScan(typed, ours)).toEqual({ kind: 'mistypedCode' });
      }),
    );
  });

  test('of certificate numbers are never taken for anything else', () => {
    fc.assert(
      fc.property(randomSource, fc.integer({ min: 1, max: 9_999_999 }), (random, serial) => {
        const numbers = [
          formatSequential({ prefix: 'CA', digits: 6 }, 2026, serial),
          formatRandom({ prefix: 'CCT' }, 2026, randomSuffix(random)),
        ];
        for (const certificateNumber of numbers) {
          const wanted = { kind: 'certificateNumber', certificateNumber };
          expect(classifyScan(certificateNumber.toLowerCase(), ours)).toEqual(wanted);
        }
      }),
    );
  });

  test('of a parcel give its id', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(classifyScan(parcelScanText(id), ours)).toEqual({ kind: 'parcel', id });
        expect(classifyScan(parcelScanText(id).toLowerCase(), ours)).toEqual({ kind: 'parcel', id });
      }),
    );
  });

  test('of labels give the tracking number that people know', () => {
    const numbers: readonly (readonly [string, string])[] = [
      ['9400111899223197428490', '9400111899223197428490'],
      ['420958149400111899223197428490', '9400111899223197428490'],
      ['\u001d4209581412349400111899223197428490', '9400111899223197428490'],
      ['9400 1118 9922 3197 4284 90', '9400111899223197428490'],
      ['1z999aa10123456784', '1Z999AA10123456784'],
      ['LZ123456785US', 'LZ123456785US'],
      ['123456789012', '123456789012'],
      ['SIM0000000042', 'SIM0000000042'],
    ];
    for (const [scanned, tracking] of numbers) {
      expect(classifyScan(scanned, ours)).toEqual({ kind: 'label', tracking });
    }
  });

  test('of numbered paper give the serial', () => {
    for (const serial of ['CA0001234', 'DL-0001234', '0001234']) {
      expect(classifyScan(` ${serial.toLowerCase()}\n`, ours)).toEqual({ kind: 'sheetSerial', serial });
    }
  });

  test('of anything at all have an answer, and of nothing are unknown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: true })), (text) => {
        expect(ScanText.safeParse(classifyScan(text, ours)).success).toBe(true);
      }),
    );
    for (const text of ['', ' ', '\u0000', 'hello', 'https://', 'javascript:alert(1)', 'PCL-12']) {
      expect(classifyScan(text, ours)).toEqual({ kind: 'unknown' });
    }
  });
});

describe('a verdict', () => {
  test('is good only when the sheet passes, so nothing else can sound like it', () => {
    expect(Verdict.options.filter((verdict) => meaningOf(verdict) === 'good')).toEqual(['pass']);
  });

  test('on a certificate that may not go on is never good or waiting', () => {
    for (const verdict of [
      'revoked',
      'superseded',
      'suspended',
      'on_hold',
      'not_ours',
      'bad_signature',
    ] as const) {
      expect(['bad', 'attention']).toContain(meaningOf(verdict));
    }
  });
});

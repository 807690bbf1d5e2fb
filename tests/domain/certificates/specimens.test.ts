import { expect, test } from 'vitest';
import { cleanIssuedName } from '../../../src/domain/certificates/issuedName.ts';
import { parseQrPayload } from '../../../src/domain/certificates/qrPayload.ts';
import { SPECIMENS, specimenTexts } from '../../../src/domain/certificates/specimens.ts';
import { normalizeVerificationCode } from '../../../src/domain/certificates/verificationCode.ts';

test('every specimen is a name that central would issue a certificate for, under an id of its own', () => {
  for (const { id, issuedName } of SPECIMENS)
    expect(cleanIssuedName(issuedName), id).toEqual({ ok: true, value: issuedName });
  expect(new Set(SPECIMENS.map(({ id }) => id)).size).toBe(SPECIMENS.length);
});

test('the code of a specimen reads like any other and leads nowhere', () => {
  const texts = specimenTexts(SPECIMENS[0]);
  const payload = parseQrPayload(texts['qrPayload'] ?? '');
  expect(payload).toMatchObject({ ok: true, value: { signature: { keyId: 'specimen' } } });
  expect(new URL(texts['verifyUrl'] ?? '').hostname).toMatch(/\.example$/u);
  expect(normalizeVerificationCode(texts['verificationCode'] ?? '')).toMatchObject({ ok: true });
});

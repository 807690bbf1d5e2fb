import { ecdsaSequence, webCryptoSigner } from '../../src/documents/signing/cms.ts';
import type { PdfSigner } from '../../src/documents/signing/cms.ts';
import { element, integer, objectIdentifier, SEQUENCE, SET } from '../../src/documents/signing/der.ts';

/** A signer with a key of its own and a certificate that it signed itself; for tests and benchmarks only. */
export async function testSigner(): Promise<{ signer: PdfSigner; certificate: Uint8Array }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const text = (tag: number, value: string): Uint8Array => element(tag, new TextEncoder().encode(value));
  const name = element(
    SEQUENCE,
    element(SET, element(SEQUENCE, objectIdentifier('2.5.4.3'), text(0x0c, 'Example School'))),
  );
  const algorithm = element(SEQUENCE, objectIdentifier('1.2.840.10045.4.3.2'));
  const constraints = element(
    SEQUENCE,
    objectIdentifier('2.5.29.19'),
    Uint8Array.from([0x01, 0x01, 0xff]),
    element(0x04, element(SEQUENCE, Uint8Array.from([0x01, 0x01, 0xff]))),
  );
  const body = element(
    SEQUENCE,
    element(0xa0, integer(2)),
    integer(7),
    algorithm,
    name,
    element(SEQUENCE, text(0x17, '260101000000Z'), text(0x17, '460101000000Z')),
    name,
    spki,
    element(0xa3, element(SEQUENCE, constraints)),
  );
  const unsigned = webCryptoSigner(keys.privateKey, [], 'ecdsa-p256-sha256');
  const raw = await unsigned.sign(body);
  const certificate = element(
    SEQUENCE,
    body,
    algorithm,
    element(0x03, Uint8Array.from([0]), ecdsaSequence(raw)),
  );
  return { signer: webCryptoSigner(keys.privateKey, [certificate], 'ecdsa-p256-sha256'), certificate };
}

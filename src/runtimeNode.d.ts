/**
 * Names that `runtime.d.ts` gives to domain, contract and documents, and that Node has under another name or that its
 * types leave out. With them, a declaration that leaves those folders keeps its meaning in the Node folders.
 */

import type { webcrypto } from 'node:crypto';

declare global {
  type CryptoKey = webcrypto.CryptoKey;
  type CryptoKeyPair = webcrypto.CryptoKeyPair;
  type JsonWebKey = webcrypto.JsonWebKey;
  type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
}

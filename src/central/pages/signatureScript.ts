import { createHash } from 'node:crypto';

/**
 * Checks the signature that stands in the fragment of a scanned QR code, in the reader's browser, where there is JavaScript:
 * the fragment reaches no server. It says nothing where the address has no signature, or the browser no Ed25519.
 */
export const signatureScript = `(async () => {
  const place = document.getElementById('signature');
  const [, keyId, signature] = /^#k=([^&]*)&s=([A-Za-z0-9_-]{86})$/.exec(location.hash) ?? [];
  if (place === null || keyId === undefined) return;
  const language = document.getElementById('language');
  if (language !== null) language.hash = location.hash;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
  const key = JSON.parse(place.dataset.keys).find((each) => each.keyId === keyId);
  let good = false;
  if (key !== undefined) {
    let imported;
    try {
      imported = await crypto.subtle.importKey('raw', bytes(key.publicKey), 'Ed25519', false, ['verify']);
    } catch {
      return;
    }
    good = await crypto.subtle.verify('Ed25519', imported, bytes(signature), bytes(place.dataset.signed));
  }
  place.textContent = good ? place.dataset.good : place.dataset.bad;
  place.className = good ? 'good' : 'bad';
})();`;

/** What the page's policy must say so that this script runs, and no other. */
export const signatureScriptPolicy = `script-src 'sha256-${createHash('sha256').update(signatureScript).digest('base64')}'`;
